"""From a promotion to its form and back."""

from typing import Any

from shop import locales, money
from shop.admin.audit import trail
from shop.admin.audit.targets import target_of
from shop.admin.products.fields import write_moment
from shop.admin.promotions.fields import HUNDREDTHS
from shop.admin.promotions.forms import PromotionForm
from shop.pricing import Kind
from shop.promotions import managing
from shop.promotions.models import Promotion


def values_of(promotion: Promotion) -> dict[str, Any]:
    """What the form's fields show of `promotion`."""
    is_shipping = promotion.kind == Kind.FREE_SHIPPING
    return {
        "title": promotion.title,
        "code": promotion.code or "",
        "kind": promotion.kind,
        "percent": _plain(promotion.percent),
        "amount": "" if is_shipping else _major(promotion.amount),
        "buy_quantity": str(promotion.buy_quantity or ""),
        "get_quantity": str(promotion.get_quantity or ""),
        "most": _major(promotion.amount) if is_shipping else "",
        "scope": promotion.scope,
        "collections": [row.id for row in promotion.collections],
        "products": [row.id for row in promotion.products],
        "starts_at": write_moment(promotion.starts_at),
        "ends_at": write_moment(promotion.ends_at),
        "minimum_spend": _major(promotion.minimum_spend),
        "total_limit": _number(promotion.total_limit),
        "per_customer_limit": _number(promotion.per_customer_limit),
        "combines": promotion.combines,
    }


def fill(promotion: Promotion, form: PromotionForm) -> Promotion:
    """Give `promotion` what a validated `form` says."""
    is_shipping = form.kind.data == Kind.FREE_SHIPPING
    promotion.title = form.title.data
    promotion.code = form.code.data or None
    promotion.kind = form.kind.data
    promotion.percent = form.percent.hundredths or 0
    promotion.amount = (form.most.amount if is_shipping else form.amount.amount) or 0
    promotion.buy_quantity = form.buy_quantity.count or 0
    promotion.get_quantity = form.get_quantity.count or 0
    promotion.scope = form.scope.data
    promotion.collections = list(form.collections.rows())
    promotion.products = list(form.products.rows())
    promotion.minimum_spend = form.minimum_spend.amount or 0
    promotion.total_limit = form.total_limit.count
    promotion.per_customer_limit = form.per_customer_limit.count
    promotion.combines = form.combines.data
    # To the minute, as the fields show them; what was not touched keeps its seconds.
    for name in ("starts_at", "ends_at"):
        if form[name].data != write_moment(getattr(promotion, name)):
            setattr(promotion, name, form[name].moment)
    return promotion


def save(promotion: Promotion, form: PromotionForm) -> None:
    """Keep what a validated `form` says. Raises managing.CodeTaken.

    What it covers stands in tables of its own, where the audit log does not look by itself.
    """
    before = _covered(promotion)
    managing.keep(fill(promotion, form))
    after = _covered(promotion)
    for name in before:
        if before[name] != after[name]:
            trail.note(target_of(promotion), before[name], after[name], field=name)


def _covered(promotion: Promotion) -> dict[str, str]:
    return {
        "collections": ", ".join(sorted(row.title for row in promotion.collections)),
        "products": ", ".join(sorted(row.title for row in promotion.products)),
    }


def _plain(hundredths: int) -> str:
    text = f"{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02}".rstrip("0").rstrip(".")
    return locales.typed_number(text) if hundredths else ""


def _major(amount: int) -> str:
    return money.in_field(amount, money.currency()) if amount else ""


def _number(count: int | None) -> str:
    return "" if count is None else str(count)
