"""What the page's header says of whoever is looking at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Visitor:
    is_signed_in: bool = False
    name: str | None = None
    cart_count: int = 0


def visitor() -> Visitor:
    return Visitor()
