"""Steps of somebody in the back office who has never seen it: by what stands on the page, as
people do, and never by typing an address."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from to_cart import add_to_cart

PASSWORD = "demo-shop-password"
NUMBER = re.compile(r"W-[0-9A-Z]{5}-[0-9A-Z]{5}")
MUG = "harbour-stoneware-mug"
MUG_SKU = "WF-MUG-HAR-SGE-S"

_serial = count(1)


class Look(NamedTuple):
    """How a browser looks at the shop: pixels of its width, and whether it runs scripts."""

    width: int
    scripts: bool


LOOKS = [Look(width, scripts) for width in (360, 1280) for scripts in (True, False)]


class Bought(NamedTuple):
    """An order of a guest: its number, and the page that the guest has the link to."""

    number: str
    url: str


@contextmanager
def watched_page(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain: no console error, no uncaught one."""
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def complaints_of(page: Page) -> list[str]:
    """What `page` writes to the console as errors from now on; Chromium's of 4xx pages aside."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: uncaught {error}"))
    page.on(
        "console",
        lambda message: (
            found.append(f"{page.url}: {message.text}")
            if message.type == "error" and "responded with a status of 4" not in message.text
            else None
        ),
    )
    return found


def unique(words: str) -> str:
    """`words` and a number: one shop serves all tests of a run."""
    return f"{words} {next(_serial)}"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    form = page.get_by_role("main")
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Password", exact=True).fill(password)
    form.get_by_role("button", name="Sign in").click()
    expect(form.get_by_label("Password", exact=True)).to_have_count(0)


def open_from_menu(page: Page, name: str) -> None:
    """Press a link of the menu, which a phone has behind a button."""
    button = page.get_by_role("button", name="Menu")
    if button.is_visible():
        button.click()
    menu = page.get_by_role("navigation", name="Back office")
    menu.get_by_role("link", name=name, exact=True).click()
    expect(heading(page)).to_have_text(name)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page, name: str, **options: Any) -> None:
    """Press a button of the page's own part."""
    main(page).get_by_role("button", name=name, **options).click()


def follow(page: Page, name: str | re.Pattern[str], **options: Any) -> None:
    """Follow a link of the page's own part."""
    main(page).get_by_role("link", name=name, **options).first.click()


def search(page: Page, words: str) -> None:
    """Narrow a list to `words`."""
    page.get_by_role("searchbox", name="Search").fill(words)
    press(page, "Apply")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value(words)
    expect(page.get_by_role("status").first).to_contain_text("found")


def open_product(page: Page, words: str, title: str) -> None:
    """The page of the product `title`, found by `words` in the list."""
    open_from_menu(page, "Products")
    search(page, words)
    follow(page, title, exact=True)
    expect(heading(page)).to_have_text(title)


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask again and again, for what another process does."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, holds.__name__
        time.sleep(0.2)


def photograph(folder: Path, name: str, colour: str) -> Path:
    """A small JPEG as a telephone would make it."""
    path = folder / f"{name}.jpg"
    picture = Image.new("RGB", (480, 600), "#e8e2d8")
    ImageDraw.Draw(picture).ellipse((90, 150, 390, 450), fill=colour)
    picture.save(path, quality=85)
    return path


def buy_as_guest(browser: Browser, shop_address: str) -> Bought:
    """A paid order of two mugs and of something else, by a guest."""
    context = browser.new_context(base_url=shop_address)
    page = context.new_page()
    page.goto(f"/products/{MUG}")
    page.get_by_role("spinbutton", name="Quantity").fill("2")
    add_to_cart(page)
    page.goto("/products?in_stock=1&sort=price")
    page.locator("main .product-grid a[href^='/products/']").first.click()
    add_to_cart(page)
    page.get_by_role("link", name="Check out").click()
    fill_in_address(page)
    expect(main(page)).to_contain_text("5 to 8 working days")
    page.locator("#review").get_by_role("button", name="Place order").click()
    press(page, "Pay", exact=True)
    page.wait_for_url(re.compile(r"\?key="))
    expect(main(page)).to_contain_text("Payment received")
    number = NUMBER.search(page.url)
    bought = Bought(number[0] if number else "", page.url)
    context.close()
    return bought


def fill_in_address(page: Page) -> None:
    page.get_by_role("textbox", name="E-mail").fill("ada@example.com")
    page.get_by_label("Name", exact=True).fill("Ada Brook")
    page.get_by_label("Street and number").fill("1 Mill Lane")
    page.get_by_label("Town or city").fill("Leeds")
    page.get_by_label("Country").select_option("GB")


def invite(owner: Page, email: str) -> str:
    """Make `email` an administrator as the owner does: the address that their mail links to."""
    open_from_menu(owner, "Administrators")
    owner.get_by_label("E-mail").fill(email)
    owner.get_by_label("Role").last.select_option("owner")
    press(owner, "Add them")
    expect(main(owner)).to_contain_text(email)
    found: list[str] = []

    def has_come() -> bool:
        owner.goto("/dev/mailbox")
        mail = main(owner).get_by_role("row").filter(has_text=email)
        if not mail.count():
            return False
        mail.get_by_role("link").first.click()
        links = main(owner).get_by_role("link").evaluate_all("all => all.map(each => each.href)")
        found.extend(link for link in links if "/auth/reset/" in link)
        return bool(found)

    wait_until(has_come)
    return found[0]
