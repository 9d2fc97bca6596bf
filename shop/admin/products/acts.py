"""What can be done with many products at once. Each calls a verb of the catalog's."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from shop.admin.audit import trail
from shop.admin.audit.noticing import REMOVED
from shop.admin.audit.targets import Target
from shop.admin.products.bulk_forms import ActForm, PlaceForm, PriceForm
from shop.admin.products.losses import losses
from shop.catalog import moving, publishing, removing, repricing
from shop.catalog.changes import Change
from shop.catalog.models import Collection
from shop.catalog.repricing import Repricing
from shop.extensions import db

MOST_NAMED = 10  # products that a sentence names
Ids = Sequence[int]


class Outcome(NamedTuple):
    """What an act has changed, and the titles of the products that it left alone."""

    changes: list[Change]
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class Act:
    """One line of the menu under the list.

    do: does it to the products with these ids. shown: what its page
    tells before, by the name under which the template has it. done: the sentence after, for a
    number of products. is_asked: it is never done without its page in between.
    """

    label: LazyString
    do: Callable[[Ids, Any], Outcome]
    done: Callable[[int], str]
    form: type[ActForm] = ActForm
    shown: Callable[[Ids, Any], dict[str, Any]] = lambda _ids, _form: {}
    is_asked: bool = False
    destroys: bool = False


def _move(ids: Ids, form: PlaceForm, *, keep: bool) -> Outcome:
    shelf = db.session.get(Collection, form.collection_id, with_for_update={"read": True})
    return Outcome(moving.move_many(ids, shelf, keep=keep) if shelf else [])


def _reprice(ids: Ids, form: PriceForm) -> Outcome:
    plan = _plan(ids, form)
    return Outcome(repricing.apply(plan), plan.refused_titles)


def _plan(ids: Ids, form: PriceForm) -> Repricing:
    return repricing.plan(ids, form.amount, strike_through=bool(form.strike_through.data))


def _shown_prices(ids: Ids, form: PriceForm) -> dict[str, Any]:
    return {"repricing": _plan(ids, form)} if form.amount else {}


ACTS: dict[str, Act] = {
    "publish": Act(
        _l("Publish"),
        lambda ids, _form: Outcome(publishing.publish_many(ids)),
        lambda n: ngettext("%(num)s product is published.", "%(num)s products are published.", n),
    ),
    "hide": Act(
        _l("Hide"),
        lambda ids, _form: Outcome(publishing.hide_many(ids)),
        lambda n: ngettext("%(num)s product is hidden.", "%(num)s products are hidden.", n),
    ),
    "move": Act(
        _l("Move to a collection …"),
        lambda ids, form: _move(ids, form, keep=False),
        lambda n: ngettext("%(num)s product was moved.", "%(num)s products were moved.", n),
        PlaceForm,
        is_asked=True,
    ),
    "add": Act(
        _l("Add to a collection …"),
        lambda ids, form: _move(ids, form, keep=True),
        lambda n: ngettext("%(num)s product was added.", "%(num)s products were added.", n),
        PlaceForm,
        is_asked=True,
    ),
    "price": Act(
        _l("Change the price …"),
        _reprice,
        lambda n: ngettext(
            "%(num)s product has a new price.", "%(num)s products have new prices.", n
        ),
        PriceForm,
        _shown_prices,
        is_asked=True,
    ),
    "delete": Act(
        _l("Delete …"),
        lambda ids, _form: Outcome(removing.remove_many(ids)),
        lambda n: ngettext("%(num)s product was deleted.", "%(num)s products were deleted.", n),
        shown=lambda ids, _form: {"losses": losses(ids)},
        is_asked=True,
        destroys=True,
    ),
}


def note(changes: Iterable[Change]) -> None:
    """Put onto the trail what statements have changed."""
    for change in changes:
        trail.note(
            Target("product", change.product_id, change.title),
            change.before,
            change.after,
            what=change.what,
            field=change.field,
            table=change.table,
            row=change.row,
            event=REMOVED if change.is_gone else "",
        )


def named(titles: Sequence[str], number: int) -> str:
    """The first of `titles`, and how many more of the `number` there are."""
    some = titles[:MOST_NAMED]
    more = number - len(some)
    if more <= 0:
        return ", ".join(some)
    return ", ".join(some) + " " + str(ngettext("and %(num)s more", "and %(num)s more", more))
