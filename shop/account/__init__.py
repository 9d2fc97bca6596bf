"""What a customer sees of themselves: profile, addresses, wishlist, security, export."""
