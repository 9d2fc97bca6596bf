"""Jobs and mail: what waits, what is stuck and why, and having it tried again."""
