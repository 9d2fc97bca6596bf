"""Reviews that wait, are published, hidden and answered, as shoppers meet them."""

import json
import re

import pytest
from factories import ReviewFactory, UserFactory, make_product

from shop import settings
from shop.catalog import review_services
from shop.catalog.models import Product, Review
from shop.extensions import db
from shop.mail import mailbox

GOOD = {"rating": "4", "title": "Good in the hand", "body": "The handle fits two fingers."}


@pytest.fixture
def mug(app):
    return make_product("Harbour mug", slug="harbour-mug")


@pytest.fixture
def approved_first(app):
    """The shop approves reviews before others read them."""
    with app.app_context():
        settings.save(reviews_need_approval=True)
        db.session.commit()


@pytest.fixture(autouse=True)
def _empty_mailbox(app):
    mailbox.empty()


def rating(product):
    db.session.rollback()
    found = db.session.get(Product, product.id)
    return found.rating_count, found.rating_average


def write(client):
    return client.post("/products/harbour-mug/reviews", data=GOOD, follow_redirects=True).text


def page_of(client):
    return client.get("/products/harbour-mug").text


def do(verb, *arguments):
    """A verb of the services, and the commit after it."""
    result = verb(*arguments)
    db.session.commit()
    return result


def test_a_review_waits_where_the_shop_approves_them(
    client, other_client, customer, mug, approved_first
):
    assert "once the shop has approved it" in write(client)
    assert db.session.scalars(db.select(Review.status)).one() == "waiting"
    assert rating(mug) == (0, 0)
    assert GOOD["title"] not in page_of(other_client)


def test_its_author_alone_reads_that_it_waits(
    client, other_client, customer, sign_in, mug, approved_first
):
    write(client)
    assert "waits for the shop to approve it" in page_of(client)
    sign_in(UserFactory(), other_client)
    assert "waits for the shop" not in page_of(other_client)


def test_only_published_ones_are_counted_and_shown(client, mug):
    ReviewFactory(product=mug, rating=5, title="Seen")
    ReviewFactory(product=mug, rating=1, title="Unread", status="waiting")
    ReviewFactory(product=mug, rating=1, title="Gone", status="hidden")
    review_services.refresh_ratings([mug.id])
    db.session.commit()
    page = page_of(client)
    assert "Seen" in page
    assert "Unread" not in page
    assert "Gone" not in page
    assert rating(mug) == (1, 500)
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page, re.S)[1])["@graph"][1]
    assert [each["name"] for each in data["review"]] == ["Seen"]
    assert data["aggregateRating"]["reviewCount"] == 1


def test_publishing_brings_it_to_everybody_and_into_the_rating(client, mug):
    review = ReviewFactory(product=mug, rating=4, status="waiting")
    assert do(review_services.publish, [review]) == 1
    assert do(review_services.publish, [review]) == 0
    assert rating(mug) == (1, 400)
    assert review.title in page_of(client)


def test_hiding_takes_it_away_and_tells_its_author_why(client, customer, mug):
    review = ReviewFactory(product=mug, user_id=customer.id)
    do(review_services.publish, [review])
    assert do(review_services.hide, [review], "It names a neighbour.") == 1
    assert rating(mug) == (0, 0)
    page = page_of(client)
    assert "The shop has hidden your review" in page
    assert "It names a neighbour." in page


def test_the_answer_is_shown_below_with_its_day(client, mug):
    review = ReviewFactory(product=mug, body="A chip in it.")
    do(review_services.answer, review, "We are sorry.\n\nA new one is on its way <3.")
    review_services.refresh_ratings([mug.id])
    db.session.commit()
    page = page_of(client)
    assert "Answer from Wrenfield" in page
    assert "<p>We are sorry.</p>" in page
    assert "on its way &lt;3." in page


def test_the_author_is_mailed_about_the_first_answer_alone(mug, run_jobs):
    review = ReviewFactory(product=mug, user_id=UserFactory(email="ada@example.com").id)
    do(review_services.answer, review, "Thank you.\n\nCome again.")
    do(review_services.answer, review, "Thank you, Ada.")
    run_jobs()
    [mail] = mailbox.mails()
    assert "Harbour mug" in mail.subject
    assert "Thank you, Ada." in mail.text
    assert "/products/harbour-mug#reviews" in mail.text


def test_an_answer_to_one_that_waits_is_mailed_when_it_is_published(mug, run_jobs):
    review = ReviewFactory(product=mug, status="waiting", user_id=UserFactory().id)
    do(review_services.answer, review, "Thank you.")
    run_jobs()
    assert mailbox.mails() == []
    do(review_services.publish, [review])
    run_jobs()
    assert len(mailbox.mails()) == 1


def test_nobody_is_mailed_about_an_answer_that_is_gone_again(mug, run_jobs):
    review = ReviewFactory(product=mug, user_id=UserFactory().id)
    do(review_services.answer, review, "Thank you.")
    do(review_services.remove_answer, review)
    run_jobs()
    assert mailbox.mails() == []
    assert review.answered_at is None


def test_the_account_export_says_what_became_of_it(client, customer, mug):
    ReviewFactory(product=mug, user_id=customer.id, status="hidden", hidden_reason="Rude.")
    [review] = client.get("/account/export").json["reviews"]
    assert (review["status"], review["hidden_reason"], review["answer"]) == ("hidden", "Rude.", "")
