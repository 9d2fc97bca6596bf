"""What `flask seed` adds so that the demo shop can sell."""

import pytest
from factories import CollectionFactory, make_product

from seeds import selling
from shop.cart.totals import Place
from shop.catalog.models import Product, Variant
from shop.extensions import db
from shop.promotions.models import Promotion
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone
from shop.shipping.services import countries, methods_for
from shop.taxes.models import TaxRate
from shop.taxes.services import rates_for

MODELS = (Promotion, ShippingZone, ShippingCountry, ShippingMethod, ShippingStep, TaxRate)


@pytest.fixture(autouse=True)
def _context(app):
    with app.test_request_context():
        yield
        db.session.rollback()


def counts():
    return [db.session.scalar(db.select(db.func.count()).select_from(model)) for model in MODELS]


def test_every_country_it_ships_to_has_two_ways():
    selling.load()
    served = countries()
    assert {"US", "DE", "GB", "AU"} <= served
    assert all(len(methods_for(country, 2500, 800)) == 2 for country in served)


@pytest.mark.parametrize(
    ("place", "tax_class", "percent"),
    [
        (Place("DE"), "standard", 19),
        (Place("DE"), "plants", 7),
        (Place("GB"), "standard", 20),
        (Place("US", "California"), "standard", 7.25),
        (Place("CA", "ON"), "standard", 13),
        (Place("CA", "AB"), "standard", 5),
    ],
)
def test_taxes_are_those_of_the_place(place, tax_class, percent):
    selling.load()
    rate = rates_for(place.country, place.region)[tax_class]
    assert rate.rate == percent * selling.TAX_UNITS
    assert rate.title.endswith(" %")


def test_second_time_adds_nothing():
    selling.load()
    before = counts()
    selling.load()
    assert counts() == before


def test_what_the_merchant_changed_stays():
    selling.load()
    fiver = db.session.scalars(db.select(Promotion).where(Promotion.code == "FIVER")).one()
    fiver.amount = 700
    db.session.scalars(db.select(ShippingStep)).first().price = 1
    db.session.commit()
    before = db.session.scalars(db.select(ShippingStep.price).order_by(ShippingStep.id)).all()
    selling.load()
    assert fiver.amount == 700
    after = db.session.scalars(db.select(ShippingStep.price).order_by(ShippingStep.id)).all()
    assert after == before


def test_mugs_are_covered_again_after_the_catalog_was_made_anew():
    selling.load()
    mugs = CollectionFactory(slug="mugs-cups")
    selling.load()
    promotion = db.session.scalars(db.select(Promotion).where(Promotion.kind == "buy_get")).one()
    assert promotion.collections == [mugs]


def test_products_have_a_weight_and_plants_their_tax_class():
    plants = CollectionFactory(slug="plants-pots")
    plant = make_product("Snake plant", slug="snake-plant", collections=(plants,))
    heavy = make_product(collections=(plants,))
    db.session.execute(db.update(Variant).where(Variant.product_id == heavy.id).values(weight=9000))
    db.session.commit()
    selling.load()
    db.session.expire_all()
    assert plant.variants[0].weight == selling.WEIGHTS["plants-pots"]
    assert heavy.variants[0].weight == 9000
    rows = db.session.scalars(db.select(Product.tax_class).order_by(Product.id)).all()
    assert rows == ["plants", "standard"]
