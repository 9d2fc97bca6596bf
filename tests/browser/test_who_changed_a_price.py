"""In the back office, with a real browser: seeing who changed a price, and putting it back."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect


def sign_in(page: Page) -> None:
    page.goto("/auth/login?next=/admin/products")
    page.get_by_label("E-mail").fill("admin@example.com")
    page.get_by_label("Password").fill("demo-shop-password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Products")


def change_a_price(page: Page) -> tuple[str, str, str]:
    """The title of the product that was changed, its first price before and after."""
    page.goto("/admin/products?q=oak")
    page.locator("tbody a[href^='/admin/products/']").first.click()
    price = page.locator("[name=variants-0-price]")
    before = price.input_value()
    after = f"{float(before) + 1:.2f}"
    price.fill(after)
    page.get_by_role("button", name="Save", exact=True).first.click()
    title = page.locator("[name=title]").input_value()
    return title, before, after


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_a_merchant_sees_who_changed_a_price_and_undoes_it(
    context: BrowserContext, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    sign_in(page)
    title, before, after = change_a_price(page)
    page.goto("/admin/changes?kind=product")
    newest = page.locator("tbody tr").first
    expect(newest).to_contain_text("Ada Wren")
    expect(newest).to_contain_text(re.compile(rf"Price of {re.escape(title)}.*{before}.*{after}"))
    newest.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("Undone: all of it is as it was before.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
    expect(page.locator("[name=variants-0-price]")).to_have_value(before)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
