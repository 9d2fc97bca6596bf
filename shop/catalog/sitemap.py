"""The sitemap and robots.txt. Source: sitemaps.org, protocol 0.9, and RFC 9309.

A periodic job keeps the files in Redis; a file that is not there is made on the spot.
"""

import gzip
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Response, abort, current_app
from sqlalchemy import func, select

from shop import headers, languages
from shop.catalog.blueprint import blueprint
from shop.catalog.models import Collection, Product
from shop.extensions import db
from shop.pages import services as pages
from shop.redis import RedisError, redis_client
from shop.web import public_url

log = logging.getLogger(__name__)

MOST_ENTRIES = 50_000  # in one file, by the protocol
KEPT_FOR = 24 * 3600  # seconds, should the job stop running
START = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# Private pages, and lists without end: searches.
CLOSED = (
    "/account",
    "/admin/",
    "/auth/",
    "/cart",
    "/products/recent",
    "/products/suggest",
    "/*?q=",
    "/*&q=",
)


class Entry(NamedTuple):
    """One page in all languages, each of which is an entry of the file."""

    url: str  # absolute, in the shop's own language
    changed_at: datetime | None = None


@blueprint.get("/sitemap.xml")
@headers.public
def sitemap() -> Response:
    return as_xml(load("index"))


@blueprint.get("/sitemap-<int:number>.xml")
@headers.public
def sitemap_part(number: int) -> Response:
    return as_xml(load(str(number)) or abort(404))


@blueprint.get("/robots.txt")
@headers.public
def robots() -> Response:
    closed = [
        languages.prefix(code) + path
        for code in languages.LANGUAGES
        for path in CLOSED
        if code == languages.default() or not path.startswith("/*")
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {public_url('catalog.sitemap')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def as_xml(text: str | None) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")


def key() -> str:
    """The hash in Redis that keeps the files, compressed, of the shop at this address."""
    return f"sitemap of {current_app.config['PUBLIC_URL']}"


def refresh() -> None:
    """Make every file anew and keep them; for the periodic job. Raises RedisError."""
    files = {"index": make("index") or ""}
    for number in range(1, count_parts() + 1):
        files[str(number)] = make(str(number)) or ""
    with redis_client().pipeline() as pipeline:
        pipeline.delete(key())
        for name, text in files.items():
            pipeline.hset(key(), name, gzip.compress(text.encode()))
        pipeline.expire(key(), KEPT_FOR)
        pipeline.execute()


def load(name: str) -> str | None:
    """The file called `name` as it is kept, else made now; None where there is no such file."""
    try:
        kept = cast("bytes | None", redis_client().hget(key(), name))
    except RedisError as error:
        log.warning("The sitemap is made without Redis: %s", error)
        return make(name)
    if kept is not None:
        return gzip.decompress(kept).decode()
    text = make(name)
    if text is not None:
        keep(name, text)
    return text


def keep(name: str, text: str) -> None:
    try:
        redis_client().hset(key(), name, gzip.compress(text.encode()))
        redis_client().expire(key(), KEPT_FOR)
    except RedisError as error:
        log.warning("The sitemap was not kept: %s", error)


def make(name: str) -> str | None:
    """The file "index", or a part by its number; None beyond the last part.

    The index of a shop that fits into one part is that part itself.
    """
    parts = count_parts()
    if name == "index" and parts > 1:
        return index_of(parts)
    number = 1 if name == "index" else int(name)
    return url_set(entries((number - 1) * most_pages())) if 1 <= number <= parts else None


def index_of(parts: int) -> str:
    addresses = [public_url("catalog.sitemap_part", number=n) for n in range(1, parts + 1)]
    lines = [f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in addresses]
    return f"{START}<sitemapindex {NAMESPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"


def most_pages() -> int:
    """How many pages fit into one file, each with its entry in every language."""
    return max(1, MOST_ENTRIES // len(languages.LANGUAGES))


def url_set(several: Iterator[Entry]) -> str:
    """Source for the links: Google, "Tell Google about localized versions of your page"."""
    lines = [line for entry in several for line in _in_each_language(entry)]
    return f"{START}<urlset {NAMESPACE} {LINKS}>\n" + "\n".join(lines) + "\n</urlset>\n"


def _in_each_language(entry: Entry) -> Iterator[str]:
    addresses = languages.alternates(entry.url)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>'
        for code, url in addresses
    )
    for code, url in addresses:
        if code in languages.LANGUAGES:
            yield f"<url><loc>{escape(url)}</loc>{_lastmod(entry)}{links}</url>"


def _lastmod(entry: Entry) -> str:
    if entry.changed_at is None:
        return ""
    return f"<lastmod>{entry.changed_at.isoformat(timespec='seconds')}</lastmod>"


def count_parts() -> int:
    products = select(func.count()).select_from(Product).where(Product.is_published)
    collections = select(func.count()).select_from(Collection)
    total = len(_fixed()) + len(_pages())
    total += (db.session.scalar(collections) or 0) + (db.session.scalar(products) or 0)
    return -(-total // most_pages())


def entries(start: int) -> Iterator[Entry]:
    """As many as fit into a file, from the one at `start`: pages, collections, then products."""
    first = [*_fixed(), *_pages(), *_collections()]
    shown = first[start : start + most_pages()]
    yield from shown
    yield from _products(max(0, start - len(first)), most_pages() - len(shown))


def _fixed() -> list[Entry]:
    names = ("catalog.home", "catalog.products", "catalog.collections")
    return [Entry(_own(name)) for name in names]


def _pages() -> list[Entry]:
    prefix = _prefix("pages.show")
    return [Entry(prefix + quote(slug), changed_at) for slug, changed_at in pages.in_sitemap()]


def _collections() -> list[Entry]:
    prefix = _prefix("catalog.collection")
    rows = db.session.execute(
        select(Collection.slug, Collection.updated_at).order_by(Collection.id)
    )
    return [Entry(prefix + quote(slug), changed_at) for slug, changed_at in rows]


def _products(skipped: int, most: int) -> Iterator[Entry]:
    prefix = _prefix("catalog.product")
    rows = db.session.execute(
        select(Product.slug, Product.updated_at)
        .where(Product.is_published)
        .order_by(Product.id)
        .offset(skipped)
        .limit(most)
    )
    return (Entry(prefix + quote(slug), changed_at) for slug, changed_at in rows)


def _prefix(endpoint: str) -> str:
    """What every address of `endpoint` begins with; built once, as building costs."""
    return _own(endpoint, slug="-").removesuffix("-")


def _own(endpoint: str, **values: str) -> str:
    """The absolute address in the shop's own language."""
    with languages.speaking(None):
        return public_url(endpoint, **values)
