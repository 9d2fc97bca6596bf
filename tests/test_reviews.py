from functools import partial

import pytest
from at_once import at_once
from factories import ReviewFactory, UserFactory, make_product

from shop.catalog.models import Product, Review
from shop.extensions import db

GOOD = {"rating": "4", "title": "Good in the hand", "body": "The handle fits two fingers."}


@pytest.fixture
def mug(app):
    return make_product("Harbour mug", slug="harbour-mug")


def reviews():
    db.session.rollback()
    return db.session.scalars(db.select(Review)).all()


def post(client, **fields):
    return client.post("/products/harbour-mug/reviews", data=GOOD | fields)


def test_review_is_kept_and_shown(client, customer, mug):
    answer = post(client)
    assert (answer.status_code, answer.location) == (303, "/products/harbour-mug#reviews")
    page = client.get("/products/harbour-mug").text
    assert "Thank you. Your review is there" in page
    assert "Good in the hand" in page
    assert "The handle fits two fingers." in page
    review = reviews()[0]
    assert (review.rating, review.user_id, review.author_name) == (4, customer.id, customer.name)


def test_review_is_not_a_verified_buyers_by_itself(client, customer, mug):
    post(client)
    assert reviews()[0].is_verified is False


def test_review_changes_the_products_rating(client, customer, mug):
    ReviewFactory(product=mug, rating=5)
    post(client, rating="4")
    db.session.rollback()
    product = db.session.get(Product, mug.id)
    assert (product.rating_count, product.rating_average) == (2, 450)


def test_signed_out_is_401_whatever_was_sent(client, mug):
    assert post(client).status_code == 401
    assert post(client, rating="9").status_code == 401
    assert client.post("/products/nowhere/reviews", data={}).status_code == 401
    assert reviews() == []


def test_second_review_is_a_conflict_with_a_way_on(client, customer, mug):
    post(client)
    answer = post(client, rating="1")
    assert answer.status_code == 409
    assert "You have reviewed Harbour mug already." in answer.text
    assert 'href="/products/harbour-mug#reviews"' in answer.text
    assert [review.rating for review in reviews()] == [4]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", ""),
        ("rating", "0"),
        ("rating", "6"),
        ("rating", "4.5"),
        ("rating", "five"),
        ("rating", "9" * 5000),
        ("rating", "٤"),
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 121),
        ("title", "a\x00b"),
        ("body", ""),
        ("body", "x" * 5001),
        ("body", "a\x00b"),
    ],
)
def test_bad_data_is_400_beside_its_field(client, customer, mug, field, value):
    answer = post(client, **{field: value})
    assert answer.status_code == 400
    assert f'id="review-{field}-error"' in answer.text
    assert reviews() == []


def test_what_was_typed_is_kept(client, customer, mug):
    page = post(client, rating="").text
    assert "Good in the hand" in page
    assert "The handle fits two fingers." in page


def test_missing_fields_are_400(client, customer, mug):
    assert client.post("/products/harbour-mug/reviews", data={}).status_code == 400


def test_bad_data_is_a_problem_document_for_json(client, customer, mug):
    answer = client.post(
        "/products/harbour-mug/reviews", data={}, headers={"Accept": "application/json"}
    )
    assert answer.mimetype == "application/problem+json"
    assert set(answer.get_json()["errors"]) == {"rating", "title", "body"}


def test_unknown_product_is_404(client, customer, mug):
    assert client.post("/products/nowhere/reviews", data=GOOD).status_code == 404
    make_product(slug="hidden", is_published=False)
    assert client.post("/products/hidden/reviews", data=GOOD).status_code == 404


def test_script_in_a_review_is_shown_as_text(client, customer, mug):
    post(client, title="<script>alert(1)</script>")
    page = client.get("/products/harbour-mug").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_forged_request_is_refused(client, customer, mug):
    answer = client.post(
        "/products/harbour-mug/reviews", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    assert reviews() == []


def post_at_once(app, sessions):
    clients = [app.test_client() for _ in sessions]
    for client, session in zip(clients, sessions, strict=True):
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie("session", session)
    answers = at_once(app, [partial(post, client) for client in clients])
    return sorted(answer.status_code for answer in answers)


def test_pressing_twice_at_once_leaves_one_review(app, client, customer, mug):
    db.session.rollback()
    session = client.get_cookie("session").value
    assert post_at_once(app, [session] * 4) == [303, 409, 409, 409]
    assert len(reviews()) == 1


def test_reviews_of_several_customers_at_once_are_all_counted(app, mug, sign_in):
    sessions = []
    for _ in range(4):
        browser = app.test_client()
        browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        sign_in(UserFactory(), browser)
        sessions.append(browser.get_cookie("session").value)
    product_id = mug.id
    db.session.rollback()
    assert post_at_once(app, sessions) == [303] * 4
    assert db.session.get(Product, product_id).rating_count == 4
