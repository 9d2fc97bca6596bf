"""The demo shop's past year of orders, so that a back office has something to show.

Orders that went out long ago left no mark on today's stock; those that wait to be sent hold it.
No mail is sent about any of them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from flask import current_app
from sqlalchemy import func, insert, select, update

from seeds import order_rows
from seeds.buyers import BUYERS, Buyer
from seeds.order_rows import Sold, goods_sold
from shop import clock, money, pricing
from shop.auth.models import User
from shop.cart.models import Cart, CartLine
from shop.catalog import stock
from shop.catalog.models import SearchMiss
from shop.extensions import db
from shop.orders.keys import ALPHABET
from shop.orders.models import (
    Counter,
    Invoice,
    Order,
    OrderDiscount,
    OrderEvent,
    OrderLine,
    OrderTax,
    Payment,
    Refund,
)
from shop.orders.states import Status
from shop.promotions.models import Promotion, PromotionUse
from shop.shipping.services import methods_for
from shop.taxes.services import rates_for

ORDERS = 480  # of a newly seeded demo shop
DAYS = 700
BATCH = 1000  # orders that are written and committed together
CARTS = 70  # that were left behind
MISSES = (("teapot", 9), ("oven gloves", 6), ("picture frame", 4), ("christmas", 3))
CODES = ("WELCOME10", "FIVER")
SHIPPED_AFTER, DELIVERED_AFTER = timedelta(days=2), timedelta(days=6)
HELD = (Status.PENDING, Status.PAID, Status.PACKED)


def load() -> int:
    """Invent the past year, on a developer's machine and where there is no order yet; how many
    orders that were. Commits."""
    if current_app.config["SHOP_ENV"] != "development" or db.session.scalar(select(Order.id)):
        return 0
    _leave_carts()
    db.session.add_all(
        SearchMiss(query=query, count=count)
        for query, count in MISSES
        if not db.session.scalar(select(SearchMiss.id).where(SearchMiss.query == query))
    )
    return fill_up(ORDERS)


def _leave_carts() -> None:
    """Carts of the last weeks that somebody walked away from."""
    dice = Random("carts")
    goods = list(goods_sold())
    for number, sold in enumerate(dice.sample(goods, min(CARTS, len(goods)))):
        left = clock.now() - timedelta(hours=dice.randint(3, 24 * 60))
        line = CartLine(
            variant_id=sold.variant_id,
            title=sold.title,
            quantity=dice.choice((1, 1, 2)),
            unit_price=sold.price,
            created_at=left,
        )
        token = f"{number:064x}"  # no cookie's digest
        db.session.add(Cart(token_hash=token, created_at=left, updated_at=left, lines=[line]))


def fill_up(orders: int, advance: Callable[[int], object] = lambda count: None) -> int:
    """Add invented orders until there are `orders`, the oldest first; how many that were. Commits.

    `advance` is called with the number of orders written since its last call.
    """
    known = db.session.scalar(select(func.count(Order.id))) or 0
    inventor = Inventor(Random(f"orders after {known}"))
    moments = inventor.moments(orders - known)
    for start in range(0, len(moments), BATCH):
        batch = moments[start : start + BATCH]
        inventor.write(batch)
        db.session.commit()
        advance(len(batch))
    _sum_up_customers()
    db.session.commit()
    return len(moments)


def _sum_up_customers() -> None:
    """What each account has spent, as shop.orders.spending keeps it."""
    paid = (Order.user_id == User.id, Order.paid_at.is_not(None))
    spent = select(func.coalesce(func.sum(Order.total - Order.refunded), 0)).where(
        *paid, Order.currency == money.currency()
    )
    db.session.execute(update(User).values(spent=spent.scalar_subquery()))


class Inventor:
    """Invents orders, the same ones for the same dice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.now = clock.now()
        self.goods = list(goods_sold())
        self.accounts = {row.email: row.id for row in db.session.scalars(select(User))}
        self.rates = {b: rates_for(b.country, b.region) for b in BUYERS}
        self.shipping = {b: methods_for(b.country, 5000, 1000)[0] for b in BUYERS}
        codes = select(Promotion).where(Promotion.code.in_(CODES))
        self.offers = {row.code: _offer(row) for row in db.session.scalars(codes)}
        self.uses = db.session.scalar(select(func.count(PromotionUse.id))) or 0
        self.invoice = db.session.scalar(select(func.max(Invoice.number))) or 0

    def moments(self, count: int) -> list[datetime]:
        """When orders were placed: more of them lately, at weekends and in the evening."""
        found: list[datetime] = []
        while self.goods and len(found) < count:
            age = DAYS * self.dice.random() ** 1.8
            day = self.now - timedelta(days=age)
            if day.weekday() < 5 and self.dice.random() < 0.35:
                continue
            moment = day.replace(hour=min(23, int(self.dice.triangular(6, 24, 19))))
            found.append(min(moment, self.now - timedelta(minutes=self.dice.randint(5, 300))))
        return sorted(found)

    def write(self, moments: list[datetime]) -> None:
        """One order for each moment, table by table."""
        invented = [self._invent(moment) for moment in moments]
        ids = db.session.scalars(
            insert(Order).returning(Order.id, sort_by_parameter_order=True),
            [order for order, _ in invented],
        ).all()
        for model in (OrderLine, OrderTax, OrderDiscount, OrderEvent, Payment, Refund):
            rows = [
                row | {"order_id": id_}
                for id_, (_, below) in zip(ids, invented, strict=True)
                for row in below[model]
            ]
            if rows:
                db.session.execute(insert(model), rows)
        self._count_uses(
            [(i, below[OrderDiscount]) for i, (_, below) in zip(ids, invented, strict=True)]
        )
        self._number_invoices([(i, o) for i, (o, _) in zip(ids, invented, strict=True)])

    def _count_uses(self, orders: list[tuple[int, list[dict[str, Any]]]]) -> None:
        """What was used how often. Their buyers are not told apart: the limits bind later ones."""
        used = [(row["promotion_id"], id_, row["amount"]) for id_, rows in orders for row in rows]
        for number, (promotion_id, order_id, amount) in enumerate(used, self.uses + 1):
            use = PromotionUse(
                promotion_id=promotion_id,
                order_id=order_id,
                customer=f"seed-{number}",
                ordinal=1,
                amount=amount,
            )
            db.session.add(use)
            counted = update(Promotion).where(Promotion.id == promotion_id)
            db.session.execute(counted.values(used_count=Promotion.used_count + 1))
        self.uses += len(used)

    def _number_invoices(self, orders: list[tuple[int, dict[str, Any]]]) -> None:
        numbered = [(id_, order) for id_, order in orders if order["paid_at"]]
        rows = [
            {"number": number, "order_id": id_, "issued_at": order["paid_at"]}
            for number, (id_, order) in enumerate(numbered, self.invoice + 1)
        ]
        self.invoice += len(rows)
        if rows:
            db.session.execute(insert(Invoice), rows)
        db.session.merge(Counter(name="invoice", value=self.invoice))

    def _invent(self, placed: datetime) -> tuple[dict[str, Any], dict[type[Any], list[Any]]]:
        buyer = self.dice.choice(BUYERS)
        picked = self._pick()
        status = self._status(self.now - placed)
        number = "W-" + "-".join("".join(self.dice.choices(ALPHABET, k=5)) for _ in range(2))
        if status in HELD and not _hold(picked, number):
            status = Status.CANCELLED
        totals = self._price(buyer, picked)
        order = self._order(buyer, totals, status, placed) | {"number": number}
        below: dict[type[Any], list[Any]] = {
            OrderLine: [
                order_rows.line(sold, line)
                for (sold, _), line in zip(picked, totals.lines, strict=True)
            ],
            OrderTax: [
                {"title": row.title, "rate": row.rate, "amount": row.amount} for row in totals.taxes
            ],
            OrderDiscount: [
                {
                    "promotion_id": row.promotion_id,
                    "title": row.title,
                    "code": row.code,
                    "amount": row.amount,
                }
                for row in totals.discounts
            ],
            OrderEvent: order_rows.events(order),
            Payment: [order_rows.payment(order)] if order["paid_at"] else [],
            Refund: [],
        }
        if status == Status.DELIVERED and self.dice.random() < 0.04:
            order_rows.refund_first_line(order, below)
        return order, below

    def _pick(self) -> list[tuple[Sold, int]]:
        """One to three variants; some are liked much better than others."""
        wanted = {
            self.goods[int(len(self.goods) * self.dice.random() ** 2.5)]: None
            for _ in range(self.dice.choice((1, 1, 2, 2, 3)))
        }
        return [(sold, self.dice.choice((1, 1, 1, 2, 2, 4))) for sold in wanted]

    def _status(self, age: timedelta) -> Status:
        if self.dice.random() < 0.03:
            return Status.CANCELLED
        if age > DELIVERED_AFTER:
            return Status.DELIVERED
        if age > SHIPPED_AFTER:
            return Status.SHIPPED
        return self.dice.choice((Status.PAID, Status.PAID, Status.PACKED, Status.PENDING))

    def _price(self, buyer: Buyer, picked: list[tuple[Sold, int]]) -> pricing.Totals:
        lines = [
            pricing.PricedLine(s.variant_id, s.product_id, n, s.price, s.tax_class, s.weight)
            for s, n in picked
        ]
        offers = [offer for offer in self.offers.values() if self.dice.random() < 0.12]
        return pricing.price(
            lines,
            [offer for offer in offers if offer.covered_spend(lines) >= offer.minimum_spend],
            shipping=self.shipping[buyer].price,
            rates=self.rates[buyer],
            prices_include_tax=current_app.config["SHOP_PRICES_INCLUDE_TAX"],
        )

    def _order(
        self, buyer: Buyer, totals: pricing.Totals, status: Status, placed: datetime
    ) -> dict[str, Any]:
        is_sent = status in (Status.SHIPPED, Status.DELIVERED)
        is_invoice = status == Status.PENDING or self.dice.random() < 0.15
        is_paid = status not in (Status.PENDING, Status.CANCELLED)
        return {
            **buyer._asdict(),
            "email": buyer.email,
            "user_id": self.accounts.get(buyer.email),
            "checkout_token": f"{self.dice.getrandbits(128):032x}",
            "status": status,
            "currency": money.currency(),
            "prices_include_tax": totals.prices_include_tax,
            "subtotal": totals.subtotal,
            "discount": totals.discount,
            "shipping": totals.shipping,
            "tax": totals.tax,
            "total": totals.total,
            "refunded": 0,
            "shipping_method": self.shipping[buyer].code,
            "shipping_title": self.shipping[buyer].title,
            "payment_method": "invoice" if is_invoice else "test",
            "placed_at": placed,
            "paid_at": self._after(placed, minutes=2) if is_paid else None,
            "packed_at": self._after(placed, hours=20) if status == Status.PACKED else None,
            "shipped_at": placed + timedelta(days=1, hours=4) if is_sent else None,
            "delivered_at": placed + timedelta(days=4) if status == Status.DELIVERED else None,
            "cancelled_at": self._after(placed, hours=2) if status == Status.CANCELLED else None,
        }

    def _after(self, placed: datetime, **later: int) -> datetime:
        """That much later, but not in the future."""
        return min(placed + timedelta(**later), self.now)


def _offer(promotion: Promotion) -> pricing.Offer:
    return pricing.Offer(
        promotion.id,
        promotion.title,
        promotion.kind,
        promotion.code or "",
        percent=promotion.percent,
        amount=promotion.amount,
        minimum_spend=promotion.minimum_spend,
    )


def _hold(picked: list[tuple[Sold, int]], number: str) -> bool:
    """Take the stock of an order that waits to be sent; whether there was enough."""
    try:
        with db.session.begin_nested():
            stock.take({sold.variant_id: units for sold, units in picked}, f"order {number}")
    except stock.SoldOut:
        return False
    return True
