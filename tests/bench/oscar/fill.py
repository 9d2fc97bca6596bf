"""Tables, and a catalog of N products: `python -m bench.oscar.fill N`. Prints a product's path.

Each has a price, a stock and a place in one of 20 categories, and none has a picture. Oscar shows
the one that it has for such products, with its thumbnail at hand: no pictures could cost it less.
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from oscar.apps.catalogue.categories import create_from_breadcrumbs  # noqa: E402
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass  # noqa: E402
from oscar.apps.partner.models import Partner, StockRecord  # noqa: E402

TEXT = "A plain and useful thing for the house, made to be used every day and to be mended. " * 4


def fill(wanted: int) -> None:
    """Add what is missing to `wanted` products; one transaction."""
    there = Product.objects.count()
    if there >= wanted:
        return
    kind, _ = ProductClass.objects.get_or_create(name="Goods", requires_shipping=True)
    seller, _ = Partner.objects.get_or_create(name="House")
    shelves = [
        create_from_breadcrumbs(f"{room} > Shelf {shelf}")
        for room in ("Kitchen", "Living", "Bath", "Garden")
        for shelf in range(1, 5)
    ]
    with transaction.atomic():
        for number in range(there + 1, wanted + 1):
            product = Product.objects.create(
                title=f"Useful thing {number:07d}",
                description=TEXT,
                product_class=kind,
                upc=f"U{number:07d}",
            )
            ProductCategory.objects.create(product=product, category=shelves[number % len(shelves)])
            StockRecord.objects.create(
                product=product,
                partner=seller,
                partner_sku=f"U{number:07d}",
                price=(500 + number * 37 % 9500) / 100,
                price_currency="USD",
                num_in_stock=1 + number % 60,
            )


def main() -> None:
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]))
    call_command("rebuild_index", verbosity=0, interactive=False)
    print(Product.objects.order_by("pk").first().get_absolute_url())


if __name__ == "__main__":
    main()
