"""Approving, hiding and answering reviews in the back office."""

import csv
import io
import re

import pytest
from factories import ReviewFactory, UserFactory, make_product

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.catalog.models import Product, Review
from shop.extensions import db


@pytest.fixture
def mug(app):
    return make_product("Harbour mug", slug="harbour-mug")


def stored(review):
    db.session.rollback()
    return db.session.get(Review, review.id)


def changes():
    db.session.rollback()
    return [
        (entry.target_kind, change["field"], change["before"], change["after"])
        for entry in db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))
        for change in entry.changes
    ]


def version(client, review):
    page = client.get(f"/admin/reviews/{review.id}").text
    return re.search(r'name="version"[^>]* value="(\w+)"', page)[1]


def answer(client, review, text, **fields):
    data = {"answer": text, "version": version(client, review)} | fields
    return client.post(f"/admin/reviews/{review.id}/answer", data=data)


class TestList:
    def test_shows_those_to_approve_first(self, client, administrator, mug):
        ReviewFactory(product=mug, title="There already")
        ReviewFactory(product=mug, title="Gone", status="hidden")
        ReviewFactory(product=mug, title="To be read", status="waiting")
        page = client.get("/admin/reviews").text
        assert page.index("To be read") < page.index("There already") < page.index("Gone")
        assert re.search(r'To approve <span class="admin-tabs-count">1</span>', page)

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("status=waiting", "Unread"),
            ("rating=2", "Chipped"),
            ("answered=yes", "Chipped"),
            ("q=HANDLE", "Handled"),
            ("q=Grace", "Unread"),
            ("q=bowl", "Chipped"),
        ],
    )
    def test_can_be_narrowed_and_searched(self, client, administrator, mug, query, title):
        bowl = make_product("Tea bowl")
        ReviewFactory(product=mug, title="Handled", body="The handle fits.")
        ReviewFactory(product=mug, title="Unread", status="waiting", author_name="Grace")
        ReviewFactory(
            product=bowl, title="Chipped", rating=2, answer="Sorry.", answered_at=clock.now()
        )
        page = client.get(f"/admin/reviews?{query}").text
        others = {"Handled", "Unread", "Chipped"} - {title}
        assert title in page
        assert not any(other in page for other in others)

    def test_asks_as_much_of_the_database_for_many_as_for_one(
        self, client, administrator, mug, count_queries
    ):
        ReviewFactory(product=mug)
        client.get("/admin/reviews")
        one = count_queries(lambda: client.get("/admin/reviews"))
        for _ in range(30):
            ReviewFactory(product=make_product())
        assert count_queries(lambda: client.get("/admin/reviews")) == one

    def test_the_file_has_every_column_defused(self, client, administrator, mug):
        ReviewFactory(product=mug, title="=1+1", rating=3, answer="Thanks.")
        [row] = csv.DictReader(io.StringIO(client.get("/admin/reviews.csv").text))
        assert row["title"] == "'=1+1"
        assert (row["product"], row["rating"], row["answer"]) == ("Harbour mug", "3", "Thanks.")

    @pytest.mark.parametrize("junk", ["%00", "9" * 400, "%ff", "'%_\\"])
    def test_survives_junk(self, client, administrator, mug, junk):
        ReviewFactory(product=mug)
        query = f"q={junk}&sort={junk}&page={junk}&status={junk}&rating={junk}&from={junk}"
        assert client.get(f"/admin/reviews?{query}").status_code == 200


class TestDeciding:
    def test_approving_publishes_it_and_counts_it(self, client, administrator, mug):
        review = ReviewFactory(product=mug, rating=4, status="waiting")
        reply = client.post(f"/admin/reviews/{review.id}/publish")
        assert (reply.status_code, reply.location) == (303, f"/admin/reviews/{review.id}")
        assert stored(review).status == "published"
        assert db.session.get(Product, mug.id).rating_average == 400
        assert "1 review is published." in client.get(reply.location).text
        assert ("review", "status", "waiting", "published") in changes()

    def test_from_the_list_leads_back_to_it(self, client, administrator, mug):
        review = ReviewFactory(product=mug, status="waiting")
        url = f"/admin/reviews/{review.id}/publish?sort=-status&status=waiting"
        reply = client.post(url, data={"list": "1"})
        assert reply.location == "/admin/reviews?sort=-status&status=waiting"

    def test_a_second_press_changes_nothing(self, client, administrator, mug):
        review = ReviewFactory(product=mug)
        assert client.post(f"/admin/reviews/{review.id}/publish").status_code == 303
        assert changes() == []

    def test_hiding_keeps_the_reason(self, client, administrator, mug):
        review = ReviewFactory(product=mug)
        client.post(f"/admin/reviews/{review.id}/hide", data={"reason": " It names  a neighbour."})
        assert stored(review).status == "hidden"
        assert stored(review).hidden_reason == "It names a neighbour."
        assert "Reason: It names a neighbour." in client.get(f"/admin/reviews/{review.id}").text
        assert review.title not in client.get("/products/harbour-mug").text

    def test_too_long_a_reason_is_a_400_beside_its_field(self, client, administrator, mug):
        review = ReviewFactory(product=mug)
        reply = client.post(f"/admin/reviews/{review.id}/hide", data={"reason": "x" * 201})
        assert reply.status_code == 400
        assert 'id="reason-error"' in reply.text
        assert stored(review).status == "published"

    @pytest.mark.parametrize(("action", "status"), [("publish", "published"), ("hide", "hidden")])
    def test_many_at_once(self, client, administrator, mug, action, status):
        chosen = [ReviewFactory(product=mug, status="waiting") for _ in range(2)]
        other = ReviewFactory(product=mug, status="waiting")
        data = {"ids": [review.id for review in chosen], "action": action, "reason": ""}
        reply = client.post("/admin/reviews?status=waiting", data=data)
        assert (reply.status_code, reply.location.split("?")[0]) == (303, "/admin/reviews")
        assert {stored(review).status for review in chosen} == {status}
        assert stored(other).status == "waiting"
        assert len([c for c in changes() if c[1] == "status"]) == 2

    @pytest.mark.parametrize(
        "data",
        [{}, {"ids": ["1"]}, {"ids": ["x", "9" * 40, "-1"], "action": "hide"}, {"action": "hide"}],
    )
    def test_nothing_selected_does_nothing(self, client, administrator, mug, data):
        ReviewFactory(product=mug)
        reply = client.post("/admin/reviews", data=data)
        assert reply.status_code == 303
        assert "Nothing was done" in client.get(reply.location).text
        assert changes() == []

    def test_offers_the_next_one_to_approve(self, client, administrator, mug):
        first = ReviewFactory(product=mug, status="waiting")
        second = ReviewFactory(product=mug, status="waiting")
        assert f'href="/admin/reviews/{second.id}"' in client.get(f"/admin/reviews/{first.id}").text

    def test_unknown_one_is_a_404(self, client, administrator):
        assert client.get("/admin/reviews/4711").status_code == 404
        assert client.post("/admin/reviews/4711/publish").status_code == 404


class TestAnswering:
    def test_is_kept_and_shown_in_the_shop(self, client, administrator, mug):
        review = ReviewFactory(product=mug)
        client.post(f"/admin/reviews/{review.id}/hide")
        client.post(f"/admin/reviews/{review.id}/publish")
        reply = answer(client, review, "Thank you.\r\n\r\nCome again.")
        assert reply.status_code == 303
        assert stored(review).answer == "Thank you.\n\nCome again."
        assert stored(review).answered_at is not None
        assert "Answer from" in client.get("/products/harbour-mug").text

    def test_says_that_it_waits_with_its_review(self, client, administrator, mug):
        reply = answer(client, ReviewFactory(product=mug, status="waiting"), "Thank you.")
        assert "once the review is published" in client.get(reply.location).text

    @pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "a\x00b"])
    def test_bad_text_is_a_400_beside_its_field(self, client, administrator, mug, text):
        review = ReviewFactory(product=mug)
        reply = answer(client, review, text)
        assert reply.status_code == 400
        assert 'id="answer-error"' in reply.text
        assert stored(review).answer == ""

    def test_somebody_elses_answer_is_not_overwritten(self, client, administrator, mug):
        review = ReviewFactory(product=mug)
        old = version(client, review)
        answer(client, review, "First.")
        reply = answer(client, review, "Second.", version=old)
        assert reply.status_code == 409
        assert "First." in reply.text
        assert "Second." in reply.text
        assert stored(review).answer == "First."
        again = re.search(r'name="version"[^>]* value="(\w+)"', reply.text)[1]
        assert answer(client, review, "Second.", version=again).status_code == 303
        assert stored(review).answer == "Second."

    def test_can_be_removed(self, client, administrator, mug):
        review = ReviewFactory(product=mug, answer="Thank you.")
        assert client.post(f"/admin/reviews/{review.id}/answer/delete").status_code == 303
        assert (stored(review).answer, stored(review).answered_at) == ("", None)

    def test_a_reader_reads_without_forms(self, client, sign_in, mug):
        review = ReviewFactory(product=mug, answer="Thank you.")
        sign_in(UserFactory(role="reader"))
        page = client.get(f"/admin/reviews/{review.id}").text
        assert "Thank you." in page
        assert f"/admin/reviews/{review.id}/" not in page
        assert client.post(f"/admin/reviews/{review.id}/answer/delete").status_code == 403

    def test_a_script_in_a_review_is_shown_as_text(self, client, administrator, mug):
        review = ReviewFactory(product=mug, title="<script>alert(1)</script>", body="</p><b>")
        for path in ("/admin/reviews", f"/admin/reviews/{review.id}"):
            assert "<script>alert" not in client.get(path).text
