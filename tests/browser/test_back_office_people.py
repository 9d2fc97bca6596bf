"""A merchant's work for people: the way in, an answer to a review, a mail that did not leave."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from back_office import (
    LOOKS,
    Look,
    follow,
    heading,
    main,
    open_from_menu,
    press,
    search,
    sign_in,
    unique,
    wait_until,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_way_from_the_shop_to_the_back_office_is_on_the_page(page: Page):
    sign_in(page, "admin@example.com")
    page.get_by_role("banner").get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Back office").click()
    expect(heading(page)).to_have_text("Dashboard")


def test_answers_a_review(desk: Page, shopper: Page, look: Look):
    title = unique("Good in the hand")
    write_review(shopper, LOOKS.index(look), title)
    open_from_menu(desk, "Reviews")
    search(desk, title)
    follow(desk, title)
    expect(heading(desk)).to_have_text(title)
    answer = unique("Thank you. We are glad that it found such a good home.")
    desk.get_by_label("Your answer").fill(answer)
    press(desk, "Send the answer", exact=True)
    expect(desk.get_by_label("Your answer")).to_have_value(answer)

    follow(desk, "See it in the shop")
    review = desk.get_by_role("article").filter(has_text=title)
    expect(review).to_contain_text("Answer from Wrenfield")
    expect(review).to_contain_text(answer)


def write_review(page: Page, number: int, title: str) -> None:
    """As a customer, who writes about each product once."""
    page.goto("/products?sort=title")
    page.locator("main .product-grid a[href^='/products/']").nth(number).click()
    page.get_by_text("Write a review", exact=True).click()
    page.locator(".write-review .option").nth(4).click()
    page.get_by_label("In a few words").fill(title)
    page.get_by_label("What others should know").fill("It warms slowly and stays warm.")
    press(page, "Send review")
    expect(page.get_by_role("article").filter(has_text=title)).to_be_visible()


def test_fixes_a_mail_that_did_not_leave(desk: Page, look: Look, shop_instance: Path):
    open_from_menu(desk, "Orders")
    orders = main(desk).get_by_role("link", name=re.compile("^W-"))
    orders.nth(LOOKS.index(look)).click()  # a mail is not sent twice within a moment
    number = heading(desk).inner_text().split()[-1]
    with mailbox_away(shop_instance):
        main(desk).get_by_text("Send a mail again", exact=True).click()
        press(desk, "Send it")
        expect(main(desk)).to_contain_text("is on its way to")
        fail_for_a_day(shop_instance)

    open_from_menu(desk, "Dashboard")
    follow(desk, re.compile("mails? (is|are) stuck"))
    expect(heading(desk)).to_have_text("Jobs and mail")
    row = desk.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("could not be sent")
    expect(row).to_contain_text("Stuck")
    row.get_by_role("button", name="Retry").click()
    expect(main(desk)).to_contain_text("A worker does it now")

    def is_sent() -> bool:
        follow(desk, "Done since yesterday")
        search(desk, number)
        return desk.get_by_role("row").filter(has_text=number).count() > 0

    wait_until(is_sent)
    desk.goto("/dev/mailbox")
    expect(main(desk)).to_contain_text(number)


@contextmanager
def mailbox_away(instance: Path) -> Iterator[None]:
    """No mail can leave meanwhile: the development mailbox is no folder."""
    mailbox, aside = instance / "mailbox", instance / "mailbox-aside"
    mailbox.mkdir(exist_ok=True)
    mailbox.rename(aside)
    mailbox.write_text("")
    try:
        yield
    finally:
        mailbox.unlink()
        aside.rename(mailbox)


def fail_for_a_day(instance: Path) -> None:
    """Wait until the worker has failed to send a mail, then count that as a day's tries."""
    with closing(sqlite3.connect(instance / "shop.sqlite3", timeout=10)) as database:

        def has_failed() -> bool:
            with database:
                aged = database.execute(
                    "UPDATE outbox_jobs SET attempts = 5"
                    " WHERE done_at IS NULL AND claimed_until IS NULL AND error LIKE '%mailbox%'"
                )
            return aged.rowcount > 0

        wait_until(has_failed)
