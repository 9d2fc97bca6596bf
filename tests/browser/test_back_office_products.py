"""A merchant's work on products: adding one, a sale, prices, and two who edit the same."""

import pytest
from back_office import (
    MUG_SKU,
    follow,
    heading,
    main,
    open_from_menu,
    open_product,
    photograph,
    press,
    unique,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_adds_a_product_with_three_variants_and_two_pictures(desk: Page, tmp_path):
    title = unique("Lambing bowl")
    open_from_menu(desk, "Products")
    follow(desk, "New product")
    desk.get_by_label("Title", exact=True).fill(title)
    desk.get_by_label("Description", exact=True).fill("Deep enough for porridge.")
    desk.get_by_label("Add pictures").set_input_files(
        [photograph(tmp_path, "front", "#6f8f72"), photograph(tmp_path, "above", "#b0643c")]
    )
    desk.get_by_text("Options, such as colour or size").click()
    desk.get_by_label("Option", exact=True).fill("Colour")
    desk.get_by_label("Its values").fill("Sage, Clay, Ink")
    press(desk, "Make variants")

    for colour, price in (("Sage", "24"), ("Clay", "24.50"), ("Ink", "26")):
        row = desk.get_by_role("group", name=colour, exact=True)
        row.get_by_label("Price", exact=True).fill(price)
        row.get_by_label("Stock").fill("7")
    words = desk.get_by_label("What is on it")
    expect(words).to_have_count(2)
    words.nth(0).fill("Sage bowl from the side")
    words.nth(1).fill("Clay bowl from above")
    press(desk, "Save product")
    expect(main(desk)).to_contain_text(f"“{title}” is there.")
    expect(heading(desk)).to_have_text(title)

    follow(desk, "See it in the shop")
    expect(heading(desk)).to_have_text(title)
    colours = main(desk).get_by_role("group", name="Colour")
    for colour in ("Sage", "Clay", "Ink"):
        expect(colours.get_by_role("link", name=colour)).to_have_count(1)
    for words_of_picture in ("Sage bowl from the side", "Clay bowl from above"):
        picture = main(desk).get_by_alt_text(words_of_picture).first
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(main(desk)).to_contain_text("$24.00")


def test_puts_a_product_on_sale_for_next_week(desk: Page):
    title = unique("Mugs of the week")
    open_product(desk, MUG_SKU, "Harbour stoneware mug")
    follow(desk, "Put on sale")
    desk.get_by_label("Title", exact=True).fill(title)
    desk.get_by_label("Percent off").fill("15")
    press(desk, "Next week")
    expect(desk.get_by_label("From", exact=True)).not_to_have_value("")
    expect(desk.get_by_label("Until", exact=True)).not_to_have_value("")
    expect(desk.get_by_role("checkbox", name="Harbour stoneware mug")).to_be_checked()
    press(desk, "Add the promotion")
    expect(heading(desk)).to_have_text(title)
    expect(main(desk).get_by_text("Scheduled", exact=True).first).to_be_visible()
    expect(main(desk)).to_contain_text("15 % off")

    open_from_menu(desk, "Promotions")
    row = desk.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("Scheduled")
    expect(row).to_contain_text("Harbour stoneware mug")


def test_sees_who_changed_a_price(desk: Page, colleague: Page):
    title, sku = "Kelda teapot", "WF-TEA-KEL"
    before, after = set_price(colleague, sku, title)

    open_from_menu(desk, "Changes")
    row = desk.get_by_role("row").filter(has_text=title).first
    expect(row).to_contain_text("grace.hill")
    expect(row).to_contain_text(before)
    expect(row).to_contain_text(after)

    row.get_by_role("link", name=title, exact=True).click()
    history = desk.get_by_role("region", name="History").get_by_role("row").nth(1)
    expect(history).to_contain_text("grace.hill")
    expect(history).to_contain_text(before)
    expect(history).to_contain_text(after)


def set_price(page: Page, sku: str, title: str) -> tuple[str, str]:
    """Raise the price of a product's first variant by one: what it was, and what it is."""
    open_product(page, sku, title)
    price = page.get_by_label("Price", exact=True).first
    before = price.input_value()
    after = f"{float(before) + 1:.2f}"
    price.fill(after)
    press(page, "Save", exact=True)
    expect(main(page)).to_contain_text("is saved.")
    return before, after


def test_two_who_edit_one_product_never_overwrite_each_other_silently(desk: Page, colleague: Page):
    title = "Ashby chopping board"
    for page in (desk, colleague):
        open_product(page, title, title)
    price = colleague.get_by_label("Price", exact=True).first
    theirs, mine = unique("Oiled beech, theirs"), unique("Oiled beech, mine")
    assert price.input_value()
    colleague.get_by_label("Description", exact=True).fill(theirs)
    press(colleague, "Save", exact=True)
    expect(main(colleague)).to_contain_text("is saved.")

    desk.get_by_label("Description", exact=True).fill(mine)
    with desk.expect_response(lambda answer: answer.request.method == "POST") as answered:
        press(desk, "Save", exact=True)
    assert answered.value.status == 409
    told = desk.get_by_role("alert").filter(has_text="Somebody else has changed this meanwhile")
    expect(told).to_contain_text(theirs)
    expect(told).to_contain_text(mine)
    expect(desk.get_by_label("Description", exact=True)).to_have_value(mine)

    press(desk, "Save", exact=True)
    expect(main(desk)).to_contain_text("is saved.")
    expect(desk.get_by_label("Description", exact=True)).to_have_value(mine)
