"""Style sheets, fonts, modules: what every page loads besides itself."""

import gzip
import json
import re
from pathlib import Path

import pytest

from shop import assets

STATIC = Path(assets.__file__).parent / "static"
STOREFRONT_CSS = 20_000  # bytes, compressed
STOREFRONT_JS = 15_000  # bytes, each module compressed


def linked(page: str, pattern: str) -> list[str]:
    return re.findall(pattern, page)


def test_links_one_style_sheet(client):
    page = client.get("/").text

    assert len(linked(page, r'rel="stylesheet"')) == 1


def test_serves_the_sheets_joined_in_order(client):
    [address] = linked(client.get("/").text, r'rel="stylesheet" href="([^"]+)"')

    joined = client.get(address, buffered=True).text

    parts = [(STATIC / "css" / f"{name}.css").read_text() for name in assets.BUNDLES["storefront"]]
    assert joined == "\n".join(parts)


def test_keeps_every_style_sheet_in_use():
    named = {sheet for sheets in assets.BUNDLES.values() for sheet in sheets}
    templates = "".join(path.read_text() for path in (STATIC.parent / "templates").rglob("*.html"))

    for sheet in (path.stem for path in (STATIC / "css").glob("*.css")):
        assert sheet in named or f"css/{sheet}.css" in templates or f"'{sheet}'" in templates


def test_keeps_the_storefronts_styles_small(client):
    [address] = linked(client.get("/").text, r'rel="stylesheet" href="([^"]+)"')

    assert len(gzip.compress(client.get(address, buffered=True).data)) < STOREFRONT_CSS


def test_keeps_the_storefronts_scripts_small():
    of_the_back_office = ("admin", "import")
    scripts = [
        path
        for path in (STATIC / "js").glob("*.js")
        if not path.stem.startswith(of_the_back_office)
    ]

    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) < STOREFRONT_JS


def test_loads_every_module_from_the_one_that_pages_name(client):
    main = (STATIC / "js" / "main.js").read_text()
    named = re.findall(r'^  "\[.+\]": "([\w-]+)",$', main, re.MULTILINE)

    assert named
    for name in named:
        assert (STATIC / "js" / f"{name}.js").exists()


def test_fetches_its_fonts_with_the_page(client):
    fonts = linked(
        client.get("/").text, r'rel="preload" as="font" type="font/woff2" href="([^"]+)"'
    )

    assert len(fonts) == 2
    for font in fonts:
        assert client.get(font, buffered=True).content_type == "font/woff2"


@pytest.mark.parametrize("path", ["/", "/products"])
def test_offers_catalog_pages_to_be_rendered_ahead(client, path):
    address = client.get(path).headers["Speculation-Rules"].strip('"')

    answer = client.get(address, buffered=True)

    assert answer.content_type == "application/speculationrules+json"
    assert json.loads(answer.data)["prerender"]


def test_offers_nothing_ahead_on_a_page_of_ones_own(client):
    assert "Speculation-Rules" not in client.get("/cart").headers


def test_says_how_the_shop_is_kept_beside_apps(client):
    [address] = linked(client.get("/").text, r'rel="manifest" href="([^"]+)"')

    answer = client.get(address, buffered=True)

    assert answer.content_type == "application/manifest+json"
    assert answer.json["start_url"] == "/"
    for icon in answer.json["icons"]:
        assert client.get(icon["src"], buffered=True).content_type == "image/png"
