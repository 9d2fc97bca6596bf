"""The demo shop's collections, from collections.csv.

Columns: slug, title, parent (a slug further up in the file), description, image (in pictures/),
featured (the slug of a product).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from shop import media, outbox
from shop.catalog import services
from shop.catalog.models import Collection, Picture, Product
from shop.catalog.transfer.matching import PictureFiles, digest
from shop.extensions import db
from shop.outbox import Job


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the demo shop's CSV files."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(folder: Path) -> int:
    """Make the collections, or bring them in line with the file; how many there are. Commits."""
    files = PictureFiles(folder / "collections.csv")
    known = {
        collection.slug: collection for collection in db.session.scalars(db.select(Collection))
    }
    count = 0
    for count, row in enumerate(rows(folder, "collections.csv"), start=1):
        collection = known.get(row["slug"])
        if collection is None:
            collection = known[row["slug"]] = Collection(slug=row["slug"])
            db.session.add(collection)
        collection.title = row["title"]
        collection.description = row["description"]
        collection.position = count
        parent = known[row["parent"]] if row["parent"] else None
        if collection.parent is not parent:
            services.move_collection(collection, parent)
        if row["image"]:
            _set_picture(collection, row["image"], files)
    db.session.commit()
    return count


def _set_picture(collection: Collection, name: str, files: PictureFiles) -> None:
    old = collection.picture
    data = files.newer(name, old)
    if data is None:
        return
    stored = media.accept(data)
    collection.picture = Picture(
        key=stored.key,
        width=stored.width,
        height=stored.height,
        alt=collection.title,
        source_name=name,
        source_digest=digest(data),
    )
    db.session.flush()
    outbox.post(Job.RENDER_PICTURE, picture_id=collection.picture.id)
    if old:
        db.session.delete(old)


def feature(folder: Path) -> None:
    """Give each collection the product that the file features. Commits."""
    featured = {row["slug"]: row["featured"] for row in rows(folder, "collections.csv")}
    products = {
        product.slug: product
        for product in db.session.scalars(
            db.select(Product).where(Product.slug.in_(set(featured.values())))
        )
    }
    collections = db.session.scalars(db.select(Collection).where(Collection.slug.in_(featured)))
    for collection in collections:
        collection.featured_product = products.get(featured[collection.slug])
    db.session.commit()
