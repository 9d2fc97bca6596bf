"""Jobs on the catalog as a whole."""

from shop.admin.audit import trail
from shop.catalog import counts, publishing, sitemap
from shop.extensions import db


def refresh_sitemap() -> None:
    """Make the sitemap anew."""
    sitemap.refresh()


def publish_due() -> int:
    """Publish what was set to be published by now; how many products that were.

    The log of changes has them too, under the name of this job.
    """
    count = 0
    with trail.on_behalf_of(None, "tasks.catalog.publish_due"):
        while published := publishing.publish_due():
            count += len(published)
            db.session.commit()
    db.session.commit()
    return count


def fold_counts() -> None:
    """Add up what changes have added to the counts beside lists."""
    counts.fold()
    db.session.commit()


def recount() -> None:
    """Count anew what is beside lists."""
    counts.recount()
    db.session.commit()
