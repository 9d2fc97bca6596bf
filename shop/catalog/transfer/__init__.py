"""The catalog as a CSV file: `importer` reads it, `exporter` writes it, one row a variant."""
