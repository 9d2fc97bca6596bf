"""The page of settings."""

import io

import pytest
from examples_settings import fields
from factories import UserFactory, make_order
from PIL import Image

from shop import settings
from shop.admin.audit.models import AuditEntry
from shop.extensions import db
from shop.media.storage import storage
from shop.rights import Role


def picture(size=(300, 100), kind="PNG", mode="RGBA"):
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, kind)
    return file.getvalue()


def now():
    db.session.rollback()
    settings.forget()
    return settings.current()


def save(client, **changes):
    return client.post("/admin/settings", data=fields(**changes))


def test_shows_what_holds(client, administrator):
    page = client.get("/admin/settings")
    assert 'value="Wrenfield"' in page.text
    assert 'value="hello@wrenfield.example"' in page.text


def test_saves_and_says_so(client, administrator):
    answer = save(client, shop_name="Larkhill", address="1 Lark Hill\r\nLeeds", low_stock="9")
    assert answer.status_code == 303
    assert now().address_lines == ["1 Lark Hill", "Leeds"]
    assert now().low_stock == 9
    page = client.get("/admin/settings").text
    assert "Saved." in page
    assert "Larkhill" in page


def test_every_change_is_in_the_log(client, administrator):
    save(client, shop_name="Larkhill")
    save(client, shop_name="Lark & Hill")
    changes = [e.changes[0] for e in db.session.scalars(db.select(AuditEntry)) if e.changes]
    assert ("Larkhill", "Lark & Hill") in [(c["before"], c["after"]) for c in changes]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"shop_name": " "}, "Give your shop a name."),
        ({"shop_name": "x" * 81}, "Use at most 80 characters."),
        ({"email": "nobody"}, "e-mail"),
        ({"currency": "no money"}, "Not a valid choice"),
        ({"low_stock": "many"}, "Not a valid integer"),
        ({"low_stock": "9" * 30}, "from 0 to 1000"),
        ({"shop_name": "a\0b"}, "no text has"),
    ],
)
def test_bad_data_is_400_with_what_was_typed(client, administrator, changes, error):
    answer = save(client, address="Kept as typed", **changes)
    assert answer.status_code == 400
    assert error in answer.text
    assert "Kept as typed" in answer.text
    assert now().shop_name == "Wrenfield"


def test_who_saves_second_sees_both_versions(client, administrator):
    mine = fields(shop_name="Mine")
    save(client, shop_name="Theirs")
    answer = client.post("/admin/settings", data=mine)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert now().shop_name == "Theirs"
    again = fields(shop_name="Mine")
    assert client.post("/admin/settings", data=again).status_code == 303


def test_the_currency_can_be_chosen_while_nothing_was_sold(client, administrator):
    assert "are not converted" in client.get("/admin/settings").text
    assert save(client, currency="EUR").status_code == 303
    assert now().currency == "EUR"


def test_the_currency_stays_once_there_is_an_order(client, administrator):
    make_order()
    assert "There are orders in it" in client.get("/admin/settings").text
    assert save(client, currency="EUR").status_code == 400
    assert now().currency == "USD"


def test_a_logo_stands_in_for_the_name(client, administrator, other_client):
    data = fields() | {"logo": (io.BytesIO(picture((3000, 1000))), "x.png")}
    assert client.post("/admin/settings", data=data).status_code == 303
    logo = now().logo
    assert (logo.width, logo.height) == (540, 180)
    assert storage().exists(logo.key)
    home = other_client.get("/").text
    assert f'src="/media/{logo.key}"' in home
    assert 'alt="Wrenfield"' in home
    assert other_client.get(f"/media/{logo.key}").mimetype == "image/png"


def test_a_logo_can_be_taken_away(client, administrator, other_client):
    client.post("/admin/settings", data=fields() | {"logo": (io.BytesIO(picture()), "x.png")})
    save(client, remove_logo="y")
    assert now().logo is None
    assert 'class="logo"' not in other_client.get("/").text


def test_what_is_no_picture_is_refused_beside_its_field(client, administrator):
    data = fields(shop_name="Larkhill") | {"logo": (io.BytesIO(b"<svg></svg>"), "x.png")}
    answer = client.post("/admin/settings", data=data)
    assert answer.status_code == 400
    assert "SVG files are not accepted" in answer.text
    assert 'value="Larkhill"' in answer.text
    assert now().shop_name == "Wrenfield"


def test_invoices_and_letters_show_the_logo(client, administrator):
    from shop.mail import letters
    from shop.orders import sheets

    client.post("/admin/settings", data=fields() | {"logo": (io.BytesIO(picture()), "x.png")})
    key = now().logo.key
    assert f'src="http://localhost/media/{key}"' in letters.sample("welcome").html
    with_it = sheets.Sheet("Invoice").bytes()
    assert b"/Image" in with_it
    storage().delete(key)
    assert b"%PDF" in sheets.Sheet("Invoice").bytes()


def test_readers_see_it_and_cannot_save(client, sign_in):
    sign_in(UserFactory(role=Role.READER))
    page = client.get("/admin/settings").text
    assert "disabled" in page
    assert ">Save</button>" not in page
    assert save(client).status_code == 403


def test_packers_do_not_see_it(client, sign_in):
    sign_in(UserFactory(role=Role.PACKER))
    assert client.get("/admin/settings").status_code == 403
