import pytest
from factories import make_product

from shop.app import create_app

ORIGIN = "https://app.example"


@pytest.fixture
def open_client(environ, app):
    """A browser at a shop whose API pages of ORIGIN, and one other, may read."""
    origins = f"{ORIGIN}, https://partner.example"
    opened = create_app(environ | {"CORS_ORIGINS": origins}, TESTING=True)
    yield opened.test_client()
    with opened.app_context():
        opened.extensions["sqlalchemy"].engine.dispose()
    opened.extensions["redis"].close()


def allowed(answer):
    return answer.headers.get("Access-Control-Allow-Origin")


def test_configured_origin_may_read(open_client):
    answer = open_client.get("/api/products", headers={"Origin": ORIGIN})
    assert allowed(answer) == ORIGIN
    assert "Origin" in answer.headers["Vary"]


def test_credentials_are_never_allowed(open_client):
    answer = open_client.get("/api/products", headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://app.example",
        "https://app.example.evil.example",
        "https://appXexample",
        "null",
    ],
)
def test_other_origins_may_not(open_client, origin):
    assert allowed(open_client.get("/api/products", headers={"Origin": origin})) is None


def test_errors_can_be_read_too(open_client):
    answer = open_client.get("/api/products/nowhere", headers={"Origin": ORIGIN})
    assert (answer.status_code, allowed(answer)) == (404, ORIGIN)


def test_preflight_is_answered(open_client):
    answer = open_client.options(
        "/api/products",
        headers={"Origin": ORIGIN, "Access-Control-Request-Method": "GET"},
    )
    assert answer.status_code == 200
    assert allowed(answer) == ORIGIN
    methods = answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert sorted(methods) == ["GET", "HEAD", "OPTIONS"]
    assert answer.headers["Access-Control-Max-Age"] == "600"


@pytest.mark.parametrize("path", ["/", "/products", "/cart", "/collections", "/auth/login"])
def test_nothing_but_the_api_is_open(open_client, path):
    answer = open_client.get(path, headers={"Origin": ORIGIN})
    assert allowed(answer) is None


def test_copy_for_one_origin_is_not_another_ones(open_client):
    make_product()
    without = open_client.get("/api/products")
    assert "Origin" in without.headers.get("Vary", "")


def test_without_configured_origins_nobody_may(client, app):
    answer = client.get("/api/products", headers={"Origin": ORIGIN})
    assert answer.status_code == 200
    assert allowed(answer) is None
