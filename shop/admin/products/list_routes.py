"""The list of products, and the same as a CSV file that the importer reads."""

from collections.abc import Iterator, Sequence

from flask import Response, render_template

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer
from shop.admin.products.acts import ACTS
from shop.admin.products.listing import STATES, ids_of, listing, page_of, tab_counts
from shop.catalog.transfer import cells, exporter
from shop.extensions import db
from shop.rights import Right


@blueprint.get("/products")
@needs(Right.SEE_CATALOG)
def products() -> str:
    offered = listing()
    asked = offered.asked()
    return render_template(
        "admin/products/list.html",
        listing=offered,
        states=STATES,
        counts=tab_counts(),
        asked=asked,
        page=page_of(offered, asked),
        acts=[(name, act.label) for name, act in ACTS.items()],
    )


@blueprint.get("/products.csv")
@needs(Right.SEE_CATALOG)
def products_csv() -> Response:
    return csv_answer("products", cells.COLUMNS, _rows(ids_of(listing().asked())))


def _rows(ids: Sequence[int]) -> Iterator[list[str]]:
    """Through a session of their own: the request's ends before the last one is sent."""
    db.session.rollback()
    with db.session.session_factory() as session:
        yield from exporter.cells_of(ids, session)
