"""The options of a product, and the variants that are one choice of each.

What merchants type of an option is its values with commas between them; a comma within a value
has a backslash before it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import product as crossed
from typing import NamedTuple

from shop.catalog.models import Option, OptionValue, Product, Variant
from shop.extensions import db

MOST_OPTIONS = 3
MOST_VARIANTS = 200  # that are made at once from options

_VALUE = re.compile(r"(?:[^,\\]|\\.|\\$)+")
Choice = tuple[str, ...]  # one value of each option


class Wanted(NamedTuple):
    """An option as it should be; `id` is None for a new one."""

    id: int | None
    name: str
    values: Sequence[str]


def split(text: str) -> list[str]:
    """The values in `text`, each once, without blanks around them.

    >>> split("Sage, Clay,, sage")
    ['Sage', 'Clay']
    """
    found: dict[str, str] = {}
    for part in _VALUE.findall(text):
        if value := " ".join(re.sub(r"\\(.)", r"\1", part).split()):
            found.setdefault(value.casefold(), value)
    return list(found.values())


def join(values: Sequence[str]) -> str:
    """What `split` makes `values` of."""
    return ", ".join(re.sub(r"[,\\]", r"\\\g<0>", value) for value in values)


def renamed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Which values were given another name: one that is new stands in the place of one that is
    gone, and nothing was added or taken out."""
    if len(before) != len(after):
        return {}
    pairs = zip(before, after, strict=True)
    return {old: new for old, new in pairs if old not in after and new not in before}


def missing(options: Sequence[Sequence[str]], there: Collection[Choice]) -> list[Choice]:
    """The choices that no variant has yet, in the options' order. Raises TooMany."""
    if combinations(options) > MOST_VARIANTS:
        raise TooMany
    return [choice for choice in crossed(*options) if choice not in there] if options else []


def combinations(options: Sequence[Sequence[str]]) -> int:
    """How many choices the options make."""
    count = 1
    for values in options:
        count *= len(values)
    return count


class TooMany(Exception):
    """The options make more than MOST_VARIANTS variants."""


def set_options(
    product: Product, wanted: Sequence[Wanted], choices: Mapping[Variant, Choice]
) -> None:
    """Let `product` have exactly the `wanted` options, and each variant its choice of them.

    A value whose variants all get one and the same new value is renamed, and so keeps its row.
    """
    with db.session.no_autoflush:
        options = [_option(product, each, wanted) for each in wanted]
        for place, option in enumerate(options):
            chosen = {variant: choice[place] for variant, choice in choices.items()}
            _rename_values(option, wanted[place].values, chosen)
            _put_in_order(option, wanted[place].values)
        for position, (option, each) in enumerate(zip(options, wanted, strict=True)):
            option.name, option.position = each.name, position
        by_value = [{value.value: value for value in option.values} for option in options]
        for variant, choice in choices.items():
            rows = [known[value] for known, value in zip(by_value, choice, strict=True)]
            if set(rows) != set(variant.option_values):
                variant.option_values = rows
    for option in [option for option in product.options if option not in options]:
        product.options.remove(option)


def _option(product: Product, wanted: Wanted, all_wanted: Sequence[Wanted]) -> Option:
    """The product's own by that name, else by that id, else a new one."""
    named = {option.name: option for option in product.options}
    if wanted.name in named:
        return named[wanted.name]
    kept = {each.name for each in all_wanted}
    for option in product.options:
        if option.id and option.id == wanted.id and option.name not in kept:
            return option
    option = Option(name=wanted.name)
    product.options.append(option)
    return option


def _rename_values(option: Option, values: Sequence[str], chosen: Mapping[Variant, str]) -> None:
    for old in option.values:
        if old.value in values:
            continue
        instead = {value for variant, value in chosen.items() if old in variant.option_values}
        if len(instead) == 1 and not instead & {value.value for value in option.values}:
            old.value = instead.pop()


def _put_in_order(option: Option, values: Sequence[str]) -> None:
    known = {value.value: value for value in option.values}
    for position, text in enumerate(values):
        if text not in known:
            known[text] = OptionValue(value=text)
            option.values.append(known[text])
        known[text].position = position
    for gone in [value for value in option.values if value.value not in values]:
        option.values.remove(gone)
