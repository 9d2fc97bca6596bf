"""The words of people's languages, on pages and in the catalogs that translators keep."""

import re

import pytest
from babel.messages.pofile import read_po
from flask import render_template_string
from flask_babel import force_locale, get_locale

from shop.dev import translations
from shop.languages import LANGUAGES
from shop.words import CATALOG, TRANSLATIONS

HOLES = re.compile(r"%\((\w+)\)[sd]|(%%)")
TRANSLATED = sorted(LANGUAGES.keys() - {translations.SOURCE})

LEFT = "{{ ngettext('%(num)s left', '%(num)s lefts', count) }}"


def test_fills_in_and_escapes_what_is_filled_in(app):
    page = render_template_string("{{ _('Hello %(name)s', name=name) }}", name="<b>")
    assert page == "Hello &lt;b&gt;"


def test_leaves_text_mails_unescaped(app):
    source = "{% autoescape false %}{{ _('Hello %(name)s', name=name) }}{% endautoescape %}"
    assert render_template_string(source, name="O'Brien") == "Hello O'Brien"


@pytest.mark.parametrize(("count", "words"), [(1, "1 left"), (3, "3 lefts")])
def test_counts(app, count, words):
    assert render_template_string(LEFT, count=count) == words


def test_follows_a_language_that_is_forced_for_a_while(app):
    source = "{{ _('Cart') }}{{ locale() }}"
    with force_locale("de"):
        assert render_template_string(source, locale=get_locale).endswith("de")
    assert render_template_string(source, locale=get_locale) == "Carten"


@pytest.fixture(scope="module")
def template():
    return translations.extracted()


@pytest.fixture(params=TRANSLATED)
def catalog(request):
    with (TRANSLATIONS / request.param / CATALOG).open("rb") as file:
        return read_po(file, locale=request.param)


def both(message):
    """The forms of a message and those of its translation."""
    several = isinstance(message.id, tuple | list)
    return (message.id, message.string) if several else ([message.id], [message.string])


class TestCatalogs:
    def test_words_of_the_code_are_found(self, template):
        found = {
            message.id if isinstance(message.id, str) else message.id[0] for message in template
        }
        assert {"Add to cart", "We have your order %(number)s", "Dashboard"} <= found

    def test_every_message_is_translated(self, catalog, template):
        assert translations.missing(translations.updated(catalog, template)) == []

    def test_nothing_is_kept_that_nobody_says(self, catalog, template):
        said = {message.id for message in template}
        assert [message.id for message in catalog if message.id not in said] == []

    def test_nothing_is_guessed(self, catalog):
        assert [message.id for message in catalog if message.id and message.fuzzy] == []

    def test_the_same_is_filled_in(self, catalog):
        """A plural's first form may leave its number out: "a day" for "1 day"."""
        for message in catalog:
            said, written = both(message)
            holes = set(HOLES.findall(said[-1]))
            for number, text in enumerate(written):
                may_lack = {("num", "")} if len(written) > 1 and number == 0 else set()
                left = holes ^ set(HOLES.findall(text))
                assert left <= may_lack, (message.id, text)

    def test_plurals_have_all_forms(self, catalog):
        for message in catalog:
            if isinstance(message.id, tuple | list):
                assert len(message.string) == catalog.num_plurals, message.id
