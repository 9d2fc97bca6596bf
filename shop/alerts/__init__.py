"""Who wants to know when something sold out is there again."""
