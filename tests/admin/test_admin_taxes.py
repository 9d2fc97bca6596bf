"""Tax rates."""

import pytest
from examples_shipping import fields, make_rate
from factories import UserFactory

from shop.admin.audit.models import AuditEntry
from shop.admin.taxes.forms import percent, stored_form
from shop.extensions import db
from shop.rights import Role
from shop.taxes.models import TaxRate
from shop.taxes.services import rates_for


def rate_of(country, region="", tax_class="standard"):
    db.session.rollback()
    return rates_for(country, region)[tax_class]


def data(**changes):
    return {
        "country": "US",
        "tax_class": "standard",
        "rate": "8.25",
        "title": "Sales tax",
    } | changes


def test_adds_a_rate_that_is_charged(client, administrator):
    assert client.post("/admin/taxes", data=data(region="California")).status_code == 303
    assert rate_of("US", "ca").rate == 82_500
    assert db.session.scalar(db.select(TaxRate.region)) == "CA"


@pytest.mark.parametrize(
    ("typed", "units"), [("0", 0), ("100", 1_000_000), ("20 %", 200_000), ("0.0001", 1)]
)
def test_takes_percent_to_four_digits(client, administrator, typed, units):
    assert client.post("/admin/taxes", data=data(rate=typed)).status_code == 303
    assert rate_of("US").rate == units


def test_changes_a_rate_and_notes_it(client, administrator):
    rate = make_rate()
    sent = fields(stored_form(rate), rate="20", title="VAT 20 %")
    assert client.post(f"/admin/taxes/{rate.id}", data=sent).status_code == 303
    assert rate_of("DE").rate == 200_000
    [entry] = db.session.scalars(db.select(AuditEntry))
    assert (entry.target_kind, entry.target_id) == ("tax rate", rate.id)
    assert (190_000, 200_000) in [(c["before"], c["after"]) for c in entry.changes]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"country": ""}, "Choose a country."),
        ({"country": "XX"}, "Not a valid choice"),
        ({"tax_class": "Big Things"}, "Use small letters and digits."),
        ({"tax_class": "x" * 21}, "Use at most 20 characters."),
        ({"tax_class": "standard\n"}, None),
        ({"rate": ""}, "Give a percentage"),
        ({"rate": "-1"}, "Give a percentage"),
        ({"rate": "101"}, "Give a percentage"),
        ({"rate": "1.00001"}, "Give a percentage"),
        ({"rate": "NaN"}, "Give a percentage"),
        ({"rate": "1e999999999"}, "Give a percentage"),
        ({"rate": "9" * 5000}, "Give a percentage"),
        ({"title": ""}, "Give it a title."),
        ({"title": "a\0"}, "no text has"),
        ({"region": "x" * 81}, "Use at most 80 characters."),
        ({"country": "DE", "tax_class": "standard"}, "There is a rate for this class"),
    ],
)
def test_bad_data_is_400_beside_its_field(client, administrator, changes, error):
    make_rate()
    answer = client.post("/admin/taxes", data=data(**changes))
    if error is None:  # what surrounds a word does not matter
        assert answer.status_code == 303
        return
    assert answer.status_code == 400
    assert error in answer.text
    assert len(db.session.scalars(db.select(TaxRate)).all()) == 1


def test_a_changed_rate_may_not_take_anothers_place(client, administrator):
    make_rate()
    rate = make_rate(tax_class="books", rate=70_000)
    sent = fields(stored_form(rate), tax_class="standard")
    answer = client.post(f"/admin/taxes/{rate.id}", data=sent)
    assert answer.status_code == 400
    assert "There is a rate for this class" in answer.text


def test_who_saves_second_sees_both_versions(client, administrator):
    rate = make_rate()
    mine = fields(stored_form(rate), rate="18")
    client.post(f"/admin/taxes/{rate.id}", data=mine | {"rate": "20"})
    answer = client.post(f"/admin/taxes/{rate.id}", data=mine)
    assert answer.status_code == 409
    assert ">20</td>" in answer.text
    assert ">18</td>" in answer.text
    assert rate_of("DE").rate == 200_000


def test_deletes_a_rate_after_asking(client, administrator):
    url = f"/admin/taxes/{make_rate().id}"
    assert "for good?" in client.get(url).text
    assert client.post(f"{url}/delete").status_code == 303
    assert rates_for("DE") == {}
    assert client.post(f"{url}/delete").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=germ", "VAT 19", "Sales tax"),
        ("q=us", "Sales tax", "VAT 19"),
        ("q=CA", "Sales tax", "VAT 19"),
        ("for=countries", "VAT 19", "Sales tax"),
        ("for=regions", "Sales tax", "VAT 19"),
        ("goods=special", "Sales tax", "VAT 19"),
        ("q=nowhere", "No such rate", "VAT 19"),
    ],
)
def test_list_is_searched_and_filtered(client, administrator, query, shown, hidden):
    make_rate()
    make_rate(country="US", region="CA", tax_class="plants", title="Sales tax", rate=72_500)
    page = client.get(f"/admin/taxes?{query}").text
    assert shown in page
    assert hidden not in page


def test_list_costs_the_same_for_many(client, administrator, count_queries):
    make_rate()
    client.get("/admin/taxes")
    one = count_queries(lambda: client.get("/admin/taxes"))
    for country in ("FR", "AT", "IT", "ES"):
        make_rate(country=country)
    assert count_queries(lambda: client.get("/admin/taxes")) == one


def test_file_has_every_rate(client, administrator):
    make_rate(title="=VAT")
    text = client.get("/admin/taxes.csv").text
    assert text.splitlines() == ["country,region,tax_class,title,percent", "DE,,standard,'=VAT,19"]


def test_percent_is_written_without_needless_zeros():
    assert [percent(units) for units in (0, 1, 82_500, 190_000, 1_000_000)] == [
        *("0", "0.0001", "8.25", "19", "100")
    ]


def test_readers_see_and_do_not_touch(client, sign_in):
    url = f"/admin/taxes/{make_rate().id}"
    sign_in(UserFactory(role=Role.READER))
    page = client.get(url).text
    assert "disabled" in page
    assert ">Save</button>" not in page
    assert client.post(url).status_code == 403
