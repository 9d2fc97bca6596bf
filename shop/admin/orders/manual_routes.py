"""Orders that are taken by telephone: the checkout, filled in by an administrator."""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from shop.access import needs
from shop.account import countries
from shop.admin.blueprint import blueprint
from shop.admin.orders import manual_form, manual_lines
from shop.admin.orders.manual_form import Sheet
from shop.cart.owner import Owner
from shop.catalog.stock import SoldOut
from shop.checkout import pages, placing
from shop.checkout.drafts import Changed
from shop.checkout.joining import owner_of
from shop.checkout.placing import NoToken
from shop.errors import Conflict
from shop.extensions import db
from shop.orders import history
from shop.orders.models import Order
from shop.orders.states import INVOICE
from shop.promotions.services import PromotionUsedUp
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/orders/new")
@needs(Right.EDIT_ORDERS)
def new_order() -> ResponseReturnValue:
    return _page(manual_form.blank())


def _page(sheet: Sheet, said: Sequence[str] = ()) -> ResponseReturnValue:
    """The page: 409 where `said` says what has changed, 400 where a field needs a look."""
    form, made = sheet.form, sheet.draft
    if form.shipping_method.data not in [method.code for method in made.methods]:
        form.shipping_method.data = made.method.code if made.method else None
    is_wrong = sheet.mark_errors()
    html = render_template(
        "admin/orders/manual.html",
        sheet=sheet,
        form=form,
        draft=made,
        said=said,
        token=placing.form_token(form.checkout_token.data),
        country_name=countries.name_of,
    )
    return html, 409 if said else 400 if is_wrong else 200


@blueprint.post("/orders/new")
@needs(Right.EDIT_ORDERS)
def place_order() -> ResponseReturnValue:
    if order := placing.placed_with(_kept()):
        return _to(order)
    sheet = manual_form.sent()
    if request.form.get("action") != "place":
        return _changed(sheet)
    if sheet.lines.units and not sheet.draft.lines:
        return _page(sheet, [pages.sold_out([x.full_title for x in sheet.draft.inside.lines])])
    if not sheet.is_valid():
        return _page(sheet)
    return _place(sheet)


def _kept() -> str | None:
    """What an order keeps of this form's token: one that is pressed twice is one order."""
    return placing.kept_token(Owner(user_id=current_user.id), request.form.get("checkout_token"))


def _changed(sheet: Sheet) -> ResponseReturnValue:
    """The page after a button that orders nothing: add, remove, find, fill in, update."""
    form, lines = sheet.form, sheet.lines
    if request.form.get("action") == "fill_in" and not manual_form.fill_in(form, form.email.data):
        form.email.errors = [_("Nothing is known of this address yet.")]
    lines.remove(manual_lines.number(request.form.get("remove")))
    if added := manual_lines.number(request.form.get("add")):
        lines.add(added)
        form.find.data = ""
    elif form.find.data:
        sheet.found = manual_lines.find(form.find.data)
        if len(sheet.found) == 1:
            lines.add(sheet.found[0].id)
            sheet.found, form.find.data = None, ""
    return _page(sheet)


def _place(sheet: Sheet) -> ResponseReturnValue:
    """Place the order of the valid form. What goes wrong is told on the page: 409."""
    try:
        sheet.draft.require_shown(sheet.form.shown.data or "not shown")
        order = _order(sheet)
        db.session.commit()
    except Changed as error:
        return _page(sheet, pages.changes(sheet.draft, error))
    except SoldOut as error:
        return _again(pages.sold_out(list(error.titles.values())))
    except PromotionUsedUp as error:
        return _again(_("“%(title)s” has just been used up.", title=error.title))
    except NoToken:
        return _again(_("Please check the order once more, and send it again."))
    except IntegrityError:
        return _placed_meanwhile()
    return _to(order)


def _order(sheet: Sheet) -> Order:
    form, actor = sheet.form, current_user.name
    fields = form.entries | {"payment_method": INVOICE}
    owner = owner_of(form.email.data)
    order = placing.place(sheet.draft, _kept(), owner, form.email.data, fields, actor)
    if form.note.data:
        history.note(order, "note", form.note.data, actor, is_internal=True)
    return order


def _again(sentence: str) -> ResponseReturnValue:
    db.session.rollback()
    return _page(manual_form.sent(), [sentence, _("Nothing was ordered yet.")])


def _placed_meanwhile() -> ResponseReturnValue:
    db.session.rollback()
    if order := placing.placed_with(_kept()):
        return _to(order)
    sentence = _("The order was not placed. Please try once more.")
    raise Conflict(sentence, url_for("admin.new_order"), _("New order"))


def _to(order: Order) -> ResponseReturnValue:
    flash(_("Order %(number)s is placed; its mail is on the way.", number=order.number), "success")
    return see_other(url_for("admin.order", number=order.number))
