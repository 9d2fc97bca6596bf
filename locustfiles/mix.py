"""A shop's day: of 100 visits 80 only look, 10 search, 8 fill a cart, 2 end in an order.

    locust -f locustfiles/mix.py --host http://127.0.0.1:5000

Each visit is a new browser without cookies. People look at a page for two to eight seconds before
they ask for the next one. Who browses sees three to eight pages.
"""

import random

import browse_products
import checkout
from locust import between


class Shopper(checkout.Buyer, browse_products.Browsing):
    """One visit after the other."""

    wait_time = between(2, 8)
    weight = 19

    def on_start(self) -> None:
        checkout.Buyer.on_start(self)
        browse_products.Browsing.on_start(self)

    def visit_to_browse(self) -> None:
        self.arrive()
        pages = [self.home, self.list_products, self.filter_products, self.collection, self.product]
        for page in random.choices(pages, weights=(2, 6, 3, 4, 10), k=random.randint(3, 8)):
            page()
            self.wait()

    def visit_to_search(self) -> None:
        self.arrive()
        self.suggest()
        self.search()
        self.wait()
        self.product()

    def visit_to_fill_a_cart(self) -> None:
        self.arrive()
        self.list_products()
        self.wait()
        if self.products and self.put_in_cart(random.choice(self.products)):
            self.client.get("/cart")
            self.wait()
            self.list_products()
            self.wait()
            self.product()

    def visit_to_order(self) -> None:
        self.buy()

    def arrive(self) -> None:
        """Come as somebody whom the shop does not know."""
        self.client.cookiejar.clear()


SHARES = {  # of 100 visits
    Shopper.visit_to_browse: 80,
    Shopper.visit_to_search: 10,
    Shopper.visit_to_fill_a_cart: 8,
    Shopper.visit_to_order: 2,
}
# Set here, for Locust would add to the tasks that the two classes have when they are alone.
Shopper.tasks = [visit for visit, share in SHARES.items() for _ in range(share)]
