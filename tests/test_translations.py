import pytest
from flask import render_template_string
from flask_babel import force_locale, get_locale

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
