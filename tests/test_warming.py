from flask_babel import get_domain

from shop import warming
from shop.app import create_app


def test_first_visitors_of_a_warmed_worker_compile_no_template(app, environ, monkeypatch):
    fresh = create_app(environ, TESTING=True)
    warming.warm(fresh)
    monkeypatch.setattr(fresh.jinja_env, "compile", refused)
    for path in ("/", "/products", "/cart", "/auth/login", "/no-such-page"):
        for language in ("", "/de"):
            assert fresh.test_client().get(language + path).status_code in (200, 404)


def test_first_visitors_of_a_warmed_worker_read_no_translations(environ):
    fresh = create_app(environ | {"SHOP_LOCALE": "en_GB"})
    warming.warm(fresh)
    with fresh.app_context():
        assert {("en_GB", "messages"), ("de", "messages")} <= set(get_domain().cache)


def refused(*_arguments, **_options):
    raise AssertionError("A template is compiled for a visitor.")
