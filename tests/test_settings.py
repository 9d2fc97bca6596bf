"""Settings: the database over the environment, read once, shown everywhere at once."""

import pytest
from factories import make_order, make_product
from sqlalchemy.exc import OperationalError

from shop import money, settings
from shop.extensions import db
from shop.mail import delivery, letters, mailbox
from shop.orders import currency, sheets


def set_to(**values):
    settings.save(**values)
    db.session.commit()


def test_the_environment_says_what_nobody_has_set(app):
    assert settings.current().shop_name == app.config["SHOP_NAME"]
    assert settings.get("reviews_need_approval") is False
    assert settings.current().sender == "Wrenfield <hello@wrenfield.example>"


def test_the_database_overrides_the_environment(app):
    set_to(shop_name="Larkhill", reviews_need_approval=True)
    assert settings.get("shop_name") == "Larkhill"
    assert settings.get("reviews_need_approval") is True


def test_what_equals_the_environment_is_not_kept(app):
    set_to(shop_name="Larkhill")
    set_to(shop_name=app.config["SHOP_NAME"])
    assert db.session.scalar(db.select(settings.Setting)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shop_name", ""),
        ("shop_name", 7),
        ("shop_name", "x" * 81),
        ("currency", "dollars"),
        ("email", "nobody"),
        ("reviews_need_approval", "yes"),
        ("low_stock", -1),
        ("low_stock", True),
    ],
)
def test_a_value_that_cannot_be_is_refused(app, name, value):
    with pytest.raises(ValueError, match=r".*"):
        settings.save(**{name: value})


def test_junk_in_the_table_is_left_out(app, client):
    for name, value in (("shop_name", 5), ("logo", ["x"]), ("low_stock", "many"), ("gone", 1)):
        db.session.add(settings.Setting(name=name, value=value))
    db.session.commit()
    settings.forget()
    assert settings.current().shop_name == app.config["SHOP_NAME"]
    assert client.get("/").status_code == 200


def test_a_page_reads_them_once(client, count_queries):
    # The settings, and the collections with the pages for the footer.
    assert count_queries(lambda: client.get("/auth/login")) == 2


def test_a_change_shows_on_the_next_page(client):
    assert "Wrenfield" in client.get("/").text
    set_to(shop_name="Larkhill <&>")
    page = client.get("/").text
    assert "Larkhill &lt;&amp;&gt;" in page
    assert "Larkhill <&>" not in page
    assert "· Wrenfield" not in page


def test_a_form_is_not_given_the_lock_for_writing_by_them(app, client):
    with app.test_request_context("/", method="POST"):
        assert settings.current().shop_name
        assert not db.session().in_transaction()


def test_while_the_database_is_away_the_environment_holds(app, monkeypatch):
    set_to(shop_name="Larkhill")
    monkeypatch.setattr(settings, "_pairs", broken)
    db.session.rollback()
    assert settings.current().shop_name == app.config["SHOP_NAME"]


def broken(_connection):
    raise OperationalError("SELECT", {}, Exception("connection refused"))


def test_letters_and_their_sender_bear_the_name(app):
    mailbox.empty()
    set_to(shop_name="Larkhill", email="shop@larkhill.example")
    delivery.send(letters.sample("welcome"), "ada@example.com")
    mail = mailbox.mails()[0]
    assert mail.message["From"] == "Larkhill <shop@larkhill.example>"
    assert mail.subject == "Welcome to Larkhill"
    assert "-- \nLarkhill\n" in mail.text.replace("\r\n", "\n")


def test_a_sender_cannot_break_out_of_its_header(app):
    set_to(sender_name="A\r\nBcc: x@y.z")
    assert "\n" not in settings.current().sender


def test_invoices_bear_name_and_address(app):
    set_to(shop_name="Larkhill", address="1 Lark Hill\n\nLeeds")
    sheet = sheets.Sheet("Invoice")
    assert (sheet.shop_name, sheet.shop_address) == ("Larkhill", "1 Lark Hill, Leeds")
    assert sheet.bytes().startswith(b"%PDF")  # which closes its fonts, too


def test_pages_know_the_currency(client):
    make_product("Bowl", slug="bowl", price=2400)
    set_to(currency="EUR")
    assert "€24.00" in client.get("/products").text
    assert '"priceCurrency": "EUR"' in client.get("/products/bowl").text.replace('":"', '": "')


def test_cards_that_were_drawn_before_show_the_new_currency(client):
    make_product("Bowl", price=2400)
    assert "$24.00" in client.get("/products").text
    set_to(currency="EUR")
    assert "$24.00" not in client.get("/products").text


def test_low_stock_is_where_the_merchant_says(client):
    make_product("Bowl", slug="bowl", stock=8)
    assert "Only 8 left" not in client.get("/products/bowl").text
    set_to(low_stock=9)
    assert "8 left" in client.get("/products/bowl").text


def test_the_currency_changes_while_nothing_was_sold(app):
    currency.change("EUR")
    db.session.commit()
    assert money.currency() == "EUR"


def test_the_currency_stays_once_there_is_an_order(app):
    make_order()
    with pytest.raises(currency.OrdersPlaced):
        currency.change("EUR")
    currency.change("USD")  # it is that already


def test_a_password_may_not_be_the_name(app, client):
    set_to(shop_name="Larkhill and Daughters")
    data = {"name": "Ada", "email": "ada@example.com", "password": "larkhill and daughters"}
    assert client.post("/auth/register", data=data).status_code == 400
