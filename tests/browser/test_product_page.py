"""A product's page as a shopper uses it: choosing, looking closely, filling the cart."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

MUG = "/products/harbour-stoneware-mug"
# Few are left, and nobody buys one here: other tests buy mugs in the same running shop.
CASSEROLE = "/products/fellside-casserole"


def visit(page: Page, address: str) -> None:
    """Open a page and look before pressing: its modules come after it has loaded."""
    page.goto(address, wait_until="networkidle")


def pick(page: Page, option: str, value: str) -> None:
    page.get_by_role("group", name=option).get_by_role("link", name=value).click()


def test_choosing_shows_price_stock_and_address_of_the_variant(page: Page):
    visit(page, CASSEROLE)
    expect(page.locator("#part-price")).to_contain_text("$128.00")
    pick(page, "Size", "24 cm")
    expect(page.locator("#part-price")).to_contain_text("$159.00")
    pick(page, "Colour", "Brick")
    expect(page.locator("#part-stock")).to_contain_text(re.compile(r"Only \d left"))
    expect(page).to_have_url(re.compile(r"\?variant=\d+"))
    page.reload()
    expect(page.locator("#part-stock")).to_contain_text(re.compile(r"Only \d left"))


def test_sold_out_variant_asks_for_an_address_instead_of_a_quantity(page: Page):
    visit(page, MUG)
    pick(page, "Colour", "Ink")
    expect(page.locator("#part-stock")).to_contain_text("Sold out")
    expect(page.get_by_role("button", name="Add to cart")).to_have_count(0)
    page.get_by_label("Your e-mail").fill("ada@example.com")
    page.get_by_role("button", name="Tell me").click()
    expect(page.get_by_role("main")).to_contain_text("We will write to ada@example.com")


def test_script_keeps_the_shopper_on_the_page_and_counts(page: Page, scripts: bool):
    if not scripts:
        return
    visit(page, MUG)
    page.get_by_role("spinbutton", name="Quantity").fill("2")
    page.locator("#buy").get_by_role("button", name="Add to cart").click()
    expect(page.locator("#added")).to_contain_text("Added to your cart")
    expect(page.locator("header .cart-count")).to_contain_text("2")
    expect(page.locator("#buy [role=status]")).to_contain_text("Harbour stoneware mug")
    expect(page).to_have_url(re.compile(MUG))
    page.keyboard.press("Escape")
    expect(page.locator("#added")).to_be_hidden()


def test_an_answer_that_is_not_understood_sends_the_form(page: Page, scripts: bool):
    if not scripts:
        return

    def garble(route: Route) -> None:
        if "json" in route.request.headers["accept"]:
            route.fulfill(body="<p>Not now</p>", content_type="text/html")
        else:
            route.continue_()

    visit(page, MUG)
    page.route("**/cart/items", garble)
    page.locator("#buy").get_by_role("button", name="Add to cart").click()
    page.wait_for_url("**/cart")
    expect(page.get_by_role("main")).to_contain_text("Harbour stoneware mug")


def test_pictures_can_be_looked_at_closely_by_keyboard(page: Page, scripts: bool):
    visit(page, MUG)
    first = page.locator(".gallery-strip a").first
    large = first.get_attribute("href")
    if not scripts:
        assert page.request.get(large).ok
        return
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog.locator("img")).to_have_attribute("src", re.compile(f"{large}$"))
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("img")).not_to_have_attribute("src", re.compile(f"{large}$"))
    dialog.get_by_role("button", name="Larger").press("Enter")
    assert dialog.locator("img").evaluate("image => image.width") > 700
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(first).to_be_focused()


def test_button_stays_in_reach_on_a_phone(page: Page, scripts: bool):
    visit(page, MUG)
    bar = page.locator(".buy-bar")
    if not scripts:
        expect(bar).to_be_hidden()
        return
    expect(bar).to_be_visible()
    page.locator("#buy").get_by_role("button", name="Add to cart").scroll_into_view_if_needed()
    page.locator("#part-row").evaluate("row => row.scrollIntoView({block: 'center'})")
    expect(bar).to_be_hidden()


def test_seen_lately_is_shown_on_the_next_product(page: Page, scripts: bool):
    visit(page, MUG)
    visit(page, "/products/hollin-tea-bowl")
    lately = page.get_by_role("heading", name="Seen lately")
    if scripts:
        expect(lately).to_be_visible()
        expect(page.locator("[data-cards]")).to_contain_text("Harbour stoneware mug")
    else:
        expect(lately).to_be_hidden()
