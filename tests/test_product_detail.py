import json
import re
from datetime import timedelta

import pytest
from factories import (
    CollectionFactory,
    ReviewFactory,
    UserFactory,
    fill_catalog,
    make_product,
)
from selling import make_method, make_zone

from shop import clock
from shop.catalog import services
from shop.catalog.models import Picture, SlugRedirect
from shop.extensions import db
from shop.pages import services as pages


def structured_data(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    return json.loads(found[1])["@graph"]


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


def headline(page):
    """What the buy box says above its form."""
    return page.text[page.text.index('id="part-price"') : page.text.index('action="/cart/items"')]


def stock_line(page):
    found = re.search(r'id="part-stock"[^>]*><p class="stock-note[^>]*>([^<]+)<', page.text)
    return found[1] if found else None


def with_sizes():
    """A mug in two colours and two sizes; the large ones are dearer, Sage Large is sold out."""
    product = make_product("Harbour mug", slug="mug")
    product.variants.clear()
    db.session.flush()
    for colour in ("Sage", "Oat"):
        for size, price in (("Small", 2200), ("Large", 2600)):
            services.add_variant(
                product,
                f"{colour}-{size}",
                price,
                stock=0 if (colour, size) == ("Sage", "Large") else 9,
                options={"Colour": colour, "Size": size},
            )
    services.summarise(product)
    db.session.commit()
    return product


def add_review(product, **fields):
    review = ReviewFactory(product=product, **fields)
    services.refresh_rating(product)
    db.session.commit()
    return review


class TestProduct:
    def test_shows_title_price_and_paragraphs(self, client):
        make_product("Bowl", slug="bowl", price=2800, description="One.\n\nTwo <i>.\n\n\n")
        page = client.get("/products/bowl")
        assert "<h1>Bowl</h1>" in page.text
        assert "$28.00" in headline(page)
        assert "<p>One.</p><p>Two &lt;i&gt;.</p></div>" in page.text

    def test_shows_what_it_cost_before(self, client):
        make_product(slug="bowl", price=2800, compare_at_price=3600)
        assert "$36.00</s>" in headline(client.get("/products/bowl"))

    def test_leads_up_to_its_deepest_collection(self, client):
        kitchen = CollectionFactory(slug="kitchen", title="Kitchen")
        bowls = CollectionFactory(slug="bowls", title="Bowls", parent=kitchen)
        gifts = CollectionFactory(slug="gifts", title="Gifts")
        make_product("Bowl", slug="bowl", collections=(gifts, bowls))
        page = client.get("/products/bowl")
        names = [item["name"] for item in structured_data(page)[0]["itemListElement"]]
        assert names == ["Home", "Kitchen", "Bowls", "Bowl"]

    def test_shows_every_picture(self, client):
        product = make_product(slug="bowl")
        for number in range(3):
            product.pictures.append(
                Picture(key=f"aa/{number}.webp", width=800, height=800, alt=f"View {number}")
            )
        db.session.commit()
        page = client.get("/products/bowl").text
        assert all(f'alt="View {number}"' in page for number in range(3))

    def test_shows_others_of_its_collection_but_not_itself(self, client):
        shelf = CollectionFactory()
        make_product("Bowl", slug="bowl", collections=(shelf,))
        make_product("Cup", collections=(shelf,))
        make_product("Hidden cup", collections=(shelf,), is_published=False)
        make_product("Soap")
        page = client.get("/products/bowl").text
        related = page[page.index("You may also like") :]
        assert ">Cup<" in related
        assert not any(f">{title}<" in related for title in ("Bowl", "Hidden cup", "Soap"))

    def test_every_product_of_a_collection_has_eight_others_beside_it(self, client):
        shelf = CollectionFactory()
        for number in range(10):
            make_product(slug=f"bowl-{number}", collections=(shelf,))
        for number in (0, 5, 9):
            assert client.get(f"/products/bowl-{number}").text.count('"product-card"') == 8

    @pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 3000, "%ff", "a%20b", "%ED%A0%80"])
    def test_unknown_one_is_a_404(self, client, slug):
        assert client.get(f"/products/{slug}").status_code == 404

    def test_unpublished_one_is_a_404(self, client):
        make_product(slug="bowl", is_published=False)
        assert client.get("/products/bowl").status_code == 404

    def test_moved_one_redirects_with_its_query(self, client):
        product = make_product(slug="bowl")
        services.rename(product, "blue-bowl")
        db.session.commit()
        answer = client.get("/products/bowl?variant=7")
        assert (answer.status_code, answer.location) == (301, "/products/blue-bowl?variant=7")

    def test_moved_and_unpublished_one_is_a_404(self, client):
        product = make_product(slug="bowl", is_published=False)
        db.session.add(SlugRedirect(kind="product", slug="old", target_id=product.id))
        db.session.commit()
        assert client.get("/products/old").status_code == 404

    def test_one_without_variants_cannot_be_bought(self, client):
        product = make_product(slug="bowl")
        product.variants.clear()
        services.summarise(product)
        db.session.commit()
        page = client.get("/products/bowl")
        assert page.status_code == 200
        assert "Sold out for now" in page.text
        assert "Add to cart" not in page.text

    @pytest.mark.parametrize("products", [10, 10_000])
    def test_asks_the_database_at_most_ten_things(self, client, count_queries, products):
        shelf = CollectionFactory(parent=CollectionFactory())
        product = make_product(slug="bowl", collections=(shelf,), colours=("Sage", "Oat"))
        fill_catalog(products, shelf)
        for _ in range(12):
            add_review(product)
        assert count_queries(lambda: client.get("/products/bowl")) <= 10


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


class TestDelivery:
    def test_names_the_cheapest_way_to_the_first_zone_and_when_it_is_free(self, client):
        home, abroad = make_zone("US"), make_zone("DE", "FR")
        make_method(home, "express", {0: 1900}, description="Tomorrow")
        make_method(home, "post", {0: 695, 5000: 495}, description="3 days", free_over=9000)
        make_method(abroad, "post", {0: 1495})
        make_product(slug="bowl")
        page = client.get("/products/bowl").text
        line = page[page.index('class="assurances"') :]
        line = line[: line.index("</li>")]
        assert "Delivery from $4.95, free from $90.00" in line
        assert "US · 3 days" in line
        assert "<dt>DE/FR</dt><dd>from $14.95" in page

    def test_is_silent_of_ways_that_nobody_can_choose(self, client):
        make_method(make_zone("US"), "pigeon", {0: 100}, is_active=False)
        make_method(make_zone(), "balloon", {0: 200})
        make_product(slug="bowl")
        assert "Delivery from" not in client.get("/products/bowl").text

    def test_leads_to_the_merchants_pages_about_it(self, client):
        for slug, title in (("delivery", "How we send"), ("returns", "Send it back")):
            pages.create(slug=slug, title=title, is_published=True)
        pages.create(slug="imprint", title="Imprint", is_published=True)
        db.session.commit()
        make_product(slug="bowl")
        page = client.get("/products/bowl").text
        lines = page[page.index('class="assurances"') : page.index("/account/wishlist")]
        assert re.findall(r'href="([^"]+)">([^<]+)<', lines) == [
            ("/pages/delivery", "How we send"),
            ("/pages/returns", "Send it back"),
        ]

    @pytest.mark.parametrize(
        ("included", "words"),
        [(True, "Tax included."), (False, "Tax and delivery are added at the checkout.")],
    )
    def test_says_whether_prices_include_tax(self, app, client, monkeypatch, included, words):
        monkeypatch.setitem(app.config, "SHOP_PRICES_INCLUDE_TAX", included)
        make_product(slug="bowl")
        assert words in client.get("/products/bowl").text


class TestReviews:
    def test_show_average_distribution_and_words(self, client):
        product = make_product(slug="bowl")
        add_review(product, rating=5, title="Love it", body="Deep & wide.", is_verified=True)
        add_review(product, rating=2, title="Too small")
        page = client.get("/products/bowl").text
        assert "3.5" in page[page.index("reviews-average") :][:80]
        assert '<dt>5 stars</dt><dd><progress max="2" value="1"' in page
        assert "<h3>Love it</h3>" in page
        assert "Deep &amp; wide." in page
        assert page.count("Verified buyer") == 1

    def test_show_the_newest_first_and_all_on_demand(self, client):
        product = make_product(slug="bowl")
        for days in range(12):
            add_review(product, title=f"Day {days}", created_at=clock.now() - timedelta(days=days))
        first, every = client.get("/products/bowl").text, client.get("/products/bowl?reviews=all")
        assert first.index("Day 0") < first.index("Day 9")
        assert "Day 10" not in first
        assert "Show all 12 reviews" in first
        assert "Day 11" in every.text
        assert "Show all" not in every.text

    def test_invite_the_first_one(self, client):
        make_product(slug="bowl")
        assert "Be the first" in client.get("/products/bowl").text

    def test_form_is_there_for_everybody(self, client):
        make_product(slug="bowl")
        page = client.get("/products/bowl").text
        assert (
            '<form class="form" id="write-review" method="post" action="/products/bowl/reviews'
            in page
        )

    def test_escape_hostile_words(self, client):
        product = make_product(slug="bowl")
        add_review(product, title="<img src=x>", body="</script><script>", author_name="<b>")
        page = client.get("/products/bowl").text
        assert "<img src=x>" not in page
        assert "</script><script>" not in page
        assert (
            structured_data(client.get("/products/bowl"))[1]["review"][0]["name"] == "<img src=x>"
        )


class TestStructuredData:
    def test_has_one_offer_for_a_plain_product(self, client):
        make_product("Bowl", slug="bowl", price=2850, stock=0)
        offer = structured_data(client.get("/products/bowl"))[1]["offers"]
        assert offer["@type"] == "Offer"
        assert (offer["price"], offer["priceCurrency"]) == ("28.50", "USD")
        assert offer["availability"] == "https://schema.org/OutOfStock"
        assert offer["url"] == "http://localhost/products/bowl"

    def test_has_the_range_of_prices_where_variants_differ(self, client):
        with_sizes()
        offers = structured_data(client.get("/products/mug"))[1]["offers"]
        assert (offers["lowPrice"], offers["highPrice"]) == ("22.00", "26.00")
        assert len(offers["offers"]) == 4

    def test_has_the_rating_only_where_there_are_reviews(self, client):
        product = make_product(slug="bowl")
        assert "aggregateRating" not in structured_data(client.get("/products/bowl"))[1]
        add_review(product, rating=4)
        rating = structured_data(client.get("/products/bowl"))[1]["aggregateRating"]
        assert (rating["ratingValue"], rating["reviewCount"]) == (4.0, 1)

    def test_survives_a_hostile_title(self, client):
        title = "</script><script>alert(1)</script>"
        make_product(title, slug="bowl")
        page = client.get("/products/bowl")
        assert "<script>alert" not in page.text
        assert structured_data(page)[1]["name"] == title

    def test_names_its_one_address_and_a_summary(self, client):
        make_product(slug="bowl", description="A deep bowl. " * 40)
        page = client.get("/products/bowl?variant=1&utm_source=mail").text
        assert '<link rel="canonical" href="http://localhost/products/bowl">' in page
        summary = re.search(r'<meta name="description" content="([^"]+)">', page)[1]
        assert len(summary) <= 160
        assert summary.endswith("…")


def test_a_signed_in_customer_sees_the_same_page_but_for_the_frame(client, other_client, sign_in):
    make_product(slug="bowl")
    sign_in(UserFactory(name="Ada Brook"))
    own, strangers = client.get("/products/bowl").text, other_client.get("/products/bowl").text
    assert (
        own[own.index("<main") : own.index("</main>")]
        == (strangers[strangers.index("<main") : strangers.index("</main>")])
    )
