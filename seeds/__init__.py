"""Demo data of the shop: the catalog as CSV files, its pictures and the models they show."""
