"""`make translations`: bring shop/translations up to date with the words of the code.

    python -m shop.dev.translations

Every language's catalog gets the messages that are new and loses those that nothing says any more.
A message that changed is a new one: what was guessed from the old one would be read by shoppers
before anybody has looked at it. What is missing is listed, and is the answer's exit status.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from shop.languages import LANGUAGES
from shop.words import CATALOG, TRANSLATIONS

ROOT = Path(__file__).parents[2]
FOLDERS = ("shop", "tasks")
METHODS = [("templates/**.html", "jinja2"), ("templates/**.md", "jinja2"), ("**.py", "python")]
OPTIONS = {pattern: {"trim_blocks": "1", "lstrip_blocks": "1"} for pattern, _ in METHODS[:2]}
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
SOURCE = "en"  # what messages are written in


def extracted() -> Catalog:
    """Every message of the code, with the files that say it."""
    catalog = Catalog(project="shop", charset="utf-8")
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS, ["Translators:"])
        for name, line, message, comments, context in found:
            place = [(f"{folder}/{Path(name).as_posix()}", line)]
            catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def kept(code: str) -> Catalog:
    """What translators have written in a language."""
    path = TRANSLATIONS / code / CATALOG
    if not path.exists():
        return Catalog(locale=code, project="shop")
    with path.open("rb") as file:
        return read_po(file, locale=code)


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """`catalog` with just the messages of `template`, in their order of places."""
    fresh = Catalog(locale=catalog.locale, project="shop", fuzzy=False)
    fresh.header_comment = "# Words of the shop. `make translations` keeps this file up to date."
    fresh.revision_date = fresh.creation_date = catalog.creation_date
    for message in template:
        if message.id:
            known = catalog.get(message.id, message.context)
            written = known.string if known and not known.fuzzy else None
            places, said = message.locations, message.auto_comments
            fresh.add(message.id, written, places, auto_comments=said, context=message.context)
    return fresh


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation."""
    found = []
    for message in catalog:
        written = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not (written and all(written)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def write(code: str, catalog: Catalog) -> None:
    path = TRANSLATIONS / code / CATALOG
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)


def main() -> int:
    template, left = extracted(), 0
    for code in LANGUAGES.keys() - {SOURCE}:
        catalog = updated(kept(code), template)
        write(code, catalog)
        names = missing(catalog)
        left += len(names)
        print(f"{code}: {len(catalog)} messages, {len(names)} without a translation")
        for name in names:
            print(f"  {name}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
