"""Orders in the back office: the list, each order's page, and what can be done with it."""
