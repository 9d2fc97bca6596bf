"""Tax rates."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.extensions import Model


class TaxRate(Model):
    """What is charged on one class of goods in one place. Shipping has the class "standard"."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        UniqueConstraint("country", "region", "tax_class"),
        CheckConstraint("rate BETWEEN 0 AND 1000000", name="rate_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    region: Mapped[str] = mapped_column(String(80), default="")  # empty for the whole country
    tax_class: Mapped[str] = mapped_column(String(20), default="standard")
    title: Mapped[str] = mapped_column(String(40))  # "VAT 20 %"
    rate: Mapped[int]  # in ten-thousandths of a percent: 20 % is 200000
