"""Customers who register, look at their account, sign out, sign in again and sign out.

    locust -f locustfiles/accounts.py --host http://127.0.0.1:5000

Each simulated customer is a new account with an address of the reserved domain example.com.
"""

import uuid
from collections.abc import Mapping

from locust import FastHttpUser, between, task

PASSWORD = "a password for load tests"


class Customer(FastHttpUser):
    """One customer's day, over and over."""

    weight = 1  # beside 19 shoppers of mix.py
    wait_time = between(1, 3)

    def on_start(self) -> None:
        # What a browser sends with its own forms; without it the shop refuses the request.
        self.from_its_pages = {"Origin": self.host.rstrip("/")}
        self.email = f"load-{uuid.uuid4().hex}@example.com"
        self.post(
            "/auth/register", {"name": "Load Test", "email": self.email, "password": PASSWORD}
        )

    def post(self, path: str, form: Mapping[str, str]) -> None:
        """Send a form; only Post/Redirect/Get's 303 is a success."""
        with self.client.post(
            path, form, allow_redirects=False, catch_response=True, headers=self.from_its_pages
        ) as answer:
            if answer.status_code == 303:
                answer.success()
            else:
                answer.failure(f"{path}: {answer.status_code}")

    @task
    def account_sign_out_and_in(self) -> None:
        with self.client.get("/account", catch_response=True) as answer:
            if self.email not in (answer.text or ""):
                answer.failure(f"/account: {answer.status_code}, not signed in")
        self.post("/auth/logout", {})
        self.client.get("/auth/login")
        self.post("/auth/login", {"email": self.email, "password": PASSWORD})

    def on_stop(self) -> None:
        self.post("/auth/logout", {})
