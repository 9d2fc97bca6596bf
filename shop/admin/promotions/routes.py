"""The list of promotions, and what is done with one by a press."""

from collections.abc import Callable

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer
from shop.admin.promotions.listing import (
    BADGES,
    COLUMNS,
    PROMOTIONS,
    STATE,
    STATES,
    counts,
    file_rows,
    rows_of,
    select_promotions,
)
from shop.errors import Conflict
from shop.extensions import db
from shop.promotions import managing
from shop.promotions.models import Promotion
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/promotions")
@needs(Right.SEE_PROMOTIONS)
def promotions() -> str:
    asked = PROMOTIONS.asked()
    page = PROMOTIONS.page(select_promotions(), asked)
    return render_template(
        "admin/promotions/list.html",
        listing=PROMOTIONS,
        asked=asked,
        page=page,
        rows=rows_of(page.items),
        tab=STATE,
        counts=counts(),
        states=STATES,
        badges=BADGES,
    )


@blueprint.get("/promotions.csv")
@needs(Right.SEE_PROMOTIONS)
def promotions_csv() -> Response:
    found = PROMOTIONS.selected(select_promotions(), PROMOTIONS.asked())
    return csv_answer("promotions", COLUMNS, file_rows(found))


@blueprint.post("/promotions/<int:promotion_id>/pause")
@needs(Right.EDIT_PROMOTIONS)
def pause_promotion(promotion_id: int) -> ResponseReturnValue:
    return done(promotion_id, managing.pause, _("It is paused: it applies to no cart."))


@blueprint.post("/promotions/<int:promotion_id>/resume")
@needs(Right.EDIT_PROMOTIONS)
def resume_promotion(promotion_id: int) -> ResponseReturnValue:
    return done(promotion_id, managing.resume, _("It is no longer paused."))


@blueprint.post("/promotions/<int:promotion_id>/end")
@needs(Right.EDIT_PROMOTIONS)
def end_promotion(promotion_id: int) -> ResponseReturnValue:
    return done(promotion_id, managing.end, _("It has ended."))


@blueprint.post("/promotions/<int:promotion_id>/delete")
@needs(Right.EDIT_PROMOTIONS)
def delete_promotion(promotion_id: int) -> ResponseReturnValue:
    promotion = db.get_or_404(Promotion, promotion_id)
    title = promotion.title
    try:
        managing.delete(promotion)
    except managing.InUse:
        raise in_use(promotion) from None
    db.session.commit()
    flash(_("“%(title)s” is deleted.", title=title), "success")
    return see_other(url_for("admin.promotions"))


def done(promotion_id: int, verb: Callable[[Promotion], None], said: str) -> ResponseReturnValue:
    verb(db.get_or_404(Promotion, promotion_id))
    db.session.commit()
    flash(said, "success")
    return see_other(url_for("admin.promotion", promotion_id=promotion_id))


def in_use(promotion: Promotion) -> Conflict:
    return Conflict(
        _("Orders have used it, so it stays for your books. You can end it instead."),
        url_for("admin.promotion", promotion_id=promotion.id),
        _("Back to the promotion"),
    )
