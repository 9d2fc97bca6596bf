import pytest
from factories import make_order, make_product

from shop.catalog.models import Variant
from shop.extensions import db
from shop.orders import returns, services
from shop.orders.models import Order, Refund, ReturnRequest
from shop.orders.states import NotPossible, Status


@pytest.fixture
def order(app, customer):
    return delivered(user_id=customer.id)


def delivered(*, quantity=3, is_paid=True, **fields):
    product = make_product("Harbour mug", price=1000, stock=10)
    method = "test" if is_paid else "invoice"
    order = make_order(product, quantity=quantity, payment_method=method, **fields)
    if is_paid:
        services.pay(order)
    services.ship(order)
    services.deliver(order)
    db.session.commit()
    return order


def ask(client, order, **fields):
    data = {"line": str(order.lines[0].id), "quantity": "1", "reason": "The handle broke."}
    return client.post(f"/orders/{order.number}/return", data=data | fields)


def wishes():
    db.session.rollback()
    return db.session.scalars(db.select(ReturnRequest).order_by(ReturnRequest.id)).all()


class TestAsking:
    def test_keeps_the_wish_and_says_so(self, client, order):
        answer = ask(client, order, quantity="2")
        assert answer.status_code == 303
        assert answer.location == f"/orders/{order.number}#returns"
        wish = wishes()[0]
        assert (wish.quantity, wish.reason, wish.status) == (2, "The handle broke.", "asked")
        page = client.get(f"/orders/{order.number}").text
        assert "We have your request" in page
        assert "Return asked for: 2 \N{MULTIPLICATION SIGN} Harbour mug" in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("line", ""),
            ("line", "999999"),
            ("line", "x" * 5000),
            ("line", "1\x00"),
            ("quantity", ""),
            ("quantity", "0"),
            ("quantity", "-1"),
            ("quantity", "4"),
            ("quantity", "1.5"),
            ("quantity", "9" * 5000),
            ("quantity", "10**30"),
            ("reason", ""),
            ("reason", "  "),
            ("reason", "x" * 1001),
        ],
    )
    def test_bad_data_is_400_beside_its_field(self, client, order, field, value):
        answer = ask(client, order, **{field: value})
        assert answer.status_code == 400
        assert f'id="return-{field}-error"' in answer.text
        assert wishes() == []

    def test_what_was_typed_is_kept(self, client, order):
        assert "The handle broke." in ask(client, order, quantity="0").text

    def test_bad_data_is_a_problem_document_for_json(self, client, order):
        answer = client.post(
            f"/orders/{order.number}/return", data={}, headers={"Accept": "application/json"}
        )
        assert answer.mimetype == "application/problem+json"
        assert set(answer.get_json()["errors"]) == {"line", "reason", "quantity"}

    def test_units_can_be_asked_for_once(self, client, order):
        assert ask(client, order, quantity="2").status_code == 303
        assert ask(client, order, quantity="2").status_code == 400
        assert ask(client, order, quantity="1").status_code == 303
        assert ask(client, order, quantity="1").status_code == 400
        assert [wish.quantity for wish in wishes()] == [2, 1]

    def test_line_of_another_order_is_400(self, client, order):
        other = delivered()
        assert ask(client, order, line=str(other.lines[0].id)).status_code == 400

    def test_before_it_was_delivered_is_409_with_a_way_on(self, client, customer):
        order = make_order(user_id=customer.id)
        answer = ask(client, order)
        assert answer.status_code == 409
        assert f'href="/orders/{order.number}"' in answer.text
        assert wishes() == []


class TestReceiving:
    def receive(self, order, **options):
        returns.receive_return(order, order.returns[-1], "Grace", **options)
        db.session.commit()
        return db.session.get(Order, order.id)

    def test_restocks_and_refunds_the_units(self, client, order):
        ask(client, order, quantity="2")
        order = self.receive(db.session.get(Order, order.id))
        assert order.returns[0].status == "received"
        assert order.refunded == 2000
        assert order.status == Status.DELIVERED
        assert db.session.get(Variant, order.lines[0].variant_id).stock == 9
        assert "2 refunded" in client.get(f"/orders/{order.number}").text

    def test_what_is_broken_is_not_sold_again(self, client, order):
        ask(client, order, quantity="2")
        order = self.receive(db.session.get(Order, order.id), restock=False)
        assert order.refunded == 2000
        assert db.session.get(Variant, order.lines[0].variant_id).stock == 7

    def test_order_is_returned_once_every_unit_is_back(self, client, order):
        ask(client, order, quantity="1")
        ask(client, order, quantity="2")
        for wish in list(db.session.get(Order, order.id).returns):
            order = db.session.get(Order, order.id)
            returns.receive_return(order, wish)
            db.session.commit()
        assert db.session.get(Order, order.id).status == Status.RETURNED
        assert db.session.get(Order, order.id).refunded == 3000

    def test_second_time_changes_nothing(self, client, order):
        ask(client, order, quantity="1")
        order = self.receive(db.session.get(Order, order.id))
        with pytest.raises(returns.AlreadyDecided):
            returns.receive_return(order, order.returns[0])
        db.session.rollback()
        assert db.session.get(Variant, order.lines[0].variant_id).stock == 8
        assert len(db.session.scalars(db.select(Refund)).all()) == 1

    def test_unpaid_invoice_gives_no_money_back(self, client, customer):
        order = delivered(is_paid=False, user_id=customer.id)
        ask(client, order)
        order = self.receive(db.session.get(Order, order.id))
        assert order.refunded == 0
        assert order.returns[0].status == "received"

    def test_refused_one_can_be_asked_for_again(self, client, order):
        ask(client, order, quantity="3")
        order = db.session.get(Order, order.id)
        returns.refuse_return(order, order.returns[0], "It was used.", "Grace")
        db.session.commit()
        assert order.returns[0].status == "refused"
        assert "Return refused: It was used." in client.get(f"/orders/{order.number}").text
        assert ask(client, order, quantity="3").status_code == 303

    def test_cancelled_order_takes_nothing_back(self, app):
        order = make_order()
        order.returns.append(ReturnRequest(line_id=order.lines[0].id, quantity=1, reason="x"))
        services.cancel(order)
        db.session.commit()
        with pytest.raises(NotPossible):
            returns.receive_return(order, order.returns[0])
