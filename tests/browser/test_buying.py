"""From the home page to the paid order on a phone, the same with scripts and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_every_page import AXE
from to_cart import add_to_cart

pytestmark = pytest.mark.browser


def put_something_into_the_cart(page: Page) -> None:
    page.goto("/")
    page.locator(".search-button").click()
    page.locator("#search").fill("stoneware mug")
    page.locator("#search").press("Enter")
    page.locator("main .product-grid a[href^='/products/']").first.click()
    add_to_cart(page)


def fill_in(page: Page) -> None:
    page.get_by_role("link", name="Check out").click()
    page.wait_for_url("**/checkout")
    page.get_by_role("textbox", name="E-mail").fill("ada@example.com")
    page.get_by_label("Name", exact=True).fill("Ada Brook")
    page.get_by_label("Street and number").fill("1 Mill Lane")
    page.get_by_label("Town or city").fill("Leeds")
    page.get_by_label("Country").select_option("GB")


def show_delivery(page: Page, scripts: bool) -> None:
    """Without scripts a button does it."""
    if not scripts:
        page.get_by_role("button", name="Show delivery and total").click()
    expect(page.get_by_role("main")).to_contain_text("5 to 8 working days")


def test_guest_pays_an_order(page: Page, scripts: bool):
    put_something_into_the_cart(page)
    fill_in(page)
    show_delivery(page, scripts)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    total = page.locator(".checkout-final strong").inner_text()
    page.locator("#review").get_by_role("button", name="Place order").click()

    page.wait_for_url(re.compile(r"/orders/W-[0-9A-Z]{5}-[0-9A-Z]{5}/pay"))
    expect(page.get_by_role("main")).to_contain_text(total)
    page.get_by_role("button", name="Pay", exact=True).click()

    page.wait_for_url(re.compile(r"/orders/W-[0-9A-Z-]+\?key="))
    expect(page.get_by_role("main")).to_contain_text("Payment received")
    expect(page.get_by_role("main")).to_contain_text(total)
    page.goto("/cart")
    expect(page.get_by_role("main")).to_contain_text("Nothing in here yet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, shop_address, scheme):
    context = browser.new_context(
        base_url=shop_address,
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page as a script
    )
    page = context.new_page()
    put_something_into_the_cart(page)
    page.get_by_role("link", name="Check out").click()
    found = [check(page)]
    page.get_by_label("Country").select_option("GB")
    page.locator("form[data-checkout]").evaluate("form => form.noValidate = true")
    page.locator("#review").get_by_role("button", name="Place order").click()
    expect(page.get_by_role("main")).to_contain_text("Please check what you entered")
    found.append(check(page))
    fill_in_again(page)
    found.append(check(page))
    page.get_by_role("button", name="Pay", exact=True).click()
    page.wait_for_url(re.compile(r"\?key="))
    found.append(check(page))
    context.close()
    assert [entry for entry in found if entry] == []


def fill_in_again(page: Page) -> None:
    page.get_by_role("textbox", name="E-mail").fill("ada@example.com")
    page.get_by_label("Name", exact=True).fill("Ada Brook")
    page.get_by_label("Street and number").fill("1 Mill Lane")
    page.get_by_label("Town or city").fill("Leeds")
    page.locator("#review").get_by_role("button", name="Place order").click()
    page.wait_for_url("**/pay?**")


def check(page: Page) -> str:
    results = Axe().run(page, options=AXE)
    return f"{page.url}: {results.generate_report()}" if results.violations_count else ""
