"""Shoppers who buy through the shop's pages, and keep a journal of what they were told.

The journal is all that a drill believes: what it says was ordered must be there afterwards, once.
"""

import html
import itertools
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from processes import wait_until

PATIENCE = 25  # seconds that a shopper keeps pressing
PAUSE = 0.1  # seconds before the same button is pressed again
HIDDEN = re.compile(r'<input type="hidden" name="(checkout_token|shown)" value="([^"]*)">')
VARIANT = re.compile(r'name="variant" value="(\d+)"')
NUMBER = re.compile(r"/orders/([\w-]+)")
ADDRESS = {
    "name": "Ada Brook",
    "line1": "1 Mill Lane",
    "city": "Burlington",
    "region": "VT",
    "postcode": "05401",
    "country": "US",
    "shipping_method": "standard",
    "payment_method": "invoice",
}


class SoldOut(Exception):
    """The shop says that nothing is left."""


@dataclass
class Entry:
    """One shopper who wants one of something, and how it went."""

    email: str
    slug: str
    number: str | None = None  # of the order, by the answer that led to it
    is_refused: bool = False
    troubles: list[str] = field(default_factory=list)  # each time nothing came back, or a 503


class Journal:
    """The entries of all shoppers, in the order in which they ended."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.failures: list[str] = []  # what no fault excuses

    @property
    def placed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.number]

    @property
    def refused(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_refused]

    @property
    def troubles(self) -> list[str]:
        return [trouble for entry in self.entries for trouble in entry.troubles]

    def smooth_share(self, since: int = 0) -> float:
        """The share of those from entry `since` on who got their answer at the first press."""
        entries = self.entries[since:]
        return sum(not entry.troubles for entry in entries) / len(entries)

    def __str__(self) -> str:
        return (
            f"{len(self.placed)} orders, {len(self.refused)} refusals, "
            f"{len(self.troubles)} presses again {sorted(set(self.troubles))}"
        )


class Crowd:
    """`size` shoppers at once, each order from a browser of its own, while `buying` lasts."""

    numbers = itertools.count()

    def __init__(self, url: str, slugs: Sequence[str], size: int = 8) -> None:
        self.url = url
        self.slugs = itertools.cycle(slugs)
        self.size = size
        self.journal = Journal()
        self.leaving = threading.Event()
        self.lock = threading.Lock()

    @contextmanager
    def buying(self) -> Iterator[Journal]:
        """At the end each shopper brings what is begun to its end."""
        threads = [threading.Thread(target=self._shop) for _ in range(self.size)]
        for thread in threads:
            thread.start()
        try:
            yield self.journal
        finally:
            self.leaving.set()
            for thread in threads:
                thread.join()

    def let(self, count: int) -> None:
        """Wait until `count` more have come to an end of their shopping."""
        goal = len(self.journal.entries) + count
        wait_until(lambda: len(self.journal.entries) >= goal or self.journal.failures, 30)

    def _shop(self) -> None:
        while not self.leaving.is_set():
            with self.lock:
                number, slug = next(self.numbers), next(self.slugs)
            entry = Entry(f"shopper{number}@example.com", slug)
            try:
                with Browser(self.url, entry) as browser:
                    entry.number = browser.buy()
            except SoldOut:
                entry.is_refused = True
            except Exception as error:
                self.journal.failures.append(f"{entry}: {type(error).__name__} {error}")
            self.journal.entries.append(entry)


class Browser(requests.Session):
    """One shopper's, who presses the same button again when no answer comes back."""

    def __init__(self, url: str, entry: Entry) -> None:
        super().__init__()
        self.headers["Sec-Fetch-Site"] = "same-origin"
        self.url = url
        self.entry = entry

    def buy(self) -> str:
        """The number of the order that was placed. Raises SoldOut."""
        page = self.press("GET", f"/products/{self.entry.slug}")
        variant = VARIANT.search(page.text)
        if variant is None:
            raise SoldOut
        self.press("POST", "/cart/items", {"variant": variant[1], "quantity": "1"})
        page = self.press("GET", "/checkout")
        while True:
            fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}
            if page.status_code not in (200, 409) or not fields:
                raise SoldOut
            form = ADDRESS | fields | {"email": self.entry.email}
            page = self.press("POST", "/checkout", form)
            if number := NUMBER.search(page.headers.get("Location", "")):
                return number[1]

    def press(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> requests.Response:
        """The answer that came back at last; SoldOut where the shop says so."""
        answers: list[requests.Response] = []

        def is_answered() -> bool:
            try:
                answer = self.request(
                    method, self.url + path, data=form, timeout=10, allow_redirects=False
                )
            except requests.RequestException as error:
                self.entry.troubles.append(f"{method} {path}: {type(error).__name__}")
                return False
            if answer.status_code == 503:
                self.entry.troubles.append(f"{method} {path}: 503")
                return False
            answers.append(answer)
            return True

        wait_until(is_answered, PATIENCE)
        (answer,) = answers
        assert answer.status_code in (200, 303, 409), (path, answer.status_code, answer.text)
        if answer.status_code == 409 and not HIDDEN.search(answer.text):
            raise SoldOut
        return answer
