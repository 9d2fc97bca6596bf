"""What the load tests ask for is there: their addresses, and what they look for on pages.

Their files are read, not imported: Locust makes every socket of a process its own.
"""

import ast
import re

import pytest
from factories import make_product
from selling import make_method, make_zone
from werkzeug.exceptions import HTTPException

from config import ROOT

FILES = sorted((ROOT / "locustfiles").glob("*.py"))
METHODS = {"get": "GET", "open": "GET", "post": "POST"}


def requests_of(path):
    """The method and path of each request that a file's code writes out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            address = written(node.args[0])
            if node.func.attr in METHODS and address.startswith("/"):
                yield METHODS[node.func.attr], address.partition("?")[0]


def written(node):
    """A string of the source, each value in it as an x."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "x"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def patterns_of(name):
    """The regular expressions that a file looks for, by their names."""
    return {
        node.targets[0].id: re.compile(node.value.args[0].value)
        for node in ast.parse((ROOT / "locustfiles" / name).read_text()).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "re.compile"
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_address_is_one_of_the_shops(app, path):
    addresses = app.url_map.bind("127.0.0.1")
    missing = []
    for method, address in requests_of(path):
        try:
            addresses.match(address, method)
        except HTTPException:
            missing.append((method, address))

    assert not missing


def test_shoppers_and_customers_ask_for_what_matters():
    asked = {request for path in FILES for request in requests_of(path)}

    assert {
        ("GET", "/"),
        ("GET", "/products"),
        ("GET", "/products/suggest"),
        ("POST", "/cart/items"),
        ("POST", "/checkout"),
    } <= asked


def test_browsing_finds_products_and_collections(client):
    looked_for = patterns_of("browse_products.py")
    product = make_product()
    client_page = client.get("/products").text

    assert looked_for["PRODUCT"].findall(client_page) == [f"/products/{product.slug}"]


def test_buying_finds_what_it_fills_in(client):
    looked_for = patterns_of("checkout.py")
    make_method(make_zone("US"), "standard", {0: 500})
    product = make_product(stock=5)

    page = client.get(f"/products/{product.slug}").text
    variant = looked_for["VARIANT"].search(page)[1]
    client.post("/cart/items", data={"variant": variant, "quantity": 1})
    address = {"name": "A", "line1": "1 Mill Lane", "city": "B", "region": "VT"}
    address |= {"postcode": "05401", "country": "US", "action": "update"}
    form = client.post("/checkout", data=address).text

    assert looked_for["METHOD"].findall(form)
    assert "checkout_token" in dict(looked_for["HIDDEN"].findall(form))


def test_of_a_hundred_visits_eighty_browse_ten_search_eight_fill_carts_and_two_order():
    source = ast.parse((ROOT / "locustfiles" / "mix.py").read_text())
    shares = next(
        node.value
        for node in source.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SHARES"
    )

    assert [value.value for value in shares.values] == [80, 10, 8, 2]
