"""Searching on PostgreSQL: a tsvector for the words, pg_trgm for those mistyped.

The tables are made by migration 0002. Both vectors and queries are written out here rather than
parsed by PostgreSQL, so that words are the same as in every other database.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    text,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from shop.catalog.search.documents import Document
from shop.catalog.search.words import Term
from shop.extensions import db

# What a word in the text, a collection, a SKU or the title counts (D, C, B, A).
WEIGHTS = "{0.001,0.01,0.1,1}"
MOST_PLACES = 200  # of one word in one product; PostgreSQL keeps 255
MOST_POSITIONS = 16_000  # words of titles, SKUs and collections; PostgreSQL counts to 16,383
SIMILARITY = 0.2  # of two words that share a fifth of their pieces; 0.3 misses swapped letters

# In front of a title's words, once more: those who have a word there are found without reading
# their documents. Of Unicode's private use, as UNSEEN is.
NAMED = "\ue001"
# In front of the words of one product in SAMPLED: where these alone are as many as are shown of a
# search, nobody needs to gather the tens of thousands that have such a common word.
SAMPLE = "\ue002"
SAMPLED = 32
# In front of how words of a title begin, in those samples: very many begin with the same letters.
EDGE = "\ue003"
LONGEST_EDGE = 2  # letters; longer beginnings are looked for among the words
# What is looked for, in this order, by the name that it is bound as. Whole words first: of what
# begins as the last one does there may be very much more.
MARKS = {
    "sampled_whole_names": SAMPLE + NAMED,
    "whole_names": NAMED,
    "sampled_names": SAMPLE + NAMED,
    "names": NAMED,
    "sampled_words": SAMPLE,
    "words": "",
}

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

    A word of the text is noted once, wherever it stands: they are most of what is kept. Words
    of the title are there once more, marked, and all words of one product in SAMPLED.
    """
    *telling, rest = document.fields
    places: dict[str, list[str]] = {word: ["1D"] for word in rest}
    position = 0
    for weight, field in zip("ABC", telling, strict=True):
        for word in field[: MOST_POSITIONS - position]:
            position += 1
            places.setdefault(word, []).append(f"{position}{weight}")
    marked = marks(document)
    return " ".join(
        (
            *(f"'{word}':{','.join(where[:MOST_PLACES])}" for word, where in places.items()),
            *(f"'{word}'" for word in marked),
        )
    )


def marks(document: Document) -> set[str]:
    """What is indexed of a published product beside its words; see NAMED, SAMPLE and EDGE."""
    if not document.is_published:
        return set()
    found = {NAMED + word for word in document.title}
    if document.product_id % SAMPLED == 0:
        found |= {SAMPLE + word for field in document.fields for word in field}
        found |= {SAMPLE + NAMED + word for word in document.title}
        edges = {word[:most] for word in document.title for most in range(1, LONGEST_EDGE + 1)}
        found |= {SAMPLE + NAMED + EDGE + edge for edge in edges}
    return found


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


def matches(terms: Sequence[Term], *, sampled: bool = False) -> ColumnElement[bool]:
    """That a document has all `terms`; of those alone that are SAMPLED where asked."""
    return _has(literal(_query(terms, SAMPLE if sampled else "")))


def _has(query: ColumnElement[str]) -> ColumnElement[bool]:
    return documents.c.document.bool_op("@@")(cast(query, TSQUERY()))


def _query(terms: Sequence[Term], mark: str = "") -> str:
    return " & ".join(_asked(term, mark) for term in terms)


def _asked(term: Term, mark: str) -> str:
    # Words hold letters and digits alone, so that nothing in the quotes needs escaping.
    whole = f"'{mark}{term.stem}'"
    return whole if term.prefix is None else f"({whole} | '{mark}{term.prefix}':*)"


def ids(matching: ColumnElement[bool]) -> Select[Any]:
    return select(documents.c.product_id).where(matching)


def parameters(terms: Sequence[Term]) -> dict[str, Any]:
    """What the statements made of `best` and `ranked` ask for, to be bound when they are run."""
    whole = [Term(term.stem, None) for term in terms]
    edges = [
        Term(EDGE + term.prefix, None) if term.prefix and len(term.prefix) <= LONGEST_EDGE else term
        for term in terms
    ]
    asked: dict[str, Any] = {
        name: _query(whole if "whole" in name else terms, mark) for name, mark in MARKS.items()
    }
    asked["sampled_names"] = _query(edges, MARKS["sampled_names"])
    asked["enough"] = _enough(terms) if edges != list(terms) else None
    # Word by word: of several at once ts_rank rates how near they stand, and many in the text
    # then outweigh one in the title. A half typed word counts again where it is a whole one.
    again = (Term(term.stem, None) for term in terms if term.prefix)
    return {**asked, "each_word": [_query([term]) for term in (*terms, *again)]}


def _enough(terms: Sequence[Term]) -> int:
    """More products of the sample than these will do where the last word has a letter or two yet.

    So many in the sample are a thousand in all; of several words, two hundred: looking for these
    takes ten times as long.
    """
    return 5 if len(terms) > 1 else 30


def exists() -> Select[Any]:
    """One row where any product has what is asked for."""
    sampled, words = (
        select(_lazily(name).c.product_id).exists() for name in ("sampled_words", "words")
    )
    return select(literal(1)).where(case((sampled, true()), else_=words))


def best(most: int, narrow: Callable[[Select[Any]], Select[Any]], *, names_only: bool) -> CTE:
    """Products (column product_id) that have all that is asked for, and that `narrow` leaves:
    a few more than `most` where there are so many, and then those that have it in their title.

    Each step is taken only where those before it found too few. What begins half the catalog is
    looked for in a sample first, so that hardly any step gathers more than a few ten thousand;
    where `names_only` and the last word has a letter or two yet, a few of it will do.
    """
    steps: list[CTE] = []
    enough: ColumnElement[bool] = false()
    for name in [name for name in MARKS if name.endswith("names") or not names_only]:
        found = narrow(select(_lazily(name).c.product_id)).where(not_(enough)).limit(most + 1)
        step = found.cte(f"best_{name}").prefix_with("MATERIALIZED")
        steps.append(step)
        will_do: ColumnElement[int] = literal(most)
        if names_only and name == "sampled_names":
            will_do = func.coalesce(bindparam("enough", type_=Integer()), most)
        enough = or_(enough, select(func.count()).select_from(step).scalar_subquery() > will_do)
    return union(*(select(step.c.product_id) for step in steps)).cte("best")


def _lazily(name: str) -> CTE:
    """The products that have what is asked for by `name`, looked up as far as they are read.

    Materialized, so that how few are read is no reason to read the table instead of its index.
    """
    found = ids(_has(bindparam(name, type_=Text())))
    return found.cte(f"having_{name}").prefix_with("MATERIALIZED")


def among(column: Any) -> ColumnElement[bool]:
    """That `column` is one of the ids bound as `of_ids` makes them."""
    given: ColumnElement[bool] = column == func.any(bindparam("ids", type_=ARRAY(Integer())))
    return given


def of_ids(ids: Sequence[int]) -> Any:
    return list(ids)


def ranked(found: CTE) -> Select[Any]:
    """The products `found` (column product_id) with their `rank`, the best the highest."""
    queries = cast(bindparam("each_word", type_=ARRAY(Text())), ARRAY(TSQUERY()))
    query = func.unnest(queries).column_valued("query")
    of_word = func.ts_rank(text(f"'{WEIGHTS}'"), documents.c.document, query)
    rank = select(func.sum(of_word)).correlate(documents).scalar_subquery()
    return select(documents.c.product_id, rank.label("rank")).join(
        found, found.c.product_id == documents.c.product_id
    )
