"""The pictures that other sites show beside a link to a product."""

import io
import re

import pytest
from factories import make_product
from PIL import Image

from shop import media
from shop.catalog import pictures, services, share_pictures
from shop.extensions import db
from shop.media.storage import storage

pytestmark = pytest.mark.usefixtures("app")


def photograph(colour: str = "teal") -> bytes:
    encoded = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(encoded, "PNG")
    return encoded.getvalue()


def pictured(title: str = "Blue bowl", slug: str = "bowl", **fields):
    product = make_product(title, slug=slug, **fields)
    pictures.add_picture(product, photograph(), "A bowl", 0)
    db.session.commit()
    return product


def address(client, slug: str = "bowl", prefix: str = "") -> str:
    """The path that the product's page names for it."""
    page = client.get(f"{prefix}/products/{slug}").text
    found = re.search(r'<meta property="og:image" content="http://localhost([^"]+)">', page)
    return found[1] if found else ""


def drawn(answer) -> Image.Image:
    picture = Image.open(io.BytesIO(answer.data))
    picture.load()
    return picture


def words_of(picture: Image.Image) -> Image.Image:
    """The part beside the photograph."""
    return picture.crop((0, 0, share_pictures.WIDTH - share_pictures.HEIGHT, picture.height))


class TestAddress:
    def test_is_named_with_size_words_and_a_large_card(self, client):
        pictured("Blue bowl")
        page = client.get("/products/bowl").text
        assert '<meta property="og:image:width" content="1200">' in page
        assert '<meta property="og:image:height" content="630">' in page
        assert '<meta property="og:image:alt" content="Blue bowl">' in page
        assert '<meta name="twitter:card" content="summary_large_image">' in page

    def test_a_product_without_a_photograph_has_none(self, client):
        make_product(slug="bowl")
        assert address(client) == ""
        assert client.get("/products/bowl/share-0123456789abcdef.jpg").status_code == 404

    def test_changes_with_the_title_and_the_price(self, client):
        product = pictured()
        first = address(client)
        product.title = "Green bowl"
        db.session.commit()
        second = address(client)
        product.variants[0].price += 100
        services.summarise(product)
        db.session.commit()
        assert len({first, second, address(client)}) == 3

    def test_changes_with_the_photograph(self, client):
        product = pictured()
        first = address(client)
        pictures.add_picture(product, photograph("red"), "Another", -1)
        db.session.commit()
        assert address(client) != first

    def test_an_old_one_leads_to_the_one_of_today(self, client):
        pictured()
        answer = client.get("/products/bowl/share-0123456789abcdef.jpg")
        assert (answer.status_code, answer.location) == (302, "http://localhost" + address(client))

    @pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 3000, "%ff"])
    def test_unknown_product_is_a_404(self, client, slug):
        assert client.get(f"/products/{slug}/share-0123456789abcdef.jpg").status_code == 404

    def test_unpublished_product_is_a_404(self, client):
        pictured(is_published=False)
        assert client.get("/products/bowl/share-0123456789abcdef.jpg").status_code == 404


class TestPicture:
    def test_is_a_jpeg_of_1200_by_630_that_may_be_kept(self, client):
        pictured()
        answer = client.get(address(client))
        assert answer.mimetype == "image/jpeg"
        assert drawn(answer).size == (1200, 630)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers

    def test_shows_the_photograph_at_its_right(self, client):
        pictured()
        red, green, blue = drawn(client.get(address(client))).getpixel((1000, 300))
        assert red < 30
        assert 100 < green < 150
        assert 100 < blue < 150

    def test_has_words_beside_it(self, client):
        pictured("Blue bowl")
        pictured("A rather longer title of a bowl", slug="other")
        one = words_of(drawn(client.get(address(client))))
        other = words_of(drawn(client.get(address(client, "other"))))
        assert min(one.convert("L").get_flattened_data()) < 60
        assert one.tobytes() != other.tobytes()

    def test_is_made_once(self, client, monkeypatch):
        pictured()
        first = client.get(address(client)).data
        monkeypatch.setattr(share_pictures, "compose", None)
        assert client.get(address(client)).data == first

    def test_is_made_anew_after_a_change(self, client):
        product = pictured()
        first = client.get(address(client)).data
        product.title = "Green bowl"
        db.session.commit()
        assert client.get(address(client)).data != first

    def test_is_a_404_where_the_photograph_is_gone(self, client):
        product = pictured()
        storage().delete(product.pictures[0].key)
        assert client.get(address(client)).status_code == 404

    @pytest.mark.parametrize(
        "title",
        ["器", "x" * 160, "W" * 25 + " " + "m" * 80, "a " * 80, "€ Crème brûlée №1", "\u202e‮a"],
    )
    def test_copes_with_any_title(self, client, title):
        pictured(title)
        assert drawn(client.get(address(client))).size == (1200, 630)

    def test_words_stay_beside_the_photograph(self, client):
        pictured("Incomprehensibilities " * 7)
        words = words_of(drawn(client.get(address(client)))).convert("L")
        margin = words.crop((words.width - 40, 0, words.width, words.height))
        assert min(margin.get_flattened_data()) > 200

    def test_an_upload_with_transparency_stands_on_paper(self, client):
        product = make_product(slug="bowl")
        encoded = io.BytesIO()
        Image.new("RGBA", (200, 300), (0, 0, 0, 0)).save(encoded, "PNG")
        pictures.note_picture(media.accept(encoded.getvalue()), product)
        db.session.commit()
        assert min(drawn(client.get(address(client))).getpixel((1000, 300))) > 200
