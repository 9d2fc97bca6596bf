"""The checkout, and its reminders. How an order is paid is in shop.checkout.payment_routes."""

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from shop.account import services as account
from shop.cart import keeping, services
from shop.cart.queries import Contents, contents
from shop.cart.services import NotInCart
from shop.catalog.stock import SoldOut
from shop.checkout import (
    bank_routes,
    forms,
    joining,
    pages,
    payment_routes,  # noqa: F401 - its views are on the blueprint
    payments,
    placing,
    reminders,
)
from shop.checkout.blueprint import blueprint
from shop.checkout.drafts import Changed, Draft
from shop.checkout.forms import CheckoutForm
from shop.checkout.payments.known import providers_of
from shop.checkout.placing import NoToken
from shop.checkout.visits import to_order, visit_of
from shop.extensions import db
from shop.orders.models import Order
from shop.promotions.services import PromotionUsedUp
from shop.web import see_other


def init_app(app: Flask) -> None:
    """Put the views into `app`, choose its payment providers, and join guests' orders."""
    payments.use(app, providers_of(app.config))
    app.register_blueprint(blueprint)
    if app.config["SHOP_ENV"] != "production":
        app.register_blueprint(bank_routes.blueprint)
    joining.init_app(app)


@blueprint.get("/checkout")
def show() -> ResponseReturnValue:
    inside = contents(keeping.current_owner())
    if not inside.buyable:
        return redirect(url_for("cart.show"), 303)
    return pages.page(*pages.form_for(inside))


@blueprint.post("/checkout")
def place() -> ResponseReturnValue:
    cart_id = keeping.held_cart()
    kept = placing.kept_token(keeping.current_owner(), request.form.get("checkout_token"))
    if order := placing.placed_with(kept):
        return to_order(visit_of(order))
    inside = _filled_cart()
    form, draft = pages.form_for(inside)
    reminders.begin(cart_id, form.email.data)
    if forms.is_update() or not form.validate_on_submit():
        db.session.commit()
        return pages.page(form, draft)
    return _order(form, draft, kept)


def _filled_cart() -> Contents:
    """What is in the cart. Raises NotInCart for nothing, and Conflict for nothing to be had."""
    inside = contents(keeping.current_owner())
    if not inside.lines:
        raise NotInCart()
    if not inside.buyable:
        raise pages.nothing_left([line.full_title for line in inside.lines])
    return inside


def _order(form: CheckoutForm, draft: Draft, kept: str | None) -> ResponseReturnValue:
    """Place the order of the valid form. What goes wrong is told on the page: 409."""
    try:
        draft.require_shown(form.shown.data)
        order = _place(form, draft, kept)
        db.session.commit()
    except Changed as error:
        services.note_prices_seen(draft.inside.cart_id or 0)
        db.session.commit()
        return pages.page(form, draft, pages.changes(draft, error))
    except SoldOut as error:
        return _again(pages.sold_out(list(error.titles.values())))
    except PromotionUsedUp as error:
        return _again(_("“%(title)s” has just been used up.", title=error.title))
    except NoToken:
        return _again(_("Please check your order once more, and send it again."))
    except IntegrityError:
        return _placed_meanwhile(kept)
    return to_order(visit_of(order))


def _place(form: CheckoutForm, draft: Draft, kept: str | None) -> Order:
    user = current_user if current_user.is_authenticated else None
    fields = form.entries | {"payment_method": form.payment_method.data}
    order = placing.place(draft, kept, user, form.email.data, fields)
    if user and form.save_address.data:
        account.keep_address(user, form.entries)
    return order


def _again(sentence: str) -> ResponseReturnValue:
    """409: the page as things are now, and `sentence`, which says what came between."""
    db.session.rollback()
    reminders.begin(keeping.held_cart(), request.form.get("email"))
    db.session.commit()
    inside = contents(keeping.current_owner())
    if not inside.buyable:
        raise pages.nothing_left([line.full_title for line in inside.lines])
    form, draft = pages.form_for(inside)
    return pages.page(form, draft, [sentence, _("Nothing was ordered yet.")])


def _placed_meanwhile(kept: str | None) -> ResponseReturnValue:
    db.session.rollback()
    order = placing.placed_with(kept)
    if order is None:
        raise pages.try_again()
    return to_order(visit_of(order))


@blueprint.errorhandler(NotInCart)
def show_empty_cart(_error: NotInCart) -> ResponseReturnValue:
    db.session.rollback()
    return see_other(url_for("cart.show"))


@blueprint.route("/checkout/reminders/<token>", methods=["GET", "POST"])
def stop_reminders(token: str) -> ResponseReturnValue:
    try:
        email = reminders.email_of(token)
    except reminders.UnknownLink:
        abort(404)
    if request.method == "POST":
        reminders.opt_out(email)
        db.session.commit()
        return see_other(url_for("checkout.stop_reminders", token=token))
    is_out = reminders.has_opted_out(email)
    return render_template("checkout/reminders.html", email=email, token=token, is_out=is_out)
