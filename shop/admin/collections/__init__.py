"""The collections of the shop: their tree, and the page where one is edited."""
