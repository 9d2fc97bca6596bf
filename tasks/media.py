"""Jobs on pictures."""

from collections.abc import Iterable

from sqlalchemy import update

from shop import clock
from shop.catalog import pictures
from shop.catalog.models import Picture
from shop.extensions import db
from shop.media import renditions


def render_picture(picture_id: int) -> None:
    """Render every size of a picture. May run twice; a picture deleted meanwhile is left alone.

    No transaction is open while it renders, which takes a second or more.
    """
    picture = db.session.get(Picture, picture_id)
    if picture is None:
        return
    key, width = picture.key, picture.width
    db.session.commit()
    renditions.render(key)
    done = db.session.execute(
        update(Picture).where(Picture.id == picture_id).values(rendered_at=clock.now())
    )
    db.session.commit()
    if not done.rowcount:  # type: ignore[attr-defined]
        renditions.forget(key, width)


def delete_unclaimed_pictures() -> None:
    """Delete what was uploaded and never saved with anything."""
    gone = pictures.delete_unclaimed()
    db.session.commit()
    for key, width in gone:
        renditions.forget(key, width)


def forget_pictures(files: Iterable[tuple[str, int]]) -> None:
    """Delete the files of pictures that are no longer kept, given as key and width in pixels.

    What the catalog has after all is left alone. May run twice.
    """
    widths = dict(files)
    kept = set(db.session.scalars(db.select(Picture.key).where(Picture.key.in_(widths))))
    db.session.commit()
    for key in widths.keys() - kept:
        renditions.forget(key, widths[key])
