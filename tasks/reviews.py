"""The jobs that follow from reviews."""

from shop import languages, texts
from shop.auth.models import User
from shop.catalog.models import Review, ReviewStatus
from shop.extensions import db
from shop.mail import delivery, letters
from shop.web import public_url


def send_review_answered(review_id: int) -> None:
    """Tell the author of a review that the shop has answered it, if others can read both."""
    review = db.session.get(Review, review_id)
    author = db.session.get(User, review.user_id) if review and review.user_id else None
    if review is None or author is None or not _is_to_be_read(review):
        return
    with languages.speaking(author.language):
        letter = letters.write(
            "review_answered",
            to_name=author.name,
            title=texts.of(review.product, "title"),
            words=review.title,
            answer=[text for text in review.answer.split("\n\n") if text.strip()],
            url=public_url("catalog.product", slug=review.product.slug) + "#reviews",
        )
    to = author.email
    db.session.commit()  # no transaction is open while the mail server is waited for
    delivery.send(letter, to)


def _is_to_be_read(review: Review) -> bool:
    is_published = review.status == ReviewStatus.PUBLISHED and review.product.is_published
    return bool(review.answer) and is_published
