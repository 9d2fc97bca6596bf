"""Putting what a product's page shows into the cart, and going there."""

from playwright.sync_api import Page, expect


def add_to_cart(page: Page) -> None:
    """One press leads there without scripts; with them it shows what was added, and a link."""
    page.locator("#buy").get_by_role("button", name="Add to cart").click()
    way_on = page.get_by_role("link", name="View cart")
    expect(way_on.or_(page.get_by_role("heading", level=1, name="Your cart"))).to_be_visible()
    if way_on.is_visible():
        way_on.click()
    page.wait_for_url("**/cart")
