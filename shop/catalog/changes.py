"""What a statement over many products has changed, for whoever keeps a log of it."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

AT_ONCE = 5_000  # ids in one statement; SQLite takes 32,766 parameters at most


class Change(NamedTuple):
    """One column of one row, before and after."""

    product_id: int
    title: str  # of the product
    table: str
    row: int | None  # its id in `table`
    field: str
    before: Any
    after: Any
    is_gone: bool = False  # with its row
    what: str = ""  # which part of the product, such as a SKU; empty for itself


def in_batches(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """`ids` in ascending order, each once, so many at a time as one statement takes."""
    ordered = array("q", sorted(set(ids)))
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE].tolist()
