"""What the buttons inside the form do: they change its rows, and save nothing.

The page comes back with what was typed; the product itself changes when it is saved.
"""

import re
from collections.abc import Callable
from itertools import product as crossed
from typing import Any, NamedTuple

from flask_babel import gettext as _

from shop.admin.products.forms import VALUES
from shop.admin.products.stored import new_variant
from shop.catalog import matrix

Data = dict[str, Any]
COPIED = ("price", "compare_at_price", "weight")  # to a new variant, from the one most like it


class CannotDo(Exception):
    """A button that makes no sense here; the text says why."""


class Press(NamedTuple):
    """A button, and the row that it stands in."""

    name: str
    row: int


def asked(text: str | None) -> Press | None:
    """What the form's `do` asks for; None where it is to be saved."""
    found = re.fullmatch(r"([a-z-]+?)(?:-([0-9]{1,4}))?", text or "")
    name = found[1] if found else ""
    return Press(name, int(found[2] or 0)) if found and name in PRESSES else None


def do(press: Press, data: Data) -> Data:
    """The form's data after `press`. Raises CannotDo."""
    PRESSES[press.name](data, press.row)
    return data


def upload(_data: Data, _row: int) -> None:
    """Nothing more: pictures are kept with whatever is sent."""


def add_option(data: Data, _row: int) -> None:
    if len(data["options"]) < matrix.MOST_OPTIONS:
        data["options"].append({})


def make_variants(data: Data, _row: int = 0) -> None:
    """Add a row for each choice that no variant has; rows without one get the first of those."""
    options = used_options(data)
    if not options:
        raise CannotDo(_("Name an option and its values first, such as Colour: Sage, Clay."))
    lists = [values for _name, values in options]
    try:
        free = matrix.missing(lists, [_choice(row, options) for row in data["variants"]])
    except matrix.TooMany:
        raise CannotDo(
            _("That makes more than %(most)s variants.", most=matrix.MOST_VARIANTS)
        ) from None
    for row in data["variants"]:
        if not _is_choice(row, options):
            _complete(row, options, free)
    data["variants"] += [_new_row(data["variants"], options, choice) for choice in free]
    order = {choice: place for place, choice in enumerate(crossed(*lists))}
    data["variants"].sort(key=lambda row: order.get(_choice(row, options), len(order)))


def add_variant(data: Data, _row: int) -> None:
    data["variants"].append(_like(data["variants"][:1]))


def remove_variant(data: Data, row: int) -> None:
    """Take a row out, and its values out of the options where no other has them."""
    if row >= len(data["variants"]):
        return
    gone = data["variants"].pop(row)
    _note(data, "removed_variants", gone)
    for name, option in zip(VALUES, data["options"], strict=False):
        if not any(other[name] == gone[name] for other in data["variants"]):
            values = [v for v in matrix.split(option.get("values") or "") if v != gone[name]]
            option["values"] = matrix.join(values)
            option["name"] = option["name"] if values else ""
    if not data["variants"]:
        data["variants"].append(_like([gone]))


def move_up(data: Data, row: int) -> None:
    rows = data["gallery"]
    if 0 < row < len(rows):
        rows[row - 1], rows[row] = rows[row], rows[row - 1]


def move_down(data: Data, row: int) -> None:
    move_up(data, row + 1)


def remove_picture(data: Data, row: int) -> None:
    if row < len(data["gallery"]):
        _note(data, "removed_pictures", data["gallery"].pop(row))


PRESSES: dict[str, Callable[[Data, int], None]] = {
    "upload": upload,
    "add-option": add_option,
    "make-variants": make_variants,
    "add-variant": add_variant,
    "remove-variant": remove_variant,
    "picture-up": move_up,
    "picture-down": move_down,
    "remove-picture": remove_picture,
}


Options = list[tuple[str, list[str]]]  # the variants' field for each, and its values


def used_options(data: Data) -> Options:
    """The options that have values."""
    rows = zip(VALUES, data["options"], strict=False)
    named = [(name, matrix.split(row.get("values") or "")) for name, row in rows]
    return [(name, values) for name, values in named if values]


def _choice(row: Data, options: Options) -> matrix.Choice:
    return tuple(row.get(name) or "" for name, _values in options)


def _is_choice(row: Data, options: Options) -> bool:
    return all(row.get(name) in values for name, values in options)


def _complete(row: Data, options: Options, free: list[matrix.Choice]) -> None:
    """Let `row` be the first free choice that has all that it says already."""
    said = [row.get(name) if row.get(name) in values else None for name, values in options]
    for choice in free:
        if all(own in (None, value) for own, value in zip(said, choice, strict=True)):
            row.update({name: value for (name, _v), value in zip(options, choice, strict=True)})
            free.remove(choice)
            return


def _new_row(rows: list[Data], options: Options, choice: matrix.Choice) -> Data:
    alike = max(rows, key=lambda row: _shared(_choice(row, options), choice), default=None)
    chosen = {name: value for (name, _values), value in zip(options, choice, strict=True)}
    return _like([alike] if alike else []) | chosen


def _shared(one: matrix.Choice, other: matrix.Choice) -> int:
    return sum(mine == theirs for mine, theirs in zip(one, other, strict=True))


def _like(rows: list[Data]) -> Data:
    return new_variant(**{name: row[name] for row in rows for name in COPIED if row.get(name)})


def _note(data: Data, name: str, gone: Data) -> None:
    if gone.get("key"):
        data[name] = ",".join(filter(None, [data.get(name), gone["key"]]))
