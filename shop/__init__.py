"""A web shop: catalog, cart, accounts, checkout and back office in one Flask application."""
