"""Searching on PostgreSQL: a tsvector for the words, pg_trgm for those mistyped.

The tables are made by migration 0002. Both vectors and queries are written out here rather than
parsed by PostgreSQL, so that words are the same as in every other database.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    cast,
    column,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from shop.catalog.search.documents import Document
from shop.catalog.search.words import Term
from shop.extensions import db

# What a word in the text, a collection, a SKU or the title counts (D, C, B, A).
WEIGHTS = "{0.001,0.01,0.1,1}"
MOST_PLACES = 200  # of one word in one product; PostgreSQL keeps 255
MOST_POSITIONS = 16_000  # words of titles, SKUs and collections; PostgreSQL counts to 16,383
SIMILARITY = 0.2  # of two words that share a fifth of their pieces; 0.3 misses swapped letters

documents = table("product_search", column("product_id", Integer), column("document", TSVECTOR()))


def write(found: Iterable[Document]) -> None:
    """Add documents; those of the same products must have been removed."""
    rows = [(doc.product_id, vector(doc)) for doc in found]
    if rows:
        db.session.execute(
            text(
                "INSERT INTO product_search (product_id, document)"
                " SELECT id, vector::tsvector"
                " FROM unnest(CAST(:ids AS integer[]), CAST(:vectors AS text[])) AS t (id, vector)"
                " ON CONFLICT (product_id) DO UPDATE SET document = excluded.document"
            ),
            {"ids": [row[0] for row in rows], "vectors": [row[1] for row in rows]},
        )


def vector(document: Document) -> str:
    """`document` as the text of a tsvector: 'mug':1A,2C 'oak':3A 'glazed':1D.

    A word of the text is noted once, wherever it stands: they are most of what is kept.
    """
    *telling, rest = document.fields
    places: dict[str, list[str]] = {word: ["1D"] for word in rest}
    position = 0
    for weight, field in zip("ABC", telling, strict=True):
        for word in field[: MOST_POSITIONS - position]:
            position += 1
            places.setdefault(word, []).append(f"{position}{weight}")
    return " ".join(f"'{word}':{','.join(where[:MOST_PLACES])}" for word, where in places.items())


def remove(product_ids: Sequence[int]) -> None:
    if product_ids:
        db.session.execute(
            text("DELETE FROM product_search WHERE product_id = ANY (:ids)"),
            {"ids": list(product_ids)},
        )


def clear() -> None:
    db.session.execute(text("DELETE FROM product_search"))
    db.session.execute(text("DELETE FROM search_words"))


def learn(vocabulary: Iterable[str]) -> None:
    """Know these words, for who mistypes one."""
    known = sorted(vocabulary)  # in one order, so that two transactions never wait for each other
    if known:
        db.session.execute(
            text(
                "INSERT INTO search_words (word) SELECT unnest(CAST(:words AS text[]))"
                " ON CONFLICT DO NOTHING"
            ),
            {"words": known},
        )


def settle() -> None:
    """Sort in the index entries that many documents left waiting; each search reads them else."""
    db.session.execute(select(func.gin_clean_pending_list("ix_product_search_document")))


def similar(word: str, limit: int) -> list[str]:
    """Known words that share most pieces with `word`."""
    db.session.execute(
        select(func.set_config("pg_trgm.similarity_threshold", str(SIMILARITY), True))
    )
    found = db.session.scalars(
        text(
            "SELECT word FROM search_words WHERE word % :word"
            " ORDER BY similarity(word, :word) DESC, word LIMIT :limit"
        ),
        {"word": word, "limit": limit},
    )
    return list(found)


def matches(terms: Sequence[Term], *, in_name: bool = False) -> ColumnElement[bool]:
    """That a document has all `terms`, in its title or SKUs alone where `in_name`."""
    return documents.c.document.bool_op("@@")(_query(terms, "AB" if in_name else ""))


def _query(terms: Sequence[Term], weights: str = "") -> ColumnElement[Any]:
    return cast(literal(" & ".join(_asked(term, weights) for term in terms)), TSQUERY())


def _asked(term: Term, weights: str) -> str:
    # Words hold letters and digits alone, so that nothing in the quotes needs escaping.
    whole = f"'{term.stem}'" + (f":{weights}" if weights else "")
    return whole if term.prefix is None else f"({whole} | '{term.prefix}':*{weights})"


def ids(matching: ColumnElement[bool]) -> Select[Any]:
    return select(documents.c.product_id).where(matching)


def ranked(terms: Sequence[Term]) -> Select[Any]:
    # Word by word: of several at once ts_rank rates how near they stand, and many in the text
    # then outweigh one in the title. A half typed word counts again where it is a whole one.
    whole = (Term(term.stem, None) for term in terms if term.prefix)
    of_terms = (
        func.ts_rank(text(f"'{WEIGHTS}'"), documents.c.document, _query([term]))
        for term in (*terms, *whole)
    )
    rank = reduce(add, of_terms).label("rank")
    return select(documents.c.product_id, rank).where(matches(terms))
