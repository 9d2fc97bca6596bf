"""An example of each press on the page of searches."""

from shop.catalog.models import SearchMiss
from shop.extensions import db


def forget_search():
    row = SearchMiss(query="wok")
    db.session.add(row)
    db.session.commit()
    return f"/admin/searches/{row.id}/forget", {}


EXAMPLES = {"admin.forget_search": forget_search}
