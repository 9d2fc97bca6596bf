"""What the shop does with customers' reviews. Nothing here commits."""

from collections.abc import Sequence

from sqlalchemy import select

from shop import clock
from shop.catalog.models import Product, Review, ReviewStatus
from shop.catalog.summaries import refresh_ratings
from shop.extensions import db
from shop.outbox import Job, post

LONGEST_REASON = 200  # characters


def publish(reviews: Sequence[Review]) -> int:
    """Let everybody read `reviews`; how many nobody could read before.

    An answer that one of them had while it waited is mailed to its author now.
    """
    changed = [review for review in _held(reviews) if review.status != ReviewStatus.PUBLISHED]
    for review in changed:
        if review.answer and review.status == ReviewStatus.WAITING:
            _tell_author(review)
        review.status, review.hidden_reason = ReviewStatus.PUBLISHED, ""
    _count_again(changed)
    return len(changed)


def hide(reviews: Sequence[Review], reason: str = "") -> int:
    """Let nobody read `reviews`; how many were not hidden before. Their authors read the `reason`
    (up to LONGEST_REASON characters) on the product's page."""
    changed = [review for review in _held(reviews) if review.status != ReviewStatus.HIDDEN]
    for review in changed:
        review.status, review.hidden_reason = ReviewStatus.HIDDEN, reason
    _count_again(changed)
    return len(changed)


def answer(review: Review, text: str) -> None:
    """Show `text` under `review` as the shop's answer; the author is mailed about the first one.

    While the review waits, so does the mail.
    """
    if not review.answer:
        review.answered_at = clock.now()
        if review.status == ReviewStatus.PUBLISHED:
            _tell_author(review)
    review.answer = text


def remove_answer(review: Review) -> None:
    """Take the shop's answer away."""
    review.answer, review.answered_at = "", None


def _held(reviews: Sequence[Review]) -> list[Review]:
    """`reviews` as they are now. Their products are held until the commit, in the order of their
    ids, so that whoever counts the reviews of one at the same time waits; then the reviews."""
    products = sorted({review.product_id for review in reviews})
    hold = select(Product.id).where(Product.id.in_(products)).order_by(Product.id)
    db.session.execute(hold.with_for_update())
    return list(
        db.session.scalars(
            select(Review)
            .where(Review.id.in_([review.id for review in reviews]))
            .order_by(Review.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _count_again(reviews: Sequence[Review]) -> None:
    db.session.flush()
    if reviews:
        refresh_ratings({review.product_id for review in reviews})


def _tell_author(review: Review) -> None:
    if review.user_id is not None:
        post(Job.SEND_REVIEW_ANSWERED, review_id=review.id)
