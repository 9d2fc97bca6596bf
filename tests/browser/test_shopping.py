"""A shopper's way through the shop, the same with scripts and without."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect
from to_cart import add_to_cart

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


def test_shopper_finds_a_product_and_fills_a_cart(page: Page):
    page.goto("/")
    page.locator(".search-button").click()
    page.locator("#search").fill("stoneware mug")
    page.locator("#search").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("stoneware mug")

    page.locator("main .product-grid a[href^='/products/']").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    add_to_cart(page)
    expect(page.get_by_role("main")).to_contain_text(title)

    quantity = page.get_by_role("spinbutton").first
    quantity.fill("2")
    quantity.press("Enter")
    expect(page.get_by_role("spinbutton").first).to_have_value("2")

    page.get_by_role("button", name="Remove").first.click()
    expect(page.get_by_role("main")).to_contain_text("Nothing in here yet")


def test_filters_narrow_the_list_and_can_be_taken_back(page: Page):
    page.goto("/products")
    total = count_of(page)
    page.goto("/products?on_sale=1&in_stock=1")
    narrowed = count_of(page)
    assert 0 < narrowed < total

    page.get_by_role("link", name="Remove In stock").click()
    page.wait_for_url("**/products?on_sale=1")
    assert narrowed <= count_of(page) < total


def test_choosing_filters_in_the_drawer_shows_what_they_leave(page: Page):
    page.goto("/products")
    total = count_of(page)
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("On sale").check()
    page.get_by_role("button", name=re.compile(r"^Show (results|\d+ products)$")).click()
    page.wait_for_url("**/products?**on_sale=1**")
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.get_by_role("link", name="Remove On sale")).to_be_visible()
    assert 0 < count_of(page) < total


def test_products_lead_back_to_the_list_as_it_was_left(page: Page, scripts: bool):
    page.goto("/products?on_sale=1&sort=price")
    page.locator(".product-card-title").first.click()
    page.wait_for_url(lambda url: "on_sale" not in url)
    if scripts:
        page.get_by_role("link", name="Back to the results").click()
    else:
        page.go_back()
    page.wait_for_url("**/products?on_sale=1&sort=price")
    expect(page.get_by_role("link", name="Remove On sale")).to_be_visible()


def test_suggests_products_to_those_who_type_and_finds_without(page: Page, scripts: bool):
    page.goto("/")
    field = page.locator("#search")
    if scripts:
        expect(field).to_have_attribute("role", "combobox")
    page.locator(".search-button").click()
    if not scripts:
        field.fill("casserole")
        field.press("Enter")
        page.wait_for_url("**/products?q=casserole")
        return
    expect(field).to_be_focused()
    field.press_sequentially("casserole")
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    field.press("Enter")
    page.wait_for_url("**/products/*casserole*")


def count_of(page: Page) -> int:
    found = re.search(r"(\d+) products", page.get_by_role("main").inner_text())
    assert found, page.get_by_role("main").inner_text()[:400]
    return int(found[1])


def test_new_customer_registers_confirms_by_mail_and_signs_in_again(page: Page):
    email = f"{uuid.uuid4().hex[:12]}@example.com"
    page.goto("/auth/register")
    page.locator("main input[name=name]").fill("Ada Brook")
    page.locator("main input[name=email]").fill(email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("create|register", re.I)).click()
    page.goto("/account")
    expect(page.get_by_role("main")).to_contain_text(email)

    link = mailed_link(page, email, "/auth/confirm/")
    page.goto(link)
    expect(page.get_by_role("main")).to_contain_text(re.compile("confirmed", re.I))

    page.goto("/account")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/account")
    expect(page).to_have_url(re.compile("/auth/login"))
    page.locator("main input[name=email]").fill(email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/account"))


def mailed_link(page: Page, email: str, path: str) -> str:
    """The link below `path` in a mail to `email`, once the worker has sent it."""
    for _ in range(60):
        page.goto("/dev/mailbox")
        mail = page.locator("main a", has_text=email)
        mail = mail.or_(page.locator("main tr, main li").filter(has_text=email).locator("a"))
        for number in range(mail.count()):
            page.goto("/dev/mailbox")
            mail.nth(number).click()
            found = re.search(rf"http[^\s\"<>]*{path}[\w.-]+", page.content())
            if found:
                return found[0]
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {email} with a link to {path}")
