"""A merchant's work on orders: a refund of one line, and the packing slips of the day."""

import re
from io import BytesIO

import pytest
from back_office import (
    MUG_SKU,
    NUMBER,
    Look,
    buy_as_guest,
    follow,
    heading,
    main,
    open_from_menu,
    press,
    search,
)
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def test_finds_an_order_by_sku_and_refunds_one_line(desk: Page, browser, shop_address):
    bought = buy_as_guest(browser, shop_address)
    open_from_menu(desk, "Orders")
    search(desk, MUG_SKU)
    follow(desk, bought.number)
    expect(heading(desk)).to_contain_text(bought.number)

    main(desk).get_by_text("Refund…", exact=True).click()
    line = desk.locator(".order-refund-line").filter(has_text=MUG_SKU)
    line.get_by_role("spinbutton").fill("1")
    press(desk, "See what it comes to")
    expect(heading(desk)).to_contain_text("Refund $")
    amount = re.search(r"\$[\d.]+", heading(desk).inner_text())
    assert amount
    expect(main(desk)).to_contain_text("Harbour stoneware mug")
    press(desk, f"Refund {amount[0]}")

    expect(heading(desk)).to_contain_text(bought.number)
    expect(main(desk)).to_contain_text("1 refunded")
    money = desk.get_by_role("region", name="Payments and refunds")
    expect(money).to_contain_text(amount[0])
    shopper = browser.new_page()
    shopper.goto(bought.url)
    expect(main(shopper)).to_contain_text("1 refunded")
    expect(main(shopper)).to_contain_text(amount[0])
    shopper.close()


def test_prints_todays_packing_slips(desk: Page, look: Look):
    desk.get_by_role("link", name=re.compile("orders? to pack")).click()
    expect(heading(desk)).to_have_text("Packing")
    numbers = waiting_numbers(desk)
    assert numbers
    if look.scripts:
        press(desk, "Select all on this page")
        press(desk, "Print slips", exact=True)
    else:
        follow(desk, re.compile(r"Print (all|the oldest) \d+ slips"))
    expect(heading(desk)).to_contain_text("Packing slips for")

    slips = desk.get_by_role("region", name="Packing slip")
    printed = [NUMBER.search(text)[0] for text in slips.all_inner_texts()]
    assert printed == numbers
    papers = PdfReader(BytesIO(desk.pdf(format="A4")))
    texts = [paper.extract_text() for paper in papers.pages]
    for number in numbers:
        assert sum(number in text for text in texts) == 1
    assert max(len(NUMBER.findall(text)) for text in texts) == 1

    link = main(desk).get_by_role("link", name="As one PDF").get_attribute("href")
    file = desk.request.get(link or "")
    assert file.status == 200
    assert file.headers["content-type"] == "application/pdf"
    assert len(PdfReader(BytesIO(file.body())).pages) >= len(numbers)


def waiting_numbers(page: Page) -> list[str]:
    """The orders of the list that have something to pack, in its order."""
    rows = main(page).get_by_role("row").all_inner_texts()
    return [found[0] for text in rows if (found := NUMBER.search(text))]
