"""The form of a promotion."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from shop.admin.editing import EditForm
from shop.admin.products.fields import AmountField, CountField, MomentField
from shop.admin.promotions.fields import PercentField, RowsField
from shop.catalog.forms import TOO_LONG, is_text, one_line
from shop.catalog.models import Collection, Product
from shop.pricing import Kind
from shop.promotions import codes, managing
from shop.promotions.models import Promotion, Scope

MOST_UNITS = 99  # of a purchase that gives more for free
MOST_USES = 1_000_000
# Which fields say how much, by the kind; the other kinds' fields do not matter.
FIELDS_OF_KINDS: dict[str, tuple[str, ...]] = {
    Kind.PERCENT: ("percent",),
    Kind.AMOUNT: ("amount",),
    Kind.BUY_GET: ("buy_quantity", "get_quantity"),
    Kind.FREE_SHIPPING: ("most",),
}


class PromotionForm(EditForm):
    """Everything about a promotion but whether it is paused. `promotion` is the one that is
    changed, None for a new one."""

    promotion: Promotion | None = None

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give it a title.")), Length(max=120, message=TOO_LONG), is_text],
        filters=[one_line],
    )
    code = StringField(_l("Code"), [Length(max=codes.LONGEST, message=TOO_LONG)])
    kind = RadioField(
        _l("What it gives"),
        choices=[
            SelectChoice(Kind.PERCENT.value, _l("A percentage off")),
            SelectChoice(Kind.AMOUNT.value, _l("An amount off")),
            SelectChoice(Kind.BUY_GET.value, _l("Buy some, get more free")),
            SelectChoice(Kind.FREE_SHIPPING.value, _l("Free shipping")),
        ],
        default=Kind.PERCENT.value,
    )
    percent = PercentField(_l("Percent off"))
    amount = AmountField(_l("Amount off"))
    buy_quantity = CountField(_l("Units to buy"), most=MOST_UNITS)
    get_quantity = CountField(_l("Units free on top"), most=MOST_UNITS)
    most = AmountField(_l("At most this much"))
    scope = RadioField(
        _l("What it covers"),
        choices=[
            SelectChoice(Scope.EVERYTHING.value, _l("Everything")),
            SelectChoice(Scope.COLLECTIONS.value, _l("Collections")),
            SelectChoice(Scope.PRODUCTS.value, _l("Products")),
        ],
        default=Scope.EVERYTHING.value,
    )
    collections = RowsField(_l("Collections"), model=Collection)
    products = RowsField(_l("Products"), model=Product)
    starts_at = MomentField(_l("From"))
    ends_at = MomentField(_l("Until"))
    minimum_spend = AmountField(_l("Only from"))
    total_limit = CountField(_l("Orders in all"), most=MOST_USES)
    per_customer_limit = CountField(_l("Orders of one customer"), most=MOST_USES)
    combines = BooleanField(_l("May be combined with other promotions"), default=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """What does not matter to the chosen kind and scope cannot be wrong."""
        for kind, names in FIELDS_OF_KINDS.items():
            for name in names if kind != self.kind.data else ():
                self[name].data = ""
        self.products.data = self.products.data if self.covers(Scope.PRODUCTS) else []
        self.collections.data = self.collections.data if self.covers(Scope.COLLECTIONS) else []
        return super().validate(extra_validators)  # type: ignore[no-any-return]

    def covers(self, scope: Scope) -> bool:
        return bool(self.scope.data == scope)

    def validate_code(self, field: Field) -> None:
        if not (field.data or "").strip():
            field.data = ""
            return
        try:
            field.data = codes.normal(field.data)
        except codes.NotACode:
            raise ValidationError(_("A code has letters, digits, - and _ alone.")) from None
        if managing.code_is_taken(field.data, self.promotion.id if self.promotion else None):
            raise ValidationError(_("Another promotion has this code."))

    def validate_percent(self, field: PercentField) -> None:
        if self.kind.data == Kind.PERCENT and not field.hundredths:
            raise ValidationError(_("How much? Give a percentage."))

    def validate_amount(self, field: AmountField) -> None:
        if self.kind.data == Kind.AMOUNT and not field.amount:
            raise ValidationError(_("How much? Give an amount."))

    def validate_buy_quantity(self, field: CountField) -> None:
        if self.kind.data == Kind.BUY_GET and not field.count:
            raise ValidationError(_("How many? Give a number from 1."))

    validate_get_quantity = validate_buy_quantity

    def validate_collections(self, field: RowsField) -> None:
        if self.covers(Scope.COLLECTIONS) and not field.data:
            raise ValidationError(_("Choose at least one collection."))

    def validate_products(self, field: RowsField) -> None:
        if self.covers(Scope.PRODUCTS) and not field.data:
            raise ValidationError(_("Choose at least one product: search for it first."))

    def validate_starts_at(self, field: MomentField) -> None:
        if field.data and field.moment is None:
            raise ValidationError(_("This is no day and time."))

    def validate_ends_at(self, field: MomentField) -> None:
        self.validate_starts_at(field)
        begin: datetime | None = self.starts_at.moment
        if begin and field.moment and field.moment <= begin:
            raise ValidationError(_("It must end after it begins."))

    def validate_total_limit(self, field: CountField) -> None:
        used = self.promotion.used_count if self.promotion else 0
        if field.count is not None and field.count < max(used, 1):
            raise ValidationError(
                _("At least %(least)s, or empty for no limit.", least=max(used, 1))
            )

    def validate_per_customer_limit(self, field: CountField) -> None:
        if field.count == 0:
            raise ValidationError(_("At least 1, or empty for no limit."))
