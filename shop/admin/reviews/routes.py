"""Reviews: approving, hiding and answering them."""

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.exports import csv_answer
from shop.admin.reviews.forms import AnswerForm, HideForm, chosen_ids
from shop.admin.reviews.listing import (
    COLUMNS,
    REVIEWS,
    STATUS,
    STATUSES,
    counted,
    counts,
    file_rows,
    select_reviews,
)
from shop.auth.models import User
from shop.catalog import review_services
from shop.catalog.models import Review, ReviewStatus
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/reviews")
@needs(Right.SEE_REVIEWS)
def reviews() -> str:
    asked = REVIEWS.asked()
    return render_template(
        "admin/reviews/list.html",
        listing=REVIEWS,
        asked=asked,
        page=REVIEWS.page(select_reviews(), asked, counted(asked)),
        tab=STATUS,
        counts=counts(),
        statuses=STATUSES,
    )


@blueprint.get("/reviews.csv")
@needs(Right.SEE_REVIEWS)
def reviews_csv() -> Response:
    found = REVIEWS.selected(select_reviews(), REVIEWS.asked())
    return csv_answer("reviews", COLUMNS, file_rows(found))


@blueprint.post("/reviews")
@needs(Right.ANSWER_REVIEWS)
def decide_reviews() -> ResponseReturnValue:
    """Approve or hide all that were selected."""
    chosen = db.session.scalars(db.select(Review).where(Review.id.in_(chosen_ids()))).all()
    action, form = request.form.get("action"), HideForm()
    if not chosen or action not in ("publish", "hide") or not form.validate():
        flash(_("Nothing was done: select reviews, and what to do with them."), "error")
    elif action == "publish":
        say_published(review_services.publish(chosen))
    else:
        say_hidden(review_services.hide(chosen, form.reason.data))
    db.session.commit()
    return to_list()


@blueprint.get("/reviews/<int:review_id>")
@needs(Right.SEE_REVIEWS)
def review(review_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Review, review_id)
    return page_of(found, AnswerForm(obj=found, blank=True), HideForm(None))


@blueprint.post("/reviews/<int:review_id>/publish")
@needs(Right.ANSWER_REVIEWS)
def publish_review(review_id: int) -> ResponseReturnValue:
    say_published(review_services.publish([db.get_or_404(Review, review_id)]))
    db.session.commit()
    return back_to(review_id)


@blueprint.post("/reviews/<int:review_id>/hide")
@needs(Right.ANSWER_REVIEWS)
def hide_review(review_id: int) -> ResponseReturnValue:
    found, form = db.get_or_404(Review, review_id), HideForm()
    if not form.validate():
        return page_of(found, AnswerForm(obj=found, blank=True), form), 400
    say_hidden(review_services.hide([found], form.reason.data))
    db.session.commit()
    return back_to(review_id)


@blueprint.post("/reviews/<int:review_id>/answer")
@needs(Right.ANSWER_REVIEWS)
def answer_review(review_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Review, review_id)
    hold(found)
    form = AnswerForm(stored=AnswerForm(obj=found, blank=True))
    if not form.validate():
        return page_of(found, form, HideForm(None)), 400
    if form.is_outdated:
        return page_of(found, form, HideForm(None)), 409
    review_services.answer(found, form.answer.data)
    db.session.commit()
    flash(said_of_answer(found), "success")
    return back_to(review_id)


@blueprint.post("/reviews/<int:review_id>/answer/delete")
@needs(Right.ANSWER_REVIEWS)
def remove_answer(review_id: int) -> ResponseReturnValue:
    review_services.remove_answer(db.get_or_404(Review, review_id))
    db.session.commit()
    flash(_("Your answer is gone from the shop."), "success")
    return back_to(review_id)


def page_of(review: Review, answer_form: AnswerForm, hide_form: HideForm) -> str:
    return render_template(
        "admin/reviews/show.html",
        review=review,
        author=db.session.get(User, review.user_id) if review.user_id else None,
        answer_form=answer_form,
        hide_form=hide_form,
        statuses=STATUSES,
        next_id=next_waiting(review),
    )


def next_waiting(review: Review) -> int | None:
    """The newest other review that waits to be approved."""
    waiting = db.select(Review.id).where(
        Review.status == ReviewStatus.WAITING, Review.id != review.id
    )
    newest = waiting.order_by(Review.created_at.desc(), Review.id.desc()).limit(1)
    found: int | None = db.session.scalar(newest)
    return found


def say_published(count: int) -> None:
    if count:
        said = ngettext("%(num)s review is published.", "%(num)s reviews are published.", count)
        flash(said, "success")


def say_hidden(count: int) -> None:
    if count:
        flash(
            ngettext("%(num)s review is hidden.", "%(num)s reviews are hidden.", count), "success"
        )


def said_of_answer(review: Review) -> str:
    if review.status != ReviewStatus.PUBLISHED:
        return str(_("Your answer is kept. Others can read it once the review is published."))
    return str(_("Your answer stands under the review in the shop."))


def to_list() -> ResponseReturnValue:
    """Back to the list, as narrowed as it was."""
    return see_other(url_for("admin.reviews", **REVIEWS.asked().here()))


def back_to(review_id: int) -> ResponseReturnValue:
    """To the list where the button was pressed there, else to the review itself."""
    if "list" in request.form:
        return to_list()
    return see_other(url_for("admin.review", review_id=review_id))
