"""The address book."""

import pytest
from factories import AddressFactory, UserFactory

from shop.account import services
from shop.account.models import Address
from shop.extensions import db

MILL_LANE = {
    "name": "Ada Brook",
    "line1": "1 Mill Lane",
    "line2": "Flat 2",
    "city": "Leeds",
    "region": "West Yorkshire",
    "postcode": "LS1 4AP",
    "country": "GB",
    "phone": "+44 113 496 0000",
}


def rows() -> list[Address]:
    return list(db.session.scalars(db.select(Address).order_by(Address.id)))


class TestAdding:
    def test_keeps_the_address_and_shows_it(self, client, customer):
        answer = client.post("/account/addresses", data=MILL_LANE)
        assert (answer.status_code, answer.location) == (303, "/account/addresses")
        row = rows()[0]
        assert {name: getattr(row, name) for name in MILL_LANE} == MILL_LANE
        assert row.user_id == customer.id
        page = client.get("/account/addresses").text
        assert "The address is saved." in page
        assert "United Kingdom" in page
        assert "1 Mill Lane" in client.get("/account").text

    def test_needs_only_what_every_country_has(self, client, customer):
        data = {name: MILL_LANE[name] for name in ("name", "line1", "city", "country")}
        assert client.post("/account/addresses", data=data).status_code == 303
        assert (rows()[0].postcode, rows()[0].phone) == ("", "")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 101),
            ("line1", "\0\0"),
            ("line1", "x" * 121),
            ("line2", "x" * 100_000),
            ("city", "  "),
            ("city", "x" * 81),
            ("region", "x" * 81),
            ("postcode", "x" * 21),
            ("country", ""),
            ("country", "ZZ"),
            ("country", "EU"),
            ("country", "gb"),
            ("country", "United Kingdom"),
            ("phone", "call me"),
            ("phone", "1" * 31),
        ],
    )
    def test_bad_data_is_a_400_beside_its_field_with_the_rest_kept(
        self, client, customer, field, value
    ):
        answer = client.post("/account/addresses", data={**MILL_LANE, field: value})
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        kept = "city" if field != "city" else "line1"
        assert f'value="{MILL_LANE[kept]}"' in answer.text
        assert rows() == []

    def test_of_very_many_is_a_409_with_a_way_on(self, client, customer, monkeypatch):
        monkeypatch.setattr(services, "MOST_ADDRESSES", 1)
        client.post("/account/addresses", data=MILL_LANE)
        answer = client.post("/account/addresses", data=MILL_LANE)
        assert answer.status_code == 409
        assert 'href="/account/addresses"' in answer.text
        assert len(rows()) == 1


class TestChanging:
    def test_keeps_the_new_words(self, client, customer):
        address = AddressFactory(user=customer)
        data = {**MILL_LANE, "line1": "2 Mill Lane", "country": "IE"}
        answer = client.post(f"/account/addresses/{address.id}", data=data)
        assert (answer.status_code, answer.location) == (303, "/account/addresses")
        assert [(row.line1, row.country) for row in rows()] == [("2 Mill Lane", "IE")]

    def test_bad_data_is_a_400_in_that_addresss_form(self, client, customer):
        address, other = AddressFactory(user=customer), AddressFactory(user=customer)
        data = {**MILL_LANE, "city": "", "line1": "2 Mill Lane"}
        answer = client.post(f"/account/addresses/{address.id}", data=data)
        assert answer.status_code == 400
        assert f'id="address-{address.id}-city-error"' in answer.text
        assert f'id="address-{other.id}-city-error"' not in answer.text
        assert 'id="city-error"' not in answer.text
        assert 'value="2 Mill Lane"' in answer.text
        assert rows()[0].line1 == "1 Mill Lane"

    def test_of_somebody_elses_is_a_404(self, client, customer):
        address = AddressFactory()
        answer = client.post(f"/account/addresses/{address.id}", data=MILL_LANE)
        assert answer.status_code == 404
        assert rows()[0].line2 == ""


class TestDeleting:
    def test_deletes_the_row(self, client, customer):
        address = AddressFactory(user=customer)
        answer = client.post(f"/account/addresses/{address.id}/delete")
        assert (answer.status_code, answer.location) == (303, "/account/addresses")
        assert rows() == []
        assert "The address is deleted." in client.get("/account/addresses").text

    def test_of_somebody_elses_is_a_404(self, client, customer):
        address = AddressFactory()
        assert client.post(f"/account/addresses/{address.id}/delete").status_code == 404
        assert len(rows()) == 1

    @pytest.mark.parametrize("number", ["0", "99999999999999999999", "x", "-1"])
    def test_of_what_is_not_there_is_a_404(self, client, customer, number):
        assert client.post(f"/account/addresses/{number}/delete").status_code == 404


def test_the_book_shows_nobody_elses(client, customer):
    AddressFactory(line1="7 Hidden Close", user=UserFactory())
    assert "7 Hidden Close" not in client.get("/account/addresses").text


def test_countries_are_those_of_iso_3166(client, customer):
    page = client.get("/account/addresses").text
    assert page.count("<option") == 249 + 1
    assert '<option value="DE">Germany</option>' in page
