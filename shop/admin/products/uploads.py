"""The pictures that come with a product's form."""

from typing import NamedTuple

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from shop import media
from shop.extensions import db
from shop.media import StoredPicture
from shop.media.uploads import MOST_BYTES

MOST_AT_ONCE = 20  # pictures
MOST_BODY = 100 * 1024 * 1024  # bytes of a whole form, pictures and all
MOST_PARTS = 10_000  # fields of a form; a variant has a dozen


class Received(NamedTuple):
    """Pictures that are in the storage by now, and sentences about files that are not."""

    kept: list[StoredPicture]
    refused: list[str]


def receive(files: list[FileStorage]) -> Received:
    """Keep what of `files` are pictures.

    Decoding one takes up to a second, so no transaction is open meanwhile: on SQLite it would
    keep all other writers waiting.
    """
    sent = [file for file in files if file.filename]
    if sent:
        db.session.rollback()
    received = Received([], [])
    for file in sent[:MOST_AT_ONCE]:
        try:
            received.kept.append(media.accept(file.stream.read(MOST_BYTES + 1)))
        except media.PictureRefused as refused:
            received.refused.append(f"{_shown(file)}: {refused}")
    for file in files:
        file.close()
    if len(sent) > MOST_AT_ONCE:
        left = ", ".join(_shown(file) for file in sent[MOST_AT_ONCE:][:MOST_AT_ONCE])
        received.refused.append(
            _("Send at most %(most)s at once; left out: %(names)s", most=MOST_AT_ONCE, names=left)
        )
    return received


def _shown(file: FileStorage) -> str:
    name = "".join(c for c in file.filename or "" if c.isprintable())
    return name[:80]
