"""The picture that other sites show beside a link to a product: photograph, title, price, shop.

It is made when it is first asked for and kept in the storage, one a product and language; a
digest of all that it shows is in its address and in the file, so that one made before a change
is neither asked for nor taken. 1200 by 630 pixels is what Open Graph's consumers ask for.
"""

import hashlib
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from PIL import Image, ImageDraw, ImageFont
from werkzeug.wrappers import Response

from shop import locales, money, settings
from shop.catalog import product_page
from shop.catalog.blueprint import blueprint
from shop.catalog.product_page import ProductPage
from shop.catalog.redirects import check_slug
from shop.media.storage import NotInStorage, storage

WIDTH, HEIGHT = 1200, 630  # pixels
LOOK = "1"  # change it with the look below, so that every picture is made anew
YEAR = 365 * 24 * 60 * 60  # seconds
FACES = Path(__file__).parent / "faces"  # of static/fonts, in the format that Pillow reads
# As in static/css/tokens.css.
PAPER, INK, INK_SOFT, ACCENT = "#faf8f4", "#1f1c18", "#5f584e", "#2b3c93"
MARGIN = 64  # pixels
TITLE_SIZES = (68, 58, 50, 42)  # pixels; the first at which the title fits
MOST_LINES = 4


class SharePicture(NamedTuple):
    """What one shows."""

    product_id: int
    language: str
    title: str
    price: str  # as the reader writes it
    shop_name: str
    picture: str  # its key in the storage

    @property
    def digest(self) -> str:
        text = "\0".join(map(str, (LOOK, *self)))
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]

    @property
    def key(self) -> str:
        return key(self.product_id, self.language)


def key(product_id: int, language: str) -> str:
    """Where the one of a product in a language is kept."""
    name = hashlib.sha256(f"share {product_id} {language}".encode()).hexdigest()[:32]
    return f"{name[:2]}/{name}.jpg"


def of(page: ProductPage) -> SharePicture | None:
    """What the product's shows to the reader; None without a photograph."""
    if not page.pictures:
        return None
    product = page.product
    prices = {choice.price for choice in page.choices} or {product.price}
    price = money.shown(min(prices))
    return SharePicture(
        product.id,
        locales.name(),
        product.title,
        _("from %(price)s", price=price) if len(prices) > 1 else price,
        settings.current().shop_name,
        page.pictures[0].row.key,
    )


def url(slug: str, picture: SharePicture) -> str:
    """Its absolute address, which changes with what it shows."""
    path = url_for("catalog.share_picture", slug=slug, digest=picture.digest)
    return str(current_app.config["PUBLIC_URL"]) + path


@blueprint.get("/products/<slug>/share-<digest>.jpg")
def share_picture(slug: str, digest: str) -> ResponseReturnValue:
    check_slug(slug)
    page = product_page.load(slug)
    wanted = of(page) if page else None
    if wanted is None:
        abort(404)
    if digest != wanted.digest:
        return redirect(url(slug, wanted))
    response = Response(found_or_made(wanted), mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.set_etag(wanted.digest)
    return response


def found_or_made(wanted: SharePicture) -> bytes:
    """The JPEG of `wanted`. 404 where the photograph is gone."""
    try:
        kept = storage().read(wanted.key)
        if wanted.digest.encode() in kept[:200]:
            return kept
    except NotInStorage:
        pass
    try:
        photograph = storage().read(wanted.picture)
    except NotInStorage:
        abort(404)
    made = compose(wanted, photograph)
    storage().save(wanted.key, made)
    return made


def compose(wanted: SharePicture, photograph: bytes) -> bytes:
    """A JPEG with the digest as its comment: the photograph at the right, the words beside it."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    with Image.open(BytesIO(photograph), formats=["WEBP"]) as picture:
        canvas.paste(_square(picture.convert("RGBA")), (WIDTH - HEIGHT, 0))
    _write(ImageDraw.Draw(canvas), wanted, WIDTH - HEIGHT - 2 * MARGIN)
    encoded = BytesIO()
    comment = wanted.digest.encode()
    canvas.save(encoded, "JPEG", quality=86, optimize=True, progressive=True, comment=comment)
    return encoded.getvalue()


def _square(picture: Image.Image) -> Image.Image:
    """The middle of `picture`, as large as the canvas is high."""
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    cut = picture.crop((left, top, left + side, top + side))
    sized = cut.resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS)
    opaque = Image.new("RGB", sized.size, PAPER)
    opaque.paste(sized, mask=sized.getchannel("A"))
    return opaque


def _write(draw: ImageDraw.ImageDraw, wanted: SharePicture, width: int) -> None:
    name = _drawable(wanted.shop_name, _face("fraunces", 34))
    draw.text((MARGIN, MARGIN - 8), name, ACCENT, _face("fraunces", 34))
    face, lines = _fitted(wanted.title, width)
    leading = round(face.size * 1.12)
    top = (HEIGHT - leading * len(lines)) // 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * leading), line, INK, face)
    price_face = _face("instrument-sans", 38)
    price = _drawable(wanted.price, price_face)
    draw.text((MARGIN, HEIGHT - MARGIN), price, INK_SOFT, price_face, anchor="ls")


def _fitted(title: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest face in which `title` fits, and its lines; cut short where it fits in none."""
    for size in TITLE_SIZES:
        face = _face("fraunces", size)
        lines = _broken(_drawable(title, face), face, width)
        if len(lines) <= MOST_LINES and all(face.getlength(line) <= width for line in lines):
            return face, lines
    lines = lines[:MOST_LINES]
    while lines and face.getlength(lines[-1] + "…") > width:
        lines[-1] = lines[-1][:-1]
    return face, [line for line in lines[:-1] if face.getlength(line) <= width] + [lines[-1] + "…"]


def _broken(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _drawable(text: str, face: ImageFont.FreeTypeFont) -> str:
    """`text` without the letters that the face does not have: it would draw boxes."""
    kept = "".join(letter for letter in text[:200] if _has(str(face.path), letter))
    return " ".join(kept.split())


@lru_cache(maxsize=2048)
def _has(path: str, letter: str) -> bool:
    if letter.isspace():
        return True
    face = ImageFont.truetype(path, 24)
    return bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    # Kept as a file of the package: what Pillow reads is no woff2.
    return ImageFont.truetype(str(FACES / f"{name}.ttf"), size)
