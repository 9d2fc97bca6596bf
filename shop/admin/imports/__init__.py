"""Catalog files that administrators upload: checked first, then imported as a whole."""
