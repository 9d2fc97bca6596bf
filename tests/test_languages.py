"""One shop at two sets of addresses: English at `/`, German under `/de`."""

import re
from urllib.parse import urlsplit

import pytest
from buying import fields_in, filled, orders, put_in_cart
from factories import PASSWORD, CollectionFactory, UserFactory, make_order, make_product

from shop import languages
from shop.app import create_app
from shop.auth.models import User
from shop.cart.models import CartLine
from shop.extensions import db
from shop.mail import mailbox
from shop.orders import services

LINK = re.compile(r'<(?:a|form|button)\b[^>]*? (?:href|action|formaction)="(/[^"]*)"')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
ELSEWHERE = {"Sec-Fetch-Site": "none"}


@pytest.fixture
def mug(app):
    kitchen = CollectionFactory(slug="kitchen", title="Kitchen")
    return make_product("Harbour mug", slug="harbour-mug", price=2200, collections=(kitchen,))


def language_of(page):
    return re.search(r'<html lang="([^"]+)"', page.text)[1]


def switch(client, code, **fields):
    return client.post("/language", data={"language": code} | fields)


class TestPages:
    @pytest.mark.parametrize(
        ("path", "code", "word"), [("/", "en", "Cart"), ("/de/", "de", "Waren")]
    )
    def test_address_decides_the_language_and_nothing_else_does(self, client, path, code, word):
        page = client.get(path, headers={"Accept-Language": "fr, de;q=0.9, en;q=0.1"} | ELSEWHERE)
        assert page.status_code == 200
        assert language_of(page) == code
        assert word in page.text
        assert "Set-Cookie" not in page.headers

    def test_amounts_are_in_the_languages_manner(self, client, mug):
        assert "$22.00" in client.get("/products/harbour-mug").text
        page = client.get("/de/products/harbour-mug").text
        assert "22,00\N{NO-BREAK SPACE}$" in page
        assert "$22.00" not in page

    def test_price_is_typed_with_a_comma_and_shown_so(self, client, mug):
        make_product("Dear vase", price=9900)
        page = client.get("/de/products?max_price=22,50").text
        assert "Harbour mug" in page
        assert "Dear vase" not in page
        assert 'name="max_price" inputmode="decimal"' in page
        assert 'value="22,50"' in page

    def test_unknown_address_is_told_in_the_language(self, client):
        page = client.get("/de/nothing-here")
        assert (page.status_code, language_of(page)) == (404, "de")
        assert "Seite nicht gefunden" in page.text

    def test_copies_for_strangers_differ(self, client, mug):
        english, german = (client.get(f"{prefix}/products") for prefix in ("", "/de"))
        assert "public" in german.headers["Cache-Control"]
        assert english.headers["ETag"] != german.headers["ETag"]

    def test_json_is_the_same_but_for_addresses(self, client, mug):
        asked = {"headers": {"Accept": "application/json"}}
        english = client.get("/collections/kitchen", **asked).json["items"][0]
        german = client.get("/de/collections/kitchen", **asked).json["items"][0]
        assert german.pop("url") == "http://localhost/de/products/harbour-mug"
        assert english.pop("url") == "http://localhost/products/harbour-mug"
        assert german == english


class TestAddresses:
    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/de", "/de/"),
            ("/de?a=1", "/de/?a=1"),
            ("/en", "/"),
            ("/en/products?q=mug&page=2", "/products?q=mug&page=2"),
            ("/en//evil.example", "/evil.example"),
            ("/en/\\evil.example", "/evil.example"),
            ("/en/%5Cevil.example", "/evil.example"),
        ],
    )
    def test_there_is_one_for_each_page(self, client, path, target):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (308, target)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        "path", ["/xx/", "/de/de/", "/de/en/", "/DE/", "/dedede", "/de/%2e%2e"]
    )
    def test_what_is_no_language_is_not_there(self, client, path):
        assert client.get(path).status_code == 404

    def test_two_slashes_lead_nowhere_else(self, client):
        answer = client.get("/de//evil.example/")
        where = urlsplit(answer.headers.get("Location", ""))
        assert answer.status_code == 404 or where.netloc in ("", "localhost")
        assert where.path in ("", "/de/evil.example/")

    @pytest.mark.parametrize(
        "path",
        ["/healthz", "/readyz", "/api/products", "/robots.txt", "/sitemap.xml", "/dev/mailbox"],
    )
    def test_what_has_no_language_has_no_prefix(self, client, path):
        assert client.get(path).status_code == 200
        assert client.get(f"/de{path}").status_code == 404

    def test_static_files_have_one_address(self, client, app):
        page = client.get("/de/").text
        sheet = re.search(r'rel="stylesheet" href="([^"]+)"', page)[1]
        assert sheet.startswith("/static/")
        assert client.get(sheet, buffered=True).status_code == 200
        assert client.get(f"/de{sheet}").status_code == 404

    def test_links_and_forms_stay_in_the_language(self, client, mug, administrator):
        put_in_cart(client, mug)
        pages = ["/", "/products", "/products/harbour-mug", "/collections", "/cart", "/account"]
        pages += ["/checkout", "/account/addresses", "/admin/", "/admin/products", "/nothing-here"]
        for path in pages:
            left = set(LINK.findall(client.get(f"/de{path}").text))
            assert left, path
            assert not {link for link in left if not is_german(link)}, path

    def test_signing_in_leads_back_into_the_language(self, client):
        user = UserFactory()
        answer = client.get("/de/account/addresses")
        assert answer.headers["Location"] == "/de/auth/login?next=%2Fde%2Faccount%2Faddresses"
        data = {"email": user.email, "password": PASSWORD, "next": "/de/account/addresses"}
        answer = client.post("/de/auth/login", data=data)
        assert answer.headers["Location"] == "/de/account/addresses"

    def test_unknown_language_of_a_shop_stops_its_start(self, environ):
        with pytest.raises(languages.UnknownLanguage, match="SHOP_LOCALE is 'fr'"):
            create_app(environ | {"SHOP_LOCALE": "fr"})


def is_german(link):
    return link.startswith(("/de/", "/media/", "/static/", "/admin/rq", "/dev/"))


class TestAlternates:
    @pytest.mark.parametrize(
        "path", ["/", "/products", "/products/harbour-mug", "/collections/kitchen", "/collections"]
    )
    def test_pages_name_each_other(self, client, mug, path):
        found = [dict(ALTERNATE.findall(client.get(p + path).text)) for p in ("", "/de")]
        own, german = f"http://localhost{path}", f"http://localhost/de{path}"
        assert found == [{"en": own, "de": german, "x-default": own}] * 2

    def test_canonical_address_is_of_the_own_language(self, client, mug):
        page = client.get("/de/products/harbour-mug?variant=junk").text
        assert '<link rel="canonical" href="http://localhost/de/products/harbour-mug">' in page
        assert '<meta property="og:locale" content="de_DE">' in page

    @pytest.mark.parametrize("path", ["/cart", "/auth/login", "/nothing", "/products?in_stock=1"])
    def test_others_name_none(self, client, path):
        assert not ALTERNATE.findall(client.get(path).text)


class TestSwitch:
    def test_shows_the_same_page_and_remembers(self, client, mug):
        answer = switch(client, "de", next="/products?q=mug&sort=price")
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/de/products?q=mug&sort=price"
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("language=de;")
        assert all(part in cookie for part in ("Max-Age=31536000", "Path=/", "SameSite=Lax"))

    def test_is_on_every_page_with_its_address(self, client, mug):
        page = client.get("/de/products?q=mug").text
        assert 'action="/de/language"' in page
        assert 'name="next" value="/products?q=mug"' in page
        assert 'value="en" lang="en">English</button>' in page
        answer = client.post("/de/language", data={"language": "en", "next": "/products?q=mug"})
        assert answer.headers["Location"] == "/products?q=mug"

    @pytest.mark.parametrize(
        ("target", "shown"),
        [
            ("/de/products", "/de/products"),
            ("//evil.example", "/de/"),
            ("/de//evil.example", "/de/"),
            ("/de/\\evil.example", "/de/"),
            ("https://evil.example/", "/de/"),
            ("/cart/items", "/de/"),
            ("/healthz", "/de/"),
            ("/nothing/here", "/de/"),
            ("", "/de/"),
        ],
    )
    def test_leads_to_pages_of_the_shop_alone(self, client, target, shown):
        assert switch(client, "de", next=target).headers["Location"] == shown

    def test_unknown_language_is_refused(self, client):
        assert switch(client, "xx").status_code == 400

    def test_page_of_somebody_else_cannot_press_it(self, client):
        answer = client.post(
            "/language", data={"language": "de"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers

    def test_customer_gets_letters_in_it_from_then_on(self, client, customer, run_jobs):
        switch(client, "de")
        db.session.rollback()
        assert db.session.get(User, customer.id).language == "de"

    def test_front_page_is_in_the_remembered_language_for_who_comes_from_outside(self, client):
        switch(client, "de")
        answer = client.get("/", headers=ELSEWHERE)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/de/")
        assert "Cookie" in answer.headers["Vary"]

    @pytest.mark.parametrize(
        ("path", "headers"),
        [("/", {"Sec-Fetch-Site": "same-origin"}), ("/?a=1", ELSEWHERE), ("/products", ELSEWHERE)],
    )
    def test_nothing_else_is_led_away(self, client, path, headers):
        switch(client, "de")
        page = client.get(path, headers=headers)
        assert (page.status_code, language_of(page)) == (200, "en")

    def test_browsers_that_do_not_say_where_from_are_asked_by_referrer(self, app):
        client = app.test_client()
        client.set_cookie("language", "de")
        assert client.get("/").status_code == 302
        inside = {"Referer": "http://localhost/products"}
        assert client.get("/", headers=inside).status_code == 200
        assert client.get("/", headers=inside | ELSEWHERE).status_code == 200  # fetched ahead


class TestShopping:
    def test_cart_is_the_same_in_both(self, client, mug):
        client.post("/de/cart/items", data={"variant": mug.variants[0].id, "quantity": 2})
        assert db.session.scalar(db.select(CartLine.quantity)) == 2
        assert "Harbour mug" in client.get("/cart").text
        assert "Harbour mug" in client.get("/de/cart").text

    def test_answers_to_forms_stay_in_the_language(self, client, mug):
        data = {"variant": mug.variants[0].id, "quantity": 1}
        assert client.post("/de/cart/items", data=data).headers["Location"] == "/de/cart"
        page = client.post("/de/cart/items", data=data | {"quantity": "many"})
        assert (page.status_code, language_of(page)) == (400, "de")

    def test_german_order_gets_german_letters(self, client, mug, run_jobs):
        mailbox.empty()
        filled(client, mug)
        updated = client.post(
            "/de/checkout", data=fields_in(client.get("/de/checkout").text) | {"action": "update"}
        )
        answer = client.post("/de/checkout", data=fields_in(updated.text))
        assert answer.headers["Location"].startswith("/de/orders/")
        (order,) = orders()
        assert order.language == "de"
        run_jobs()
        (mail,) = [mail for mail in mailbox.mails() if order.number in mail.subject]
        assert 'lang="de"' in mail.html
        assert "27,00\N{NO-BREAK SPACE}$" in mail.text
        assert "Vereinigtes Königreich" in mail.text
        assert f"http://localhost/de/orders/{order.number}" in mail.text

    def test_order_keeps_its_language_whoever_ships_it(self, client, run_jobs):
        order = make_order(make_product("Harbour mug"), language="de")
        mailbox.empty()
        services.pay(order)
        services.ship(order)
        db.session.commit()
        run_jobs()
        assert all('lang="de"' in mail.html for mail in mailbox.mails())
        assert len(mailbox.mails()) == 2

    def test_who_registers_in_german_is_written_to_in_german(self, client, run_jobs):
        mailbox.empty()
        data = {"name": "Ada", "email": "ada@example.com", "password": "quiet harbour lamp 7"}
        assert client.post("/de/auth/register", data=data).headers["Location"] == "/de/account"
        assert db.session.scalar(db.select(User.language)) == "de"
        run_jobs()
        (mail,) = mailbox.mails()
        assert 'lang="de"' in mail.html
        assert any(link.startswith("http://localhost/de/auth/confirm/") for link in mail.links)
