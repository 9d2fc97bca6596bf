"""Demo data of the shop: the catalog as CSV files, its pictures and what draws them."""
