"""Uploaded catalog files, as the importer wants them: on the disk, in a folder of their own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_babel import gettext as _

from shop.catalog.transfer import reading
from shop.catalog.transfer.reading import FileRefused

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE

__all__ = ["MOST_BYTES", "FileRefused", "count_products", "named", "on_disk"]


@contextmanager
def on_disk(content: bytes) -> Iterator[Path]:
    """`content` as a file, while the block lasts. No picture stands beside it."""
    with tempfile.TemporaryDirectory(prefix="shop-import-") as folder:
        path = Path(folder) / "catalog.csv"
        path.write_bytes(content)
        yield path


def count_products(content: bytes) -> int:
    """How many products a catalog file has; it is read to its end.

    Raises FileRefused, with a sentence for whoever uploaded it, where it is no catalog file.
    """
    if not content:
        raise FileRefused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB. Please split it."))
    count, last = 0, None
    with on_disk(content) as path:
        for line in reading.lines(path):
            slug = line.cells.get("slug", "").strip()
            count += slug != last
            last = slug
    if not count:
        raise FileRefused(_("There are no products in the file, only the names of its columns."))
    return count


def named(filename: str | None) -> str:
    """The file's own name, without folders and without what no name should have."""
    name = (filename or "").replace("\\", "/").rpartition("/")[2]
    name = name.encode("utf-8", "replace").decode()
    return "".join(c for c in name if c.isprintable())[:120].strip() or "catalog.csv"
