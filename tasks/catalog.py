"""Jobs on the catalog as a whole."""

from shop.catalog import sitemap


def refresh_sitemap() -> None:
    """Make the sitemap anew."""
    sitemap.refresh()
