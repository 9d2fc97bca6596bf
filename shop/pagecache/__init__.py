"""Whole pages, kept for everybody, with holes for what is a visitor's own.

    keys        which requests a kept page answers, and under which key
    holes       the parts of a page that differ from one visitor to another
    page        one kept page: its bytes around the holes, in every encoding
    token       the catalog's version; pages of an older one are worth nothing
    changes     notices every commit that changes what pages show, and renews the token
    store       this process's memory, then Redis; of those who miss a page, one renders it
    middleware  answers ahead of Flask, and has missing pages rendered as nobody
    filling     fills the holes for a visitor with a cart or an account

A page is rendered in a request of its own that has no cookie, no address and no headers, so no
kept byte can be anybody's. Every commit that changes what pages show renews the token, and each
request asks Redis for it: nobody is shown what was true before a change that they know of.
Without Redis nothing is kept, and every page is rendered.
"""

from pathlib import Path

from flask import Flask

from shop import derived
from shop.pagecache import changes, token
from shop.pagecache.filling import Filler
from shop.pagecache.middleware import PageCache, is_for_keeping, keep_until
from shop.pagecache.store import Store

__all__ = ["init_app", "is_for_keeping", "keep_until", "put_around_flask", "put_in_front"]

SOURCES = ("*.py", "*.html", "*.po")
NODES_OWN = ("SHOP_INSTANCE", "SHOP_WORKER")  # settings that pages do not show


def put_around_flask(app: Flask) -> None:
    """Fill kept pages right ahead of Flask; before anything else is put around it."""
    app.wsgi_app = Filler(app, app.wsgi_app)  # type: ignore[method-assign, assignment]


def init_app(app: Flask) -> None:
    """Have `app` notice changes."""
    changes.init_app(app, token.init_app(app))


def put_in_front(app: Flask) -> None:
    """Keep pages ahead of everything else that `app` is made of."""
    if app.config["PAGE_CACHE"]:
        store = Store(app.extensions["redis"], release(app))
        cache = PageCache(app, app.wsgi_app, store, app.extensions["page_token"])
        app.wsgi_app = cache  # type: ignore[method-assign, assignment]


def release(app: Flask) -> str:
    """A digest of the sources, static files too, and of the settings that pages show."""
    folder = Path(app.root_path)
    paths = [path for pattern in SOURCES for path in folder.rglob(pattern)]
    shown = {
        name: app.config[name]
        for name in sorted(app.config)
        if name.startswith("SHOP_") and name not in NODES_OWN
    }
    names = ("SECRET_KEY", "PUBLIC_URL", "SQLALCHEMY_DATABASE_URI", "MEDIA_URL")
    others = [app.static_url_path, *(app.config[name] for name in names)]
    return derived.version(folder, paths, repr([shown, others]))
