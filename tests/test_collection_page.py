"""A collection's page: the list of what is in it, and where it leads."""

import json
import re

import pytest
from factories import CollectionFactory, fill_catalog, make_product
from listed import count_beside, titles

from shop.catalog.models import CollectionProduct, Picture, Product, SlugRedirect
from shop.extensions import db


class TestCollection:
    @pytest.fixture
    def mugs(self, app):
        kitchen = CollectionFactory(slug="kitchen", title="Kitchen")
        mugs = CollectionFactory(
            slug="mugs", title="Mugs", parent=kitchen, description="For coffee & tea."
        )
        make_product("Mug", slug="mug", price=1250, collections=(mugs,))
        make_product("Soap")
        return mugs

    def test_shows_its_own_products_alone(self, client, mugs):
        page = client.get("/collections/mugs")
        assert titles(page) == ["Mug"]
        assert "For coffee &amp; tea." in page.text

    def test_opens_with_its_own_picture_on_its_first_page(self, client, mugs):
        mugs.picture = Picture(key="aa/mugs.webp", width=8, height=8)
        fill_catalog(30, mugs)
        db.session.commit()
        assert "/media/aa/mugs.webp" in client.get("/collections/mugs").text
        assert "/media/aa/mugs.webp" not in client.get("/collections/mugs?page=2").text

    def test_leads_up_to_the_collections_above(self, client, mugs):
        page = client.get("/collections/mugs").text
        crumbs = page[page.index("breadcrumbs") : page.index("page-heading")]
        assert 'href="/collections/kitchen">Kitchen<' in crumbs
        assert '<span aria-current="page">Mugs</span>' in crumbs

    def test_takes_the_same_query_as_all_products(self, client, mugs):
        page = client.get("/collections/mugs?max_price=10").text
        assert "Nothing is all of that at once" in page
        assert '<a class="chip" href="/collections/mugs">' in page

    def test_offers_the_collections_inside_as_choices(self, client, mugs):
        mug = db.session.scalars(db.select(Product.id).where(Product.slug == "mug")).one()
        above = CollectionProduct(collection_id=mugs.parent_id, product_id=mug, is_direct=False)
        db.session.add(above)
        db.session.commit()
        page = client.get("/collections/kitchen")
        assert count_beside(page, "Mugs") == 1

    def test_answers_as_json_where_asked(self, client, mugs):
        answer = client.get("/collections/mugs", headers={"Accept": "application/json"})
        items = answer.json["items"]
        assert answer.json == {
            "slug": "mugs",
            "title": "Mugs",
            "description": "For coffee & tea.",
            "parent": "kitchen",
            "url": "http://localhost/collections/mugs",
            "product_count": 1,
            "items": items,
            "page": 1,
            "pages": 1,
            "total": 1,
        }
        assert (items[0]["slug"], items[0]["price"]) == ("mug", 1250)

    def test_describes_itself_to_search_engines(self, client, mugs):
        page = client.get("/collections/mugs").text
        assert '<meta name="description" content="For coffee &amp; tea.">' in page
        found = re.search(r'application/ld\+json">(.*?)</script>', page, re.S)
        crumbs, shelf = json.loads(found[1])["@graph"]
        assert [item["name"] for item in crumbs["itemListElement"]] == ["Home", "Kitchen", "Mugs"]
        items = shelf["mainEntity"]["itemListElement"]
        assert items[0]["url"] == "http://localhost/products/mug"

    def test_moved_one_redirects_with_its_query(self, client, mugs):
        db.session.add(SlugRedirect(kind="collection", slug="cups", target_id=mugs.id))
        db.session.commit()
        answer = client.get("/collections/cups?sort=price&page=2")
        assert answer.status_code == 301
        assert answer.location == "/collections/mugs?sort=price&page=2"

    @pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 3000, "%ff", "a%20b"])
    def test_unknown_one_is_a_404(self, client, slug):
        assert client.get(f"/collections/{slug}").status_code == 404
