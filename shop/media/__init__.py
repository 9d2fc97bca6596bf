"""Pictures: what is accepted, where it is kept, what is rendered from it, how it is served.

A picture is kept under a key such as `ab/ab12….webp`; what is rendered from it has names derived
from that key. Nothing here knows the database.
"""

from flask import Flask

from shop.media import routes, storage
from shop.media.logos import accept_logo
from shop.media.uploads import PictureRefused, StoredPicture, accept

__all__ = ["PictureRefused", "StoredPicture", "accept", "accept_logo", "init_app"]


def init_app(app: Flask) -> None:
    """Open the storage that MEDIA_URL names, and serve what is in it under /media/."""
    app.extensions["media"] = storage.Storage(app.config["MEDIA_URL"])
    app.register_blueprint(routes.blueprint)
