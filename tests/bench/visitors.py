"""Visitors of the shop as a server sees them: by the cookies that they bring."""

import re
import uuid
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.servers import BenchFailed

PRODUCT = re.compile(r'href="(/products/[a-z0-9-]+)"')
VARIANT = re.compile(r'name="variant" value="(\d+)"')
PASSWORD = "a password for the bench"


class Page(NamedTuple):
    """An answer."""

    status: int
    text: str
    size: int  # bytes


class Visitor:
    """A browser without a screen: it keeps cookies and says where its forms are from."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> dict[str, str]:
        """What it sends along with every request."""
        if not self.cookies:
            return {}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Page:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        headers = self.headers | {"Origin": self.url}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        with connection.getresponse() as answer:
            read = answer.read()
            for line in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            status = answer.status
        connection.close()
        return Page(status, read.decode(errors="replace"), len(read))


def a_product(url: str) -> str:
    """The path of a product that can be bought, from the list. Raises BenchFailed."""
    stranger = Visitor(url)
    for path in PRODUCT.findall(stranger.get("/products?in_stock=1").text):
        if VARIANT.search(stranger.get(path).text):
            return str(path)
    raise BenchFailed("No product of the list can be bought.")


def with_cart(url: str, product: str) -> Visitor:
    """A visitor who has put `product` (a path) into a cart. Raises BenchFailed."""
    visitor = Visitor(url)
    variant = VARIANT.search(visitor.get(product).text)
    form = {"variant": variant[1] if variant else "", "quantity": "1"}
    answer = visitor.post("/cart/items", form)
    if answer.status != 303:
        raise BenchFailed(f"The cart takes nothing: {answer.status}.")
    return visitor


def signed_in(url: str) -> Visitor:
    """A customer with a new account. Raises BenchFailed."""
    visitor = Visitor(url)
    email = f"bench-{uuid.uuid4().hex}@example.com"
    answer = visitor.post("/auth/register", {"name": "Bench", "email": email, "password": PASSWORD})
    if answer.status != 303:
        raise BenchFailed(f"No account can be had: {answer.status}.")
    return visitor
