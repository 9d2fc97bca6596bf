"""Junk in the form of a product: refused or left out, never a crash."""

import pytest
from factories import make_product
from product_form import typed

JUNK = ["\0", "\ud800", "9" * 5000, "²", "-1", "1e9999", "[]" * 3000, "<b>", "x" * 300_000]
FIELDS = ["title", "slug", "tax_class", "visibility", "publish_at", "collections", "version"]
ROW_FIELDS = ["variants_0_price", "variants_0_stock", "variants_0_stock_seen", "variants_0_key"]
ROW_FIELDS += ["variants_0_picture", "variants_0_weight", "options_0_key", "options_0_values"]
ROW_FIELDS += ["removed_variants", "removed_pictures", "do", "gallery_0_key"]


@pytest.fixture
def page(client, administrator):
    path = f"/admin/products/{make_product('Harbour mug', colours=('Sage', 'Clay')).id}"
    return path, client.get(path)


@pytest.mark.parametrize("name", FIELDS + ROW_FIELDS)
def test_junk_in_a_field_is_no_crash(client, page, name):
    path, answer = page
    for junk in JUNK:
        sent = typed(answer, **{name: junk.encode("utf-8", "replace").decode()})
        assert client.post(path, data=sent).status_code in (200, 303, 400, 409)


@pytest.mark.parametrize(
    "name", ["variants-²-price", "variants-", f"variants-{'9' * 5000}-sku", "gallery--"]
)
def test_junk_in_the_names_of_rows_is_no_crash(client, page, name):
    path, answer = page
    assert client.post(path, data=typed(answer) | {name: "1"}).status_code == 303
