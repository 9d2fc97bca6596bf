"""Shoppers who buy: from a product through the cart to an order on invoice.

    locust -f locustfiles/checkout.py --host http://127.0.0.1:5000

They are guests, each order from a browser of its own. Something that has sold out is no failure:
they choose something else, as people do.
"""

import html
import random
import re
import uuid

from locust import FastHttpUser, between, task

PRODUCT = re.compile(r'href="(/products/[a-z0-9-]+)"')
VARIANT = re.compile(r'(?:name="variant" value="|href="\?variant=)(\d+)')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
METHOD = re.compile(r'name="shipping_method" value="([\w-]+)"')
ADDRESS = {
    "name": "Load Test",
    "line1": "1 Mill Lane",
    "city": "Burlington",
    "region": "VT",
    "postcode": "05401",
    "country": "US",
}


class Buyer(FastHttpUser):
    """One order after the other."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        # What a browser sends with its own forms; without it the shop refuses the request.
        self.from_its_pages = {"Origin": self.host.rstrip("/")}

    @task
    def buy(self) -> None:
        self.client.cookiejar.clear()
        listed = self.client.get(
            f"/products?in_stock=1&sort={random.choice(('newest', 'price', 'title'))}",
            name="/products?in_stock=1",
        )
        self.wait()
        products = PRODUCT.findall(listed.text or "")
        if products and self.put_in_cart(random.choice(products)):
            self.client.get("/cart")
            self.wait()
            self.order()

    def put_in_cart(self, path: str) -> bool:
        """Put one of the product's variants into the cart; whether it was there."""
        variants = VARIANT.findall(self.client.get(path, name="/products/…").text or "")
        if not variants:
            return False
        self.wait()
        form = {"variant": random.choice(variants), "quantity": 1}
        return self.post("/cart/items", form, {303, 409}) == 303

    def order(self) -> None:
        form = ADDRESS | {"action": "update"}
        updated = self.client.post(
            "/checkout", form, name="/checkout (address)", headers=self.from_its_pages
        )
        page = updated.text or ""
        self.wait()
        for _ in range(3):  # the page comes back where something was sold out or has changed
            methods = METHOD.findall(page)
            if not methods:
                return
            form = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
            form |= ADDRESS | {
                "email": f"load-{uuid.uuid4().hex}@example.com",
                "shipping_method": methods[0],
                "payment_method": "invoice",
            }
            with self.client.post(
                "/checkout",
                form,
                allow_redirects=False,
                catch_response=True,
                headers=self.from_its_pages,
            ) as answer:
                if answer.status_code == 303:
                    answer.success()
                    self.see(answer.headers["Location"])
                    return
                if answer.status_code != 409:
                    answer.failure(f"/checkout: {answer.status_code}")
                    return
                answer.success()
                page = answer.text or ""

    def see(self, location: str) -> None:
        """Open the order that was placed."""
        with self.client.get(location, name="/orders/…", catch_response=True) as answer:
            if "Order" not in (answer.text or ""):
                answer.failure(f"/orders/…: {answer.status_code}")

    def post(self, path: str, form: dict[str, object], expected: set[int]) -> int:
        with self.client.post(
            path, form, allow_redirects=False, catch_response=True, headers=self.from_its_pages
        ) as answer:
            if answer.status_code in expected:
                answer.success()
            else:
                answer.failure(f"{path}: {answer.status_code}")
            return int(answer.status_code)
