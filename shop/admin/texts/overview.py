"""What the pages of a product, a collection and a page tell of other languages."""

from typing import Any, NamedTuple

from flask import abort, url_for

from shop import languages, locales
from shop.texts import keeping
from shop.texts.reading import OWNERS


class Said(NamedTuple):
    """One thing in one language."""

    language: str  # its code
    name: str  # of the language, in the reader's
    title: str  # empty where the thing has none in it
    url: str  # where it is edited


def others() -> list[str]:
    """The codes of the languages that the catalog is not written in."""
    return [code for code in languages.LANGUAGES if code != languages.default()]


def other(code: str) -> str:
    """`code`, if it is of another language; else a 404."""
    return code if code in others() else abort(404)


def name_of(code: str) -> str:
    """What a language is called in the reader's."""
    return str(languages.locale_of(code).get_language_name(locales.name()) or code)


def overview(row: Any) -> list[Said]:
    """`row`, a product, collection or page, in each other language; nothing for one that is new."""
    if row is None or row.id is None:
        return []
    owner = OWNERS[row.__tablename__]
    endpoint = f"admin.{owner.removesuffix('_id')}_texts"
    return [
        Said(
            code,
            name_of(code),
            keeping.of_row(row, code)["title"],
            url_for(endpoint, language=code, **{owner: row.id}),
        )
        for code in others()
    ]
