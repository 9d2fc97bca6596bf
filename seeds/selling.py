"""How the demo shop sells: shipping from shipping.csv, taxes from tax_rates.csv, promotions, and
what things weigh.

What is there already stays as it is: a merchant may have changed it. Amounts in the files are in
major units, weights in grams.
"""

from decimal import Decimal
from pathlib import Path

from sqlalchemy import update

from seeds.tree import rows
from shop import money
from shop.catalog.models import Collection, CollectionProduct, Product, Variant
from shop.extensions import db
from shop.pricing import Kind
from shop.promotions.models import Promotion, Scope
from shop.shipping.models import (
    Basis,
    ShippingCountry,
    ShippingMethod,
    ShippingStep,
    ShippingZone,
)
from shop.taxes.models import TaxRate

FOLDER = Path(__file__).resolve().parent
HUNDREDTHS_OF_PERCENT = 100
TAX_UNITS = 10_000  # of a percent
# Grams of one unit in its box, by the collection that a product is put into first.
WEIGHTS = {
    "mugs-cups": 450,
    "bowls-plates": 800,
    "glassware": 900,
    "cookware": 2400,
    "boards-utensils": 700,
    "table-linen": 350,
    "vases": 1300,
    "candles-scent": 420,
    "cushions-throws": 950,
    "table-lamps": 2600,
    "pendant-lights": 1500,
    "towels-robes": 600,
    "soap-bath": 250,
    "plants-pots": 2200,
    "storage-baskets": 1200,
    "gifts": 500,
}
LIVING_PLANTS = ("rubber-plant", "snake-plant", "young-olive-tree")  # taxed less in many places


def load() -> None:
    """Add what is missing. Commits."""
    if not _has(ShippingZone):
        _load_shipping()
    if not _has(TaxRate):
        _load_taxes()
    for promotion, collection in _promotions():
        _offer(promotion, collection)
    _weigh()
    plants = update(Product).where(Product.slug.in_(LIVING_PLANTS))
    db.session.execute(plants.values(tax_class="plants", updated_at=Product.updated_at))
    db.session.commit()


def _has(model: type[ShippingZone] | type[TaxRate]) -> bool:
    return db.session.scalar(db.select(model.id).limit(1)) is not None


def _load_shipping() -> None:
    zones: dict[str, ShippingZone] = {}
    for position, row in enumerate(rows(FOLDER, "shipping.csv")):
        zone = zones.get(row["zone"])
        if zone is None:
            countries = [ShippingCountry(country=code) for code in row["countries"].split()]
            zone = ShippingZone(title=row["zone"], position=len(zones), countries=countries)
            zones[row["zone"]] = zone
            db.session.add(zone)
        zone.methods.append(
            ShippingMethod(
                code=row["code"],
                title=row["title"],
                description=row["description"],
                basis=row["basis"],
                free_over=_minor(row["free_over"]) if row["free_over"] else None,
                position=position,
                steps=[_step(text, row["basis"]) for text in row["steps"].split()],
            )
        )


def _step(text: str, basis: str) -> ShippingStep:
    threshold, price = text.split("=")
    from_where = int(threshold) if basis == Basis.WEIGHT else _minor(threshold)
    return ShippingStep(threshold=from_where, price=_minor(price))


def _minor(text: str) -> int:
    """Minor units of the shop's currency, rounded where it has fewer digits than the file."""
    return money.rounded(Decimal(text).scaleb(money.digits(money.currency())))


def _load_taxes() -> None:
    for row in rows(FOLDER, "tax_rates.csv"):
        db.session.add(
            TaxRate(
                country=row["country"],
                region=row["region"],
                tax_class=row["tax_class"],
                title=f"{row['name']} {row['percent']} %",
                rate=int(Decimal(row["percent"]) * TAX_UNITS),
            )
        )


def _promotions() -> list[tuple[Promotion, str]]:
    """The demo shop's promotions, each with the slug of the collection that it covers."""
    spend, most, fiver, least = (_minor(text) for text in ("75", "15", "5", "40"))
    return [
        (
            Promotion(
                title="Welcome: 10 % off",
                code="WELCOME10",
                kind=Kind.PERCENT,
                percent=10 * HUNDREDTHS_OF_PERCENT,
                per_customer_limit=1,
            ),
            "",
        ),
        (
            Promotion(
                title=f"Delivery on us from {money.shown(spend)}, up to {money.shown(most)}",
                kind=Kind.FREE_SHIPPING,
                amount=most,
                minimum_spend=spend,
            ),
            "",
        ),
        (
            Promotion(
                title="Mugs & cups: buy two, get one free",
                kind=Kind.BUY_GET,
                buy_quantity=2,
                get_quantity=1,
                scope=Scope.COLLECTIONS,
            ),
            "mugs-cups",
        ),
        (
            Promotion(
                title=f"{money.shown(fiver)} off from {money.shown(least)}",
                code="FIVER",
                kind=Kind.AMOUNT,
                amount=fiver,
                minimum_spend=least,
            ),
            "",
        ),
    ]


def _offer(promotion: Promotion, slug: str) -> None:
    """Add `promotion` where there is none of its title, and what it covers where that is lost."""
    known = db.session.scalar(db.select(Promotion).where(Promotion.title == promotion.title))
    if known is None:
        db.session.add(promotion)
    offered = known or promotion
    if slug and not offered.collections:
        covered = db.select(Collection).where(Collection.slug == slug)
        offered.collections = list(db.session.scalars(covered))


def _weigh() -> None:
    """Weigh the variants that have no weight yet."""
    for slug, grams in WEIGHTS.items():
        products = (
            db.select(CollectionProduct.product_id)
            .join(Collection, Collection.id == CollectionProduct.collection_id)
            .where(Collection.slug == slug, CollectionProduct.is_direct)
        )
        db.session.execute(
            update(Variant)
            .where(Variant.weight == 0, Variant.product_id.in_(products))
            .values(weight=grams)
            .execution_options(synchronize_session=False)
        )
