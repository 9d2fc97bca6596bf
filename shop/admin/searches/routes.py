"""Searches that found nothing: what shoppers want and the shop lacks, or calls by another name."""

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.exports import csv_answer, in_chunks
from shop.admin.lists import Listing, contains
from shop.catalog.models import SearchMiss
from shop.extensions import db
from shop.rights import Right
from shop.web import see_other


def matching(statement: Select[SearchMiss], text: str) -> Select[SearchMiss]:
    return statement.where(contains(SearchMiss.query, text))


# At most search.misses.MOST_KEPT rows are kept, so these need no indexes.
SEARCHES = Listing(
    sorts={
        "count": (SearchMiss.count, SearchMiss.last_at),
        "last": SearchMiss.last_at,
        "words": SearchMiss.query,
    },
    labels={
        "-count": _l("Most often first"),
        "-last": _l("Latest first"),
        "words": _l("Words, A to Z"),
    },
    key=SearchMiss.id,
    search=matching,
)


@blueprint.get("/searches")
@needs(Right.SEE_CATALOG)
def searches() -> str:
    asked = SEARCHES.asked()
    page = SEARCHES.page(db.select(SearchMiss), asked)
    return render_template("admin/searches/list.html", listing=SEARCHES, asked=asked, page=page)


@blueprint.get("/searches.csv")
@needs(Right.SEE_CATALOG)
def searches_csv() -> Response:
    found = SEARCHES.selected(db.select(SearchMiss), SEARCHES.asked())
    rows = (
        (miss.query, miss.count, miss.last_at.isoformat(timespec="seconds"))
        for several in in_chunks(found)
        for miss in several
    )
    return csv_answer("searches", ("words", "count", "last_at"), rows)


@blueprint.post("/searches/<int:search_id>/forget")
@needs(Right.EDIT_CATALOG)
def forget_search(search_id: int) -> ResponseReturnValue:
    """One that is dealt with. It comes back by itself if shoppers still find nothing."""
    miss = db.get_or_404(SearchMiss, search_id)
    flash(_("“%(words)s” is off the list.", words=miss.query), "success")
    db.session.delete(miss)
    db.session.commit()
    return see_other(url_for("admin.searches", **SEARCHES.asked().here()))
