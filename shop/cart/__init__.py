"""The cart of a visitor or a customer."""
