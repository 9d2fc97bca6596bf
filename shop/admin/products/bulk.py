"""Doing something with many products: those selected on a page, or all that a list found.

What destroys, what asks for more, and whatever is done to a whole list has a page in between.
That page says what will be, and sends back what it said (`confirmed`): where that is no longer
so, because the list or the form is another one, it is shown once more and nothing is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.lists import Asked
from shop.admin.products.acts import ACTS, Act, named, note
from shop.admin.products.bulk_forms import ActForm
from shop.admin.products.listing import ids_of, listing
from shop.catalog.models import Product
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other

MOST = 10_000  # products in one go; each leaves a row in the log of changes


class CannotSelect(BadRequest):
    """Nothing, or too much, was selected. The way on is the list."""

    def __init__(self, description: str, asked: Asked) -> None:
        super().__init__(description)
        self.way_on = url_for("admin.products", **asked.args())
        self.way_on_label = _("Back to the list")


@dataclass(frozen=True)
class Selection:
    """The products that something is to be done with."""

    ids: Sequence[int]
    is_everything: bool  # that the list found
    asked: Asked  # the list that they were selected in

    @classmethod
    def sent(cls) -> "Selection":
        """What the request selects. Raises CannotSelect."""
        asked = listing().asked()
        if request.form.get("everything") != "1":
            ids = db.session.scalars(db.select(Product.id).where(Product.id.in_(_sent_ids())))
            return cls(sorted(ids), False, asked).checked()
        return cls(ids_of(asked, MOST + 1), True, asked).checked()

    def checked(self) -> "Selection":
        if not self.ids:
            raise CannotSelect(_("Select at least one product first."), self.asked)
        if len(self.ids) > MOST:
            raise CannotSelect(
                _("That is more than 10,000 products. Narrow the list down first."), self.asked
            )
        return self

    def titles(self) -> list[str]:
        """Those of the first products."""
        some = db.select(Product.title).where(Product.id.in_(self.ids[:10])).order_by(Product.id)
        return list(db.session.scalars(some))


@blueprint.post("/products/bulk")
@needs(Right.EDIT_CATALOG)
def change_products() -> ResponseReturnValue:
    selection = Selection.sent()
    act = ACTS.get(request.form.get("action", ""))
    if act is None:
        raise CannotSelect(_("Choose what to do with them."), selection.asked)
    form, confirmed = act.form(), request.form.get("confirmed")
    if confirmed is None and (act.is_asked or selection.is_everything):
        is_sound = "look" not in request.form or form.validate()
        return step(act, form, selection), 200 if is_sound else 400
    if not form.validate():
        return step(act, form, selection), 400
    if confirmed is not None and confirmed != stamp(form, selection):
        return step(act, form, selection, is_outdated=True), 409
    return do(act, form, selection)


def step(act: Act, form: ActForm, selection: Selection, *, is_outdated: bool = False) -> str:
    """The page in between."""
    return render_template(
        "admin/products/bulk.html",
        act=act,
        action=request.form["action"],
        form=form,
        selection=selection,
        titles=named(selection.titles(), len(selection.ids)),
        stamp=stamp(form, selection),
        is_outdated=is_outdated,
        **act.shown(selection.ids, form),
    )


def stamp(form: ActForm, selection: Selection) -> str:
    """Stands for what the page in between has said."""
    return f"{len(selection.ids)}/{form.said}"


def do(act: Act, form: ActForm, selection: Selection) -> ResponseReturnValue:
    outcome = act.do(selection.ids, form)
    note(outcome.changes)
    db.session.commit()
    flash(act.done(len({change.product_id for change in outcome.changes})), "success")
    if outcome.refused:
        flash(
            _(
                "Left as they were, because the new price would reach the one struck through or is"
                " too large: %(titles)s.",
                titles=named(outcome.refused, len(outcome.refused)),
            ),
            "warning",
        )
    return see_other(url_for("admin.products", **selection.asked.args()))


def _sent_ids() -> set[int]:
    sent = [text for text in request.form.getlist("ids") if text.isascii() and text.isdecimal()]
    return {int(text) for text in sent if len(text) < 11 and int(text) < 2**31}
