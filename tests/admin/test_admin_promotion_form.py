"""Adding and changing a promotion: every kind, what it covers, when, how often, and for whom."""

import re
from datetime import UTC, datetime

import pytest
from examples_promotions import GOOD
from factories import CollectionFactory, UserFactory, make_product
from selling import make_promotion

from shop import clock
from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.promotions.models import Promotion

NEW = "/admin/promotions/new"


def only():
    db.session.rollback()
    return db.session.scalars(db.select(Promotion)).one_or_none()


def add(client, **fields):
    return client.post(NEW, data=GOOD | fields)


def fields_of(page):
    """The values of the inputs on a page, by name."""
    found = re.findall(r"<input[^>]*>", page)
    values = {}
    for tag in found:
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="radio"' not in tag and 'type="checkbox"' not in tag:
            values[name[1]] = value[1] if value else ""
    return values


def checked(page, name):
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', tag)[1] for tag in tags if "checked" in tag]


def save(client, promotion, **fields):
    """Save its page with `fields` changed."""
    page = client.get(f"/admin/promotions/{promotion.id}").text
    version = fields_of(page)["version"]
    data = GOOD | {"title": promotion.title, "percent": "10", "version": version} | fields
    return client.post(f"/admin/promotions/{promotion.id}", data=data)


class TestAdding:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ({"percent": "12.5"}, {"percent": 1250, "amount": 0}),
            ({"percent": " 15 % "}, {"percent": 1500}),
            ({"kind": "amount", "amount": "7.50"}, {"amount": 750, "percent": 0}),
            (
                {"kind": "buy_get", "buy_quantity": "2", "get_quantity": "1"},
                {"buy_quantity": 2, "get_quantity": 1, "percent": 0},
            ),
            ({"kind": "free_shipping"}, {"amount": 0, "percent": 0}),
            ({"kind": "free_shipping", "most": "15"}, {"amount": 1500}),
            ({"code": " spring 26 "}, {"code": "SPRING26"}),
            ({"code": ""}, {"code": None}),
            ({"minimum_spend": "40"}, {"minimum_spend": 4000}),
            (
                {"total_limit": "100", "per_customer_limit": "1"},
                {"total_limit": 100, "per_customer_limit": 1},
            ),
            ({"combines": ""}, {"combines": False}),
            (
                {"starts_at": "2030-12-01T00:00", "ends_at": "2030-12-07T23:59"},
                {"starts_at": datetime(2030, 12, 1, tzinfo=UTC)},
            ),
        ],
    )
    def test_keeps_every_kind_and_limit(self, client, administrator, sent, kept):
        answer = add(client, **sent)
        assert answer.status_code == 303, answer.text
        promotion = only()
        assert answer.location == f"/admin/promotions/{promotion.id}"
        assert {name: getattr(promotion, name) for name in kept} == kept
        assert "The promotion is there." in client.get(answer.location).text

    def test_leaves_an_audit_row_that_names_what_it_covers(self, client, administrator):
        mug = make_product("Harbour mug")
        add(client, scope="products", products=[mug.id])
        [entry] = db.session.scalars(db.select(AuditEntry))
        assert (entry.target_kind, entry.target) == ("promotion", "Autumn sale")
        changes = {change["field"]: change["after"] for change in entry.changes}
        assert (changes["percent"], changes["products"]) == (2000, "Harbour mug")

    @pytest.mark.parametrize(
        ("field", "sent"),
        [
            ("title", {"title": " "}),
            ("title", {"title": "x" * 121}),
            ("title", {"title": "a\x00b"}),
            ("code", {"code": "50 % OFF!"}),
            ("code", {"code": "x" * 41}),
            ("percent", {"percent": ""}),
            ("percent", {"percent": "0"}),
            ("percent", {"percent": "101"}),
            ("percent", {"percent": "1e3"}),
            ("percent", {"percent": "NaN"}),
            ("percent", {"percent": "9" * 5000}),
            ("percent", {"percent": "12.345"}),
            ("amount", {"kind": "amount", "amount": ""}),
            ("amount", {"kind": "amount", "amount": "-1"}),
            ("amount", {"kind": "amount", "amount": "1e30"}),
            ("buy_quantity", {"kind": "buy_get", "get_quantity": "1"}),
            ("get_quantity", {"kind": "buy_get", "buy_quantity": "2", "get_quantity": "0"}),
            ("get_quantity", {"kind": "buy_get", "buy_quantity": "2", "get_quantity": "10" * 20}),
            ("kind", {"kind": "gift"}),
            ("scope", {"scope": "moon"}),
            ("products", {"scope": "products"}),
            ("products", {"scope": "products", "products": ["4711"]}),
            ("collections", {"scope": "collections"}),
            ("starts_at", {"starts_at": "soon"}),
            ("ends_at", {"starts_at": "2030-12-02T00:00", "ends_at": "2030-12-01T00:00"}),
            ("minimum_spend", {"minimum_spend": "x"}),
            ("total_limit", {"total_limit": "0"}),
            ("per_customer_limit", {"per_customer_limit": "-1"}),
        ],
    )
    def test_bad_data_is_a_400_beside_its_field(self, client, administrator, field, sent):
        answer = add(client, **sent)
        assert answer.status_code == 400
        assert f'id="{field}-error"' in answer.text
        assert only() is None

    def test_what_was_typed_is_kept(self, client, administrator):
        page = add(client, percent="a lot", code="leaf").text
        assert (fields_of(page)["percent"], fields_of(page)["title"]) == ("a lot", "Autumn sale")

    def test_what_belongs_to_another_kind_cannot_be_wrong(self, client, administrator):
        assert add(client, amount="x", buy_quantity="y", most="z").status_code == 303

    def test_a_code_is_given_once(self, client, administrator):
        make_promotion(code="LEAF")
        answer = add(client, code="leaf")
        assert answer.status_code == 400
        assert "Another promotion has this code." in answer.text


class TestOnTheWay:
    def test_products_are_found_by_words_and_kept_with_what_was_typed(self, client, administrator):
        mug, bowl = make_product("Harbour mug"), make_product("Tea bowl")
        answer = add(client, step="find", find="BOWL", products=[mug.id], percent="33")
        assert (answer.status_code, only()) == (200, None)
        assert checked(answer.text, "products") == [str(mug.id)]
        assert f'name="products" value="{bowl.id}"' in answer.text
        assert (checked(answer.text, "scope"), fields_of(answer.text)["percent"]) == (
            ["products"],
            "33",
        )

    def test_enter_in_the_search_finds_and_does_not_save(self, client, administrator):
        bowl = make_product("Tea bowl")
        answer = add(client, find="bowl", found="")
        assert f'value="{bowl.id}"' in answer.text
        chosen = add(client, find="bowl", found="bowl", scope="products", products=[bowl.id])
        assert chosen.status_code == 303
        assert [product.id for product in only().products] == [bowl.id]

    @pytest.mark.parametrize(
        ("step", "dates"),
        [
            ("this-week", ("2030-11-27T10:30", "2030-12-01T23:59")),
            ("next-week", ("2030-12-02T00:00", "2030-12-08T23:59")),
            ("always", ("", "")),
        ],
    )
    def test_weeks_fill_the_dates_in(self, client, sign_in, step, dates):
        clock.travel_to(datetime(2030, 11, 27, 10, 30, tzinfo=UTC))  # a Wednesday
        sign_in(UserFactory(is_administrator=True))
        typed = {"starts_at": "2030-01-01T00:00", "ends_at": "2030-01-01T00:00"}
        for page in (
            add(client, step=step, percent="33", **typed).text,
            client.get(f"{NEW}?when={step}").text,
        ):
            assert (fields_of(page)["starts_at"], fields_of(page)["ends_at"]) == dates

    def test_a_product_page_leads_to_a_form_for_it(self, client, administrator):
        mug = make_product("Harbour mug")
        page = client.get(f"{NEW}?product={mug.id}&when=next-week").text
        assert (checked(page, "scope"), checked(page, "products")) == (["products"], [str(mug.id)])
        assert fields_of(page)["title"] == "Harbour mug"
        assert fields_of(page)["starts_at"] != ""

    @pytest.mark.parametrize("junk", ["x", "-1", "9" * 40, "%00", "4711"])
    def test_junk_in_the_address_is_left_out(self, client, administrator, junk):
        query = f"product={junk}&collection={junk}&like={junk}&when={junk}"
        page = client.get(f"{NEW}?{query}")
        assert page.status_code == 200
        assert checked(page.text, "scope") == ["everything"]

    def test_preview_says_what_it_would_do_and_saves_nothing(self, client, administrator):
        mug = make_product("Harbour mug", price=2400)
        page = add(client, step="preview", scope="products", products=[mug.id], code="leaf").text
        assert "20 % off: Harbour mug." in page
        assert "Shoppers give the code LEAF in their cart." in page
        assert "$24.00</s>" in page
        assert "$19.20</strong>" in page
        assert only() is None
        assert add(client, step="preview", percent="x").status_code == 400

    def test_an_example_buys_as_much_as_it_takes(self, client, administrator):
        make_product("Harbour mug", price=1000)
        page = add(client, step="preview", kind="buy_get", buy_quantity="2", get_quantity="1").text
        assert "3 \N{MULTIPLICATION SIGN} Harbour mug" in page
        assert "$20.00</strong>" in page

    def test_a_copy_is_a_form_to_look_at(self, client, administrator):
        bowls = CollectionFactory()
        model = make_promotion("Autumn", code="LEAF", percent=1500, collections=[bowls])
        page = client.get(f"{NEW}?like={model.id}").text
        values = fields_of(page)
        assert (values["title"], values["code"], values["percent"]) == ("Autumn", "LEAF-2", "15")
        assert checked(page, "collections") == [str(bowls.id)]


class TestChanging:
    def test_is_saved_with_both_values_in_the_log(self, client, administrator):
        promotion = make_promotion("Autumn")
        answer = save(client, promotion, percent="25")
        assert answer.status_code == 303
        assert only().percent == 2500
        [entry] = db.session.scalars(db.select(AuditEntry))
        [change] = entry.changes
        assert (change["field"], change["before"], change["after"]) == ("percent", 1000, 2500)

    def test_what_it_covers_is_in_the_log_too(self, client, administrator):
        mug, bowl = make_product("Mug"), make_product("Bowl")
        promotion = make_promotion(products=[mug])
        save(client, promotion, scope="products", products=[mug.id, bowl.id])
        [entry] = db.session.scalars(db.select(AuditEntry))
        [change] = entry.changes
        assert (change["before"], change["after"]) == ("Mug", "Bowl, Mug")

    def test_somebody_elses_change_is_not_overwritten(self, client, administrator):
        promotion = make_promotion("Autumn")
        old = fields_of(client.get(f"/admin/promotions/{promotion.id}").text)["version"]
        save(client, promotion, percent="25")
        answer = save(client, promotion, percent="30", version=old)
        assert answer.status_code == 409
        assert "Somebody else has changed this meanwhile" in answer.text
        assert only().percent == 2500
        again = save(client, promotion, percent="30", version=fields_of(answer.text)["version"])
        assert again.status_code == 303
        assert only().percent == 3000

    def test_finding_a_product_keeps_the_conflict_in_sight(self, client, administrator):
        promotion = make_promotion("Autumn")
        old = fields_of(client.get(f"/admin/promotions/{promotion.id}").text)["version"]
        save(client, promotion, percent="25")
        answer = save(client, promotion, step="find", find="mug", version=old)
        assert "Somebody else has changed this meanwhile" in answer.text

    def test_its_limit_cannot_fall_below_its_uses(self, client, administrator):
        promotion = make_promotion(used_count=3, total_limit=9)
        answer = save(client, promotion, total_limit="2")
        assert answer.status_code == 400
        assert "At least 3" in answer.text
        assert save(client, promotion, total_limit="3").status_code == 303

    def test_its_own_code_is_not_taken(self, client, administrator):
        promotion = make_promotion(code="LEAF")
        assert save(client, promotion, code="LEAF").status_code == 303

    def test_seconds_are_kept_where_the_time_was_not_touched(self, client, administrator):
        moment = datetime(2030, 12, 1, 8, 30, 17, tzinfo=UTC)
        promotion = make_promotion(starts_at=moment)
        save(client, promotion, percent="25", starts_at="2030-12-01T08:30")
        assert only().starts_at == moment

    def test_unknown_one_is_a_404(self, client, administrator):
        assert client.get("/admin/promotions/4711").status_code == 404
        assert client.post("/admin/promotions/4711", data=GOOD).status_code == 404
