"""What a changed row belongs to: a variant's price is a change of its product."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import inspect

from shop.admin.imports.models import ImportFile, ImportRun
from shop.auth.models import SecondFactor, User
from shop.catalog.models import (
    Collection,
    CollectionProduct,
    Option,
    OptionValue,
    Picture,
    Product,
    Review,
    SearchMiss,
    StockMovement,
    Variant,
)
from shop.extensions import db
from shop.mail.texts import MailText
from shop.orders.models import (
    Invoice,
    Order,
    OrderDiscount,
    OrderEvent,
    OrderLine,
    OrderTax,
    Payment,
    Refund,
    ReturnRequest,
)
from shop.pages.models import Page, PageRedirect
from shop.promotions.models import Promotion
from shop.settings import Setting
from shop.shipping.models import ShippingCountry, ShippingMethod, ShippingStep, ShippingZone
from shop.taxes.models import TaxRate
from shop.texts.models import CatalogText


class Target(NamedTuple):
    """A thing that administrators speak of."""

    kind: str
    id: int | None
    label: str


# The row that a row belongs to, where it is not a thing of its own. None where there is none.
OWNERS: dict[type[Any], Callable[[Any], Any]] = {
    Variant: lambda row: _known(Product, row.product_id) or row.product,
    Option: lambda row: _known(Product, row.product_id) or row.product,
    OptionValue: lambda row: _known(Option, row.option_id) or row.option,
    Picture: lambda row: _known(Product, row.product_id),
    CollectionProduct: lambda row: _known(Product, row.product_id),
    StockMovement: lambda row: _known(Variant, row.variant_id),
    OrderLine: lambda row: _known(Order, row.order_id),
    OrderEvent: lambda row: _known(Order, row.order_id),
    OrderDiscount: lambda row: _known(Order, row.order_id),
    OrderTax: lambda row: _known(Order, row.order_id),
    Invoice: lambda row: _known(Order, row.order_id),
    Payment: lambda row: _known(Order, row.order_id),
    Refund: lambda row: _known(Order, row.order_id),
    ReturnRequest: lambda row: _known(Order, row.order_id),
    SecondFactor: lambda row: _known(User, row.user_id),
    ShippingCountry: lambda row: _known(ShippingZone, row.zone_id),
    ShippingMethod: lambda row: _known(ShippingZone, row.zone_id),
    ShippingStep: lambda row: _known(ShippingMethod, row.method_id),
    PageRedirect: lambda row: _known(Page, row.page_id),
    CatalogText: lambda row: (
        _known(Product, row.product_id)
        or _known(Collection, row.collection_id)
        or _known(Page, row.page_id)
    ),
    ImportFile: lambda row: _known(ImportRun, row.run_id),
}
KINDS: dict[type[Any], tuple[str, str]] = {
    Product: ("product", "title"),
    Collection: ("collection", "title"),
    Order: ("order", "number"),
    Review: ("review", "title"),
    SearchMiss: ("search", "query"),
    Promotion: ("promotion", "title"),
    ShippingZone: ("shipping zone", "title"),
    User: ("account", "email"),
    Page: ("page", "title"),
    TaxRate: ("tax rate", "title"),
    MailText: ("mail text", "name"),
    Setting: ("setting", "name"),
    ImportRun: ("import", "name"),
}


def target_of(row: Any) -> Target:
    """The thing that `row` belongs to; of an unknown kind, the row itself by its table's name."""
    owner = row
    while (find := OWNERS.get(type(owner))) and (above := find(owner)) is not None:
        owner = above
    kind, label = KINDS.get(type(owner), (owner.__tablename__, ""))
    return Target(kind, row_id(owner), str(getattr(owner, label, "") or "")[:200])


def row_id(row: Any) -> int | None:
    """The row's id; None for one whose key is none, such as two columns or a name."""
    identity: tuple[object, ...] = inspect(row).identity or ()
    only = identity[0] if len(identity) == 1 else None
    return only if isinstance(only, int) else None


def name_of(row: Any) -> str:
    """What to call a row among those of its thing; empty for the thing itself."""
    if type(row) in KINDS:
        return ""
    if isinstance(row, CollectionProduct):
        return str(getattr(_known(Collection, row.collection_id), "title", ""))[:100]
    if isinstance(row, StockMovement):
        return str(getattr(_known(Variant, row.variant_id), "sku", ""))[:100]
    for name in ("sku", "title", "full_title", "value", "name", "code", "kind", "key"):
        if text := getattr(row, name, None):
            return str(text)[:100]
    return str(row.__tablename__)


def _known(model: type[Any], id_: int | None) -> Any:
    return db.session.get(model, id_) if id_ is not None else None
