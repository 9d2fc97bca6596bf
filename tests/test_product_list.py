"""What lists of products show, and by what they are narrowed and sorted."""

import re
from datetime import timedelta

import pytest
from factories import CollectionFactory, ReviewFactory, fill_catalog, make_product
from listed import count_beside, titles

from shop import clock
from shop.catalog import search, services
from shop.catalog.models import Picture
from shop.extensions import db


def rated(title, *stars, **fields):
    product = make_product(title, **fields)
    for number in stars:
        ReviewFactory(product=product, rating=number)
    services.refresh_rating(product)
    db.session.commit()
    return product


class TestList:
    def test_shows_published_products_with_their_price(self, client):
        make_product("Blue bowl", price=2800)
        make_product("Secret bowl", is_published=False)
        page = client.get("/products")
        assert titles(page) == ["Blue bowl"]
        assert "$28.00" in page.text

    def test_shows_from_which_price_where_variants_differ(self, client):
        product = make_product("Mug", colours=("Sage", "Oat"), price=1000)
        product.variants[1].price = 1500
        services.summarise(product)
        db.session.commit()
        assert "from $10.00" in client.get("/products").text

    def test_says_what_is_sold_out_on_sale_or_nearly_gone(self, client):
        make_product(stock=0)
        make_product(compare_at_price=9000)
        make_product(stock=2)
        page = client.get("/products").text
        assert all(f">{words}</span>" in page for words in ("Sold out", "Sale", "Last few"))

    def test_uncovers_the_picture_after_the_cover_only_to_those_who_point(self, client):
        bowl = make_product("Bowl")
        for number in range(3):
            key = f"aa/{number}.webp"
            bowl.pictures.append(Picture(key=key, width=8, height=8, position=number))
        bowl.cover = bowl.pictures[0]
        plain = make_product("Plain")
        plain.cover = Picture(key="aa/only.webp", width=8, height=8, product=plain)
        db.session.commit()
        page = client.get("/products").text
        seconds = re.findall(r'<img class="product-card-second" src="([^"]*)"[^>]*>', page)
        assert seconds == ["/media/aa/1.webp"]
        assert re.search(r'product-card-second"[^>]*loading="lazy"', page)

    def test_escapes_hostile_titles_everywhere(self, client):
        make_product("</script><b>Bowl</b>\"'")
        page = client.get("/products").text
        assert "<b>Bowl" not in page
        assert "&lt;b&gt;Bowl" in page

    def test_says_so_when_the_shop_is_empty(self, client):
        assert "This shelf is empty for now" in client.get("/products").text


class TestSorts:
    @pytest.fixture
    def three(self, app):
        now = clock.now()
        rated("Bowl", 3, price=3000, published_at=now - timedelta(days=2))
        rated("Apron", 5, price=2000, published_at=now - timedelta(days=3))
        rated("Candle", 4, price=1000, published_at=now - timedelta(days=1))

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("newest", ["Candle", "Bowl", "Apron"]),
            ("price", ["Candle", "Apron", "Bowl"]),
            ("-price", ["Bowl", "Apron", "Candle"]),
            ("rating", ["Apron", "Candle", "Bowl"]),
            ("title", ["Apron", "Bowl", "Candle"]),
            ("", ["Candle", "Bowl", "Apron"]),
            ("relevance", ["Candle", "Bowl", "Apron"]),
            ("junk", ["Candle", "Bowl", "Apron"]),
        ],
    )
    def test_orders_the_list(self, client, three, sort, order):
        assert titles(client.get("/products", query_string={"sort": sort})) == order

    def test_puts_the_best_match_first_in_a_search(self, client):
        make_product("Oak board", description="Goes well with a bowl.")
        make_product("Bowl", published_at=clock.now() - timedelta(days=9))
        search.index()
        db.session.commit()
        assert titles(client.get("/products?q=bowl")) == ["Bowl", "Oak board"]

    def test_keeps_the_chosen_order_on_the_next_page(self, client):
        fill_catalog(30)
        assert 'href="/products?sort=title&amp;page=2"' in client.get("/products?sort=title").text


class TestFilters:
    def test_by_price_in_major_units_both_ends_included(self, client):
        for price in (1249, 1250, 2000, 2001):
            make_product(f"At {price}", price=price)
        page = client.get("/products?min_price=12.50&max_price=20&sort=price")
        assert titles(page) == ["At 1250", "At 2000"]
        assert "$12.50 to $20.00" in page.text

    def test_reads_a_price_range_the_wrong_way_round(self, client):
        make_product("Bowl", price=3000)
        assert titles(client.get("/products?min_price=50&max_price=20")) == ["Bowl"]

    def test_by_stock(self, client):
        make_product("Here")
        make_product("Gone", stock=0)
        assert titles(client.get("/products?in_stock=1")) == ["Here"]

    def test_by_sale(self, client):
        make_product("Dear")
        make_product("Cheap", compare_at_price=9000)
        assert titles(client.get("/products?on_sale=1")) == ["Cheap"]

    def test_by_rating_and_up(self, client):
        rated("Fine", 4, 4)
        rated("Nearly", 4, 3)
        assert titles(client.get("/products?rating=4")) == ["Fine"]

    def test_by_any_of_several_collections(self, client):
        a, b, c = (CollectionFactory(slug=slug) for slug in "abc")
        make_product("In a", collections=(a,))
        make_product("In b", collections=(b,))
        make_product("In c", collections=(c,))
        page = client.get("/products?collection=a&collection=b&sort=title")
        assert titles(page) == ["In a", "In b"]

    def test_lists_a_product_once_that_is_in_two_chosen_collections(self, client):
        a, b = CollectionFactory(slug="a"), CollectionFactory(slug="b")
        make_product("Both", collections=(a, b))
        page = client.get("/products?collection=a&collection=b")
        assert titles(page) == ["Both"]
        assert "1 product<" in page.text

    def test_shows_each_choice_as_a_chip_that_takes_it_away(self, client):
        CollectionFactory(slug="a", title="Autumn")
        page = client.get("/products?collection=a&in_stock=1&sort=price").text
        assert 'href="/products?in_stock=1&amp;sort=price"' in page
        assert 'href="/products?collection=a&amp;sort=price"' in page

    def test_offers_to_clear_choices_that_leave_nothing(self, client):
        make_product(price=1000)
        page = client.get("/products?min_price=500&in_stock=1").text
        assert "Nothing is all of that at once" in page


class TestFacets:
    @pytest.fixture
    def shop(self, app):
        kitchen, bath = CollectionFactory(title="Kitchen"), CollectionFactory(title="Bath")
        rated("Bowl", 5, price=1000, collections=(kitchen,))
        rated("Cup", 3, price=2000, collections=(kitchen,), stock=0)
        make_product("Soap", price=3000, collections=(bath,), compare_at_price=4000)
        return kitchen

    def test_count_what_each_choice_leaves(self, client, shop):
        page = client.get("/products")
        counts = [count_beside(page, label) for label in ("Kitchen", "Bath", "In stock", "On sale")]
        assert counts == [2, 1, 2, 1]
        assert count_beside(page, "4 stars and up") == 1
        assert count_beside(page, "3 stars and up") == 2
        assert "Prices go from $10.00 to $30.00" in page.text

    def test_leave_their_own_choice_aside_and_keep_the_others(self, client, shop):
        page = client.get(f"/products?collection={shop.slug}&in_stock=1")
        assert titles(page) == ["Bowl"]
        assert count_beside(page, "Kitchen") == 1
        assert count_beside(page, "Bath") == 1
        assert count_beside(page, "In stock") == 1
        assert count_beside(page, "On sale") == 0
        assert count_beside(page, "3 stars and up") == 1
        assert "Prices go from $10.00 to $10.00" in page.text

    def test_price_range_leaves_the_chosen_price_aside(self, client, shop):
        page = client.get("/products?max_price=15")
        assert titles(page) == ["Bowl"]
        assert "Prices go from $10.00 to $30.00" in page.text
        assert count_beside(page, "In stock") == 1
        assert (
            'name="max_price" inputmode="decimal" autocomplete="off" maxlength="12" value="15.00"'
        )

    def test_keep_a_chosen_collection_that_holds_nothing(self, client, shop):
        CollectionFactory(slug="empty", title="Empty shelf")
        page = client.get("/products?collection=empty")
        assert count_beside(page, "Empty shelf") == 0
        assert 'value="empty" checked' in page.text


class TestPages:
    def test_shows_24_a_page_and_the_rest_on_the_next(self, client):
        fill_catalog(30)
        first, second = client.get("/products"), client.get("/products?page=2")
        assert len(titles(first)) == 24
        assert len(titles(second)) == 6
        assert not set(titles(first)) & set(titles(second))

    def test_names_the_pages_before_and_after_and_its_own_address(self, client):
        fill_catalog(60)
        page = client.get("/products?page=2&utm_source=mail").text
        assert '<link rel="canonical" href="http://localhost/products?page=2">' in page
        assert '<link rel="prev" href="http://localhost/products">' in page
        assert '<link rel="next" href="http://localhost/products?page=3">' in page

    def test_beyond_the_last_is_a_404_that_leads_to_the_first(self, client):
        make_product()
        page = client.get("/products?page=2&in_stock=1")
        assert page.status_code == 404
        assert 'href="/products?in_stock=1"' in page.text

    @pytest.mark.parametrize("address", ["/products?sort=price", "/products?in_stock=1"])
    def test_sorted_and_filtered_lists_are_not_for_search_engines(self, client, address):
        assert '<meta name="robots" content="noindex">' in client.get(address).text

    def test_plain_lists_are_for_search_engines(self, client):
        assert "noindex" not in client.get("/products").text


class TestJunk:
    @pytest.mark.parametrize("name", ["q", "collection", "min_price", "max_price", "rating"])
    @pytest.mark.parametrize(
        "junk",
        [
            "",
            "%00",
            "%ff%fe",
            "-1",
            "1e999",
            "NaN",
            "9" * 5000,
            "٣",
            "'\"><script>",
            "0x10",
            "%ED%A0%80",
        ],
    )
    def test_is_ignored(self, client, name, junk):
        make_product("Bowl")
        page = client.get(f"/products?{name}={junk}&{name}={junk}")
        assert page.status_code == 200
        assert "<script>" not in page.text
        if name != "q" and not (name == "min_price" and junk == "٣"):
            assert titles(page) == ["Bowl"]

    @pytest.mark.parametrize("junk", ["", "0", "-1", "x", "%00", "1.5", "²"])
    def test_page_is_the_first(self, client, junk):
        make_product("Bowl")
        assert titles(client.get(f"/products?page={junk}")) == ["Bowl"]

    @pytest.mark.parametrize("number", ["99", "9" * 30, "9" * 4000])
    def test_huge_page_is_a_404(self, client, number):
        assert client.get(f"/products?page={number}").status_code == 404

    @pytest.mark.parametrize("value", ["0", "yes", "%00", "11"])
    def test_flags_are_on_only_when_they_are_one(self, client, value):
        make_product("Gone", stock=0)
        assert titles(client.get(f"/products?in_stock={value}&on_sale={value}")) == ["Gone"]


@pytest.mark.parametrize("products", [10, 10_000])
@pytest.mark.parametrize(
    "address",
    [
        "/products",
        "/products?collection=c&in_stock=1&on_sale=1&min_price=6&max_price=90&rating=2&sort=price",
        "/collections/c?in_stock=1",
    ],
)
def test_asks_the_database_at_most_eight_things(client, count_queries, products, address):
    fill_catalog(products, CollectionFactory(slug="c"))
    assert count_queries(lambda: client.get(address)) <= 8
