"""Zones of countries, the ways to ship to each, and their prices."""
