"""The pictures of products and collections, as pages draw them and merchants add them."""

from typing import NamedTuple

from shop.catalog.models import Picture, Product


class Source(NamedTuple):
    """One <source>: a format and its widths."""

    type: str
    srcset: str


class PictureView(NamedTuple):
    """What templates/macros/picture.html draws."""

    sources: list[Source]  # empty until the renditions are there
    src: str
    width: int  # pixels
    height: int  # pixels
    alt: str


def view(picture: Picture | None) -> PictureView | None:
    """`picture` for the template macro; None stays None. Builds strings alone, asks nothing."""
    if picture is None:
        return None
    return PictureView([], f"/media/{picture.key}", picture.width, picture.height, picture.alt)


def share_url(picture: Picture) -> str:
    """The absolute address of `picture` for Open Graph and JSON-LD, in a format all can read."""
    raise NotImplementedError


def add_picture(product: Product, data: bytes, alt: str, position: int) -> Picture:
    """Keep `data` as a picture of `product`, and ask for its renditions once this commits.

    Raises media.PictureRefused, whose text tells the merchant why. Does not commit.
    """
    raise NotImplementedError
