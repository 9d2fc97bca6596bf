"""Pictures on the page of a product: uploaded many at once, put in order, told in words."""

import io
from datetime import timedelta

import pytest
from factories import make_product
from product_form import fields_of, png, send, typed
from werkzeug.datastructures import MultiDict

from shop import clock
from shop.catalog.models import Picture, Product
from shop.extensions import db
from shop.media.storage import storage
from shop.outbox import OutboxJob
from tasks.media import delete_unclaimed_pictures

NEW = "/admin/products/new"
TEAL, TAN = (png("teal"), "teal.png"), (png("tan"), "tan.png")
BAD = (b"GIF89a....", "moving.gif")


@pytest.fixture
def page(client, administrator):
    """A product with two pictures, its address, and its page."""
    path = f"/admin/products/{make_product('Bowl').id}"
    send(client, path, fields_of(client.get(path)), TEAL, TAN)
    return path, client.get(path)


def pictures() -> list[Picture]:
    """Of the newest product, in their order."""
    db.session.rollback()
    product = db.session.scalars(db.select(Product).order_by(Product.id.desc())).first()
    return list(product.pictures) if product else []


def ids() -> list[int]:
    return [picture.id for picture in pictures()]


def test_many_pictures_come_with_a_new_product(client, administrator):
    sent = typed(client.get(NEW), title="Bowl", variants_0_price="12")
    answer = send(client, NEW, sent, TEAL, TAN)
    assert answer.status_code == 303
    assert [picture.position for picture in pictures()] == [0, 1]
    assert pictures()[0].product.cover_id == ids()[0]
    assert all(storage().exists(picture.key) for picture in pictures())
    assert "Say of 2 pictures what is on them" in client.get(answer.location).text


def test_renditions_are_asked_for(client, page):
    names = db.session.scalars(db.select(OutboxJob.name)).all()
    assert list(names).count("tasks.media.render_picture") == 2


def test_one_bad_file_is_named_and_the_others_are_kept(client, administrator):
    sent = typed(client.get(NEW), title="Bowl", variants_0_price="12")
    answer = send(client, NEW, sent, TEAL, BAD)
    assert answer.status_code == 400
    assert "moving.gif: GIF files are not accepted." in answer.text
    assert client.post(NEW, data=fields_of(answer)).status_code == 303
    assert len(pictures()) == 1


def test_pictures_outlive_an_error_elsewhere(client, administrator):
    answer = send(client, NEW, typed(client.get(NEW), title="Bowl"), TEAL, TAN)
    assert answer.status_code == 400
    client.post(NEW, data=typed(answer, variants_0_price="12", gallery_0_alt="Teal"))
    assert [picture.alt for picture in pictures()] == ["Teal", ""]


def test_upload_now_shows_them_and_saves_nothing_else(client, page):
    path, answer = page
    answer = send(client, path, typed(answer, title="Deep bowl", do="upload"), TEAL)
    assert answer.status_code == 200
    assert "gallery-2-key" in answer.text
    assert fields_of(answer)["title"] == "Deep bowl"
    assert len(pictures()) == 2


def test_order_changes_with_the_buttons_and_the_first_is_the_cover(client, page):
    path, answer = page
    first, second = ids()
    moved = client.post(path, data=typed(answer, do="picture-up-1"))
    client.post(path, data=fields_of(moved))
    assert ids() == [second, first]
    assert pictures()[0].product.cover_id == second


def test_moving_beyond_the_ends_does_nothing(client, page):
    path, answer = page
    before = ids()
    for press in ("picture-up-0", "picture-down-1", "picture-down-99", "remove-picture-99"):
        answer = client.post(path, data=typed(answer, do=press))
    client.post(path, data=fields_of(answer))
    assert ids() == before


def test_words_are_asked_for_while_they_are_missing(client, page):
    path, answer = page
    assert answer.text.count("Words are missing") == 2
    client.post(path, data=typed(answer, gallery_0_alt="Teal bowl from above"))
    assert client.get(path).text.count("Words are missing") == 1
    assert pictures()[0].alt == "Teal bowl from above"


def test_deleting_asks_and_happens_with_the_save(client, page):
    path, answer = page
    first, second = pictures()
    key = first.key
    assert "Delete this picture?" in answer.text
    removed = client.post(path, data=typed(answer, do="remove-picture-0"))
    assert len(pictures()) == 2
    client.post(path, data=fields_of(removed))
    assert ids() == [second.id]
    assert pictures()[0].product.cover_id == second.id
    assert not storage().exists(key)


def test_variant_shows_its_own_picture_until_that_is_deleted(client, page):
    path, answer = page
    second = ids()[1]
    client.post(path, data=typed(answer, variants_0_picture=str(second)))
    assert pictures()[0].product.variants[0].picture_id == second
    removed = client.post(path, data=typed(client.get(path), do="remove-picture-1"))
    assert client.post(path, data=fields_of(removed)).status_code == 303
    assert pictures()[0].product.variants[0].picture_id is None


def test_picture_of_another_product_cannot_be_taken(client, page):
    path, answer = page
    other = make_product()
    other.pictures.append(Picture(key="aa/other.webp", width=1, height=1))
    db.session.commit()
    foreign = other.pictures[0].id
    client.post(path, data=typed(answer, gallery_0_key=str(foreign)))
    assert db.session.get(Picture, foreign).product_id == other.id


def test_new_order_of_the_pictures_by_another_is_a_conflict(client, page):
    path, answer = page
    rows = pictures()
    rows[0].position, rows[1].position = 1, 0
    db.session.commit()
    assert client.post(path, data=typed(answer, title="Deep bowl")).status_code == 409


def test_more_than_one_megabyte_is_taken_here_and_nowhere_else(client, page):
    path, answer = page
    large = (png() + b"\0" * 1_500_000, "large.png")
    assert send(client, path, fields_of(answer), large).status_code == 303
    assert send(client, "/cart/items", MultiDict(), large).status_code == 413


def test_too_many_files_at_once_are_named(client, page):
    path, answer = page
    many = [(TEAL[0], f"{number}.png") for number in range(22)]
    answer = send(client, path, fields_of(answer), *many)
    assert answer.status_code == 400
    assert "Send at most 20 at once; left out: 20.png, 21.png" in answer.text


def test_file_under_the_name_of_a_text_is_no_crash(client, page):
    path, answer = page
    fields = fields_of(answer)
    data = dict(fields.lists()) | {"title": [(io.BytesIO(TEAL[0]), "title.png")]}
    answer = client.post(path, data=data, content_type="multipart/form-data")
    assert answer.status_code == 400


def test_pictures_that_nobody_saved_are_deleted_after_two_days(client, page):
    path, answer = page
    send(client, path, typed(answer, do="upload"), TEAL)
    newest = db.session.scalars(db.select(Picture).order_by(Picture.id.desc())).first().key
    delete_unclaimed_pictures()
    assert storage().exists(newest)
    clock.travel_to(clock.now() + timedelta(days=3))
    delete_unclaimed_pictures()
    assert not storage().exists(newest)
    assert len(pictures()) == 2
