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
from product_page_parts import headline, with_sizes
from selling import make_method, make_zone

from shop import clock
from shop.catalog import services
from shop.catalog.models import Picture, SlugRedirect
from shop.extensions import db
from shop.pages import services as pages


def structured_data(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    return json.loads(found[1])["@graph"]


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
