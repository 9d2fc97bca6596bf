"""The demo shop's reviews, from reviews.csv.

Columns: product (a slug), author, rating (1 to 5), title, body, days_ago, verified (1 or 0), status
(empty: published), answer (the shop's, empty for none).
"""

from datetime import timedelta
from pathlib import Path
from random import Random

from seeds.tree import rows
from shop import clock
from shop.catalog import services
from shop.catalog.models import Product, Review, ReviewStatus
from shop.extensions import db


def load(folder: Path) -> int:
    """Add the reviews that are not there yet; how many that were. Commits."""
    ids = {row.slug: row.id for row in db.session.execute(db.select(Product.slug, Product.id))}
    columns = (Review.product_id, Review.author_name, Review.title)
    known = {tuple(row) for row in db.session.execute(db.select(*columns))}
    missing = [
        _review(row, ids[row["product"]])
        for row in rows(folder, "reviews.csv")
        if row["product"] in ids and (ids[row["product"]], row["author"], row["title"]) not in known
    ]
    db.session.add_all(missing)
    db.session.flush()
    if missing:
        services.refresh_ratings({review.product_id for review in missing})
    db.session.commit()
    return len(missing)


def _review(row: dict[str, str], product_id: int) -> Review:
    minutes = Random(row["author"] + row["title"]).randrange(24 * 60)
    written = clock.now() - timedelta(days=int(row["days_ago"]), minutes=minutes)
    return Review(
        product_id=product_id,
        author_name=row["author"],
        rating=int(row["rating"]),
        title=row["title"],
        body=row["body"],
        is_verified=row["verified"] == "1",
        status=row.get("status") or ReviewStatus.PUBLISHED,
        answer=row.get("answer") or "",
        answered_at=written + timedelta(hours=20) if row.get("answer") else None,
        created_at=written,
    )
