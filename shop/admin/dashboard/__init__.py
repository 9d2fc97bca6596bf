"""The front page of the back office."""
