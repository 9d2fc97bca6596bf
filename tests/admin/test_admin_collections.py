"""The collections of the back office: their tree, the page of one, its order and its end."""

import csv
import io

import pytest
from examples_collections import save_collection
from factories import CollectionFactory, UserFactory, make_product
from product_form import png

from shop.admin.audit.models import AuditEntry
from shop.admin.collections.forms import EditCollectionForm
from shop.catalog import search, services
from shop.catalog.models import Collection, Picture
from shop.extensions import db
from shop.media.storage import storage
from shop.rights import Role


@pytest.fixture(autouse=True)
def _administrator(administrator):
    """Each of these is done by one."""


@pytest.fixture
def kitchen():
    return CollectionFactory(title="Kitchen", slug="kitchen")


def fresh(collection):
    db.session.rollback()
    return db.session.get(Collection, collection.id, populate_existing=True)


def save(client, collection, **changes):
    """Send the form as it was drawn, with `changes`."""
    form = EditCollectionForm(fresh(collection), blank=True)
    data = {field.name: field.data for field in form if isinstance(field.data, str)}
    db.session.rollback()
    return client.post(f"/admin/collections/{collection.id}", data=data | changes)


class TestList:
    def test_shows_the_tree_with_its_products(self, client, kitchen):
        mugs = CollectionFactory(title="Mugs", slug="mugs", parent=kitchen)
        make_product(collections=(mugs,))
        services.put_into(make_product(is_published=False), [mugs])
        db.session.commit()
        text = client.get("/admin/collections").text
        assert text.index(">Kitchen</a>") < text.index(">Mugs</a>")
        assert "admin-tree-1" in text
        assert "(1 hidden)" in text

    def test_is_searched_and_sorted(self, client, kitchen):
        CollectionFactory(title="Bath")
        assert ">Bath</a>" not in client.get("/admin/collections?q=kit").text
        text = client.get("/admin/collections?sort=title").text
        assert text.index(">Bath</a>") < text.index(">Kitchen</a>")
        assert "No collection like that" in client.get("/admin/collections?q=zzz").text

    def test_takes_as_many_queries_for_many_as_for_few(self, client, kitchen, count_queries):
        few = count_queries(lambda: client.get("/admin/collections"))
        for _ in range(20):
            CollectionFactory(parent=kitchen)
        assert count_queries(lambda: client.get("/admin/collections")) == few

    def test_is_a_file_too(self, client, kitchen):
        CollectionFactory(title="=Mugs", slug="mugs", parent=kitchen)
        rows = list(csv.DictReader(io.StringIO(client.get("/admin/collections.csv").text)))
        assert [(r["slug"], r["title"], r["parent"]) for r in rows] == [
            ("kitchen", "Kitchen", ""),
            ("mugs", "'=Mugs", "kitchen"),
        ]

    def test_a_reader_sees_no_buttons(self, client, sign_in, kitchen):
        client.post("/auth/logout")
        sign_in(UserFactory(role=Role.READER))
        assert "New collection" not in client.get("/admin/collections").text
        page = client.get(f"/admin/collections/{kitchen.id}")
        assert page.status_code == 200
        assert "<textarea" not in page.text


class TestOrder:
    def titles(self):
        db.session.rollback()
        rows = db.select(Collection.title).order_by(Collection.position, Collection.title)
        return db.session.scalars(rows).all()

    @pytest.mark.parametrize(
        ("title", "direction", "after"),
        [
            ("B", "up", ["B", "A", "C"]),
            ("B", "down", ["A", "C", "B"]),
            ("A", "up", ["A", "B", "C"]),
            ("C", "down", ["A", "B", "C"]),
        ],
    )
    def test_moves_a_step(self, client, title, direction, after):
        made = {t: CollectionFactory(title=t) for t in "ABC"}  # all at position 0
        url = f"/admin/collections/{made[title].id}/move"
        answer = client.post(url, data={"direction": direction})
        assert answer.status_code == 303
        assert self.titles() == after

    def test_junk_is_a_400(self, client, kitchen):
        url = f"/admin/collections/{kitchen.id}/move"
        assert client.post(url, data={"direction": "sideways"}).status_code == 400


class TestAdding:
    def test_makes_one_inside_another(self, client, kitchen):
        assert " selected" in client.get("/admin/collections/new?parent=kitchen").text
        data = {"title": "Mugs", "description": "For tea.", "parent": "kitchen"}
        answer = client.post("/admin/collections/new", data=data)
        assert answer.status_code == 303
        made = db.session.scalar(db.select(Collection).where(Collection.slug == "mugs"))
        assert answer.location == f"/admin/collections/{made.id}"
        assert made.parent_id == kitchen.id
        assert "“Mugs” is there" in client.get(answer.location).text

    def test_without_a_title_is_a_400(self, client):
        answer = client.post("/admin/collections/new", data={"title": " ", "description": "Kept"})
        assert answer.status_code == 400
        assert "Give it a title" in answer.text
        assert "Kept" in answer.text


class TestEditing:
    def test_saves_words_and_notes_them(self, client, kitchen):
        answer = save(client, kitchen, title="Cooking", description="Pans.")
        assert (answer.status_code, fresh(kitchen).title) == (303, "Cooking")
        [entry] = db.session.scalars(db.select(AuditEntry))
        assert {c["field"]: c["after"] for c in entry.changes} == {
            "title": "Cooking",
            "description": "Pans.",
        }

    def test_saving_what_is_there_changes_nothing(self, client, kitchen):
        assert save(client, kitchen).status_code == 303
        assert db.session.scalars(db.select(AuditEntry)).all() == []

    def test_a_new_address_is_led_to_from_the_old_one(self, client, kitchen):
        save(client, kitchen, slug="cooking")
        answer = client.get("/collections/kitchen")
        assert (answer.status_code, answer.location) == (301, "/collections/cooking")

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"slug": "bath"}, "Another collection has this address"),
            ({"slug": "new"}, "Another collection has this address"),
            ({"slug": "Not good"}, "Use small letters"),
            ({"slug": ""}, "Give it an address"),
            ({"title": ""}, "Give it a title"),
            ({"title": "\0"}, "no text has"),
            ({"parent": "mugs"}, "cannot stand inside itself"),
            ({"parent": "kitchen"}, "cannot stand inside itself"),
            ({"parent": "nowhere"}, "no such collection"),
            ({"featured": "nothing-like-it"}, "No product has this address"),
        ],
    )
    def test_unsound_words_are_a_400(self, client, kitchen, fields, sentence):
        CollectionFactory(slug="bath")
        CollectionFactory(slug="mugs", parent=kitchen)
        answer = save(client, kitchen, **fields)
        assert answer.status_code == 400
        assert sentence in answer.text
        assert (fresh(kitchen).slug, fresh(kitchen).title) == ("kitchen", "Kitchen")

    def test_products_follow_to_another_place_and_are_found_by_its_title(self, client, kitchen):
        mugs = CollectionFactory(title="Mugs", slug="mugs")
        cup = make_product("Cup", collections=(mugs,))
        save(client, mugs, parent="kitchen")
        assert ">Cup<" in client.get("/collections/kitchen").text.replace("\n", "")
        assert list(search.match("kitchen").ids) == [cup.id]

    def test_features_a_product_by_address_or_sku(self, client, kitchen):
        cup = make_product("Cup", slug="cup")
        save(client, kitchen, featured="cup")
        assert fresh(kitchen).featured_product_id == cup.id
        save(client, kitchen, featured="")
        assert fresh(kitchen).featured_product_id is None
        save(client, kitchen, featured=cup.variants[0].sku)
        assert fresh(kitchen).featured_product_id == cup.id

    def test_who_saves_second_is_shown_both_versions(self, client, kitchen):
        old = EditCollectionForm(kitchen, blank=True).version.data
        save(client, kitchen, title="Cooking")
        data = {"title": "Kitchen and table", "slug": "kitchen", "version": old}
        answer = client.post(f"/admin/collections/{kitchen.id}", data=data)
        assert answer.status_code == 409
        assert "Cooking" in answer.text
        assert "Kitchen and table" in answer.text
        assert fresh(kitchen).title == "Cooking"

    @pytest.mark.parametrize("number", ["0", "99999", "9" * 30, "x"])
    def test_of_nothing_is_a_404(self, client, number):
        assert client.get(f"/admin/collections/{number}").status_code == 404


class TestPicture:
    def upload(self, client, collection, data=None, **changes):
        return save(client, collection, picture=(io.BytesIO(data or png()), "pan.png"), **changes)

    def test_is_kept_and_rendered(self, client, kitchen, run_jobs):
        assert self.upload(client, kitchen).status_code == 303
        assert run_jobs() == ["tasks.media.render_picture"]
        picture = fresh(kitchen).picture
        assert picture.rendered_at
        assert picture.key.removesuffix(".webp") in client.get("/collections").text

    def test_another_one_takes_its_place(self, client, kitchen, run_jobs):
        self.upload(client, kitchen)
        old = fresh(kitchen).picture.key
        self.upload(client, kitchen)
        run_jobs()
        assert not storage().exists(old)
        assert db.session.scalars(db.select(Picture.key)).all() == [fresh(kitchen).picture.key]

    def test_is_taken_away(self, client, kitchen, run_jobs):
        self.upload(client, kitchen)
        key = fresh(kitchen).picture.key
        save(client, kitchen, drop_picture="y")
        run_jobs()
        assert fresh(kitchen).picture is None
        assert not storage().exists(key)

    def test_what_is_none_is_a_400_that_says_why(self, client, kitchen):
        answer = self.upload(client, kitchen, b"GIF89a...", title="Cooking")
        assert answer.status_code == 400
        assert "GIF files are not accepted" in answer.text
        assert 'value="Cooking"' in answer.text
        assert fresh(kitchen).picture is None


class TestDeleting:
    def test_an_empty_one_goes(self, client, kitchen):
        answer = client.post(f"/admin/collections/{kitchen.id}/delete")
        assert (answer.status_code, answer.location) == (303, "/admin/collections")
        db.session.rollback()
        assert db.session.scalars(db.select(Collection)).all() == []
        [entry] = db.session.scalars(db.select(AuditEntry))
        assert (entry.target_kind, entry.target) == ("collection", "Kitchen")

    def test_one_with_products_stays(self, client, kitchen):
        make_product(collections=(kitchen,))
        answer = client.post(f"/admin/collections/{kitchen.id}/delete")
        assert answer.status_code == 409
        assert f"/admin/collections/{kitchen.id}" in answer.text
        assert fresh(kitchen)


def test_the_example_is_sound(client):
    url, data = save_collection()
    assert client.post(url, data=data).status_code == 303
