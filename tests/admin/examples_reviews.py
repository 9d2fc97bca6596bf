"""An example of each press on the pages of reviews."""

from factories import ReviewFactory, make_product

from shop.admin.reviews.forms import AnswerForm
from shop.catalog.models import Review


def make(**fields) -> Review:
    return ReviewFactory(product=make_product(), **fields)


def decide_reviews():
    ids = [make(status="waiting").id, make(status="waiting").id]
    return "/admin/reviews", {"ids": ids, "action": "publish"}


def publish_review():
    return f"/admin/reviews/{make(status='waiting').id}/publish", {}


def hide_review():
    return f"/admin/reviews/{make().id}/hide", {"reason": "It names a neighbour."}


def answer_review():
    review = make()
    version = AnswerForm(obj=review, blank=True).version.data
    return f"/admin/reviews/{review.id}/answer", {"answer": "Thank you.", "version": version}


def remove_answer():
    return f"/admin/reviews/{make(answer='Thank you.').id}/answer/delete", {}


EXAMPLES = {
    "admin.decide_reviews": decide_reviews,
    "admin.publish_review": publish_review,
    "admin.hide_review": hide_review,
    "admin.answer_review": answer_review,
    "admin.remove_answer": remove_answer,
}
