"""The page of what a merchant sets for all of the shop."""
