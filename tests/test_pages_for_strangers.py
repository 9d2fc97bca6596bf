"""What caches and other visitors may learn from a catalog page: nothing that is somebody's."""

import pytest
from factories import CollectionFactory, UserFactory, make_product

PAGES = [
    "/",
    "/products",
    "/products?q=bowl&sort=price",
    "/collections/shelf",
    "/products/bowl",
    "/products/suggest?q=bowl",
    "/products/recent?slug=bowl",
]
WHOLE_PAGES = PAGES[:5]


@pytest.fixture(autouse=True)
def shop(app):
    make_product("Bowl", slug="bowl", collections=(CollectionFactory(slug="shelf"),))


@pytest.mark.parametrize("address", PAGES)
def test_sets_no_cookie(client, address):
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize("address", PAGES)
def test_may_be_kept_and_is_asked_for_again(client, address):
    page = client.get(address)
    assert "public" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]
    again = client.get(address, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", PAGES)
def test_is_the_same_bytes_for_two_strangers(client, other_client, address):
    assert client.get(address).data == other_client.get(address).data


@pytest.mark.parametrize("address", PAGES)
def test_changes_its_tag_when_the_product_changes(client, address):
    from shop.catalog.models import Product
    from shop.extensions import db

    before = client.get(address).headers["ETag"]
    product = db.session.scalars(db.select(Product)).one()
    product.title = "Better bowl"
    db.session.commit()
    if "suggest" not in address and "q=bowl" not in address:
        assert client.get(address).headers["ETag"] != before


@pytest.mark.parametrize("address", WHOLE_PAGES)
def test_a_customers_name_is_in_their_own_page_alone(client, other_client, sign_in, address):
    sign_in(UserFactory(name="Marguerite Featherstone"))
    own, strangers = client.get(address), other_client.get(address)
    assert "Marguerite Featherstone" in own.text
    assert "Marguerite Featherstone" not in strangers.text


@pytest.mark.parametrize("address", PAGES)
def test_a_customers_page_is_kept_by_nobody_else(client, sign_in, address):
    sign_in(UserFactory())
    assert "public" not in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("address", WHOLE_PAGES)
def test_shows_the_same_list_to_a_customer(client, other_client, sign_in, address):
    sign_in(UserFactory())
    own, strangers = client.get(address).text, other_client.get(address).text
    assert (
        own[own.index("<main") : own.index("</main>")]
        == (strangers[strangers.index("<main") : strangers.index("</main>")])
    )


@pytest.mark.parametrize("address", PAGES)
def test_answers_head_without_a_body(client, address):
    answer = client.head(address)
    assert (answer.status_code, answer.data) == (200, b"")
