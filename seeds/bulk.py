"""`flask seed --products N`: a big catalog, written table by table in large batches.

The products have no pictures of their own; each shows the cover of a demo product of its
collection.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import func, text

from seeds import writing
from seeds.invented import Choice, Invented, invent
from shop import clock, money
from shop.catalog import counts, search, shelves
from shop.catalog.models import (
    FLAGS,
    Collection,
    CollectionProduct,
    Option,
    OptionValue,
    Picture,
    Product,
    Variant,
)
from shop.catalog.slugs import slug_of
from shop.extensions import db

BATCH = 5000  # products written and committed together
FOLDED_AFTER = 20  # batches, whose counts are added up
REASON = "seed"  # of the stock movements

Rows = list[dict[str, Any]]

TABLES = (  # as they depend on each other
    "products",
    "options",
    "option_values",
    "variants",
    "variant_option_values",
    "stock_movements",
    "collection_products",
    "reviews",
)


def fill_up(products: int, advance: Callable[[int], object] = lambda count: None) -> int:
    """Add invented products until the catalog has `products`; how many that were. Commits.

    `advance` is called with the number of products written since its last call.
    """
    missing = products - (db.session.scalar(db.select(func.count(Product.id))) or 0)
    first = _next_number()
    db.session.rollback()
    for start in range(first, first + missing, BATCH):
        count = min(BATCH, first + missing - start)
        _Batch(range(start, start + count)).write()
        if start // BATCH % FOLDED_AFTER == 0:
            counts.fold()
        db.session.commit()
        advance(count)
    if missing > 0:
        counts.fold()
        db.session.commit()
        _tidy_up()
    return max(missing, 0)


def _tidy_up() -> None:
    """Let the database learn what it holds, which it else does when it finds time.

    PostgreSQL reads an index alone only where VACUUM has been.
    """
    command = "VACUUM (ANALYZE)" if writing.is_postgresql() else "ANALYZE"
    db.session.rollback()
    with db.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT", writes=False)
        if writing.is_postgresql():
            connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text(command))
        connection.invalidate()  # and with it what was set


def _next_number() -> int:
    """The number after the last invented product; all SKUs have the same length."""
    last = db.session.scalar(db.select(func.max(Variant.sku)).where(Variant.sku.like("WB-%")))
    return int(last.split("-")[1]) + 1 if last else 0


class Cover(NamedTuple):
    id: int
    title: str  # of the product that it shows


class _Batch:
    """Some thousand products, as the rows of each table."""

    def __init__(self, numbers: range) -> None:
        self._numbers = numbers
        self._now = clock.now()
        self._unit = 10 ** money.digits(money.currency())
        self._tree = shelves.parents()
        rows = db.session.execute(db.select(Collection.slug, Collection.id))
        self._collections = {row.slug: row.id for row in rows}
        self._covers = _covers()
        self._rows: defaultdict[str, Rows] = defaultdict(list)

    def write(self) -> None:
        products = [invent(number) for number in self._numbers]
        ids = _new_ids(Product, len(products))
        for product, row_id, slug in zip(products, ids, self._slugs(products), strict=True):
            self._add_product(product, row_id, slug)
            self._add_reviews(product, row_id)
        self._add_variants(products, ids)
        for table in TABLES:
            writing.write(db.metadata.tables[table], self._rows[table])
        search.index(ids)

    def _slugs(self, products: list[Invented]) -> list[str]:
        slugs = [slug_of(product.title, "product") for product in products]
        taken = set(db.session.scalars(db.select(Product.slug).where(Product.slug.in_(slugs))))
        numbered = zip(self._numbers, slugs, strict=True)
        return [f"{slug}-{number}" if slug in taken else slug for number, slug in numbered]

    def _add_product(self, product: Invented, row_id: int, slug: str) -> None:
        direct = {
            self._collections[name]
            for name in (product.collection, "gifts" if product.is_gift else "")
            if name in self._collections
        }
        covers = self._fitting_covers(product, direct)
        published = self._now - product.age
        summary = self._summary(product)
        self._rows["products"].append(
            {
                "id": row_id,
                "slug": slug,
                "title": product.title,
                "description": product.description,
                "is_published": True,
                "published_at": published,
                "created_at": published,
                "updated_at": published,
                "cover_id": covers[row_id % len(covers)] if covers else None,
                **summary,
            }
        )
        self._rows["collection_products"] += [
            {
                "collection_id": shelf,
                "product_id": row_id,
                "is_direct": is_direct,
                "published_at": published,
                **{name: summary[name] for name in ("price", *FLAGS)},
            }
            for shelf, is_direct in shelves.shown_in(direct, self._tree).items()
        ]

    def _fitting_covers(self, product: Invented, shelf_ids: set[int]) -> list[int]:
        """Covers that show the same sort of thing, a mug for a mug, else anything near it."""
        near = [cover for shelf in sorted(shelf_ids) for cover in self._covers[shelf]]
        sort = product.title.split()[-1]
        return [c.id for c in near if sort in c.title.lower()] or [c.id for c in near]

    def _summary(self, product: Invented) -> dict[str, Any]:
        """What `services.summarise_all` and `refresh_ratings` would find.

        They would write each row, and its place in every index, once more.
        """
        cheapest = min(product.variants, key=lambda variant: variant.price)
        stock = sum(variant.stock for variant in product.variants)
        stars = [opinion.stars for opinion in product.opinions]
        return {
            "price": cheapest.price * self._unit,
            "highest_price": max(v.price for v in product.variants) * self._unit,
            "compare_at_price": self._amount(cheapest.compare_at_price),
            "is_on_sale": any(v.compare_at_price for v in product.variants),
            "stock": stock,
            "lowest_stock": min(variant.stock for variant in product.variants),
            "is_available": stock > 0,
            "rating_count": len(stars),
            "rating_average": round(100 * sum(stars) / len(stars)) if stars else 0,
        }

    def _amount(self, major: int | None) -> int | None:
        return None if major is None else major * self._unit

    def _add_reviews(self, product: Invented, row_id: int) -> None:
        self._rows["reviews"] += [
            {
                "product_id": row_id,
                "author_name": opinion.author,
                "rating": opinion.stars,
                "title": opinion.title,
                "body": opinion.body,
                "is_verified": opinion.is_verified,
                "created_at": self._now - opinion.age,
            }
            for opinion in product.opinions
        ]

    def _add_variants(self, products: list[Invented], ids: list[int]) -> None:
        with_option = [(p, row_id) for p, row_id in zip(products, ids, strict=True) if p.option]
        values = iter(_new_ids(OptionValue, sum(len(p.variants) for p, _ in with_option)))
        options = iter(_new_ids(Option, len(with_option)))
        variants = iter(_new_ids(Variant, sum(len(p.variants) for p in products)))
        for number, product, row_id in zip(self._numbers, products, ids, strict=True):
            option_id = next(options) if product.option else 0
            if option_id:
                self._rows["options"].append(
                    {"id": option_id, "product_id": row_id, "name": product.option, "position": 0}
                )
            for position, choice in enumerate(product.variants):
                variant_id = next(variants)
                self._add_variant(choice, variant_id, row_id, f"WB-{number:07d}-{position + 1}")
                if option_id:
                    self._add_value(choice.value, next(values), option_id, variant_id)

    def _add_variant(self, choice: Choice, variant_id: int, row_id: int, sku: str) -> None:
        self._rows["variants"].append(
            {
                "id": variant_id,
                "product_id": row_id,
                "sku": sku,
                "price": choice.price * self._unit,
                "compare_at_price": self._amount(choice.compare_at_price),
                "stock": choice.stock,
                "position": int(sku[-1]) - 1,
            }
        )
        if choice.stock:
            self._rows["stock_movements"].append(
                {
                    "variant_id": variant_id,
                    "change": choice.stock,
                    "reason": REASON,
                    "created_at": self._now,
                }
            )

    def _add_value(self, value: str, value_id: int, option_id: int, variant_id: int) -> None:
        position = len(self._rows["option_values"])  # only the order within an option counts
        self._rows["option_values"].append(
            {"id": value_id, "option_id": option_id, "value": value, "position": position}
        )
        self._rows["variant_option_values"].append(
            {"variant_id": variant_id, "option_value_id": value_id}
        )


def _covers() -> defaultdict[int, list[Cover]]:
    """The covers of the products that have pictures of their own, by collection."""
    rows = db.session.execute(
        db.select(CollectionProduct.collection_id, Picture.id, Product.title)
        .join(Product, Product.cover_id == Picture.id)
        .join(CollectionProduct, CollectionProduct.product_id == Product.id)
        .where(Picture.product_id == Product.id, CollectionProduct.is_direct)
        .order_by(Picture.id)
    )
    covers = defaultdict(list)
    for collection_id, picture_id, title in rows:
        covers[collection_id].append(Cover(picture_id, title))
    return covers


def _new_ids(model: type[Product | Option | OptionValue | Variant], count: int) -> list[int]:
    """Ids for rows that are about to be written, which nobody else gets meanwhile."""
    if writing.is_postgresql():
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        numbers = func.generate_series(1, count).table_valued("number")
        return list(db.session.scalars(db.select(func.nextval(sequence)).select_from(numbers)))
    last = db.session.scalar(db.select(func.max(model.id))) or 0
    return list(range(last + 1, last + count + 1))
