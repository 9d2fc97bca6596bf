"""The shop's logo: one small PNG, which every page, mail program and invoice can show."""

from io import BytesIO

from PIL import Image

from shop.media.storage import new_key, storage
from shop.media.uploads import StoredPicture, in_srgb, read, upright

LARGEST = (720, 180)  # pixels; shown at a third of it or less, so that it is sharp on any screen


def accept_logo(data: bytes) -> StoredPicture:
    """Check `data` as any upload, and keep a PNG of it under a new key. Raises PictureRefused.

    An earlier logo stays where it is: mails that were sent show it from there.
    """
    picture = in_srgb(upright(read(data)))
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    encoded = BytesIO()
    picture.save(encoded, "PNG", optimize=True)
    key = new_key().removesuffix(".webp") + ".png"
    storage().save(key, encoded.getvalue())
    return StoredPicture(key, picture.width, picture.height)
