"""The cart's views, and what they answer where the shop cannot do what was asked."""

from flask import Blueprint, Flask, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from shop.cart import adding, answers, codes, forms, keeping, merging, removing, services
from shop.cart.queries import contents
from shop.errors import show_http_error
from shop.extensions import db
from shop.promotions.codes import NotACode, normal
from shop.web import wants_json

blueprint = Blueprint("cart", __name__)


def init_app(app: Flask) -> None:
    """Put the views into `app`, and let carts follow their shoppers through the sign-in."""
    app.register_blueprint(blueprint)
    merging.init_app(app)


@blueprint.get("/cart")
def show() -> ResponseReturnValue:
    inside = contents(keeping.current_owner())
    return answers.as_json(inside) if wants_json() else answers.page(inside)


@blueprint.post("/cart/items")
def add() -> ResponseReturnValue:
    offer = services.find_offer(forms.variant_id(request.form.get("variant")))
    quantity = forms.quantity(request.form.get("quantity", "1"), of=offer)
    cart_id, token = keeping.open_cart()
    change = services.add(cart_id, offer, quantity)
    db.session.commit()
    if wants_json():
        return adding.as_json(change, quantity, token)
    flash(*answers.added(change, quantity))
    return keeping.to_cart(token)


@blueprint.post("/cart/items/<int:variant>")
def set_quantity(variant: int) -> ResponseReturnValue:
    quantity = forms.quantity(request.form.get("quantity"), least=0, of=variant)
    if quantity == 0:
        return remove(variant)
    cart_id = keeping.held_cart()
    change = services.set_quantity(cart_id, variant, quantity)
    services.note_prices_seen(cart_id)
    db.session.commit()
    flash(*answers.changed(change))
    return keeping.to_cart()


@blueprint.post("/cart/items/<int:variant>/delete")
def remove(variant: int) -> ResponseReturnValue:
    cart_id = keeping.held_cart()
    removed = removing.remove(cart_id, variant)
    services.note_prices_seen(cart_id)
    db.session.commit()
    if removed:
        removing.remember(removed)
    return keeping.to_cart()


@blueprint.post("/cart/codes")
def add_code() -> ResponseReturnValue:
    code = forms.code(request.form.get("code"))
    inside = contents(keeping.current_owner())
    codes.check(inside, code, keeping.current_email())
    codes.keep(keeping.held_cart(), inside, code)
    db.session.commit()
    flash(_("Your cart has the code %(code)s now.", code=code), "success")
    return keeping.to_cart()


@blueprint.post("/cart/codes/<code>/delete")
def remove_code(code: str) -> ResponseReturnValue:
    codes.take_out(keeping.held_cart(), normal(code))
    db.session.commit()
    return keeping.to_cart()


blueprint.register_error_handler(forms.Refused, answers.refuse)


@blueprint.errorhandler(NotACode)
@blueprint.errorhandler(services.UnknownVariant)
@blueprint.errorhandler(services.NotInCart)
def show_unknown(_error: Exception) -> ResponseReturnValue:
    return show_http_error(NotFound())


@blueprint.errorhandler(services.SoldOut)
def show_sold_out(error: services.SoldOut) -> ResponseReturnValue:
    return show_http_error(answers.sold_out(error.offer))


@blueprint.errorhandler(services.NoLongerSold)
def show_no_longer_sold(_error: services.NoLongerSold) -> ResponseReturnValue:
    return show_http_error(answers.no_longer_sold())


@blueprint.errorhandler(services.CartFull)
def show_full(_error: services.CartFull) -> ResponseReturnValue:
    return show_http_error(answers.full())


@blueprint.errorhandler(codes.TooManyCodes)
def show_too_many_codes(_error: codes.TooManyCodes) -> ResponseReturnValue:
    return show_http_error(answers.codes_full())
