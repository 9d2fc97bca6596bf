"""Everything a product's page shows, read in as few statements as it takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from shop import settings
from shop.catalog import pictures
from shop.catalog.cards import PICTURE_COLUMNS, Card, PictureRow, build, select_cards
from shop.catalog.models import (
    CollectionProduct,
    Option,
    OptionValue,
    Picture,
    Product,
    Review,
    ReviewStatus,
    Variant,
    variant_option_values,
)
from shop.catalog.navigation import Node, tree
from shop.catalog.reading import fetch, listed, numbers

FIRST_REVIEWS = 10
MOST_REVIEWS = 500  # on one page
MOST_RELATED = 8
Columns = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as the buy box offers it."""

    id: int
    sku: str
    price: int  # minor units
    compare_at_price: int | None  # minor units
    stock: int
    picture_id: int | None
    values: tuple[str, ...]  # one of each option

    @property
    def is_available(self) -> bool:
        return self.stock > 0

    @property
    def is_low_stock(self) -> bool:
        return 0 < self.stock <= settings.current().low_stock


class ReviewRow(NamedTuple):
    rating: int  # stars
    title: str
    body: str
    author_name: str
    is_verified: bool
    created_at: datetime
    answer: str  # the shop's; empty for none
    answered_at: datetime | None


class UnseenReview(NamedTuple):
    """A review that its author alone is told about."""

    status: str  # waiting or hidden
    title: str
    hidden_reason: str


class GalleryPicture(NamedTuple):
    id: int
    row: PictureRow


@dataclass(frozen=True, slots=True)
class ProductPage:
    product: Columns  # columns of Product
    options: tuple[str, ...]  # their names
    choices: list[Choice]
    pictures: list[GalleryPicture]
    reviews: list[ReviewRow]
    stars: dict[int, int]  # how many reviews gave 5, 4, … 1 stars
    path: list[Node]  # from the top of the tree to the deepest collection that it is put in
    collection_ids: set[int]  # of all that it is put in, and of all above
    related: list[Card]

    @property
    def is_available(self) -> bool:
        return any(choice.is_available for choice in self.choices)

    def chosen(self, variant_id: int | None) -> Choice | None:
        """The variant with that id, else the first that can be had, else the first."""
        asked = next((choice for choice in self.choices if choice.id == variant_id), None)
        first = next((choice for choice in self.choices if choice.is_available), None)
        return asked or first or (self.choices[0] if self.choices else None)

    def gallery(self, chosen: Choice | None) -> list[GalleryPicture]:
        """The pictures, the chosen variant's own first."""
        own = chosen.picture_id if chosen else None
        return sorted(self.pictures, key=lambda picture: picture.id != own)

    def share_url(self) -> str | None:
        return pictures.share_url(cast(Picture, self.pictures[0].row)) if self.pictures else None


# Built once: building one costs as much as running it.
OWN_COLLECTIONS = (
    select(listed(CollectionProduct.collection_id))
    .where(CollectionProduct.product_id == Product.id, CollectionProduct.is_direct)
    .correlate(Product)
    .scalar_subquery()
)
ANY_PRODUCT = select(
    Product.id,
    Product.slug,
    Product.title,
    Product.description,
    Product.seo_title,
    Product.seo_description,
    Product.price,
    Product.rating_average,
    Product.rating_count,
    OWN_COLLECTIONS.label("collection_ids"),  # "3,17"; None for none
)
PRODUCT = ANY_PRODUCT.where(Product.slug == bindparam("slug"), Product.is_published)
HIDDEN_TOO = ANY_PRODUCT.where(Product.id == bindparam("product"))

CHOICES = (
    select(
        Variant.id,
        Variant.sku,
        Variant.price,
        Variant.compare_at_price,
        Variant.stock,
        Variant.picture_id,
        Option.name,
        OptionValue.value,
    )
    .outerjoin(variant_option_values, variant_option_values.c.variant_id == Variant.id)
    .outerjoin(OptionValue, OptionValue.id == variant_option_values.c.option_value_id)
    .outerjoin(Option, Option.id == OptionValue.option_id)
    .where(Variant.product_id == bindparam("product"))
    .order_by(Variant.position, Variant.id, Option.position, Option.id)
)

# A product of `flask seed --products` has none of its own, but another's as its cover.
COVER = select(Product.cover_id).where(Product.id == bindparam("product")).scalar_subquery()
PICTURES = (
    select(Picture.id, *PICTURE_COLUMNS)
    .where(or_(Picture.product_id == bindparam("product"), Picture.id == COVER))
    .order_by(Picture.position, Picture.id)
)

IS_PUBLIC = Review.status == ReviewStatus.PUBLISHED
REVIEWS = (
    select(
        Review.rating,
        Review.title,
        Review.body,
        Review.author_name,
        Review.is_verified,
        Review.created_at,
        Review.answer,
        Review.answered_at,
    )
    .where(Review.product_id == bindparam("product"), IS_PUBLIC)
    .order_by(Review.created_at.desc(), Review.id.desc())
    .limit(bindparam("most"))
)

STARS = (
    select(Review.rating, func.count())
    .where(Review.product_id == bindparam("product"), IS_PUBLIC)
    .group_by(Review.rating)
)

# A customer's own review, while nobody else may read it.
UNSEEN = select(Review.status, Review.title, Review.hidden_reason).where(
    Review.product_id == bindparam("product"), Review.user_id == bindparam("author"), ~IS_PUBLIC
)


def _neighbours(turn: int, side: ColumnElement[bool]) -> Subquery:
    # A few more than are shown, for some may be unpublished.
    own = CollectionProduct
    return (
        select(own.product_id.label("id"), literal_column(str(turn)).label("turn"))
        .where(own.collection_id == bindparam("collection"), side)
        .order_by(own.product_id)
        .limit(MOST_RELATED + 4)
        .subquery()
    )


def _select_related() -> Select[*tuple[Any, ...]]:
    after = _neighbours(0, CollectionProduct.product_id > bindparam("product"))
    before = _neighbours(1, CollectionProduct.product_id < bindparam("product"))
    ids = union_all(select(after), select(before)).subquery("picked")
    few = select_cards(ids).where(Product.is_published)
    return few.order_by(ids.c.turn, ids.c.id).limit(MOST_RELATED)


RELATED = _select_related()


def load(slug: str, most_reviews: int = FIRST_REVIEWS) -> ProductPage | None:
    """The published product at `slug`; None where there is none."""
    rows = fetch(PRODUCT, slug=slug)
    return _around(rows[0], most_reviews) if rows else None


def preview(product_id: int) -> ProductPage | None:
    """The product with that id, published or not, as shoppers would see it."""
    rows = fetch(HIDDEN_TOO, product=product_id)
    return _around(rows[0], FIRST_REVIEWS) if rows else None


def _around(product: Columns, most_reviews: int) -> ProductPage:
    options, choices = load_choices(product.id)
    paths = paths_to(numbers(product.collection_ids))
    path = max(paths, key=len, default=[])  # the merchant's first where several are as deep
    reviews = load_reviews(product.id, most_reviews) if product.rating_count else []
    return ProductPage(
        product,
        options,
        choices,
        [
            GalleryPicture(id_, PictureRow(*picture))
            for id_, *picture in fetch(PICTURES, product=product.id)
        ],
        reviews,
        load_stars(product.id) if len(reviews) == most_reviews else count_stars(reviews),
        path,
        {node.id for each in paths for node in each},
        load_related(product.id, path[-1].id) if path else [],
    )


def load_choices(product_id: int) -> tuple[tuple[str, ...], list[Choice]]:
    """The names of the options, and the variants in the merchant's order."""
    names: dict[str, None] = {}
    choices = []
    for own, several in groupby(fetch(CHOICES, product=product_id), key=lambda row: row[:6]):
        values = [(row[6], row[7]) for row in several if row[6] is not None]
        names.update(dict.fromkeys(name for name, _ in values))
        choices.append(Choice(*own, tuple(value for _, value in values)))  # type: ignore[call-arg]
    return tuple(names), choices


def load_reviews(product_id: int, most: int) -> list[ReviewRow]:
    """The newest first."""
    return [ReviewRow(*row) for row in fetch(REVIEWS, product=product_id, most=most)]


def load_unseen(product_id: int, author_id: int) -> UnseenReview | None:
    """The review of that customer, where it waits or is hidden."""
    rows = fetch(UNSEEN, product=product_id, author=author_id)
    return UnseenReview(*rows[0]) if rows else None


def load_stars(product_id: int) -> dict[int, int]:
    counts = {row[0]: row[1] for row in fetch(STARS, product=product_id)}
    return {stars: counts.get(stars, 0) for stars in (5, 4, 3, 2, 1)}


def count_stars(reviews: Sequence[ReviewRow]) -> dict[int, int]:
    """The same where the reviews at hand are all there are; nothing without any."""
    counts = Counter(review.rating for review in reviews)
    return {stars: counts[stars] for stars in (5, 4, 3, 2, 1)} if reviews else {}


def paths_to(collection_ids: set[int]) -> list[list[Node]]:
    """To each of those collections from the top, in the merchant's order."""
    return [tree().path(node_id) for node_id in tree().by_id if node_id in collection_ids]


def load_related(product_id: int, collection_id: int) -> list[Card]:
    """Neighbours in the collection, round and round.

    Those next to it by id, not the best sellers, so that every product is led to from others;
    it takes a few rows of an index, however large the collection is.
    """
    return build(fetch(RELATED, product=product_id, collection=collection_id))
