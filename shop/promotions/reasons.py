"""Why a promotion does not apply, in words for the shopper."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _

from shop import money
from shop.pricing import Offer, PricedLine
from shop.promotions.models import Promotion


def unknown(code: str) -> str:
    return str(_("We know no code “%(code)s”. Please check how it is spelled.", code=code))


def at_this_time(promotion: Promotion, at: datetime) -> str | None:
    """None where the promotion is on at `at`. One that is not on yet is nobody's business."""
    if not promotion.is_active or (promotion.starts_at and promotion.starts_at > at):
        return unknown(promotion.code or "")
    if promotion.ends_at and promotion.ends_at <= at:
        return str(_("This code ended on %(date)s.", date=format_date(promotion.ends_at)))
    return None


def of_limits(promotion: Promotion, uses: int) -> str | None:
    """None where the promotion may be used again, by a customer who used it `uses` times."""
    if promotion.total_limit is not None and promotion.used_count >= promotion.total_limit:
        return str(_("This code has been used up."))
    if promotion.per_customer_limit is not None and uses >= promotion.per_customer_limit:
        return str(_("You have used this code already."))
    return None


def of_what_is_bought(offer: Offer, lines: Sequence[PricedLine]) -> str | None:
    """None where `lines` have something that the offer covers, and enough of it."""
    if not any(offer.covers(line) for line in lines):
        return str(_("Nothing in your cart is part of this offer."))
    if offer.covered_spend(list(lines)) >= offer.minimum_spend:
        return None
    least = money.shown(offer.minimum_spend)
    if offer.product_ids is None:
        return str(_("This code asks for goods of at least %(amount)s.", amount=least))
    return str(_("This code asks for at least %(amount)s of the goods it is for.", amount=least))
