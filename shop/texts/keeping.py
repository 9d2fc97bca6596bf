"""Keeping texts. Nothing here commits; whoever changes a product's indexes it for the search."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import literal, select, union

from shop.extensions import db
from shop.texts.models import CatalogText
from shop.texts.reading import OF_ROWS, OF_WORDS, OWNERS

# "24 cm" and "45 x 45 cm" are the same in every language.
MEASURE = re.compile(r"[\d\s.,x\u00d7\u2013/-]+(mm|cm|m|ml|cl|l|g|kg|W|V)?", re.ASCII)
Words = Mapping[tuple[str, str], str]  # by field and word


def of_row(row: Any, language: str) -> dict[str, str]:
    """What is kept of `row`, a product, collection or page: texts by field, "" for none."""
    return of_rows([row], language)[row.id]


def of_rows(rows: list[Any], language: str) -> dict[int, dict[str, str]]:
    """`of_row` for several of one kind, by their ids. One query."""
    if not rows:
        return {}
    fields = OF_ROWS[rows[0].__tablename__]
    found = {row.id: dict.fromkeys(fields, "") for row in rows}
    for text in _rows_of(rows, language):
        found[getattr(text, _owner(rows[0]))][text.field] = text.text
    return found


def put(row: Any, language: str, texts: Mapping[str, str]) -> bool:
    """Keep `texts` by field of `row`; an empty one is kept no more. Whether anything changed."""
    return put_many([(row, texts)], language) > 0


def put_many(wanted: Iterable[tuple[Any, Mapping[str, str]]], language: str) -> int:
    """`put` for several rows of one kind; how many of them changed. One query to look."""
    pairs = list(wanted)
    if not pairs:
        return 0
    db.session.flush()
    owner = _owner(pairs[0][0])
    kept = {
        (getattr(text, owner), text.field): text
        for text in _rows_of([row for row, _ in pairs], language)
    }
    changed = 0
    for row, texts in pairs:
        made = {owner: row.id, "language": language}
        several = [
            _keep(kept.get((row.id, field)), text, field=field, **made)
            for field, text in texts.items()
        ]
        changed += any(several)
    db.session.flush()
    return changed


def shared_words() -> list[tuple[str, str]]:
    """Every word that may have a text, but for pictures' alternative texts and for plain measures:
    pairs of field and word, each once. One query."""
    columns = [
        (field, db.metadata.tables[table].c[column])
        for (table, column), field in OF_WORDS.items()
        if field != "alt"
    ]
    words = union(
        *(select(literal(field).label("field"), word.label("word")) for field, word in columns)
    )
    found = [(field, word) for field, word in db.session.execute(words)]
    said = [pair for pair in found if pair[1] and not MEASURE.fullmatch(pair[1])]
    order = list(dict.fromkeys(OF_WORDS.values()))
    return sorted(said, key=lambda pair: (order.index(pair[0]), pair[1]))


def of_words(language: str, words: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What is kept of `words`, pairs of field and word; nothing for one without a text."""
    asked = set(words)
    kept = {(text.field, text.word): text.text for text in _rows_of_words(language, asked)}
    return {key: kept[key] for key in asked if key in kept}


def put_words(language: str, texts: Words) -> set[tuple[str, str]]:
    """Keep what stands for words; an empty text is kept no more. Those that changed."""
    db.session.flush()
    kept = {(text.field, text.word): text for text in _rows_of_words(language, set(texts))}
    changed = {
        (field, word)
        for (field, word), text in texts.items()
        if _keep(kept.get((field, word)), text, field=field, word=word, language=language)
    }
    db.session.flush()
    return changed


def _owner(row: Any) -> str:
    return OWNERS[row.__tablename__]


def _rows_of(rows: list[Any], language: str) -> list[CatalogText]:
    owner = getattr(CatalogText, _owner(rows[0]))
    wanted = select(CatalogText).where(
        owner.in_([row.id for row in rows]), CatalogText.language == language
    )
    return list(db.session.scalars(wanted))


def _rows_of_words(language: str, words: set[tuple[str, str]]) -> list[CatalogText]:
    wanted = select(CatalogText).where(
        CatalogText.word.in_({word for _, word in words}), CatalogText.language == language
    )
    return list(db.session.scalars(wanted))


def _keep(row: CatalogText | None, text: str, **values: Any) -> bool:
    if row is None and text:
        db.session.add(CatalogText(text=text, **values))
    elif row is not None and not text:
        db.session.delete(row)
    elif row is not None and row.text != text:
        row.text = text
    else:
        return False
    return True
