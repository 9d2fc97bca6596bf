"""The catalog in another language: what a reader of it sees, and what it costs."""

from typing import Any

from factories import make_product
from flask.testing import FlaskClient

from shop.extensions import db
from shop.texts import keeping


def put(row: Any, **texts: str) -> None:
    keeping.put(row, "de", texts)
    db.session.commit()


def put_words(**texts: str) -> None:
    """By field and word: value_Sage="Salbei"."""
    keeping.put_words("de", {tuple(key.split("_", 1)): text for key, text in texts.items()})  # type: ignore[misc]
    db.session.commit()


def test_a_product_is_shown_in_the_readers_language_and_else_as_it_is(client: FlaskClient) -> None:
    mug = make_product("Mug", slug="mug", description="For tea.", colours=("Sage", "Ink"))
    put(mug, title="Becher", description="Für Tee.")
    put_words(option_Colour="Farbe", value_Sage="Salbei")
    german = client.get("/de/products/mug").text
    assert "<h1>Becher</h1>" in german
    assert "Für Tee." in german
    assert "Salbei" in german and "Farbe" in german
    assert "Ink" in german  # nothing is kept for it
    assert "<h1>Mug</h1>" in client.get("/products/mug").text
