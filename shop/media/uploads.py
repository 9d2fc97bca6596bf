"""What merchants upload: checked by its bytes, never by its name, and re-encoded.

Re-encoding drops whatever is not picture: metadata (places, cameras, thumbnails), profiles, and
anything hidden behind the picture's end.
"""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from flask_babel import gettext
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from shop.media.storage import new_key, storage

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2400  # pixels, of what is kept
QUALITY = 90
MOST_JPEG_SCANS = 100  # a real progressive JPEG has about ten; each is a pass over all pixels

# The guard for any other use of Pillow. It refuses only twice this and merely warns before, so
# `read` below compares for itself.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

SRGB = ImageCms.createProfile("sRGB")
Reader = Callable[[BytesIO], ImageFile.ImageFile]


def _(sentence: str) -> str:
    return str(gettext(sentence))


class PictureRefused(Exception):
    """An upload that the shop does not keep; the text is a sentence for the merchant."""


class StoredPicture(NamedTuple):
    """A picture that was kept."""

    key: str
    width: int  # pixels
    height: int  # pixels


def accept(data: bytes) -> StoredPicture:
    """Check `data`, re-encode it without its metadata and keep it under a new key.

    Raises PictureRefused.
    """
    picture = upright(read(data))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = in_srgb(picture)
    encoded = BytesIO()
    picture.save(encoded, "WEBP", quality=QUALITY, method=2)
    key = new_key()
    storage().save(key, encoded.getvalue())
    return StoredPicture(key, picture.width, picture.height)


def read(data: bytes) -> Image.Image:
    """`data` as a decoded picture. Raises PictureRefused; too many pixels are never decoded."""
    if not data:
        raise PictureRefused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("The file is larger than 10 MB. Please save it smaller."))
    reader = reader_for(data)
    try:
        picture = reader(BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureRefused(
                _("The picture has more than 25 megapixels. Please scale it down.")
            )
        if getattr(picture, "n_frames", 1) > 1:
            raise PictureRefused(_("The picture is animated. Please upload a still one."))
        picture.load()
    except PictureRefused:
        raise
    except Exception as error:  # decoders raise whatever their parsing stumbles over
        raise PictureRefused(
            _("The file is damaged or incomplete. Please export the picture again.")
        ) from error
    return picture


def reader_for(data: bytes) -> Reader:
    """The one decoder for what `data` begins with. Raises PictureRefused for all other files.

    Pillow's classes are called directly: `Image.open` would try others, and warn by itself.
    """
    head = data[:512]
    if head.startswith(b"\xff\xd8\xff"):
        if data.count(b"\xff\xda") > MOST_JPEG_SCANS:
            raise PictureRefused(
                _("The file is damaged or incomplete. Please export the picture again.")
            )
        return JpegImagePlugin.JpegImageFile
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PngImagePlugin.PngImageFile
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WebPImagePlugin.WebPImageFile
    if head[4:8] == b"ftyp" and b"avif" in brands(head):
        return AvifImagePlugin.AvifImageFile
    raise PictureRefused(what_instead(head))


def brands(head: bytes) -> list[bytes]:
    """The brands that an ISO media file (AVIF, HEIC, MP4) names in its first box."""
    (length,) = struct.unpack(">I", head[:4])
    body = head[8 : min(length, len(head))]
    return [body[at : at + 4] for at in range(0, len(body) - 3, 4) if at != 4]


def what_instead(head: bytes) -> str:
    """A sentence for what is no picture that the shop takes."""
    if head[:4] == b"GIF8":
        return _("GIF files are not accepted. Please upload a JPEG, PNG, WebP or AVIF.")
    if b"<svg" in head.lower():
        return _("SVG files are not accepted. Please upload a JPEG, PNG, WebP or AVIF.")
    if head[4:8] == b"ftyp" and b"avis" in brands(head):
        return _("The picture is animated. Please upload a still one.")
    if head[4:8] == b"ftyp" and {b"heic", b"heix", b"mif1"} & set(brands(head)):
        return _("HEIC photos are not accepted. Please export this one as a JPEG first.")
    return _("The file is not a picture that the shop can read: JPEG, PNG, WebP or AVIF.")


def upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera's note says, in a mode that can be scaled."""
    try:
        picture = ImageOps.exif_transpose(picture)
    except Exception:  # a note that cannot be read turns nothing
        picture.info.pop("exif", None)
    if picture.mode.startswith("I"):  # 16 bits a pixel
        profile = picture.info.get("icc_profile")
        picture = picture.point(lambda value: value / 256).convert("L")
        picture.info["icc_profile"] = profile
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    return picture.convert("RGB") if picture.mode in ("1", "P", "PA", "F") else picture


def in_srgb(picture: Image.Image) -> Image.Image:
    """In the colours that every browser shows alike, without the profile that described them."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        try:
            described = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = (
                ImageCms.profileToProfile(picture, described, SRGB, outputMode=mode) or picture
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is broken, or for other channels, says nothing
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        mode = "RGB"
    picture = picture if picture.mode == mode else picture.convert(mode)
    picture.info.clear()  # Pillow would write the metadata that is in it again
    return picture
