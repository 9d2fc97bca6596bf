"""Bodies as hostile and clumsy clients send them, and as a server that ends streams hands them on.

Such a server, as gunicorn is one, also passes on chunked bodies, which declare no length.
"""

from io import BytesIO

import pytest
from factories import make_product

FORM = "application/x-www-form-urlencoded"


class BrokenOff(BytesIO):
    """A stream that fails as gunicorn's does where a chunk is none."""

    def read(self, size=-1):
        raise RuntimeError("Invalid chunk size")


def send(client, path, stream, *, kind=FORM, **headers):
    return client.post(
        path,
        input_stream=stream,
        content_type=kind,
        headers={"Transfer-Encoding": "chunked", **headers},
        environ_overrides={"wsgi.input_terminated": True},
    )


@pytest.mark.parametrize("path", ["/auth/login", "/cart/items", "/cart/codes"])
@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain"])
def test_chunked_body_over_the_limit_is_413(client, path, kind):
    answer = send(client, path, BytesIO(b"a=" + b"x" * 1_100_000), kind=kind)
    assert answer.status_code == 413


def test_chunked_json_over_the_limit_is_413(client, administrator):
    body = BytesIO(b'{"title": "' + b"x" * 1_100_000 + b'"}')
    answer = send(client, "/collections", body, kind="application/json", Accept="application/json")
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_body_over_the_limit_is_413_without_origin_or_token_too(app):
    answer = send(app.test_client(), "/cart/items", BytesIO(b"a=" + b"x" * 1_100_000))
    assert answer.status_code == 413


def test_small_chunked_form_is_read(client, app):
    variant = make_product(stock=5).variants[0]
    answer = send(client, "/cart/items", BytesIO(f"variant={variant.id}&quantity=2".encode()))
    assert answer.status_code == 303
    cart = client.get("/cart", headers={"Accept": "application/json"}).json
    assert [(item["variant"], item["quantity"]) for item in cart["items"]] == [(variant.id, 2)]


@pytest.mark.parametrize("path", ["/auth/login", "/cart/items"])
def test_broken_off_body_is_400(client, path):
    assert send(client, path, BrokenOff()).status_code == 400


@pytest.mark.parametrize(("path", "status"), [("/account/profile", 401), ("/cart/items", 413)])
def test_refused_body_is_read_to_its_end(client, path, status):
    body = BytesIO(b"x" * 2_000_000)
    assert send(client, path, body).status_code == status
    assert body.read() == b""


def test_refused_broken_off_body_is_answered(client):
    assert send(client, "/account/profile", BrokenOff()).status_code == 401
