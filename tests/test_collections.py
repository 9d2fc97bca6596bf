import json

import pytest
from collection_rows import stored
from factories import CollectionFactory, PictureFactory, make_product

from shop.catalog.models import Collection
from shop.catalog.slugs import slug_of
from shop.extensions import db

AS_JSON = {"Accept": "application/json"}


def how_many():
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(Collection))


class TestCreateCollection:
    def test_signed_out_is_401(self, client):
        answer = client.post("/collections", data={"title": "Rugs"})
        assert answer.status_code == 401
        assert how_many() == 0

    def test_signed_out_is_401_whatever_was_sent(self, client):
        assert client.post("/collections", data={}).status_code == 401
        assert (
            client.post("/collections", data=b"{", content_type="application/json").status_code
            == 401
        )
        forged = client.post("/collections", headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 401

    def test_refusal_of_json_is_a_problem_document(self, client):
        answer = client.post("/collections", json={"title": "Rugs"}, headers={"Accept": "*/*"})
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"

    def test_customer_is_403(self, client, customer):
        assert client.post("/collections", data={"title": "Rugs"}).status_code == 403
        assert client.post("/collections", json={"title": "Rugs"}).status_code == 403
        assert how_many() == 0

    def test_bad_form_is_400_with_the_error_beside_the_field(self, client, administrator):
        answer = client.post("/collections", data={"title": "", "description": "Woven by hand"})
        assert answer.status_code == 400
        assert 'id="title-error"' in answer.text
        assert "Woven by hand" in answer.text
        assert how_many() == 0

    def test_bad_json_is_400_with_the_errors_by_field(self, client, administrator):
        answer = client.post("/collections", json={"title": ""})
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["errors"] == {"title": ["Give it a title."]}

    def test_good_form_leads_to_the_new_collection(self, client, administrator):
        answer = client.post(
            "/collections", data={"title": "Rugs & Mats", "description": "Woven by hand"}
        )
        assert (answer.status_code, answer.location) == (303, "/collections/rugs-and-mats")
        page = client.get(answer.location)
        assert page.status_code == 200
        assert "The collection “Rugs &amp; Mats” is there." in page.text
        assert stored("rugs-and-mats").description == "Woven by hand"

    def test_good_json_is_200_with_the_collection(self, client, administrator):
        CollectionFactory(title="Living", slug="living")
        fields = {"title": "Rugs", "description": "Woven by hand", "parent": "living"}
        answer = client.post("/collections", json=fields)
        assert answer.status_code == 200
        assert answer.get_json() == {
            "slug": "rugs",
            "title": "Rugs",
            "description": "Woven by hand",
            "parent": "living",
            "url": "http://localhost/collections/rugs",
            "product_count": 0,
        }
        assert stored("rugs").parent.slug == "living"

    def test_description_and_parent_may_be_left_out(self, client, administrator):
        assert client.post("/collections", json={"title": "Rugs"}).status_code == 200
        more = {"title": "Mats", "description": None, "parent": None}
        assert client.post("/collections", json=more).status_code == 200
        assert client.post("/collections", data={"title": "Furs", "parent": ""}).status_code == 303

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "x" * 121},
            {"title": " \n "},
            {"title": "a\x00b"},
            {"title": "a\ud800b"},
            {"title": 5},
            {"title": ["Rugs"]},
            {"title": {"a": "b"}},
            {"title": None},
            {"title": "Rugs", "description": "x" * 5001},
            {"title": "Rugs", "description": "a\x00"},
            {"title": "Rugs", "description": 1e400},
            {"title": "Rugs", "parent": "nowhere"},
            {"title": "Rugs", "parent": "a\x00"},
            {"title": "Rugs", "parent": True},
            {"title": "Rugs", "parent": "x" * 5000},
        ],
        ids=repr,
    )
    def test_fields_that_cannot_be_taken_are_400(self, client, administrator, fields):
        answer = client.post("/collections", json=fields)
        assert answer.status_code == 400
        assert len(answer.get_json()["errors"]) == 1
        assert how_many() == 0

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"Rugs"',
            b"1" * 5000,
            b"[" * 100_000,
            b"\xff\xfe",
            b'{"a":' * 9999,
        ],
        ids=lambda body: repr(body[:8]),
    )
    def test_bodies_that_are_no_object_are_400(self, client, administrator, body):
        answer = client.post("/collections", data=body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"

    def test_unknown_parent_of_a_form_is_400_beside_the_field(self, client, administrator):
        answer = client.post("/collections", data={"title": "Rugs", "parent": "nowhere"})
        assert answer.status_code == 400
        assert "There is no such collection." in answer.text

    def test_same_title_gets_another_address(self, client, administrator):
        client.post("/collections", json={"title": "Rugs"})
        assert client.post("/collections", json={"title": "Rugs"}).get_json()["slug"] == "rugs-2"

    def test_address_of_the_form_is_never_a_collections(self, client, administrator):
        assert client.post("/collections", json={"title": "New"}).get_json()["slug"] == "new-2"

    def test_title_without_letters_gets_an_address_all_the_same(self, client, administrator):
        assert client.post("/collections", json={"title": "🐦"}).get_json()["slug"] == "collection"

    def test_tree_goes_only_so_deep(self, client, administrator):
        parent = ""
        for number in range(5):
            fields = {"title": f"Level {number}", "parent": parent}
            parent = client.post("/collections", json=fields).get_json()["slug"]
        answer = client.post("/collections", json={"title": "Too deep", "parent": parent})
        assert list(answer.get_json()["errors"]) == ["parent"]

    def test_forged_request_is_refused(self, client, administrator):
        answer = client.post(
            "/collections", data={"title": "Rugs"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400
        assert how_many() == 0


class TestTheForm:
    def test_signed_out_leads_to_signing_in(self, client):
        assert client.get("/collections/new").location == "/auth/login?next=%2Fcollections%2Fnew"

    def test_customer_is_403(self, client, customer):
        assert client.get("/collections/new").status_code == 403

    def test_offers_every_collection_as_a_place(self, client, administrator):
        CollectionFactory(title="Living", slug="living")
        page = client.get("/collections/new")
        assert page.status_code == 200
        assert '<option value="living">' in page.text

    def test_only_administrators_are_led_to_it(self, client, other_client, administrator):
        assert 'href="/collections/new"' in client.get("/collections").text
        assert 'href="/collections/new"' not in other_client.get("/collections").text


class TestList:
    def test_page_shows_the_tree(self, client, app):
        top = CollectionFactory(title="Living", slug="living", description="Where the day ends.")
        CollectionFactory(title="Vases", slug="vases", parent=top)
        page = client.get("/collections").text
        assert "Where the day ends." in page
        assert 'href="/collections/living"' in page
        assert 'href="/collections/vases"' in page

    def test_page_shows_the_featured_products_picture(self, client, app):
        product = make_product()
        picture = PictureFactory(product=product)
        product.cover = picture
        db.session.commit()
        CollectionFactory(title="Gifts", featured_product=product)
        assert picture.key in client.get("/collections").text

    def test_page_without_collections_says_so(self, client, app):
        assert "No collections yet" in client.get("/collections").text

    def test_strangers_page_may_be_kept_and_is_revalidated(self, client, app):
        page = client.get("/collections")
        assert "public" in page.headers["Cache-Control"]
        assert "Set-Cookie" not in page.headers
        again = client.get("/collections", headers={"If-None-Match": page.headers["ETag"]})
        assert again.status_code == 304

    def test_json_lists_every_collection_with_its_count(self, client, app):
        top = CollectionFactory(title="Living", slug="living")
        vases = CollectionFactory(title="Vases", slug="vases", parent=top, description="Thrown.")
        make_product(collections=(vases,))
        make_product(collections=(vases,), is_published=False)
        items = client.get("/collections", headers=AS_JSON).get_json()["items"]
        assert [item["slug"] for item in items] == ["living", "vases"]
        assert items[1] == {
            "slug": "vases",
            "title": "Vases",
            "description": "Thrown.",
            "parent": "living",
            "url": "http://localhost/collections/vases",
            "product_count": 1,
        }

    def test_number_of_queries_does_not_grow(self, client, app, count_queries):
        for _ in range(12):
            CollectionFactory(parent=CollectionFactory())
        assert count_queries(lambda: client.get("/collections")) <= 5


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rugs & Mats", "rugs-and-mats"),
        ("Küche", "kuche"),
        ("Großes Łóżko", "grosses-lozko"),
        ("L'été", "lete"),
        ("🐦", "fallback"),
        ("кухня", "fallback"),
        ("--", "fallback"),
        ("x" * 120, "x" * 80),
    ],
)
def test_slug_is_made_of_plain_letters(title, slug):
    assert slug_of(title, "fallback") == slug


def test_json_that_says_it_is_something_else_is_read_as_an_empty_form(client, administrator):
    body = json.dumps({"title": "Rugs"})
    answer = client.post("/collections", data=body, content_type="text/plain")
    assert answer.status_code == 400
