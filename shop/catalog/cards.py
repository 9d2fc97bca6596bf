"""Products as lists show them: plain rows, for a page draws two dozen of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, cast
from urllib.parse import quote

from flask import current_app, url_for
from jinja2.runtime import Macro
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from shop import locales, money, settings
from shop.catalog import pictures
from shop.catalog.models import Picture, Product
from shop.catalog.pictures import PictureView

MOST_COUNTED = 99  # units; how many more there are is the merchant's own business


class PictureRow(NamedTuple):
    """A picture's columns without the entity, for `pictures.view`."""

    key: str
    width: int
    height: int
    alt: str
    rendered_at: datetime | None


PICTURE_COLUMNS = (
    Picture.key,
    Picture.width,
    Picture.height,
    Picture.alt,
    Picture.rendered_at,
)
# What a mouse uncovers: the picture after the cover. Named apart, for its words are never read.
SECOND = aliased(Picture, name="second")
_others = aliased(Picture, name="others")
_second_id = (
    select(_others.id)
    .where(_others.product_id == Product.id, _others.id != Product.cover_id)
    .order_by(_others.position, _others.id)
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
)
CARD_COLUMNS = (
    Product.id,
    Product.slug,
    Product.title,
    Product.price,
    Product.highest_price,
    Product.compare_at_price,
    Product.is_on_sale,
    Product.stock,
    Product.rating_average,
    Product.rating_count,
    SECOND.key,
    SECOND.width,
    SECOND.rendered_at,
    *PICTURE_COLUMNS,
)


@dataclass(frozen=True, slots=True)
class Card:
    """What `product_card` in templates/macros/catalog.html draws, and the API lists."""

    id: int
    slug: str
    title: str
    url: str  # its path
    price: int  # the lowest, in minor units
    price_varies: bool
    compare_at_price: int | None  # of the variant with that price, in minor units
    is_on_sale: bool  # any variant is
    stock: int  # of all variants together
    rating_average: float | None  # stars; None without a review
    rating_count: int
    picture: PictureView | None
    second: str | None = None  # the address of another picture
    collection_title: ClassVar[str | None] = None  # lists here show none above the title

    @property
    def is_available(self) -> bool:
        return self.stock > 0

    @property
    def is_low_stock(self) -> bool:
        return 0 < self.stock <= settings.current().low_stock


def select_cards(ids: Any) -> Select[*tuple[Any, ...]]:
    """The columns of the cards of the products in the subquery `ids`, which has a column id."""
    return (
        select(*CARD_COLUMNS)
        .select_from(ids)
        .join(Product, Product.id == ids.c.id)
        .outerjoin(Picture, Picture.id == Product.cover_id)
        .outerjoin(SECOND, SECOND.id == _second_id)
    )


def build(rows: Iterable[Any]) -> list[Card]:
    """Cards of rows that have CARD_COLUMNS."""
    prefix = product_prefix()
    return [
        Card(
            product_id,
            slug,
            title,
            prefix + quote(slug),
            price,
            highest > price,
            before,
            on_sale,
            stock,
            average / 100 if count else None,
            count,
            picture_view(*picture),
            second_key and pictures.plain(second_key, second_width, second_rendered_at),
        )
        for (
            product_id,
            slug,
            title,
            price,
            highest,
            before,
            on_sale,
            stock,
            average,
            count,
            second_key,
            second_width,
            second_rendered_at,
            *picture,
        ) in rows
    ]


def drawn(macro: Macro, cards: Iterable[Card], sizes: str, eager: int = 0) -> list[str]:
    """What the template's `macro` makes of each card; the first `eager` load their picture at once.

    The same card is the same HTML wherever it is shown, so it is drawn once and kept.
    """
    now = settings.current()
    manner = (locales.name(), now.currency, now.low_stock)
    return [
        _drawn(macro, manner, card, sizes, number < eager, number == 0 < eager)
        for number, card in enumerate(cards)
    ]


@lru_cache(maxsize=1024)
def _drawn(
    macro: Macro, _manner: tuple[str, str, int], card: Card, sizes: str, eager: bool, first: bool
) -> str:
    html: str = macro(card, sizes, eager, first)
    return html


def picture_view(key: str | None, *rest: Any) -> PictureView | None:
    """The view of PICTURE_COLUMNS; None where an outer join found no picture."""
    return pictures.view(cast(Picture, PictureRow(key, *rest))) if key else None


def tile_view(*columns: Any) -> PictureView | None:
    """The same for a collection's tile, whose title below says all that the picture's would."""
    found = picture_view(*columns)
    return found._replace(alt="") if found else None


def product_prefix() -> str:
    """What every product's path begins with; asked once a list, for `url_for` costs much."""
    return url_for("catalog.product", slug="-").removesuffix("-")


def as_data(card: Card) -> dict[str, Any]:
    """`card` as JSON lists and the API have it.

    `price` in minor units, `available` in units up to MOST_COUNTED, addresses absolute.
    """
    public = current_app.config["PUBLIC_URL"]
    return {
        "slug": card.slug,
        "title": card.title,
        "price": card.price,
        "currency": money.currency(),
        "available": min(card.stock, MOST_COUNTED),
        "image": public + card.picture.src if card.picture else None,
        "url": public + card.url,
    }
