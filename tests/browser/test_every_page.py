"""What must hold for each page a shopper sees: accessible, nothing wider than the screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from to_cart import add_to_cart

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/products",
    "/products?q=mug",
    "/products?q=zzzzzz",
    "/products/{product}",
    "/collections",
    "/collections/{collection}",
    "/cart",
    "/auth/login",
    "/auth/register",
    "/auth/forgot",
    "/no-such-page",
)
SIGNED_IN = ("/account", "/account/addresses", "/account/wishlist")
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="module")
def places(browser: Browser, shop_address: str) -> dict[str, str]:
    """A product and a collection of the seeded shop."""
    page = browser.new_page(base_url=shop_address)
    page.goto("/products")
    product = page.locator("main a[href^='/products/']").first.get_attribute("href")
    collection = page.locator("a[href^='/collections/']").first.get_attribute("href")
    page.close()
    assert product
    assert collection
    return {"product": product.split("/")[-1], "collection": collection.split("/")[-1]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser, shop_address, places, width, scheme):
    context = browser.new_context(
        base_url=shop_address,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page as a script
    )
    page = context.new_page()
    found = [check(page, path.format(**places)) for path in PAGES]
    sign_in(page)
    put_something_into_the_cart(page, places)
    found += [check(page, path) for path in (*SIGNED_IN, "/cart")]
    context.close()
    assert [entry for entry in found if entry] == []


def check(page: Page, path: str) -> str:
    page.goto(path)
    results = Axe().run(page, options=AXE)
    if results.violations_count == 0:
        return ""
    return f"{path}: {results.generate_report()}"


def sign_in(page: Page) -> None:
    page.goto("/auth/login")
    page.locator("main input[name=email]").fill("shopper@example.com")
    page.locator("main input[name=password]").fill("demo-shop-password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/$"))


def put_something_into_the_cart(page: Page, places: dict[str, str]) -> None:
    page.goto("/products?in_stock=1&sort=price")
    page.locator("main .product-grid a[href^='/products/']").first.click()
    add_to_cart(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_screen(browser, shop_address, places, scripts, width):
    context = browser.new_context(
        base_url=shop_address,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(path.format(**places))
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
    context.close()


def test_no_page_asks_another_host_for_anything(browser, shop_address, places):
    page = browser.new_page(base_url=shop_address)
    asked: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((shop_address, "data:")) else asked.append(request.url)
        ),
    )
    for path in PAGES:
        page.goto(path.format(**places))
    page.close()
    assert [url for url in asked if not url.startswith((shop_address, "data:"))] == []
