"""The audit log's tables and columns in words."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KINDS: dict[str, LazyString] = {
    "product": _l("Product"),
    "collection": _l("Collection"),
    "order": _l("Order"),
    "review": _l("Review"),
    "search": _l("Search"),
    "promotion": _l("Promotion"),
    "shipping zone": _l("Shipping zone"),
    "account": _l("Account"),
    "page": _l("Page"),
    "tax rate": _l("Tax rate"),
    "mail text": _l("Mail text"),
    "setting": _l("Setting"),
    "import": _l("Import"),
    "job": _l("Job"),
    "catalog_texts": _l("Words in another language"),
}
FIELDS: dict[str, LazyString] = {
    "title": _l("Title"),
    "slug": _l("Address"),
    "description": _l("Description"),
    "seo_title": _l("Title for search engines"),
    "seo_description": _l("Text for search engines"),
    "tax_class": _l("Tax class"),
    "is_published": _l("Published"),
    "publish_at": _l("To be published"),
    "published_at": _l("Published since"),
    "cover_id": _l("Cover picture"),
    "sku": _l("SKU"),
    "price": _l("Price"),
    "compare_at_price": _l("Price struck through"),
    "stock": _l("Stock"),
    "change": _l("Stock moved"),
    "weight": _l("Weight in grams"),
    "position": _l("Place in the order"),
    "picture_id": _l("Picture"),
    "alt": _l("Alternative text"),
    "parent_id": _l("Below the collection"),
    "is_direct": _l("In the collection"),
    "collections": _l("Collections"),
    "products": _l("Products"),
    "status": _l("State"),
    "hidden_reason": _l("Reason for hiding"),
    "answer": _l("Answer"),
    "answered_at": _l("Answered"),
    "role": _l("Role"),
    "name": _l("Name"),
    "email": _l("E-mail"),
    "confirmed_at": _l("E-mail confirmed"),
    "language": _l("Language"),
    "password_hash": _l("Password"),
    "invitation": _l("Invitation"),
    "secret": _l("Key of the second factor"),
    "last_step": _l("Last code of the second factor"),
    "code": _l("Code"),
    "kind": _l("Kind"),
    "percent": _l("Percent"),
    "amount": _l("Amount"),
    "scope": _l("What it covers"),
    "minimum_spend": _l("Minimum spend"),
    "starts_at": _l("Begins"),
    "ends_at": _l("Ends"),
    "is_active": _l("Active"),
    "combines": _l("Combines with others"),
    "total_limit": _l("Uses in all"),
    "per_customer_limit": _l("Uses of one customer"),
    "free_over": _l("Free from"),
    "threshold": _l("From"),
    "country": _l("Country"),
    "rate": _l("Rate"),
    "value": _l("Value"),
    "subject": _l("Subject"),
    "body": _l("Text"),
    "in_footer": _l("In the footer"),
    "at_checkout": _l("At the checkout"),
    "paid_at": _l("Paid"),
    "packed_at": _l("Packed"),
    "shipped_at": _l("Shipped"),
    "delivered_at": _l("Delivered"),
    "cancelled_at": _l("Cancelled"),
    "tracking_number": _l("Tracking number"),
    "tracking_url": _l("Tracking page"),
    "text": _l("Words"),
}
MONEY = frozenset(
    {
        *(("variants", "price"), ("variants", "compare_at_price"), ("shipping_steps", "price")),
        *(("shipping_methods", "free_over"), ("refunds", "amount"), ("payments", "amount")),
        *(("promotions", "amount"), ("promotions", "minimum_spend"), ("order_lines", "total")),
        *(("order_lines", "unit_price"), ("order_lines", "discount"), ("order_lines", "tax")),
        *(("orders", name) for name in ("subtotal", "discount", "shipping", "tax", "total")),
    }
)
PERCENT = {("promotions", "percent"): 100, ("tax_rates", "rate"): 10_000}  # parts of one percent


def kind(name: str) -> LazyString | str:
    """What a thing is."""
    return KINDS.get(name) or name.replace("_", " ").capitalize()


def field(name: str) -> LazyString | str:
    """What a column is called."""
    return FIELDS.get(name) or name.replace("_", " ").capitalize()


def action(name: str) -> str:
    """What an endpoint or a job is called: "admin.change_role" is "change role"."""
    return name.rpartition(".")[2].replace("_", " ")
