"""Writing a review."""

from collections.abc import Callable

from flask import Flask, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from shop import access, settings, texts
from shop.catalog.blueprint import blueprint
from shop.catalog.details import render_product
from shop.catalog.forms import ReviewForm
from shop.catalog.models import Product, Review, ReviewStatus
from shop.catalog.redirects import check_slug
from shop.catalog.services import refresh_rating
from shop.errors import Conflict, problem
from shop.extensions import db
from shop.web import see_other, wants_json


class AlreadyReviewed(Exception):
    """The customer has reviewed this product before."""


def verify_buyers_with(app: Flask, has_bought: Callable[[int, int], bool]) -> None:
    """Let `has_bought(user id, product id)` say whose reviews are marked: orders are above."""
    app.extensions["has_bought"] = has_bought


@blueprint.post("/products/<slug>/reviews")
@access.customers_only
def add_review(slug: str) -> ResponseReturnValue:
    product = find_product(slug)
    form = ReviewForm(request.form)
    if not form.validate():
        return refused(product, form)
    try:
        write(product, int(form.rating.data), form.title.data, form.body.data)
    except AlreadyReviewed:
        raise conflict(product) from None
    db.session.commit()
    flash(thanks(), "success")
    return see_other(url_for("catalog.product", slug=product.slug, _anchor="reviews"))


def waits() -> bool:
    """Whether the shop approves reviews before others read them."""
    return settings.current().reviews_need_approval


def thanks() -> str:
    if waits():
        return str(_("Thank you. Others can read your review once the shop has approved it."))
    return str(_("Thank you. Your review is there for others to read."))


def find_product(slug: str) -> Product:
    """Raises NotFound."""
    check_slug(slug)
    product: Product | None = db.session.scalar(
        select(Product).where(Product.slug == slug, Product.is_published)
    )
    if product is None:
        raise NotFound()
    return product


def write(product: Product, rating: int, title: str, body: str) -> Review:
    """Keep the current customer's review. Does not commit. Raises AlreadyReviewed."""
    # Held until the commit, so that two reviews at once are both counted.
    db.session.execute(select(Product.id).where(Product.id == product.id).with_for_update())
    review = Review(
        product_id=product.id,
        user_id=current_user.id,
        author_name=current_user.name,
        rating=rating,
        title=title,
        body=body,
        is_verified=current_app.extensions["has_bought"](current_user.id, product.id),
        status=ReviewStatus.WAITING if waits() else ReviewStatus.PUBLISHED,
    )
    try:
        with db.session.begin_nested():
            db.session.add(review)
    except IntegrityError as error:
        raise AlreadyReviewed from error
    refresh_rating(product)
    return review


def refused(product: Product, form: ReviewForm) -> ResponseReturnValue:
    """400: the product's page with the errors beside the fields, or a problem document."""
    if wants_json():
        errors = {name: list(map(str, several)) for name, several in form.errors.items()}
        sentence = _("Some of the fields cannot be taken as they are.")
        return problem(400, _("That did not work"), sentence, errors=errors)
    return render_product(product, review_form=form, status=400)


def conflict(product: Product) -> Conflict:
    return Conflict(
        _("You have reviewed %(title)s already.", title=texts.of(product, "title")),
        url_for("catalog.product", slug=product.slug, _anchor="reviews"),
        _("Back to the product"),
    )
