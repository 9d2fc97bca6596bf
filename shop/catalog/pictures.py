"""The pictures of products and collections, as pages draw them and merchants add them."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from flask import current_app

from shop import media, outbox
from shop.catalog.models import Picture, Product
from shop.extensions import db
from shop.media import renditions
from shop.outbox import Job

PREFIX = "/media/"  # what media.picture answers to; building its address 500 times a page costs
PLAIN_WIDTH = 640  # pixels, of what a browser shows that knows no srcset


class Kept(Protocol):
    """What is drawn of a picture: the row, or its columns without the entity."""

    @property
    def key(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...
    @property
    def rendered_at(self) -> datetime | None: ...


class Source(NamedTuple):
    """One <source>: a format and its widths."""

    type: str
    srcset: str


class PictureView(NamedTuple):
    """What templates/macros/picture.html draws."""

    sources: tuple[Source, ...]  # empty until the renditions are there
    src: str
    width: int  # pixels
    height: int  # pixels
    alt: str


def view(picture: Kept | None) -> PictureView | None:
    """`picture` for the template macro; None stays None. Builds strings alone, asks nothing."""
    if picture is None:
        return None
    sources, src = _addresses(picture.key, picture.width, picture.rendered_at is not None)
    return PictureView(sources, src, picture.width, picture.height, picture.alt)


@lru_cache(maxsize=4096)
def _addresses(key: str, width: int, is_rendered: bool) -> tuple[tuple[Source, ...], str]:
    """The sources and the plain address. Until it is rendered, the picture itself is shown."""
    if not is_rendered:
        return (), PREFIX + key
    widths = renditions.widths(width)
    sources = tuple(
        Source(
            form.type,
            ", ".join(
                f"{PREFIX}{renditions.rendition_key(key, w, form.extension)} {w}w" for w in widths
            ),
        )
        for form in renditions.FORMATS
    )
    plain = max(w for w in widths if w <= PLAIN_WIDTH or w == widths[0])
    return sources, PREFIX + renditions.rendition_key(key, plain, "webp")


def share_url(picture: Kept) -> str:
    """The absolute address of `picture` for Open Graph and JSON-LD; a JPEG once it is rendered."""
    key = renditions.share_key(picture.key) if picture.rendered_at else picture.key
    return str(current_app.config["PUBLIC_URL"]) + PREFIX + key


def add_picture(product: Product, data: bytes, alt: str, position: int) -> Picture:
    """Keep `data` as a picture of `product`, and ask for its renditions once this commits.

    Raises media.PictureRefused, whose text tells the merchant why. Flushes, does not commit.
    """
    stored = media.accept(data)
    picture = Picture(
        key=stored.key, width=stored.width, height=stored.height, alt=alt, position=position
    )
    product.pictures.append(picture)
    db.session.flush()
    outbox.post(Job.RENDER_PICTURE, picture_id=picture.id)
    return picture
