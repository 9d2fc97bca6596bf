"""Promotion codes and automatic offers."""
