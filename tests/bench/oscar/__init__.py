"""A django-oscar shop of as many products, to measure beside ours. Runs in its own environment."""
