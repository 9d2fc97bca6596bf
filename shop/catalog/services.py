"""What changes the catalog."""

from shop.catalog.models import Product


def summarise(product: Product) -> None:
    """Bring the product's own price, stock and sale columns in line with its variants."""
    cheapest = min(product.variants, key=lambda v: (v.price, v.position), default=None)
    product.price = cheapest.price if cheapest else 0
    product.highest_price = max((v.price for v in product.variants), default=0)
    product.compare_at_price = cheapest.compare_at_price if cheapest else None
    product.is_on_sale = any(v.compare_at_price for v in product.variants)
    product.stock = sum(v.stock for v in product.variants)
    product.is_available = product.stock > 0
