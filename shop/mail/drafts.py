"""Looking at a merchant's words for a letter before they are sent to anybody."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _

from shop.mail import letters, texts
from shop.mail.letters import Letter
from shop.mail.texts import BodyRefused, SubjectRefused


class Placeholder(NamedTuple):
    """Something that a letter can print."""

    code: str  # as it is written in the text
    example: str


def checked(name: str, subject: str, body: str) -> Letter:
    """The sample letter `name` in these words. Raises SubjectRefused and BodyRefused.

    What a letter says under a condition is looked at in both cases.
    """
    letter = letters.draft(name, subject, body)
    values = letters.with_shop(letters.sample_values(name), letters.SAMPLE_NAME)
    for way in (values, _the_other_way(values)):
        first, source = texts.rendered(subject, body, way)
        if not first:
            raise SubjectRefused(_("The subject would be empty."))
        if not source:
            raise BodyRefused(_("The letter would be empty."))
    for link in needed_links(name):
        if f'href="{values[link]}"' not in letter.html:
            words = _("It does nothing without its link: [some words](%(code)s).", code=_code(link))
            raise BodyRefused(words)
    return letter


def needed_links(name: str) -> list[str]:
    """The values of the letter `name` that it is useless, or unlawful, without."""
    links = ["url"] if "lifetime" in letters.SAMPLES[name] else []
    return [*links, *(["stop_url"] if "stop_url" in letters.SAMPLES[name] else [])]


def placeholders(name: str) -> list[Placeholder]:
    """All that the letter `name` can print, with what it prints in the sample."""
    values = letters.with_shop(letters.sample_values(name), letters.SAMPLE_NAME)
    explained = {
        "order_rows": _("the table of what was ordered, with its sums"),
        "delivery_address": _("where it goes, and how"),
    }
    blocks = [Placeholder(_code(block), explained[block]) for block in texts.blocks(values)]
    return [*blocks, *_listed(values)]


def _listed(values: dict[str, Any], prefix: str = "") -> Iterator[Placeholder]:
    for key, value in values.items():
        name = prefix + key
        if isinstance(value, dict):
            yield from _listed(value, f"{name}.")
        elif isinstance(value, bool):
            yield Placeholder(f"{{% if {name} %}} … {{% endif %}}", _("only if it is so"))
        elif isinstance(value, list):
            yield _loop(name, value)
        else:
            yield Placeholder(_code(name), str(value))


def _loop(name: str, values: list[Any]) -> Placeholder:
    first = values[0]
    target, parts = "item", ["item"]
    if isinstance(first, dict):
        parts = [f"item.{key}" for key in first]
    elif isinstance(first, tuple):
        parts = ["label", "amount"]
        target = ", ".join(parts)
    printed = " ".join(map(_code, parts))
    example = " ".join(map(str, first.values() if isinstance(first, dict) else [first]))
    if isinstance(first, tuple):
        example = " ".join(map(str, first))
    return Placeholder(f"{{% for {target} in {name} %}} {printed} {{% endfor %}}", example)


def _code(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _the_other_way(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, with yes for no and no for yes."""
    return {k: not v if isinstance(v, bool) else v for k, v in values.items()}
