"""Serving what is kept. A name is never used twice for another picture, so caches may keep it."""

from flask import Blueprint, Response, abort, request

from shop.media.storage import NotInStorage, is_key, storage

blueprint = Blueprint("media", __name__)

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
YEAR = 365 * 24 * 60 * 60  # seconds


@blueprint.get("/media/<path:key>")
def picture(key: str) -> Response:
    """A picture or one of its renditions."""
    extension = key.rpartition(".")[2]
    if not is_key(key) or extension not in TYPES:
        abort(404)
    response = Response(mimetype=TYPES[extension])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.set_etag(key.replace("/", "-"))
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    # Whole, as these are small: no connection to the storage waits for a slow browser.
    try:
        response.data = storage().read(key)
    except NotInStorage:
        abort(404)
    return response
