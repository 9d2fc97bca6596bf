"""Changing and deleting collections."""

from collection_rows import stored
from factories import CollectionFactory, UserFactory, make_product

from shop.catalog.models import CollectionProduct, SlugRedirect
from shop.extensions import db


class TestChange:
    def test_gives_it_other_words_and_keeps_the_address(self, client, administrator):
        CollectionFactory(title="Rugs", slug="rugs")
        fields = {"title": "Carpets", "description": "Knotted."}
        answer = client.put("/collections/rugs", json=fields)
        assert answer.status_code == 200
        assert answer.get_json()["title"] == "Carpets"
        assert stored("rugs").title == "Carpets"
        assert "Knotted." in client.get("/collections/rugs").text

    def test_moves_it_with_its_products(self, client, administrator):
        living = CollectionFactory(slug="living")
        rugs = CollectionFactory(title="Rugs", slug="rugs")
        product = make_product(collections=(rugs,))
        client.put("/collections/rugs", json={"title": "Rugs", "parent": "living"})
        assert stored("rugs").parent_id == living.id
        row = db.session.get(CollectionProduct, (living.id, product.id))
        assert row.is_direct is False

    def test_moves_it_to_the_top_when_no_parent_is_sent(self, client, administrator):
        CollectionFactory(title="Rugs", slug="rugs", parent=CollectionFactory(slug="living"))
        client.put("/collections/rugs", json={"title": "Rugs"})
        assert stored("rugs").parent_id is None

    def test_cannot_stand_inside_itself(self, client, administrator):
        rugs = CollectionFactory(title="Rugs", slug="rugs")
        CollectionFactory(slug="kilims", parent=rugs)
        for parent in ("rugs", "kilims"):
            answer = client.put("/collections/rugs", json={"title": "Rugs", "parent": parent})
            assert answer.status_code == 400
            assert list(answer.get_json()["errors"]) == ["parent"]
        assert stored("rugs").parent_id is None

    def test_bad_data_is_400(self, client, administrator):
        CollectionFactory(title="Rugs", slug="rugs")
        for body in ({}, {"title": ""}, {"title": 1}):
            answer = client.put("/collections/rugs", json=body)
            assert answer.status_code == 400
            assert "title" in answer.get_json()["errors"]
        assert (
            client.put("/collections/rugs", data=b"no", content_type="application/json").status_code
            == 400
        )
        assert stored("rugs").title == "Rugs"

    def test_unknown_one_is_404(self, client, administrator):
        answer = client.put("/collections/nowhere", json={"title": "Rugs"})
        assert answer.status_code == 404
        assert answer.mimetype == "application/problem+json"

    def test_others_may_not(self, client, other_client, sign_in):
        CollectionFactory(title="Rugs", slug="rugs")
        sign_in(UserFactory())
        assert other_client.put("/collections/rugs", json={"title": "Mine"}).status_code == 401
        assert client.put("/collections/rugs", json={"title": "Mine"}).status_code == 403
        assert client.put("/collections/nowhere", json={"title": "Mine"}).status_code == 403
        assert stored("rugs").title == "Rugs"


class TestDelete:
    def test_deletes_an_empty_one_and_its_old_addresses(self, client, administrator):
        rugs = CollectionFactory(slug="rugs")
        db.session.add(SlugRedirect(kind="collection", slug="carpets", target_id=rugs.id))
        db.session.commit()
        assert client.delete("/collections/rugs").status_code == 204
        assert stored("rugs") is None
        assert client.get("/collections/rugs").status_code == 404
        assert client.get("/collections/carpets").status_code == 404

    def test_one_that_holds_products_is_409(self, client, administrator):
        make_product(collections=(CollectionFactory(slug="rugs"),))
        answer = client.delete("/collections/rugs")
        assert answer.status_code == 409
        assert "Move them elsewhere first." in answer.get_json()["detail"]
        assert stored("rugs") is not None

    def test_one_that_holds_collections_is_409(self, client, administrator):
        CollectionFactory(parent=CollectionFactory(slug="rugs"))
        assert client.delete("/collections/rugs").status_code == 409

    def test_unknown_one_is_404(self, client, administrator):
        assert client.delete("/collections/nowhere").status_code == 404

    def test_others_may_not(self, client, other_client, sign_in):
        CollectionFactory(slug="rugs")
        sign_in(UserFactory())
        assert other_client.delete("/collections/rugs").status_code == 401
        assert client.delete("/collections/rugs").status_code == 403
        assert stored("rugs") is not None
