"""The background jobs, and the processes that run them: worker and scheduler."""
