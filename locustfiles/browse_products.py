"""Shoppers looking around: home, lists, filters, searches, details, suggestions.

    locust -f locustfiles/browse_products.py --host http://127.0.0.1:5000

They follow the links of the pages they get, so any catalog will do.
"""

import random
import re

from locust import FastHttpUser, between, task

PRODUCT = re.compile(r'href="(/products/[a-z0-9-]+)"')
COLLECTION = re.compile(r'href="(/collections/[a-z0-9-]+)"')
WORDS = ("mug", "linen", "oak", "vase", "lamp", "bowl", "candle", "stonewar", "green", "gift")
SORTS = ("newest", "price", "-price", "rating", "title")
ENOUGH = 100  # products that one shopper remembers


class Browsing(FastHttpUser):
    """A shopper who reads more than they search."""

    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        self.products: list[str] = []
        self.collections: list[str] = []
        self.open("/", "/")

    def open(self, path: str, name: str) -> None:
        """GET a page and remember where it leads."""
        with self.client.get(path, name=name, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{path}: {answer.status_code}")
            elif len(self.products) < ENOUGH:
                text = answer.text or ""
                self.products = list({*self.products, *PRODUCT.findall(text)})
                self.collections = list({*self.collections, *COLLECTION.findall(text)})

    @task(2)
    def home(self) -> None:
        self.open("/", "/")

    @task(6)
    def list_products(self) -> None:
        self.open(f"/products?page={random.choice((1, 1, 1, 2))}", "/products?page=")

    @task(3)
    def filter_products(self) -> None:
        query = f"in_stock=1&sort={random.choice(SORTS)}&max_price={random.randint(40, 120)}"
        self.open(f"/products?{query}", "/products?filters")

    @task(4)
    def collection(self) -> None:
        if self.collections:
            self.open(random.choice(self.collections), "/collections/…")

    @task(10)
    def product(self) -> None:
        if self.products:
            self.open(random.choice(self.products), "/products/…")

    @task(3)
    def search(self) -> None:
        self.open(f"/products?q={random.choice(WORDS)}", "/products?q=")

    @task(2)
    def suggest(self) -> None:
        typed = random.choice(WORDS)[: random.randint(2, 5)]
        with self.client.get(
            f"/products/suggest?q={typed}", name="/products/suggest", catch_response=True
        ) as answer:
            if answer.status_code != 200 or "items" not in answer.json():
                answer.failure(f"suggestions for {typed}: {answer.status_code}")
