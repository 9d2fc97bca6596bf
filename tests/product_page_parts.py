"""What a product's page shows."""

from factories import (
    make_product,
)

from shop.catalog import services
from shop.extensions import db


def headline(page):
    """What the buy box says above its form."""
    return page.text[page.text.index('id="part-price"') : page.text.index('action="/cart/items"')]


def with_sizes():
    """A mug in two colours and two sizes; the large ones are dearer, Sage Large is sold out."""
    product = make_product("Harbour mug", slug="mug")
    product.variants.clear()
    db.session.flush()
    for colour in ("Sage", "Oat"):
        for size, price in (("Small", 2200), ("Large", 2600)):
            services.add_variant(
                product,
                f"{colour}-{size}",
                price,
                stock=0 if (colour, size) == ("Sage", "Large") else 9,
                options={"Colour": colour, "Size": size},
            )
    services.summarise(product)
    db.session.commit()
    return product
