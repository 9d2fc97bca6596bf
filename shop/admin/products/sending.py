"""A product's form as it was sent, made whole: rows that the page did not send are as stored."""

from collections.abc import Iterable
from typing import Any

from flask import request

from shop.admin.products.fields import whole_number
from shop.admin.products.forms import VALUES, ProductForm
from shop.admin.products.presses import Data
from shop.admin.products.stored import form_of, lists, own_or_unclaimed
from shop.admin.products.uploads import Received
from shop.catalog import matrix
from shop.catalog.models import Product
from shop.catalog.pictures import note_picture

LARGEST_ID = 2**31 - 1


def sent_form(product: Product | None, received: Received) -> ProductForm:
    """What the request says, with the pictures that came with it as the last ones."""
    stored = form_of(product)
    # The fields alone: a file under the name of one of them would be no text.
    data = data_of_sent(ProductForm(lists=lists(product), formdata=request.form))
    _follow_renames(data)
    _complete(data, stored.data)
    for picture in received.kept:
        data["gallery"].append({"key": str(note_picture(picture).id)})
    form = form_with(product, data, stored)
    form.refused = received.refused
    return form


def data_of_sent(form: ProductForm) -> Data:
    """What its fields hold; of the product's versions the one that the page was drawn with."""
    data: Data = form.data
    data["version"] = form.sent_version
    return data


def form_with(product: Product | None, data: Data, stored: ProductForm) -> ProductForm:
    """The form with `data` in its fields."""
    form = ProductForm(
        lists=lists(product), blank=True, stored=stored if product else None, data=data
    )
    keys = [whole_number(row.form.key.data, LARGEST_ID) for row in form.gallery]
    form.show_pictures(own_or_unclaimed(product, [key for key in keys if key]))
    return form


def _follow_renames(data: Data) -> None:
    """Let variants have an option's value by its new name, where it was given one."""
    for name, option in zip(VALUES, data["options"], strict=False):
        before, after = (matrix.split(option.get(f) or "") for f in ("values_were", "values"))
        renamed = matrix.renamed(before, after)
        for row in data["variants"]:
            row[name] = renamed.get(row[name], row[name])
        option["values_were"] = option["values"]


def _complete(data: Data, stored: Data) -> None:
    data["pictures"] = None
    for row in data["variants"]:
        row["picture"] = row["picture"] or ""
    data["options"] = data["options"][: matrix.MOST_OPTIONS] or stored["options"]
    known = {row["key"] for row in stored["variants"]}
    _claim(data["variants"], known)
    _add_missing(data["variants"], stored["variants"], data["removed_variants"])
    data["variants"] = data["variants"] or stored["variants"]
    data["gallery"] = list({row["key"]: row for row in data["gallery"]}.values())
    _add_missing(data["gallery"], stored["gallery"], data["removed_pictures"])


def _claim(rows: Iterable[dict[str, Any]], known: set[str]) -> None:
    """A variant that is gone by now, or named twice, is a new one."""
    left = known - {""}
    for row in rows:
        if row["key"] not in left:
            row["key"] = row["stock_seen"] = ""
        left.discard(row["key"])


def _add_missing(rows: list[Data], stored: Iterable[Data], removed: str | None) -> None:
    there = {row["key"] for row in rows} | set((removed or "").split(","))
    rows += [row for row in stored if row["key"] and row["key"] not in there]
