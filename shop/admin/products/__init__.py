"""The products of the shop: their list, and the page where one is edited."""
