"""What must hold for each page of the back office, found by its own links.

The pages are those of the app's URL map, so that none is forgotten. One whose address has an
argument is looked for among the links of the others: what nobody can reach fails the test.
"""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from back_office import Look, complaints_of, follow, heading, main, press
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from test_every_page import AXE
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

pytestmark = pytest.mark.browser

FILES = {  # no pages, but files that a press downloads
    "admin.order_invoice": "PDF",
    "admin.packing_slip": "PDF",
    "admin.packing_pdf": "PDF",
    "admin.import_findings": "CSV",
}
MORE = (  # what an address of the map alone does not say
    "/admin/?days=365",
    "/admin/orders?q=zzzzzz",
    "/admin/orders?state=cancelled",
    "/admin/promotions/new?when=next-week",
    "/admin/jobs?state=done",
    "/admin/no-such-page",
)
LINK = re.compile(r'href="(/admin/[^"#?]*)')
BAD_FILE = b"""slug,title,collection,description,sku,options,price,compare_at_price,stock,image
harbour-stoneware-mug,Harbour stoneware mug,,,WF-MUG-HAR-SGE-S,Colour=Sage;Size=Small,23.00,,34,
newcomer,Newcomer,,,NEW-1,,twelve,,3,
"""
# Only what is wrong is reported in full: the long pages take half as long.
LIGHT = AXE | {"resultTypes": ["violations"]}
# What a colour scheme changes.
DARK = LIGHT | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.fixture(scope="module")
def addresses(
    browser: Browser, shop_address: str, merchant: StorageState, migrated_app: Flask
) -> list[str]:
    """One address of each page of the back office."""
    adapter = migrated_app.url_map.bind("127.0.0.1")
    context = browser.new_context(base_url=shop_address, storage_state=merchant)
    page = context.new_page()
    upload_a_bad_file(page)
    copy_a_product(page)
    pages = [rule for rule in migrated_app.url_map.iter_rules() if is_page(rule)]
    found = {rule.endpoint: rule.rule for rule in pages if not rule.arguments}
    unread = list(found.values())
    while unread:
        for endpoint, address in linked(context, unread.pop(0), adapter):
            if endpoint not in found and not is_file(endpoint):
                found[endpoint] = address
                unread.append(address)
    context.close()
    assert {rule.endpoint for rule in pages} - set(found) == set()
    return [*found.values(), *MORE]


def is_page(rule) -> bool:
    is_get = "GET" in rule.methods and rule.endpoint.startswith("admin.")
    return is_get and not is_file(rule.endpoint)


def is_file(endpoint: str) -> bool:
    return endpoint in FILES or endpoint.endswith("_csv")


def linked(context: BrowserContext, address: str, adapter: MapAdapter) -> Iterator[tuple[str, str]]:
    """Endpoint and address of each page of the back office that a page links to."""
    answer = context.request.get(address)
    assert answer.status == 200, address
    for link in dict.fromkeys(LINK.findall(answer.text())):
        try:
            endpoint, _arguments = adapter.match(unescape(link), method="GET")
        except (HTTPException, RequestRedirect) as error:
            raise AssertionError(f"{address} links to {link}: {error}") from error
        if endpoint.startswith("admin."):
            yield endpoint, unescape(link)


def upload_a_bad_file(page: Page) -> None:
    """An import with a change and a mistake; it is in the log of changes as well."""
    page.goto("/admin/imports")
    file = {"name": "catalog.csv", "mimeType": "text/csv", "buffer": BAD_FILE}
    page.get_by_label("Catalog file (CSV)").set_input_files(file)
    press(page, "Upload and check")
    expect(main(page)).to_contain_text("twelve", timeout=120_000)  # after the seed's pictures


def copy_a_product(page: Page) -> None:
    """The newest product is a copy that no shopper sees."""
    page.goto("/admin/products?q=WF-TEA-KEL")
    follow(page, "Kelda teapot")
    press(page, "Duplicate")
    expect(heading(page)).to_contain_text("Kelda teapot")


@pytest.fixture
def watching(browser: Browser, shop_address: str, merchant: StorageState, look: Look):
    context = browser.new_context(
        base_url=shop_address,
        storage_state=merchant,
        java_script_enabled=look.scripts,
        viewport={"width": look.width, "height": 800},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("look", [Look(w, s) for w in (320, 1280) for s in (True, False)], ids=str)
def test_no_page_is_too_wide_or_complains_or_asks_another_host(
    watching: Page, shop_address, addresses, look
):
    complaints = complaints_of(watching)
    asked: list[str] = []
    watching.on("request", lambda request: asked.append(request.url))
    wide = []
    for address in addresses:
        watching.goto(address)
        width = watching.evaluate("document.documentElement.scrollWidth")
        if width > look.width:
            wide.append(f"{address}: {width}")
    assert wide == []
    assert complaints == []
    assert [url for url in asked if not url.startswith((f"{shop_address}/", "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser, shop_address, merchant, addresses, width, scheme):
    context = browser.new_context(
        base_url=shop_address,
        storage_state=merchant,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page as a script
    )
    page = context.new_page()
    found = []
    for address in addresses:
        page.goto(address)
        found.append(violations(page, LIGHT if scheme == "light" else DARK))
    context.close()
    assert [entry for entry in found if entry] == []


def violations(page: Page, options: dict) -> str:
    results = Axe().run(page, options=options)
    return f"{page.url}: {results.generate_report()}" if results.violations_count else ""
