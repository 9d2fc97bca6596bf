"""The words of a list's query: a chip for each choice, each with the way to undo it."""

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from shop import money
from shop.catalog.filters import ProductQuery, Sort
from shop.catalog.navigation import tree


class Chip(NamedTuple):
    """A choice in words, and the list's address without it."""

    label: str
    url: str


class SortChoice(NamedTuple):
    value: str
    label: str
    is_chosen: bool


def chips(query: ProductQuery, path: str) -> list[Chip]:
    """Every choice that narrows the list."""
    found: list[Chip] = []
    if query.q:
        found.append(Chip(_("“%(words)s”", words=query.q), query.address(path, q="")))
    for slug in query.collections:
        rest = query.without_collection(slug)
        title = tree().by_slug[slug].title
        found.append(Chip(title, query.address(path, collections=rest)))
    if query.min_price is not None or query.max_price is not None:
        url = query.address(path, min_price=None, max_price=None)
        found.append(Chip(_price(query.min_price, query.max_price), url))
    if query.in_stock:
        found.append(Chip(_("In stock"), query.address(path, in_stock=False)))
    if query.on_sale:
        found.append(Chip(_("On sale"), query.address(path, on_sale=False)))
    if query.rating:
        found.append(Chip(stars_and_up(query.rating), query.address(path, rating=None)))
    return found


def stars_and_up(stars: int) -> str:
    if stars == 5:
        return str(_("5 stars"))
    return str(ngettext("%(num)s star and up", "%(num)s stars and up", stars))


def sorts(query: ProductQuery) -> list[SortChoice]:
    """The orders on offer; relevance only where something was searched for."""
    labels = {
        Sort.RELEVANCE: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.PRICE: _("Price, low to high"),
        Sort.PRICE_DOWN: _("Price, high to low"),
        Sort.RATING: _("Best rated"),
        Sort.TITLE: _("Name, A to Z"),
    }
    if not query.q:
        del labels[Sort.RELEVANCE]
    return [SortChoice(sort.value, label, sort is query.sort) for sort, label in labels.items()]


def _price(low: int | None, high: int | None) -> str:
    if low is None:
        return str(_("Up to %(price)s", price=money.shown(high or 0)))
    if high is None:
        return str(_("From %(price)s", price=money.shown(low)))
    return str(_("%(low)s to %(high)s", low=money.shown(low), high=money.shown(high)))
