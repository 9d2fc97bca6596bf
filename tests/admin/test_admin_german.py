"""What the back office says in German of what the shop keeps in English."""

import pytest
from factories import make_product
from flask_babel import force_locale

from shop.admin.audit.actions import ACTIONS, action
from shop.admin.dashboard import charts
from shop.admin.stored_words import told
from shop.catalog import services
from shop.clock import now
from shop.extensions import db


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("order A1B2-C3D4", "Bestellung A1B2-C3D4"),
        ("order A1B2-C3D4 cancelled", "Bestellung A1B2-C3D4 storniert"),
        ("order A1B2-C3D4 returned", "Rückgabe zu Bestellung A1B2-C3D4"),
        ("new variant", "neue Variante"),
        ("There is no such order.", "Diese Bestellung gibt es nicht."),
        (
            "Came when the order was shipped; sent back.",
            "Kam, als die Bestellung schon bezahlt war; zurückgeschickt.",
        ),
        (
            "1250 USD came, 1300 USD was asked.",
            "12,50\N{NO-BREAK SPACE}$ kamen an, 13,00\N{NO-BREAK SPACE}$ waren zu zahlen.",
        ),
        ("order counted anew by Ada", "order counted anew by Ada"),
        ("1250 usd came, a lot was asked.", "1250 usd came, a lot was asked."),
    ],
)
def test_kept_reason_is_said_in_the_readers_language(app, kept, said):
    with force_locale("de"):
        assert told(kept) == said


def test_stock_history_is_said_in_the_readers_language(client, administrator):
    mug = make_product("Harbour mug")
    services.adjust_stock(mug.variants[0], -1, "order A1B2-C3D4")
    db.session.commit()
    assert "Bestellung A1B2-C3D4" in client.get(f"/de/admin/products/{mug.id}").text
    assert "order A1B2-C3D4" in client.get(f"/admin/products/{mug.id}").text


def test_every_deed_of_the_back_office_has_words(app):
    endpoints = {
        rule.endpoint.removeprefix("admin.")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.") and "POST" in rule.methods
    }
    assert endpoints - ACTIONS.keys() == set()


def test_unknown_deed_is_called_by_its_own_words(app):
    assert action("tasks.catalog.count_anew") == "count anew"


def test_days_of_the_chart_are_in_the_languages_manner(app):
    day = now().date().replace(month=11, day=22)
    assert charts.span(2, day) == "Nov 21 \N{EN DASH} Nov 22"
    with force_locale("de"):
        assert charts.span(2, day) == "21. Nov. \N{EN DASH} 22. Nov."


def test_refusal_of_a_request_from_elsewhere_is_in_the_language(client):
    answer = client.post("/de/language", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "Diese Anfrage kam nicht von einer Seite dieses Shops." in answer.text
