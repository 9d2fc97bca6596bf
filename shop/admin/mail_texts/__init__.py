"""The shop's letters in the merchant's own words."""
