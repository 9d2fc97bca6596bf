"""The least that Flask asks for a page: a constant one, and a list out of SQLite.

    /constant            20 KB of bytes that are always the same
    /products?after=ID   24 products by keyset, through Flask-SQLAlchemy and Jinja: no account, no
                         cart, no filters, one query

FLOOR_DATABASE names the SQLite file. `python -m bench.floor N` fills it with N products.
"""

import os
import sys

from flask import Flask, Response, abort, render_template, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, mapped_column

SIZE = 20 * 1024  # bytes of the constant page
PER_PAGE = 24
TEXT = "Turned by hand, glazed in one colour and fired twice, so that it lasts in daily use. " * 5

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['FLOOR_DATABASE']}"
db = SQLAlchemy(app)
CONSTANT = b"<!doctype html><title>Constant</title>".ljust(SIZE, b".")


class Product(db.Model):  # type: ignore[name-defined, misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    cents: Mapped[int]
    stock: Mapped[int]


@app.get("/constant")
def constant() -> Response:
    return Response(CONSTANT, mimetype="text/html")


@app.get("/products")
def products() -> str:
    after = request.args.get("after", 0, type=int)
    listed = select(Product).where(Product.id > after).order_by(Product.id).limit(PER_PAGE)
    found = db.session.scalars(listed).all() or abort(404)
    return render_template("floor.html", products=found)


def write_ahead(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def fill(wanted: int) -> None:
    """Make the table, with `wanted` products."""
    db.drop_all()
    db.create_all()
    rows = [
        {
            "slug": f"useful-thing-{number}",
            "title": f"Useful thing & saucer {number}",
            "text": TEXT,
            "cents": 500 + number * 37 % 9500,
            "stock": number % 8,
        }
        for number in range(1, wanted + 1)
    ]
    db.session.execute(db.insert(Product), rows)
    db.session.commit()


with app.app_context():
    event.listen(db.engine, "connect", write_ahead)
    if __name__ == "__main__":
        fill(int(sys.argv[1]))
