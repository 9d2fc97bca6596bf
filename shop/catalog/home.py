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
from shop.pagecache import keys
from shop.pages.markdown import opening
from shop.pages.models import Page

MOST_TILES = 8
MOST_CARDS = 8
SPOKEN_FOR = ("about", "delivery", "returns", "privacy")  # pages whose first words are shown
HERO_WIDTHS = (640, 1200)  # pixels, of shop/static/pictures/hero-*
HERO_SIZE = (1200, 960)  # pixels

# Built once: building one costs as much as running it.
NEWEST = select_few(Product.stock > 0)
ON_SALE = select_few(Product.stock > 0, Product.is_on_sale)
BEST_RATED = select_few(Product.stock > 0, Product.rating_average > 0, order=Sort.RATING)
featured = aliased(Product)
# Those at the top, then what they hold: of these the first two are shown larger further down.
COLLECTIONS = (
    select(
        Collection.parent_id,
        Collection.slug,
        Collection.title,
        Collection.description,
        *PICTURE_COLUMNS,
    )
    .outerjoin(featured, featured.id == Collection.featured_product_id)
    .outerjoin(Picture, Picture.id == func.coalesce(Collection.picture_id, featured.cover_id))
    .order_by(Collection.parent_id.is_not(None), Collection.position, Collection.title)
    .limit(MOST_TILES + 2)
)
WORDS = select(Page.slug, Page.title, Page.body).where(Page.is_published, Page.slug.in_(SPOKEN_FOR))


class Tile(NamedTuple):
    """A collection as a picture to press."""

    title: str
    url: str
    picture: PictureView | None
    description: str
    is_inside: bool  # another collection


class Excerpt(NamedTuple):
    """How one of the merchant's own pages begins."""

    slug: str
    title: str
    url: str
    words: str  # the first paragraph


@blueprint.get("/")
@headers.public
@keys.kept()
def home() -> ResponseReturnValue:
    if elsewhere := languages.remembered_home():
        return elsewhere
    tiles = collections()
    return render_template(
        "catalog/home.html",
        tiles=[tile for tile in tiles if not tile.is_inside][:MOST_TILES],
        inside=[tile for tile in tiles if tile.is_inside and tile.picture],
        excerpts=excerpts(),
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


def collections() -> list[Tile]:
    """Each with its picture, else that of its featured product."""
    return [tile(*row) for row in fetch(COLLECTIONS)]


def tile(parent_id: int | None, slug: str, title: str, description: str, *picture: Any) -> Tile:
    url = url_for("catalog.collection", slug=slug)
    return Tile(title, url, tile_view(*picture), description, parent_id is not None)


def excerpts() -> dict[str, Excerpt]:
    """The pages of SPOKEN_FOR that the merchant has, in that order, by slug."""
    found = {row.slug: excerpt(*row) for row in fetch(WORDS)}
    return {slug: found[slug] for slug in SPOKEN_FOR if slug in found}


def excerpt(slug: str, title: str, body: str) -> Excerpt:
    return Excerpt(slug, title, url_for("pages.show", slug=slug), opening(body))
