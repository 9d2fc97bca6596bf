"""Pictures that tests draw."""

import io

from factories import make_product
from PIL import Image

from shop.catalog import pictures
from shop.catalog.models import Picture
from shop.extensions import db


def encoded(picture: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def drawing(size=(60, 40), mode="RGB", colour="teal") -> Image.Image:
    return Image.new(mode, size, colour)


def add(size=(1000, 500), mode="RGB", colour="teal", alt="A teal cup") -> Picture:
    picture = pictures.add_picture(
        make_product(), encoded(drawing(size, mode, colour), "PNG"), alt, position=0
    )
    db.session.commit()
    return picture
