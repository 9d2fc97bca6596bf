"""The files behind pictures: copied with them, and deleted after them."""

from collections.abc import Iterable

from shop import outbox
from shop.catalog.models import Picture
from shop.media.storage import NotInStorage, new_key, storage
from shop.outbox import Job

AT_ONCE = 50  # pictures whose files one job deletes; each has two dozen


def forget_files(files: Iterable[tuple[str, int]]) -> None:
    """Have the files of pictures that go away (key, width in pixels) deleted after the commit."""
    ordered = sorted(files)
    for start in range(0, len(ordered), AT_ONCE):
        some = [list(pair) for pair in ordered[start : start + AT_ONCE]]
        outbox.post(Job.FORGET_PICTURES, files=some)


def copy_picture(picture: Picture) -> Picture | None:
    """A picture like `picture`, of no product yet, with a file of its own, so that either may be
    deleted; None where its file is gone. Its renditions are still to be asked for."""
    key = new_key()
    try:
        storage().save(key, storage().read(picture.key))
    except NotInStorage:
        return None
    return Picture(
        key=key,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        position=picture.position,
        source_name=picture.source_name,
        source_digest=picture.source_digest,
    )
