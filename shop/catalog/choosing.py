"""What there is to choose on a product's page: each option a group, each of its values a link.

A value leads to the variant that differs from the chosen one in nothing else, sold out or not;
where there is none such, to the one that has most in common with it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _

from shop.catalog import pictures
from shop.catalog.product_page import Choice, GalleryPicture, ProductPage


class Value(NamedTuple):
    """One link of a group."""

    label: str
    choice: Choice  # the variant that it leads to
    is_chosen: bool
    picture: str  # the address of a small one; empty where the group shows none


class Group(NamedTuple):
    """One option."""

    name: str  # "Colour"
    chosen: str  # the label of the value that is
    values: list[Value]
    has_prices: bool  # whether its values differ in price


def groups(page: ProductPage, chosen: Choice | None) -> list[Group]:
    """The options in the merchant's order; none where there is nothing to choose."""
    if chosen is None or len(page.choices) < 2:
        return []
    combinations = {choice.values for choice in page.choices}
    is_matrix = len(combinations) == len(page.choices) and all(
        len(values) == len(page.options) for values in combinations
    )
    if not is_matrix:
        return [_every_variant(page, chosen)]
    return [_group(page, chosen, place) for place in range(len(page.options))]


def _every_variant(page: ProductPage, chosen: Choice) -> Group:
    """All in one group, where not each of them has a value of every option."""
    leads = [(" / ".join(choice.values) or choice.sku, choice) for choice in page.choices]
    return _made(" / ".join(page.options) or _("Variant"), leads, chosen, {})


def _group(page: ProductPage, chosen: Choice, place: int) -> Group:
    labels = dict.fromkeys(choice.values[place] for choice in page.choices)
    leads = [(label, _nearest(page.choices, chosen, place, label)) for label in labels]
    return _made(page.options[place], leads, chosen, _pictures(page, place))


def _nearest(choices: Iterable[Choice], chosen: Choice, place: int, label: str) -> Choice:
    def likeness(choice: Choice) -> tuple[int, bool]:
        alike = sum(a == b for a, b in zip(choice.values, chosen.values, strict=True))
        return alike, choice.is_available

    return max((choice for choice in choices if choice.values[place] == label), key=likeness)


def _made(
    name: str, leads: list[tuple[str, Choice]], chosen: Choice, shown: dict[str, str]
) -> Group:
    values = [
        Value(label, choice, choice.id == chosen.id, shown.get(label, ""))
        for label, choice in leads
    ]
    own = next((value.label for value in values if value.is_chosen), "")
    return Group(name, own, values, len({choice.price for _label, choice in leads}) > 1)


def _pictures(page: ProductPage, place: int) -> dict[str, str]:
    """The picture of each value, where each has one of its own, as colours do."""
    by_id = {picture.id: picture for picture in page.pictures}
    found: dict[str, GalleryPicture] = {}
    for choice in page.choices:
        own = by_id.get(choice.picture_id or 0)
        if own is None or found.setdefault(choice.values[place], own) != own:
            return {}
    if len({picture.id for picture in found.values()}) < max(2, len(found)):
        return {}
    return {
        label: pictures.thumbnail(of.row.key, of.row.width, of.row.rendered_at)
        for label, of in found.items()
    }
