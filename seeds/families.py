"""Families of invented products: things of the same materials, cared for alike."""

from typing import NamedTuple


class Family(NamedTuple):
    """Things that are made of the same materials and cared for alike."""

    forms: dict[str, tuple[str, int, int]]  # the collection's slug, lowest and highest price
    materials: tuple[str, ...]
    finishes: tuple[str, ...]
    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    made: tuple[str, ...]  # sentences with {material}, {form}, {finish} or none
    care: tuple[str, ...]


GLAZES = ("Chalk", "Oat", "Sage", "Ink", "Clay", "Slate", "Moss", "Rose")
YARNS = ("Natural", "Oat", "Indigo", "Rust", "Moss", "Charcoal", "Heather", "Ochre")
METALS = ("Black", "Brass", "Chalk", "Olive", "Brick")
NO_CHOICE: tuple[str, ...] = ()
TWO_SIZES = ("Small", "Large")
THREE_SIZES = ("Small", "Medium", "Large")
