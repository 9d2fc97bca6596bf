"""The pictures of products and collections, as pages draw them and merchants add them."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from flask import current_app

from shop import clock, media, outbox
from shop.catalog.models import Collection, Picture, Product, Variant
from shop.extensions import db
from shop.media import renditions
from shop.outbox import Job

PREFIX = "/media/"  # what media.picture answers to; building its address 500 times a page costs
UNCLAIMED_FOR = timedelta(days=2)
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

    @property
    def large(self) -> str:
        """The address of the widest there is."""
        return self._candidates[-1] if self.sources else self.src

    @property
    def small(self) -> str:
        """The address of the narrowest there is."""
        return self._candidates[0] if self.sources else self.src

    @property
    def _candidates(self) -> list[str]:
        # Of the last format, which every browser reads.
        return [each.split(" ")[0] for each in self.sources[-1].srcset.split(", ")]


def view(picture: Kept | None, alt: str | None = None) -> PictureView | None:
    """`picture` for the template macro; None stays None. Builds strings alone, asks nothing.

    `alt` is its alternative text in the reader's language, where it is not read with it.
    """
    if picture is None:
        return None
    sources, src = _addresses(picture.key, picture.width, picture.rendered_at is not None)
    return PictureView(sources, src, picture.width, picture.height, alt or picture.alt)


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


def plain(key: str, width: int, rendered_at: datetime | None) -> str:
    """The address of a picture of these columns at about PLAIN_WIDTH."""
    return _addresses(key, width, rendered_at is not None)[1]


def thumbnail(key: str | None, width: int, rendered_at: datetime | None) -> str:
    """The address of the smallest picture there is of these columns; empty without a key."""
    if key is None or rendered_at is None:
        return PREFIX + key if key else ""
    return PREFIX + renditions.rendition_key(key, renditions.widths(width)[0], "webp")


def share_url(picture: Kept) -> str:
    """The absolute address of `picture` for Open Graph and JSON-LD; a JPEG once it is rendered."""
    key = renditions.share_key(picture.key) if picture.rendered_at else picture.key
    return str(current_app.config["PUBLIC_URL"]) + PREFIX + key


def add_picture(product: Product, data: bytes, alt: str, position: int) -> Picture:
    """Keep `data` as a picture of `product`, and ask for its renditions once this commits.

    Raises media.PictureRefused, whose text tells the merchant why. Flushes, does not commit.
    """
    return note_picture(media.accept(data), product, alt=alt, position=position)


def note_picture(
    stored: media.StoredPicture, product: Product | None = None, *, alt: str = "", position: int = 0
) -> Picture:
    """The row of a picture that media.accept has kept; else as `add_picture`.

    Without a product it belongs to nothing yet; what stays so is deleted after UNCLAIMED_FOR.
    """
    picture = Picture(
        key=stored.key, width=stored.width, height=stored.height, alt=alt, position=position
    )
    if product:
        product.pictures.append(picture)
    else:
        db.session.add(picture)
    db.session.flush()
    outbox.post(Job.RENDER_PICTURE, picture_id=picture.id)
    return picture


def delete_unclaimed() -> list[tuple[str, int]]:
    """Delete the pictures that were uploaded and never saved with anything. Does not commit.

    The keys and widths of what is gone, for `renditions.forget` after the commit.
    """
    shown = [Collection.picture_id, Product.cover_id, Variant.picture_id]
    unclaimed = [~db.exists().where(column == Picture.id) for column in shown]
    rows = db.session.scalars(
        db.select(Picture).where(
            Picture.product_id.is_(None),
            Picture.created_at < clock.now() - UNCLAIMED_FOR,
            *unclaimed,
        )
    ).all()
    for row in rows:
        db.session.delete(row)
    return [(row.key, row.width) for row in rows]
