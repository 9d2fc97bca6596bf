"""What scripts are told of what was put into a cart, so that the shopper can stay on the page."""

from flask import Response, get_template_attribute, jsonify, render_template, url_for
from sqlalchemy import func, select

from shop.cart import answers, keeping, queries
from shop.cart.owner import holder
from shop.cart.services import Change
from shop.cart.visitor import Visitor
from shop.catalog.cards import PICTURE_COLUMNS, picture_view
from shop.catalog.models import Picture, Product, Variant
from shop.catalog.pictures import PictureView
from shop.catalog.reading import fetch


def as_json(change: Change, quantity: int, token: str | None) -> Response:
    """What was put in and what the cart has now, in units; and both as pieces of the page."""
    owner = holder(token) if token else keeping.current_owner()
    sentence, kind = answers.added(change, quantity)
    variant, count = change.offer.variant_id, queries.count(owner)
    cart_link = get_template_attribute("macros/visitor.html", "cart_link")
    card = render_template(
        "cart/_added.html",
        sentence=sentence,
        is_limited=kind == "warning",
        offer=change.offer,
        quantity=change.quantity,
        picture=picture_of(variant),
    )
    response = jsonify(
        variant=variant,
        title=change.offer.title,
        quantity=change.quantity,
        message=sentence,
        count=count,
        cart=url_for("cart.show"),
        html={"added": card, "cart_link": cart_link(Visitor(cart_count=count))},
    )
    response.headers["Cache-Control"] = "no-store"
    keeping.keep(response, token)
    return response


def picture_of(variant_id: int) -> PictureView | None:
    """The variant's own picture, else its product's."""
    shown = func.coalesce(Variant.picture_id, Product.cover_id)
    rows = fetch(
        select(*PICTURE_COLUMNS)
        .select_from(Variant)
        .join(Product, Product.id == Variant.product_id)
        .join(Picture, Picture.id == shown)
        .where(Variant.id == variant_id)
    )
    return picture_view(*rows[0]) if rows else None
