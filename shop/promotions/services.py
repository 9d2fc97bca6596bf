"""Which promotions apply, and counting who used them.

An order locks rows in one order: the stock first, then the promotions by id; so does giving back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CompoundSelect,
    CursorResult,
    Select,
    delete,
    false,
    func,
    or_,
    union_all,
    update,
)

from shop import texts
from shop.catalog.models import CollectionProduct
from shop.extensions import db
from shop.pagecache import changes
from shop.pricing import DiscountRow, Offer, PricedLine
from shop.promotions import reasons
from shop.promotions.models import (
    Promotion,
    PromotionUse,
    Scope,
    promotion_collections,
    promotion_products,
)


class PromotionUsedUp(Exception):
    """Somebody else took the promotion's last use, or this customer theirs; `title` names it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def offers(
    lines: Sequence[PricedLine], codes: Sequence[str], customer: str | None, at: datetime
) -> tuple[list[Offer], dict[str, str]]:
    """What may be applied to `lines` at `at`, and why each of the other `codes` may not.

    `codes` are upper case; `customer` is a normalised mail address, None while it is not known.
    One query; none without lines.
    """
    applicable: list[Offer] = []
    refused = {code: reasons.unknown(code) for code in codes}
    if not lines:
        return applicable, {}
    covered: dict[int, set[int]] = defaultdict(set)
    found: dict[int, tuple[Promotion, str, int]] = {}
    rows = db.session.execute(_candidates(lines, codes, customer))
    for promotion, title, product_id, uses in rows:
        found[promotion.id] = promotion, title, uses
        if product_id is not None:
            covered[promotion.id].add(product_id)
    for promotion, title, uses in found.values():
        offer = _offer(promotion, title, covered[promotion.id])
        reason = (
            reasons.at_this_time(promotion, at)
            or reasons.of_limits(promotion, uses)
            or reasons.of_what_is_bought(offer, lines)
        )
        if reason is None:
            applicable.append(offer)
            refused.pop(offer.code, None)
        elif promotion.code:
            refused[promotion.code] = reason
    return applicable, refused


def _candidates(
    lines: Sequence[PricedLine], codes: Sequence[str], customer: str | None
) -> Select[*tuple[Any, ...]]:
    """Promotions without a code and those of `codes`; a row for each product of `lines` that one
    covers, or one row; with its title for the shopper, and how often `customer` used it."""
    covered = _covered({line.product_id for line in lines}).subquery()
    uses = (
        db.select(func.count())
        .where(PromotionUse.promotion_id == Promotion.id, PromotionUse.customer == (customer or ""))
        .scalar_subquery()
    )
    title = texts.shown(Promotion.title).label("shown_title")
    statement: Select[*tuple[Any, ...]] = (
        db.select(Promotion, title, covered.c.product_id, uses)
        .outerjoin(covered, covered.c.promotion_id == Promotion.id)
        .where(
            or_(
                Promotion.code.in_(codes),
                Promotion.code.is_(None) & Promotion.is_active,
            )
        )
        .order_by(Promotion.id)
        .execution_options(populate_existing=True)
    )
    return statement


def _covered(product_ids: set[int]) -> CompoundSelect[int, int]:
    """Pairs of a promotion and a product that it covers, by name or by a collection."""
    by_name = db.select(promotion_products.c.promotion_id, promotion_products.c.product_id).where(
        promotion_products.c.product_id.in_(product_ids)
    )
    by_collection = (
        db.select(promotion_collections.c.promotion_id, CollectionProduct.product_id)
        .join(
            CollectionProduct,
            CollectionProduct.collection_id == promotion_collections.c.collection_id,
        )
        .where(CollectionProduct.product_id.in_(product_ids))
    )
    return union_all(by_name, by_collection)


def _offer(promotion: Promotion, title: str, covered: set[int]) -> Offer:
    return Offer(
        promotion_id=promotion.id,
        title=title,
        kind=promotion.kind,
        code=promotion.code or "",
        percent=promotion.percent,
        amount=promotion.amount,
        buy_quantity=promotion.buy_quantity,
        get_quantity=promotion.get_quantity,
        product_ids=None if promotion.scope == Scope.EVERYTHING else frozenset(covered),
        minimum_spend=promotion.minimum_spend,
        combines=promotion.combines,
    )


def claim_all(discounts: Iterable[DiscountRow], order_id: int, customer: str) -> None:
    """`claim` each row's promotion, in the order of their ids: two orders never wait for each
    other. Raises PromotionUsedUp."""
    for row in sorted(discounts, key=lambda row: row.promotion_id):
        claim(row.promotion_id, order_id, customer, row.amount)


def claim(promotion_id: int, order_id: int, customer: str, amount: int) -> None:
    """Note that the order used the promotion, in the order's own transaction.

    `customer` is the order's normalised mail address; `amount` is what it took off. The guarded
    update holds the total limit, and the promotion's row until the commit, so that one customer's
    uses are counted one after the other. Raises PromotionUsedUp; the caller rolls back.
    """
    with changes.judged_by_caller():  # pages show that it runs, not how often it was used
        counted = db.session.execute(
            update(Promotion)
            .where(
                Promotion.id == promotion_id,
                or_(Promotion.total_limit.is_(None), Promotion.used_count < Promotion.total_limit),
            )
            .values(used_count=Promotion.used_count + 1)
            .execution_options(synchronize_session=False)
        )
    title, limit, is_used_up = db.session.execute(
        db.select(
            texts.shown(Promotion.title),
            Promotion.per_customer_limit,
            func.coalesce(Promotion.used_count >= Promotion.total_limit, false()),
        ).where(Promotion.id == promotion_id)
    ).one_or_none() or ("", None, False)
    if is_used_up:
        changes.mark()
    ordinal = _next_ordinal(promotion_id, customer)
    used_up = cast(CursorResult[Any], counted).rowcount != 1
    if used_up or (limit is not None and ordinal > limit):
        raise PromotionUsedUp(title)
    use = PromotionUse(
        promotion_id=promotion_id,
        order_id=order_id,
        customer=customer,
        ordinal=ordinal,
        amount=amount,
    )
    db.session.add(use)
    db.session.flush()


def _next_ordinal(promotion_id: int, customer: str) -> int:
    """The lowest that the customer's uses leave free: one that was given back can be had again."""
    taken = set(
        db.session.scalars(
            db.select(PromotionUse.ordinal).where(
                PromotionUse.promotion_id == promotion_id, PromotionUse.customer == customer
            )
        )
    )
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def release(order_id: int) -> None:
    """Give back the uses of an order that will not be paid; a second time does nothing."""
    used = db.select(PromotionUse.promotion_id).where(PromotionUse.order_id == order_id)
    held = db.session.scalars(
        db.select(Promotion.id)
        .where(Promotion.id.in_(used))
        .order_by(Promotion.id)
        .with_for_update()
    ).all()
    for promotion_id in held:
        given_back = db.session.execute(
            delete(PromotionUse).where(
                PromotionUse.promotion_id == promotion_id, PromotionUse.order_id == order_id
            )
        )
        db.session.execute(
            update(Promotion)
            .where(Promotion.id == promotion_id)
            .values(used_count=Promotion.used_count - cast(CursorResult[Any], given_back).rowcount)
            .execution_options(synchronize_session=False)
        )
