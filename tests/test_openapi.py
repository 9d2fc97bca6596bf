from dataclasses import fields

import pytest
from factories import CollectionFactory, PictureFactory, make_product
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from shop.api.models import ListQuery
from shop.catalog.filters import ProductQuery, Sort
from shop.extensions import db


@pytest.fixture
def document(client):
    answer = client.get("/api/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.get_json()


def test_is_sound_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_names_every_path_of_the_api(document, app):
    of_the_app = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
    }
    assert set(document["paths"]) == of_the_app


def test_addresses_are_the_public_ones(document):
    assert document["servers"] == [{"url": "http://localhost"}]


def test_names_every_part_of_the_query(document):
    assert set(ListQuery.model_fields) == {
        {"collections": "collection"}.get(field.name, field.name) for field in fields(ProductQuery)
    }
    parameters = {p["name"]: p for p in document["paths"]["/api/products"]["get"]["parameters"]}
    assert parameters["sort"]["schema"]["enum"] == [sort.value for sort in Sort]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/api/products", "/api/products"),
        ("/api/products", "/api/products?page=5"),
        ("/api/products/{slug}", "/api/products/mug"),
        ("/api/collections", "/api/collections"),
        ("/api/collections/{slug}", "/api/collections/vases"),
    ],
)
def test_answers_are_what_it_says(client, document, path, url):
    vases = CollectionFactory(slug="vases", parent=CollectionFactory())
    product = make_product(slug="mug", colours=("Sage", "Oat"), collections=(vases,))
    product.cover = PictureFactory(product=product)
    db.session.commit()
    assert_valid(document, path, client.get(url))


@pytest.mark.parametrize("path", ["/api/products/{slug}", "/api/collections/{slug}"])
def test_refusals_are_what_it_says(client, document, path):
    assert_valid(document, path, client.get(path.replace("{slug}", "nowhere")))


def assert_valid(document, path, answer):
    described = document["paths"][path]["get"]["responses"][str(answer.status_code)]
    schema = described["content"][answer.mimetype]["schema"]
    Draft202012Validator(schema | {"components": document["components"]}).validate(
        answer.get_json()
    )
