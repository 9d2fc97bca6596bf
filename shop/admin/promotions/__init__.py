"""Promotions: what is taken off, when, and what it earned."""
