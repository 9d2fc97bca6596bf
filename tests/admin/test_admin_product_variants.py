"""Options, variants, prices and stock on the page of a product."""

import pytest
from factories import make_order, make_product
from product_form import fields_of, typed

from shop.catalog import stock
from shop.catalog.models import Option, OptionValue, Product, StockMovement, Variant
from shop.extensions import db

NEW = "/admin/products/new"


def open_page(client, product):
    path = f"/admin/products/{product.id}"
    return path, client.get(path)


def stored(product) -> Product:
    db.session.rollback()
    return db.session.scalars(db.select(Product).where(Product.id == product.id)).one()


def labels(product) -> list[str]:
    return [variant.label for variant in stored(product).variants]


@pytest.fixture
def bowl(client, administrator):
    """A product in two colours."""
    product = make_product("Bowl", price=2400, stock=10, colours=("Sage", "Clay"))
    db.session.refresh(product)
    return product


def test_options_make_a_row_for_each_combination_and_keep_what_was_typed(client, administrator):
    sent = typed(client.get(NEW), title="Bowl", variants_0_price="24.00", variants_0_stock="3")
    sent["options-0-name"], sent["options-0-values"] = "Colour", "Sage, Clay, Ink"
    answer = client.post(NEW, data=sent | {"do": "make-variants"})
    rows = fields_of(answer)
    assert answer.status_code == 200
    assert rows["title"] == "Bowl"
    assert [rows[f"variants-{n}-value_1"] for n in range(3)] == ["Sage", "Clay", "Ink"]
    assert [rows[f"variants-{n}-price"] for n in range(3)] == ["24.00"] * 3
    assert [rows[f"variants-{n}-stock"] for n in range(3)] == ["3", "0", "0"]
    assert db.session.scalar(db.select(Product)) is None


def test_product_with_three_variants_is_made_in_two_steps(client, administrator):
    sent = typed(client.get(NEW), title="Bowl", variants_0_price="24", options_0_name="Colour")
    sent["options-0-values"] = "Sage, Clay, Ink"
    made = client.post(NEW, data=sent | {"do": "make-variants"})
    answer = client.post(NEW, data=typed(made, variants_2_price="26"))
    assert answer.status_code == 303
    product = db.session.scalars(db.select(Product)).one()
    assert labels(product) == ["Sage", "Clay", "Ink"]
    assert [v.price for v in product.variants] == [2400, 2400, 2600]
    assert [v.sku for v in product.variants] == ["BOWL-SAGE", "BOWL-CLAY", "BOWL-INK"]
    assert (product.price, product.highest_price) == (2400, 2600)


def test_saving_options_that_have_no_variants_yet_shows_them_first(client, administrator):
    sent = typed(client.get(NEW), title="Bowl", variants_0_price="24", options_0_name="Colour")
    sent["options-0-values"] = "Sage, Clay"
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 400
    assert "These variants are new." in answer.text
    assert client.post(NEW, data=fields_of(answer)).status_code == 303
    assert db.session.scalar(db.select(db.func.count(Variant.id))) == 2


def test_second_option_keeps_the_variants_that_are_there(client, bowl):
    ids = [variant.id for variant in bowl.variants]
    path, page = open_page(client, bowl)
    two = client.post(path, data=typed(page, do="add-option"))
    sent = typed(two, options_1_name="Size", options_1_values="Small, Large", do="make-variants")
    made = client.post(path, data=sent)
    assert client.post(path, data=fields_of(made)).status_code == 303
    assert labels(bowl) == ["Sage / Small", "Sage / Large", "Clay / Small", "Clay / Large"]
    assert [v.id for v in stored(bowl).variants][::2] == ids


def test_value_is_renamed_with_its_variant(client, bowl):
    value = bowl.options[0].values[0].id
    path, page = open_page(client, bowl)
    client.post(path, data=typed(page, options_0_values="Moss, Clay"))
    assert labels(bowl) == ["Moss", "Clay"]
    assert db.session.get(OptionValue, value).value == "Moss"


def test_value_with_a_comma_comes_back_as_it_was(client, administrator):
    product = make_product(colours=("12,5 cm", "20 cm"))
    path, page = open_page(client, product)
    assert fields_of(page)["options-0-values"] == "12\\,5 cm, 20 cm"
    client.post(path, data=typed(page, title="Pot"))
    assert labels(product) == ["12,5 cm", "20 cm"]


def test_variant_of_a_value_that_is_gone_is_400_beside_it(client, bowl):
    path, page = open_page(client, bowl)
    answer = client.post(path, data=typed(page, options_0_values="Sage"))
    assert answer.status_code == 400
    assert "Choose one of the values." in answer.text
    assert labels(bowl) == ["Sage", "Clay"]


def test_removing_a_variant_asks_and_says_that_it_was_sold(client, bowl):
    make_order(bowl, quantity=3)
    _path, page = open_page(client, bowl)
    assert "It was sold 3 times" in page.text
    assert "It was never sold." in page.text
    assert "Yes, remove “Sage”" in page.text


def test_removed_variant_goes_when_the_page_is_saved_and_its_value_with_it(client, bowl):
    path, page = open_page(client, bowl)
    removed = client.post(path, data=typed(page, do="remove-variant-0"))
    assert fields_of(removed)["options-0-values"] == "Clay"
    assert labels(bowl) == ["Sage", "Clay"]
    assert client.post(path, data=fields_of(removed)).status_code == 303
    assert labels(bowl) == ["Clay"]
    assert [v.value for v in db.session.scalars(db.select(OptionValue))] == ["Clay"]


def test_rows_that_were_not_sent_are_left_alone(client, bowl):
    path, page = open_page(client, bowl)
    sent = [(k, v) for k, v in fields_of(page).items(True) if not k.startswith("variants-")]
    assert client.post(path, data=dict(sent)).status_code == 303
    assert labels(bowl) == ["Sage", "Clay"]


def test_added_row_is_a_variant_once_its_value_is_chosen(client, bowl):
    path, page = open_page(client, bowl)
    added = client.post(
        path, data=typed(page, options_0_values="Sage, Clay, Ink", do="add-variant")
    )
    assert client.post(path, data=fields_of(added)).status_code == 400
    client.post(path, data=typed(added, variants_2_value_1="Ink"))
    assert labels(bowl) == ["Sage", "Clay", "Ink"]


def test_two_variants_alike_are_400(client, bowl):
    path, page = open_page(client, bowl)
    sent = typed(page, variants_1_value_1="Sage", options_0_values="Sage", options_0_values_were="")
    answer = client.post(path, data=sent)
    assert answer.status_code == 400
    assert "Another variant is the same." in answer.text


def test_options_taken_away_leave_a_plain_product(client, bowl):
    path, page = open_page(client, bowl)
    removed = client.post(path, data=typed(page, do="remove-variant-1"))
    sent = typed(removed, options_0_name="", options_0_values="")
    assert client.post(path, data=sent).status_code == 303
    assert labels(bowl) == [""]
    assert db.session.scalar(db.select(Option)) is None


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("price", "", "Give it a price."),
        ("price", "-1", "“-1” is no amount such as 12.50."),
        ("price", "1e5", ""),
        ("compare_at_price", "24.00", "It must be higher than the price, or empty."),
        ("compare_at_price", "x", "“x” is no amount such as 12.50."),
        ("stock", "-3", "Give a whole number from 0 to 1000000."),
        ("stock", "1.5", "Give a whole number from 0 to 1000000."),
        ("weight", "heavy", "Give a whole number from 0 to 1000000."),
        ("sku", "TAKEN", "Another variant of the shop has this SKU already."),
        ("sku", "x" * 65, "Use at most 64 characters."),
    ],
)
def test_bad_value_in_a_row_is_400_beside_its_field(client, bowl, field, text, error):
    make_product().variants[0].sku = "TAKEN"
    db.session.commit()
    path, page = open_page(client, bowl)
    answer = client.post(path, data=typed(page, **{f"variants_1_{field}": text}))
    assert answer.status_code == (400 if error else 303)
    assert error in answer.text
    if error:
        assert f'href="#variants-1-{field}"' in answer.text
        assert fields_of(answer)[f"variants-1-{field}"] == text


def test_one_sku_twice_is_400(client, bowl):
    path, page = open_page(client, bowl)
    answer = client.post(path, data=typed(page, variants_0_sku="A-1", variants_1_sku="A-1"))
    assert answer.status_code == 400
    assert "Two variants have this SKU." in answer.text


def test_changed_stock_wants_a_reason(client, bowl):
    path, page = open_page(client, bowl)
    answer = client.post(path, data=typed(page, variants_0_stock="12"))
    assert answer.status_code == 400
    assert "Say why, such as “delivery” or “counted”." in answer.text
    assert stored(bowl).stock == 20


def test_changed_stock_is_noted_with_who_and_why(client, administrator, bowl):
    path, page = open_page(client, bowl)
    client.post(path, data=typed(page, variants_0_stock="12", variants_0_stock_reason="delivery"))
    [movement] = db.session.scalars(db.select(StockMovement))
    assert (movement.change, movement.reason) == (2, "delivery")
    assert movement.actor == administrator.name
    assert stored(bowl).stock == 22
    text = client.get(path).text
    assert "Stock history" in text
    assert "+2" in text


def test_a_reason_holds_for_the_changes_below_it(client, bowl):
    path, page = open_page(client, bowl)
    sent = typed(
        page, variants_0_stock="9", variants_0_stock_reason="counted", variants_1_stock="8"
    )
    assert client.post(path, data=sent).status_code == 303
    moves = db.session.scalars(db.select(StockMovement).order_by(StockMovement.change)).all()
    assert [(row.change, row.reason) for row in moves] == [(-2, "counted"), (-1, "counted")]


def test_sale_since_the_page_was_opened_is_no_conflict_and_is_not_undone(client, bowl):
    path, page = open_page(client, bowl)
    variant = bowl.variants[0].id
    stock.take({variant: 4}, "order X")
    db.session.commit()
    assert client.post(path, data=typed(page, title="Deep bowl")).status_code == 303
    assert stored(bowl).variants[0].stock == 6


def test_new_stock_is_added_to_what_a_sale_has_left(client, bowl):
    path, page = open_page(client, bowl)
    stock.take({bowl.variants[0].id: 4}, "order X")
    db.session.commit()
    client.post(path, data=typed(page, variants_0_stock="15", variants_0_stock_reason="delivery"))
    assert stored(bowl).variants[0].stock == 11


def test_more_than_a_sale_has_left_cannot_be_taken_away(client, bowl):
    path, page = open_page(client, bowl)
    stock.take({bowl.variants[0].id: 9}, "order X")
    db.session.commit()
    sent = typed(page, variants_0_stock="2", variants_0_stock_reason="damaged")
    answer = client.post(path, data=sent)
    assert answer.status_code == 400
    assert "By now there are only 1." in answer.text
    assert stored(bowl).variants[0].stock == 1


def test_variant_that_another_has_removed_is_a_conflict(client, bowl):
    path, page = open_page(client, bowl)
    db.session.delete(bowl.variants[1])
    db.session.commit()
    assert client.post(path, data=typed(page, variants_1_price="30")).status_code == 409


def test_variant_that_another_has_added_is_shown_and_kept(client, bowl):
    path, page = open_page(client, bowl)
    ink = OptionValue(value="Ink", position=2)
    bowl.options[0].values.append(ink)
    bowl.variants.append(Variant(sku="INK", price=2400, position=2, option_values=[ink]))
    db.session.commit()
    conflict = client.post(path, data=typed(page, title="Deep bowl"))
    assert conflict.status_code == 409
    assert "INK" in conflict.text
    client.post(path, data=typed(conflict, options_0_values="Sage, Clay, Ink"))
    assert labels(bowl) == ["Sage", "Clay", "Ink"]


def test_too_many_combinations_are_refused_at_once(client, bowl):
    path, page = open_page(client, bowl)
    values = ", ".join(f"value {number}" for number in range(150))
    sent = typed(page, options_0_values=values, do="make-variants")
    sent |= {"options-1-name": "Size", "options-1-values": values}
    answer = client.post(path, data=sent)
    assert answer.status_code == 400
    assert "more than 200 variants" in answer.text


def test_make_variants_without_options_says_what_is_wanted(client, administrator):
    answer = client.post(NEW, data=typed(client.get(NEW), do="make-variants"))
    assert answer.status_code == 400
    assert "Name an option and its values first" in answer.text
