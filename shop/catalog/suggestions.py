"""What scripts ask for: suggestions under the search field, and the products seen lately."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from shop import headers
from shop.catalog import queries, search
from shop.catalog.blueprint import blueprint
from shop.catalog.cards import Card, build
from shop.catalog.filters import LONGEST_SLUG, ProductQuery
from shop.catalog.reading import fetch

MOST_SUGGESTIONS = 6
MOST_RECENT = 8


@blueprint.get("/products/suggest")
@headers.public
def suggest() -> ResponseReturnValue:
    words = ProductQuery.from_args(request.args).q
    ids = search.suggest(words, MOST_SUGGESTIONS) if words else []
    found = build(fetch(queries.BY_IDS, ids=ids)) if ids else []
    cards = {card.id: card for card in found}
    items = [
        {"title": card.title, "url": card.url, "image": card.picture and card.picture.small}
        for card in map(cards.get, ids)
        if card
    ]
    return current_app.json.response(items=items)


@blueprint.get("/products/recent")
@headers.public
def recent() -> ResponseReturnValue:
    """Cards of the products `slug`, in that order, as a piece of HTML; for static/js/recent.js."""
    slugs = sound(request.args.getlist("slug"))
    cards = {card.slug: card for card in load(queries.select_slugs(slugs))} if slugs else {}
    shown = [cards[slug] for slug in slugs if slug in cards]
    answer = make_response(render_template("catalog/_recent.html", cards=shown))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def sound(slugs: Iterable[str]) -> list[str]:
    """The first few that can be slugs, each once."""
    can_be = (slug for slug in slugs if 0 < len(slug) <= LONGEST_SLUG and "\0" not in slug)
    return list(dict.fromkeys(can_be))[:MOST_RECENT]


def load(select: Select[*tuple[Any, ...]]) -> list[Card]:
    return build(fetch(select))
