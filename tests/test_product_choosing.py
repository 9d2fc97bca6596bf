"""Choosing a variant on a product's page."""

import re

import pytest
from factories import (
    make_product,
)
from product_page_parts import headline, with_sizes

from shop.catalog import services
from shop.catalog.models import Picture
from shop.extensions import db


def chosen(page):
    """The variant that the form would put into the cart."""
    found = re.search(r'id="buy".*?name="variant" value="(\d+)"', page.text, re.S)
    return int(found[1]) if found else None


def picks(page):
    """The groups of what can be chosen: by name, the label, variant and state of each value."""
    found = {}
    for group in page.text.split('class="pick-group"')[1:]:
        name = re.search(r"<strong>([^<]+)<", group)[1]
        found[name] = [
            (label, int(variant), "current" if "aria-current" in rest else "", "--gone" in gone)
            for gone, variant, rest, label in re.findall(
                r'<a class="pick([^"]*)"[^>]*href="\?variant=(\d+)#buy"([^>]*)>.*?<span>([^<]+)<',
                group.split("</ul>")[0],
                re.S,
            )
        ]
    return found


def stock_line(page):
    found = re.search(r'id="part-stock"[^>]*><p class="stock-note[^>]*>([^<]+)<', page.text)
    return found[1] if found else None


class TestChoosing:
    def test_a_plain_product_shows_no_choice(self, client):
        product = make_product(slug="bowl")
        page = client.get("/products/bowl")
        assert chosen(page) == product.variants[0].id
        assert picks(page) == {}

    def test_posts_to_the_cart_without_a_token(self, client):
        make_product(slug="bowl")
        page = client.get("/products/bowl").text
        assert '<form id="buy" method="post" action="/cart/items"' in page
        assert "csrf_token" not in page

    def test_chosen_variant_is_put_into_the_cart(self, client):
        product = with_sizes()
        variant = product.variants[3].id
        answer = client.post("/cart/items", data={"variant": variant, "quantity": 2})
        assert answer.status_code == 303
        assert "Harbour mug" in client.get("/cart").text

    def test_each_option_is_a_group_that_leads_to_the_variant_with_that_value(self, client):
        small_sage, large_sage, small_oat, _large_oat = (v.id for v in with_sizes().variants)
        assert picks(client.get("/products/mug")) == {
            "Colour": [("Sage", small_sage, "current", False), ("Oat", small_oat, "", False)],
            "Size": [("Small", small_sage, "current", False), ("Large", large_sage, "", True)],
        }

    def test_choosing_one_option_keeps_the_other(self, client):
        product = with_sizes()
        large_oat = product.variants[3].id
        found = picks(client.get(f"/products/mug?variant={large_oat}"))
        assert [variant for _label, variant, *_ in found["Colour"]] == [
            product.variants[1].id,
            large_oat,
        ]

    def test_a_combination_that_does_not_exist_leads_to_the_likest_that_can_be_had(self, client):
        product = with_sizes()
        large_oat = product.variants[3]
        db.session.delete(product.variants[1])
        db.session.commit()
        found = picks(client.get("/products/mug"))
        assert ("Large", large_oat.id, "", False) in found["Size"]

    def test_variants_that_are_no_matrix_stand_in_one_group(self, client):
        product = make_product(slug="bowl", colours=("Sage", "Oat"))
        services.add_variant(product, "PLAIN", 2400, stock=1)
        db.session.commit()
        found = picks(client.get("/products/bowl"))
        assert [label for label, *_ in found["Colour"]] == ["Sage", "Oat", "PLAIN"]

    def test_shows_prices_beside_the_choices_only_where_they_differ(self, client):
        with_sizes()
        make_product(slug="bowl", colours=("Sage", "Oat"))
        page = client.get("/products/mug").text
        assert "<small>$26.00</small>" in page[page.index(">Size<") :]
        assert "<small>" not in page[page.index(">Colour<") : page.index(">Size<")]
        assert "<small>" not in client.get("/products/bowl").text

    def test_shows_the_picture_of_each_colour_where_each_has_its_own(self, client):
        product = make_product(slug="bowl", colours=("Sage", "Oat"))
        for name in ("sage", "oat"):
            product.pictures.append(Picture(key=f"aa/{name}.webp", width=8, height=8))
        db.session.flush()
        product.variants[0].picture_id = product.pictures[0].id
        db.session.commit()
        assert "picks--pictures" not in client.get("/products/bowl").text
        product.variants[1].picture_id = product.pictures[1].id
        db.session.commit()
        page = client.get("/products/bowl").text
        shown = page[page.index("picks--pictures") :]
        assert shown.index("aa/sage.webp") < shown.index("aa/oat.webp")

    def test_preselects_the_first_that_can_be_had(self, client):
        product = make_product(slug="bowl", colours=("Sage", "Oat"))
        product.variants[0].stock = 0
        services.summarise(product)
        db.session.commit()
        assert chosen(client.get("/products/bowl")) == product.variants[1].id

    def test_preselects_the_variant_of_the_query_with_its_price(self, client):
        product = with_sizes()
        page = client.get(f"/products/mug?variant={product.variants[3].id}")
        assert chosen(page) == product.variants[3].id
        assert "$26.00" in headline(page)
        assert "Oat-Large" in page.text

    @pytest.mark.parametrize(
        "junk", ["", "x", "-1", "0", "%00", "9" * 400, "1e3", "٣", "1&variant=2"]
    )
    def test_ignores_a_variant_that_is_none(self, client, junk):
        product = with_sizes()
        page = client.get(f"/products/mug?variant={junk.replace('1&', '999&')}")
        assert page.status_code == 200
        assert chosen(page) == product.variants[0].id

    def test_ignores_a_variant_of_another_product(self, client):
        other, product = make_product(), with_sizes()
        page = client.get(f"/products/mug?variant={other.variants[0].id}")
        assert chosen(page) == product.variants[0].id

    def test_sold_out_variants_say_so(self, client):
        with_sizes()
        page = client.get("/products/mug").text
        large = page[page.index("pick--gone") :]
        assert "sold out" in large[: large.index("</a>")]
        assert page.count("pick--gone") == 1

    def test_a_sold_out_variant_of_the_query_can_be_asked_for_but_not_bought(self, client):
        product = with_sizes()
        page = client.get(f"/products/mug?variant={product.variants[1].id}")
        assert stock_line(page) == "Sold out for now"
        assert chosen(page) == product.variants[1].id
        assert re.search(r'id="part-row"[^>]* hidden>', page.text)
        form = page.text[page.text.index('action="/products/mug/alert') :]
        assert f'name="variant" value="{product.variants[1].id}"' in form

    def test_one_that_is_there_asks_for_no_mail_address(self, client):
        product = with_sizes()
        assert (
            'id="alert"' not in client.get(f"/products/mug?variant={product.variants[0].id}").text
        )

    @pytest.mark.parametrize(
        ("stock", "words"),
        [(0, "Sold out for now"), (3, "Only 3 left"), (6, "In stock, ready to send")],
    )
    def test_says_how_many_are_left(self, client, stock, words):
        make_product(slug="bowl", stock=stock)
        assert stock_line(client.get("/products/bowl")) == words

    def test_sold_out_product_shows_no_button(self, client):
        make_product(slug="bowl", stock=0)
        assert re.search(r'id="part-row"[^>]* hidden>', client.get("/products/bowl").text)

    def test_shows_the_chosen_variants_picture_first(self, client):
        product = make_product(slug="bowl", colours=("Sage", "Oat"))
        for name in ("sage", "oat"):
            product.pictures.append(Picture(key=f"aa/{name}.webp", width=8, height=8, alt=name))
        db.session.flush()
        product.variants[1].picture_id = product.pictures[1].id
        db.session.commit()
        page = client.get(f"/products/bowl?variant={product.variants[1].id}").text
        assert page.index('alt="oat"') < page.index('alt="sage"')
