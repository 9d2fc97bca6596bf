"""The catalog: collections, products, variants, pictures, reviews, and how they are found."""
