"""A big catalog's products: number 1, 2, 3 … are always the same ones, no two with one title."""

from dataclasses import dataclass
from datetime import timedelta
from math import prod
from random import Random
from typing import NamedTuple

from seeds import kitchen, rooms, words
from seeds.families import Family
from seeds.words import RANGES

FAMILIES = (*kitchen.FAMILIES, *rooms.FAMILIES)
SEED = 1711
STEP = 1_000_003  # a prime larger than any of the lists of words
STRIDE = 7919  # between the families, so that neighbours are not of one range
REVIEWED = 0.08  # the share of products with reviews
ON_SALE = 0.15
SOLD_OUT = 0.06
LOW_STOCK = 0.08
STARS = (5, 5, 5, 5, 4, 4, 4, 3, 3, 2)


class Opinion(NamedTuple):
    author: str
    stars: int
    title: str
    body: str
    age: timedelta
    is_verified: bool


class Choice(NamedTuple):
    """A variant."""

    value: str  # of the product's option; empty for a plain product
    price: int  # major units
    compare_at_price: int | None  # major units
    stock: int  # units


@dataclass
class Invented:
    """A product that nobody makes."""

    title: str
    description: str
    collection: str  # slug
    is_gift: bool
    option: str  # Colour, Size, or empty
    variants: list[Choice]
    opinions: list[Opinion]
    age: timedelta  # since it was published


def invent(number: int) -> Invented:
    """Product `number`, from 0."""
    family = FAMILIES[number % len(FAMILIES)]
    dice = Random(f"{SEED}-{number}")
    place = number // len(FAMILIES) + number % len(FAMILIES) * STRIDE
    name, finish, material, form = _words_of(family, place)
    collection, lowest, highest = family.forms[form]
    texts = {"range": name, "finish": finish, "material": material, "form": form}
    option, variants = _variants(family, dice, dice.randint(lowest, highest))
    age = timedelta(minutes=dice.randint(1, 3 * 365 * 24 * 60))
    sentences = (words.OPENINGS, family.made, family.care)
    return Invented(
        title=f"{name} {finish} {material} {form}",
        description="\n\n".join(dice.choice(some) for some in sentences).format_map(texts),
        collection=collection,
        is_gift=variants[0].price < 60 and dice.random() < 0.1,
        option=option,
        variants=variants,
        opinions=_opinions(dice, age) if dice.random() < REVIEWED else [],
        age=age,
    )


def _words_of(family: Family, place: int) -> tuple[str, str, str, str]:
    """The `place`th of all combinations of the family's words, in an order that looks like none.

    As STEP and the number of combinations share no factor, all come before one comes again.
    """
    sizes = len(RANGES), len(family.finishes), len(family.materials), len(family.forms)
    rest = (place + 1) * STEP % prod(sizes)
    rest, name = divmod(rest, sizes[0])
    rest, finish = divmod(rest, sizes[1])
    form, material = divmod(rest, sizes[2])
    return (
        RANGES[name],
        family.finishes[finish],
        family.materials[material],
        tuple(family.forms)[form],
    )


def _variants(family: Family, dice: Random, price: int) -> tuple[str, list[Choice]]:
    is_on_sale, is_sold_out = dice.random() < ON_SALE, dice.random() < SOLD_OUT
    option, values = "", [""]
    if dice.random() < 0.6 and family.colours:
        option, values = "Colour", dice.sample(family.colours, dice.choice((2, 3)))
    elif dice.random() < 0.6 and family.sizes:
        option, values = "Size", list(family.sizes)
    variants = []
    for place, value in enumerate(values):
        own = price + (place * max(2, price // 4) if option == "Size" else 0)
        before = own + max(2, own * dice.randint(15, 40) // 100) if is_on_sale else None
        low = dice.random() < LOW_STOCK
        stock = 0 if is_sold_out else dice.randint(0, 5) if low else dice.randint(6, 120)
        variants.append(Choice(value, own, before, stock))
    return option, variants


def _opinions(dice: Random, age: timedelta) -> list[Opinion]:
    """One to four reviews, by different people, written since the product is sold."""
    found = []
    for author in dice.sample(words.AUTHORS, dice.randint(1, 4)):
        stars = dice.choice(STARS)
        title, body = dice.choice(words.OPINIONS[stars])
        found.append(Opinion(author, stars, title, body, age * dice.random(), dice.random() < 0.7))
    return found
