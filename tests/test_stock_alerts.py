import pytest
from factories import PASSWORD, make_product

from shop.alerts.models import StockAlert
from shop.catalog import services, stock
from shop.extensions import db
from shop.mail import mailbox
from tasks.orders import post_stock_alerts


@pytest.fixture
def bowl(app):
    mailbox.empty()
    return make_product("Moor bowl", slug="moor-bowl", stock=0)


def ask(client, product, **fields):
    data = {"email": "Ada@Example.com", "variant": str(product.variants[0].id)}
    return client.post(f"/products/{product.slug}/alert", data=data | fields)


def alerts():
    db.session.rollback()
    return db.session.scalars(db.select(StockAlert)).all()


def bring_back(product):
    stock.give_back({product.variants[0].id: 3}, "delivery")
    db.session.commit()


class TestAsking:
    def test_keeps_the_address_and_says_so(self, client, bowl):
        answer = ask(client, bowl)
        assert answer.status_code == 303
        assert answer.location == f"/products/moor-bowl?variant={bowl.variants[0].id}"
        assert [alert.email for alert in alerts()] == ["ada@example.com"]
        assert "We will write to ada@example.com once it is back." in client.get(
            answer.location
        ).text.replace("&#64;", "@")

    def test_twice_is_once(self, client, bowl):
        ask(client, bowl)
        assert ask(client, bowl).status_code == 303
        assert len(alerts()) == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", ""),
            ("email", "nobody"),
            ("email", "a\x00@example.com"),
            ("email", "x" * 5000),
            ("variant", ""),
            ("variant", "999999"),
            ("variant", "9" * 5000),
            ("variant", "\N{PILE OF POO}"),
        ],
    )
    def test_bad_data_is_400_and_keeps_nothing(self, client, bowl, field, value):
        answer = ask(client, bowl, **{field: value})
        assert answer.status_code == 400
        assert "Moor bowl" in answer.text
        assert alerts() == []

    def test_error_stands_beside_its_field_and_what_was_typed_is_kept(self, client, bowl):
        answer = ask(client, bowl, email="nobody")
        assert 'id="alert-email-error"' in answer.text
        assert 'value="nobody"' in answer.text

    def test_bad_data_is_a_problem_document_for_json(self, client, bowl):
        answer = client.post(
            "/products/moor-bowl/alert", data={}, headers={"Accept": "application/json"}
        )
        assert answer.mimetype == "application/problem+json"
        assert set(answer.get_json()["errors"]) == {"email", "variant"}

    def test_variant_of_another_product_is_400(self, client, bowl):
        other = make_product(stock=0)
        assert ask(client, bowl, variant=str(other.variants[0].id)).status_code == 400

    def test_what_is_there_needs_no_alert(self, client, app):
        answer = ask(client, make_product())
        assert "It is here again" in client.get(answer.location).text
        assert alerts() == []

    def test_unknown_product_is_404(self, client, app):
        assert client.post("/products/nowhere/alert").status_code == 404

    def test_too_many_tries_are_429(self, app, client, bowl, monkeypatch):
        limits = app.config["RATE_LIMITS"] | {"stock alert by address": "2/hour"}
        monkeypatch.setitem(app.config, "RATE_LIMITS", limits)
        assert [ask(client, bowl).status_code for _ in range(3)] == [303, 303, 429]
        assert ask(client, bowl).headers["Retry-After"]


class TestForm:
    def test_sold_out_product_has_it(self, client, bowl):
        assert "/products/moor-bowl/alert" in client.get("/products/moor-bowl").text

    def test_product_that_is_there_has_not(self, client, app):
        assert "/alert" not in client.get(f"/products/{make_product().slug}").text

    def test_a_colour_that_has_sold_out_has_it(self, client, app):
        product = make_product(colours=("Sage", "Oat"), stock=0, slug="mug")
        services.set_stock(product.variants[0], 4, "delivery")
        services.summarise(product)
        db.session.commit()
        gone = product.variants[1].id
        page = client.get(f"/products/mug?variant={gone}").text
        form = page[page.index('id="alert"') :]
        assert f'name="variant" value="{gone}"' in form


class TestMail:
    def test_leaves_once_when_it_is_back_and_the_address_is_forgotten(self, client, bowl, run_jobs):
        ask(client, bowl)
        assert post_stock_alerts() == 0
        bring_back(bowl)
        assert post_stock_alerts() == 1
        assert post_stock_alerts() == 0
        assert run_jobs() == ["tasks.orders.send_back_in_stock"]
        mail = mailbox.mails()[0]
        assert (mail.to, mail.subject) == ("ada@example.com", "Moor bowl is back")
        assert f"http://localhost/products/moor-bowl?variant={bowl.variants[0].id}" in mail.links
        assert alerts() == []

    def test_does_not_leave_for_what_is_no_longer_shown(self, client, bowl):
        ask(client, bowl)
        bowl.is_published = False
        bring_back(bowl)
        assert post_stock_alerts() == 0

    def test_alert_is_exported_and_goes_with_the_account(self, client, customer, bowl):
        ask(client, bowl, email=customer.email)
        exported = client.get("/account/export").get_json()["stock_alerts"]
        assert [alert["variant_id"] for alert in exported] == [bowl.variants[0].id]
        client.post("/account/delete", data={"current_password": PASSWORD})
        assert alerts() == []
