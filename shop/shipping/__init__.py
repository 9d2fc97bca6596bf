"""Where the shop ships to, how, and for how much."""
