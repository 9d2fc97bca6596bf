"""Searching on SQLite: FTS5 for the words, a table of trigrams for those mistyped.

The tables are made by migration 0002. FTS5 gets words that are folded already, so its own
tokenizer has nothing left to do but to part them at spaces.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    column,
    func,
    select,
    table,
    text,
)

from shop.catalog.search.documents import Document
from shop.catalog.search.words import Term
from shop.extensions import db

# What a word in the title, a SKU, a collection or the text counts. Each is ranked by itself and
# far apart, as in one bm25 of all a repeated word or a short text would upset their order: its
# figure for one column lies between 0.1 and 2.2 times the rareness of the word.
WEIGHTS = (("1, 0, 0, 0", 8000), ("0, 1, 0, 0", 400), ("0, 0, 1, 0", 20), ("0, 0, 0, 1", 1))

SAMPLED = 1  # all documents: no part of them is kept apart

documents = table("product_search", column("rowid", Integer), column("product_search"))


def write(found: Iterable[Document]) -> None:
    """Add documents; those of the same products must have been removed."""
    rows = [
        {"id": doc.product_id, "a": a, "b": b, "c": c, "d": d}
        for doc in found
        for a, b, c, d in [[" ".join(field) for field in doc.fields]]
    ]
    if rows:
        db.session.execute(
            text(
                "INSERT INTO product_search (rowid, title, skus, collections, text)"
                " VALUES (:id, :a, :b, :c, :d)"
            ),
            rows,
        )


def remove(product_ids: Sequence[int]) -> None:
    rows = [{"id": product_id} for product_id in product_ids]
    if rows:
        db.session.execute(text("DELETE FROM product_search WHERE rowid = :id"), rows)


def clear() -> None:
    # Taking out each of many documents takes longer than making the table anew.
    made = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'product_search'"))
    db.session.execute(text("DROP TABLE product_search"))
    db.session.connection().exec_driver_sql(str(made))
    db.session.execute(text("DELETE FROM search_trigrams"))
    db.session.execute(text("DELETE FROM search_words"))


def learn(vocabulary: Iterable[str]) -> None:
    """Know these words, for who mistypes one."""
    known = [{"word": word} for word in sorted(vocabulary)]
    if known:
        db.session.execute(
            text("INSERT INTO search_words (word) VALUES (:word) ON CONFLICT DO NOTHING"), known
        )
        db.session.execute(
            text(
                "INSERT INTO search_trigrams (trigram, word) VALUES (:trigram, :word)"
                " ON CONFLICT DO NOTHING"
            ),
            [
                {"trigram": trigram, "word": row["word"]}
                for row in known
                for trigram in trigrams(row["word"])
            ],
        )


def settle() -> None:
    """Nothing waits to be sorted in."""


def trigrams(word: str) -> list[str]:
    """The three-letter pieces of `word`, its beginning and end marked as pg_trgm does."""
    padded = f"  {word} "
    return sorted({padded[at : at + 3] for at in range(len(padded) - 2)})


def similar(word: str, limit: int) -> list[str]:
    """Known words that share most pieces with `word`."""
    statement = text(
        "SELECT word FROM search_trigrams WHERE trigram IN :trigrams GROUP BY word"
        " ORDER BY count(*) DESC, abs(length(word) - :length), word LIMIT :limit"
    ).bindparams(bindparam("trigrams", expanding=True))
    found = db.session.scalars(
        statement, {"trigrams": trigrams(word), "length": len(word), "limit": limit}
    )
    return list(found)


def matches(terms: Sequence[Term], *, sampled: bool = False) -> ColumnElement[bool]:
    """That a document has all `terms`; of those alone that are SAMPLED where asked."""
    return documents.c.product_search.match(_query(terms))


def _query(terms: Sequence[Term]) -> str:
    return " AND ".join(_asked(term) for term in terms)


def _asked(term: Term) -> str:
    # Words hold letters and digits alone, so that nothing in the quotes needs escaping. The whole
    # word counts beside the beginning of one: a product that has it is the better match.
    if term.prefix is None:
        return f'"{term.stem}"'
    return f'("{term.stem}" OR "{term.prefix}"*)'


def ids(matching: ColumnElement[bool]) -> Select[Any]:
    return select(documents.c.rowid.label("product_id")).where(matching)


def parameters(terms: Sequence[Term]) -> dict[str, Any]:
    """What the statements made of `best` and `ranked` ask for, to be bound when they are run."""
    query = _query(terms)
    return {"words": query, "names": f"{{title skus}} : ({query})"}


def exists() -> Select[Any]:
    """One row where any product has what is asked for."""
    return ids(_has("words")).limit(1)


def _has(name: str) -> ColumnElement[bool]:
    return documents.c.product_search.match(bindparam(name, type_=Text()))


def best(most: int, narrow: Callable[[Select[Any]], Select[Any]], *, names_only: bool) -> CTE:
    """Products (column product_id) that have all that is asked for, and that `narrow` leaves.

    All of them, for a list; `most` of those that have it in their name where `names_only`.
    """
    having = ids(_has("names" if names_only else "words")).cte("having")
    found = narrow(select(having.c.product_id))
    return (found.limit(most) if names_only else found).cte("best")


def among(column: Any) -> ColumnElement[bool]:
    """That `column` is one of the ids bound as `of_ids` makes them."""
    given = func.json_each(bindparam("ids", type_=Text())).table_valued("value")
    found: ColumnElement[bool] = column.in_(select(given.c.value))
    return found


def of_ids(ids: Sequence[int]) -> Any:
    return json.dumps(ids)


def ranked(found: CTE) -> Select[Any]:
    """The products `found` (column product_id) with their `rank`, the best the highest."""
    of_columns = (
        -factor * func.bm25(text("product_search"), text(columns)) for columns, factor in WEIGHTS
    )
    rank = reduce(add, of_columns).label("rank")
    rows = select(documents.c.rowid.label("product_id"), rank).where(_has("words"))
    every = rows.cte("ranked").prefix_with("MATERIALIZED")  # bm25 works inside the search alone
    return select(every.c.product_id, every.c.rank).join(
        found, found.c.product_id == every.c.product_id
    )
