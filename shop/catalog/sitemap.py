"""The sitemap and robots.txt. Source: sitemaps.org, protocol 0.9, and RFC 9309.

A periodic job keeps the files in Redis; a file that is not there is made on the spot.
"""

import gzip
import logging
from collections.abc import Iterable, Iterator, Sequence
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
MOST_ID = 2**31 - 1  # of a product
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
    numbers = part_numbers()
    files = {str(number): _packed(make(str(number))) for number in numbers}
    files["index"] = _packed(index_of(numbers)) if len(numbers) > 1 else files["1"]
    with redis_client().pipeline() as pipeline:
        pipeline.delete(key())
        for name, file in files.items():
            pipeline.hset(key(), name, file)
        pipeline.expire(key(), KEPT_FOR)
        pipeline.execute()


def _packed(text: str | None) -> bytes:
    return gzip.compress((text or "").encode())


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
        redis_client().hset(key(), name, _packed(text))
        redis_client().expire(key(), KEPT_FOR)
    except RedisError as error:
        log.warning("The sitemap was not kept: %s", error)


def make(name: str) -> str | None:
    """The file "index", or a part by its number; None where there is no such part.

    The index of a shop that fits into one part is that part itself.
    """
    first = _first()
    if name in ("index", "1") and _fits_into_one(first):
        return url_set(iter([*first, *_products(0, MOST_ID)]))
    if name == "index":
        return index_of(part_numbers())
    start = (int(name) - 1) * most_pages()
    entries = first[start : start + most_pages()]
    if not entries and not _fits_into_one(first):
        number = int(name) - 1 - _parts_of(first)
        last = (number + 1) * most_pages()
        entries = list(_products(number * most_pages(), last)) if 0 < last <= MOST_ID else []
    return url_set(iter(entries)) if entries else None


def index_of(numbers: Iterable[int]) -> str:
    addresses = [public_url("catalog.sitemap_part", number=number) for number in numbers]
    lines = [f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in addresses]
    return f"{START}<sitemapindex {NAMESPACE}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"


def part_numbers() -> list[int]:
    """The parts that there are: pages and collections first, then the products by their ids.

    A part of products holds those with ids of one range, whatever became of others: it is found
    without walking past those before it, and is the same file as long as its products are.
    """
    first = _first()
    if _fits_into_one(first):
        return [1]
    numbers, after = list(range(1, _parts_of(first) + 1)), 0
    while (found := _first_product(after)) is not None:
        part = (found - 1) // most_pages()
        numbers.append(_parts_of(first) + 1 + part)
        after = (part + 1) * most_pages()
    return numbers


def _first_product(after: int) -> int | None:
    """The lowest id beyond `after` of those that are published."""
    shown = select(Product.id).where(Product.is_published, Product.id > after)
    return db.session.scalar(shown.order_by(Product.id).limit(1))


def _first() -> list[Entry]:
    return [*_fixed(), *_pages(), *_collections()]


def _parts_of(first: Sequence[Entry]) -> int:
    return -(-len(first) // most_pages())


def _fits_into_one(first: Sequence[Entry]) -> bool:
    room = most_pages() - len(first)
    if room < 0:
        return False
    some = select(Product.id).where(Product.is_published).limit(room + 1).subquery()
    return (db.session.scalar(select(func.count()).select_from(some)) or 0) <= room


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


def _products(after: int, last: int) -> Iterator[Entry]:
    """Those published with ids beyond `after`, up to `last`."""
    prefix = _prefix("catalog.product")
    rows = db.session.execute(
        select(Product.slug, Product.updated_at)
        .where(Product.is_published, Product.id > after, Product.id <= last)
        .order_by(Product.id)
    )
    return (Entry(prefix + quote(slug), changed_at) for slug, changed_at in rows)


def _prefix(endpoint: str) -> str:
    """What every address of `endpoint` begins with; built once, as building costs."""
    return _own(endpoint, slug="-").removesuffix("-")


def _own(endpoint: str, **values: str) -> str:
    """The absolute address in the shop's own language."""
    with languages.speaking(None):
        return public_url(endpoint, **values)
