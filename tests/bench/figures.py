"""What was measured of a page, and what follows from it: figures, ratios, promises kept or not."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One page's cost in the round that was disturbed least: whatever else a machine does can only
    add to a page's CPU time and take from its requests, as Python's timeit says of its own figures.
    """

    name: str
    cpu_ms: float  # CPU time of all its server's processes, milliseconds a request
    times_floor: float  # that, divided by the constant page's
    per_second: float  # requests answered a second
    size: int  # bytes of the page


class Round(NamedTuple):
    """One page in one round."""

    cpu_ms: float
    per_second: float


class Promise(NamedTuple):
    """A limit that the shop sets itself, and where it stands."""

    text: str
    limit: str
    measured: str
    kept: bool


def figure(name: str, size: int, rounds: Sequence[Round], floor: Sequence[Round]) -> Figure:
    """The best of `rounds`; `floor` has the constant page's, taken between them."""
    cpu_ms = min(one.cpu_ms for one in rounds)
    per_second = max(one.per_second for one in rounds)
    return Figure(name, cpu_ms, cpu_ms / min(one.cpu_ms for one in floor), per_second, size)


def promises(of: Mapping[str, Figure]) -> list[Promise]:
    """What the shop promises of its pages' speed, judged by the figures."""
    found = []
    for key in ("home", "list", "detail"):
        found.append(_at_most(of[key].name, of[key].times_floor, 1.6, "times the constant page"))
    for key in ("list, cart", "detail, cart", "list, signed in", "detail, signed in"):
        ratio = of[key].cpu_ms / of["database"].cpu_ms
        found.append(_at_most(of[key].name, ratio, 1.0, "times Flask with SQLAlchemy"))
    for key, limit in (("list, first", 5.0), ("detail, first", 4.0), ("search", 5.0)):
        found.append(_at_most(of[key].name, of[key].cpu_ms, limit, "ms"))
    for key, peer, limit in (("list", "oscar list", 200), ("detail", "oscar detail", 10)):
        if peer in of:
            ratio = of[key].per_second / of[peer].per_second
            text = f"{of[key].name}, requests a second beside django-oscar's"
            measured = f"{ratio:.0f} times"
            found.append(Promise(text, f"≥ {limit} times", measured, ratio >= limit))
    return found


def _at_most(text: str, measured: float, limit: float, unit: str) -> Promise:
    said = f"≤ {limit:g} {unit}"
    number = f"{measured:.2f} {'ms' if unit == 'ms' else 'times'}"
    return Promise(text, said, number, round(measured, 2) <= limit)
