"""A row of a catalog file, from which tests make theirs."""

ROW = {
    "slug": "tea-bowl",
    "title": "Tea bowl",
    "collection": "",
    "description": "For two hands.",
    "sku": "BOWL",
    "options": "",
    "price": "12.50",
    "compare_at_price": "",
    "stock": "7",
    "image": "",
}
