"""Jobs on pictures."""

from sqlalchemy import update

from shop import clock
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
