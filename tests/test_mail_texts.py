"""Letters in the merchant's own words: what they can do, and what they cannot."""

import logging

import pytest
from factories import UserFactory

from shop.extensions import db
from shop.mail import builtin, drafts, letters, mailbox, markdown, sandbox, texts
from shop.mail.letters import SAMPLES
from shop.mail.sandbox import TextRefused
from tasks import mail as mail_tasks


def put(name, subject, body):
    db.session.add(texts.MailText(name=name, subject=subject, body=body))
    db.session.commit()


def rendered(source, **values):
    return sandbox.render(source, values, markdown.escaped)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_built_in_words_say_the_same_as_the_template(app, name):
    in_words = drafts.checked(name, *builtin.words(name))
    assert in_words == letters.sample(name)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_all_that_a_letter_can_print_is_explained_and_works(app, name):
    for each in drafts.placeholders(name):
        subject, source = texts.rendered(
            "x", each.code, letters.with_shop(letters.sample_values(name), "Ada")
        )
        assert subject == "x"
        assert "{" not in source


def test_own_words_are_sent(app):
    mailbox.empty()
    put("welcome", "Come in, {{ shop_name }}", "{{ greeting }}\n\nGood **day**.\n\n[Go]({{ url }})")
    mail_tasks.send_welcome(UserFactory(name="Ada Brook").id)
    mail = mailbox.mails()[0]
    assert mail.subject == "Come in, Wrenfield"
    assert "Hello Ada Brook," in mail.text
    assert "<strong>day</strong>" in mail.html
    assert mail.links == ["http://localhost/products"]


def test_values_make_no_markup_in_own_words(app):
    put("email_changed", "{{ email }}", "{{ email }} {{ email|upper }}")
    value = "[click](http://evil.example) <b>x</b>\r\nBcc: x@y.z"
    letter = letters.write("email_changed", to_name="Ada", email=value)
    assert "\n" not in letter.subject
    assert "<b>" not in letter.html
    assert 'href="http://evil' not in letter.html
    assert 'href="HTTP://EVIL' not in letter.html


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ config.SECRET_KEY }}",
        "{{ nothing_of_this_name }}",
        "{% for %}",
        "{{ url.missing }}",
        "{{ url() }}",
    ],
)
def test_a_mail_is_never_lost_to_words_that_fail(app, caplog, body):
    put("welcome", "Own", body)
    with caplog.at_level(logging.ERROR):
        letter = letters.write("welcome", to_name="Ada", url="http://localhost/products")
    assert letter.subject == "Welcome to Wrenfield"
    assert "welcome" in caplog.text


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ ''['_' ~ '_class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ a.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(a) }}",
        "{{ '%s'|format(a) }}",
        "{{ a|map(attribute='__class__')|list }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ config }}",
        "{{ request }}",
        "{{ url_for('catalog.home') }}",
        "{{ get_flashed_messages() }}",
        "{{ cycler.__init__ }}",
        "{{ lipsum() }}",
        "{{ range(10) }}",
        "{{ loop }}",
        "{% include 'mail/welcome.md' %}",
        "{% import 'mail/welcome.md' as x %}",
        "{% extends 'mail/welcome.md' %}",
        "{% from 'macros/forms.html' import token %}",
        "{% set x = 1 %}",
        "{% macro x() %}{% endmacro %}",
        "{% call a() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% block x %}{% endblock %}",
        "{% with x = 1 %}{% endwith %}",
        "{{ 2 ** 99999999 }}",
        "{{ 'x' * 99999999 }}",
        "{{ a ~ a }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ a|center(99999999) }}",
        "{{ a|replace('x', 'y') }}",
        "{% for x in (1, 2, 3) %}{% endfor %}",
        "{% for x in 'abcdef' %}{% endfor %}",
        "{% for x in many %}{% for y in many %}{% endfor %}{% endfor %}",
        "{% for x in many recursive %}{% endfor %}",
        "{{ many }}",
        "{{ many.append }}",
        "{{ many.append(1) }}",
        "{{ 1e9999999|int }}",
        "{{ " + "(" * 5000 + "a" + ")" * 5000 + " }}",
        "{{ " + "not " * 5000 + "a }}",
        "{{ " + " and ".join(["a"] * 5000) + " }}",
        "{% if a %}" * 500 + "{% endif %}" * 500,
        "{{ " + "9" * 9000 + " }}",
        "{{ a",
        "{% if %}",
        "{% endfor %}",
        "{# never closed",
    ],
)
def test_what_a_letter_needs_not_is_refused(app, source):
    with pytest.raises(TextRefused):
        rendered(source, a="x", many=["one", "two"])


def test_a_long_list_ends_in_a_refusal_not_in_memory(app):
    with pytest.raises(TextRefused, match="too long"):
        rendered("{% for x in many %}" + "y" * 15_000 + "{% endfor %}", many=list(range(5000)))


def test_the_sandbox_holds_where_the_first_wall_would_not(app, monkeypatch):
    monkeypatch.setattr(sandbox, "_check", lambda *_args: None)
    for source in ("{{ ''.__class__.__mro__ }}", "{{ a.__init__ }}", "{{ many.append(1) }}"):
        many = ["one"]
        with pytest.raises(TextRefused):
            rendered(source, a="x", many=many)
        assert many == ["one"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ a }}", "x\\_y"),
        ("{{ a|upper }}", "X\\_Y"),
        ("{{ missing_part.b|default('none') }}", "none"),
        ("{% if yes and not no %}1{% elif no %}2{% else %}3{% endif %}", "1"),
        ("{% for x in many %}{{ loop.index }}{{ x }}{% endfor %}", "1one2two"),
        ("{% for k, v in pairs %}{{ k }}{{ v }}{% endfor %}", "ab"),
        ("{{ many|length }}{{ many|first }}", "2one"),
        ("{{ 'yes' if yes else 'no' }}", "yes"),
        ("{{ pairs[0][1] }}", "b"),
        ("{{ none }}", ""),
    ],
)
def test_what_a_letter_needs_works(app, source, text):
    values = {"a": "x_y", "yes": True, "no": False, "many": ["one", "two"], "none": None}
    assert rendered(source, **values, pairs=[("a", "b")], missing_part={}) == text


def test_an_error_names_its_line(app):
    with pytest.raises(TextRefused, match="Line 3: There is no “nme”"):
        rendered("Dear\n\n{{ nme }}", name="Ada")
    with pytest.raises(TextRefused, match="Line 2"):
        rendered("Dear\n{% if name %}", name="Ada")


def test_a_link_that_the_letter_is_for_must_stay(app):
    with pytest.raises(texts.BodyRefused, match="link"):
        drafts.checked("reset_password", "New password", "{{ greeting }} Good luck.")
    with pytest.raises(texts.BodyRefused, match="stop_url"):
        drafts.checked("checkout_reminder", "Your cart", "[Cart]({{ url }})")


def test_both_sides_of_a_condition_are_looked_at(app):
    body = "{% if waits_for_transfer %}A{% else %}{{ bill.nothing_here }}{% endif %}"
    with pytest.raises(texts.BodyRefused, match="nothing_here"):
        drafts.checked("order_placed", "Thanks", body)


def test_dangerous_links_of_a_merchant_lead_nowhere(app):
    letter = drafts.checked("welcome", "Hi", "[x](javascript:alert(1)) <script>alert(1)</script>")
    assert 'href="javascript' not in letter.html
    assert "<script" not in letter.html
