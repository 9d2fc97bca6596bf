"""Tax by country, region and class of product."""
