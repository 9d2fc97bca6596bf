"""The pictures of the README, taken of the shop that `make run` serves: `make screenshots`.

Not collected with the tests: its name does not begin with `test_`, so it runs only when asked for.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState

FOLDER = Path(__file__).parent / "screenshots"
PRODUCT = "/products/harbour-stoneware-mug"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def test_home(browser: Browser, shop_address: str) -> None:
    shoot(browser, shop_address, "/", "home")


def test_dark(browser: Browser, shop_address: str) -> None:
    shoot(browser, shop_address, "/products", "dark", scheme="dark")


def test_detail(browser: Browser, shop_address: str) -> None:
    shoot(browser, shop_address, PRODUCT, "detail")


def test_phone(browser: Browser, shop_address: str) -> None:
    for path, name in (
        ("/", "phone-home"),
        (PRODUCT, "phone-detail"),
        ("/de/products", "phone-german"),
    ):
        shoot(browser, shop_address, path, name, viewport=PHONE)


def test_cart(browser: Browser, shop_address: str) -> None:
    page = opened(browser, shop_address, WIDE, "light")
    for product in (PRODUCT, "/products/hollin-tea-bowl"):
        page.goto(product)
        page.get_by_role("button", name="Add to cart").first.click()
        page.wait_for_load_state("networkidle")
    page.goto("/cart")
    keep(page, "cart")


def test_admin(browser: Browser, shop_address: str, merchant: StorageState) -> None:
    shoot(browser, shop_address, "/admin/", "admin", state=merchant)


def shoot(
    browser: Browser,
    address: str,
    path: str,
    name: str,
    viewport: dict[str, int] | None = None,
    scheme: str = "light",
    state: StorageState | None = None,
) -> None:
    page = opened(browser, address, viewport or WIDE, scheme, state)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    keep(page, name)


def opened(
    browser: Browser,
    address: str,
    viewport: dict[str, int],
    scheme: str,
    state: StorageState | None = None,
) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport=viewport,
        color_scheme=scheme,
        reduced_motion="reduce",
        storage_state=state,
    )
    return context.new_page()


def keep(page: Page, name: str) -> None:
    """What the window shows, as WebP."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.save(FOLDER / f"{name}.webp", "WEBP", quality=82, method=6)
    page.context.close()
