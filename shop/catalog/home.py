"""The front page."""

from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from shop import headers, languages, settings
from shop.catalog import structured_data
from shop.catalog.blueprint import blueprint
from shop.catalog.cards import PICTURE_COLUMNS, Card, build, tile_view
from shop.catalog.filters import Sort
from shop.catalog.models import Collection, Picture, Product
from shop.catalog.pictures import PictureView, Source
from shop.catalog.queries import Rows, select_few
from shop.catalog.reading import fetch

MOST_TILES = 8
MOST_CARDS = 8
HERO_WIDTHS = (640, 1200)  # pixels, of shop/static/pictures/hero-*
HERO_SIZE = (1200, 768)  # pixels

# Built once: building one costs as much as running it.
NEWEST = select_few(Product.stock > 0)
ON_SALE = select_few(Product.stock > 0, Product.is_on_sale)
BEST_RATED = select_few(Product.stock > 0, Product.rating_average > 0, order=Sort.RATING)
featured = aliased(Product)
TILES = (
    select(Collection.title, Collection.slug, *PICTURE_COLUMNS)
    .outerjoin(featured, featured.id == Collection.featured_product_id)
    .outerjoin(Picture, Picture.id == func.coalesce(Collection.picture_id, featured.cover_id))
    .where(Collection.parent_id.is_(None))
    .order_by(Collection.position, Collection.title)
    .limit(MOST_TILES)
)


class Tile(NamedTuple):
    """A collection as a picture to press."""

    title: str
    url: str
    picture: PictureView | None


@blueprint.get("/")
@headers.public
def home() -> ResponseReturnValue:
    if elsewhere := languages.remembered_home():
        return elsewhere
    return render_template(
        "catalog/home.html",
        tiles=tiles(),
        newest=few(NEWEST),
        on_sale=few(ON_SALE),
        best_rated=few(BEST_RATED),
        hero=hero(),
        description=_(
            "%(shop)s: bowls that stack, lamps that warm a corner, linen that softens with "
            "every wash.",
            shop=settings.current().shop_name,
        ),
        data=structured_data.graph(*structured_data.website()),
    )


def hero() -> PictureView:
    """The shop's own picture at the top, part of its look and so of its static files."""

    def srcset(kind: str) -> str:
        names = ((width, f"pictures/hero-{width}.{kind}") for width in HERO_WIDTHS)
        return ", ".join(f"{url_for('static', filename=name)} {width}w" for width, name in names)

    sources = tuple(Source(f"image/{kind}", srcset(kind)) for kind in ("avif", "webp"))
    src = url_for("static", filename=f"pictures/hero-{HERO_WIDTHS[-1]}.webp")
    return PictureView(sources, src, *HERO_SIZE, alt="")


def few(statement: Rows) -> list[Card]:
    return build(fetch(statement, limit=MOST_CARDS, offset=0))


def tiles() -> list[Tile]:
    """The collections at the top, with their picture, else that of their featured product."""
    return [tile(*row) for row in fetch(TILES)]


def tile(title: str, slug: str, *picture: Any) -> Tile:
    return Tile(title, url_for("catalog.collection", slug=slug), tile_view(*picture))
