"""Orders: what was bought, how it is going, and the papers that belong to it."""
