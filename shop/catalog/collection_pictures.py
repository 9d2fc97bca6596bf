"""The picture of a collection. Nothing here commits."""

from sqlalchemy import exists, select

from shop.catalog.models import Collection, Picture
from shop.catalog.picture_files import forget_files
from shop.catalog.pictures import note_picture
from shop.extensions import db
from shop.media import StoredPicture


def show_picture(collection: Collection, stored: StoredPicture) -> None:
    """Let `collection` have the picture that media.accept has kept, instead of the one it has."""
    drop_picture(collection)
    collection.picture = note_picture(stored)


def drop_picture(collection: Collection) -> None:
    """Let `collection` have no picture. One that is nobody else's is deleted, its files after
    the commit."""
    picture, collection.picture = collection.picture, None
    if picture is None or picture.product_id is not None or _is_shown(picture, collection):
        return
    forget_files([(picture.key, picture.width)])
    db.session.delete(picture)


def _is_shown(picture: Picture, but: Collection) -> bool:
    elsewhere = exists().where(Collection.picture_id == picture.id, Collection.id != but.id)
    return bool(db.session.scalar(select(elsewhere)))
