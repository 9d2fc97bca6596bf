"""Who buys here: accounts with their orders and spending, and the guests that a search finds."""
