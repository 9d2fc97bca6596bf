"""Orders are snapshots: they copy what they need, so that no later change rewrites the past."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop import clock, languages
from shop.extensions import Model

TO_PACK = (
    "(status = 'paid' OR status = 'pending' AND payment_method = 'invoice')"
    " AND (refunded < total OR total = 0)"
)
# PostgreSQL's way of an index that finds what begins with a text, in every language's order.
BY_PREFIX = "varchar_pattern_ops"


class Order(Model):
    """One purchase. Amounts are in minor units of `currency`, and
    total = subtotal - discount + shipping + tax (tax counts only where prices exclude it)."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("refunded BETWEEN 0 AND total", name="refunded_within_total"),
        Index("ix_orders_status_placed", "status", "placed_at"),
        Index("ix_orders_placed", "placed_at", "id"),
        Index("ix_orders_total", "total", "id"),
        Index("ix_orders_status_total", "status", "total", "id"),
        Index("ix_orders_name", "name", "id"),
        Index("ix_orders_email", "email", postgresql_ops={"email": BY_PREFIX}),
        Index(
            "ix_orders_unpaid",
            "status",
            "placed_at",
            sqlite_where=text("paid_at IS NULL"),
            postgresql_where=text("paid_at IS NULL"),
        ),
        Index(
            "ix_orders_refunded",
            "placed_at",
            "id",
            sqlite_where=text("refunded > 0"),
            postgresql_where=text("refunded > 0"),
        ),
        Index("ix_orders_user_placed", "user_id", "placed_at"),
        Index("ix_orders_hold", "hold_expires_at"),
        # What waits to be packed, so that counting it reads nothing else; see shop.orders.packing.
        Index(
            "ix_orders_to_pack",
            "placed_at",
            "id",
            sqlite_where=text(TO_PACK),
            postgresql_where=text(TO_PACK),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)  # random: tells no count
    checkout_token: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    email: Mapped[str] = mapped_column(String(254))
    # In which one it was placed: its letters are in it.
    language: Mapped[str] = mapped_column(String(8), default=languages.in_force)
    status: Mapped[str] = mapped_column(String(20))  # see shop.orders.states
    currency: Mapped[str] = mapped_column(String(3))
    prices_include_tax: Mapped[bool]
    subtotal: Mapped[int]
    discount: Mapped[int] = mapped_column(default=0)
    shipping: Mapped[int] = mapped_column(default=0)
    tax: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    refunded: Mapped[int] = mapped_column(default=0)
    shipping_method: Mapped[str] = mapped_column(String(40))
    shipping_title: Mapped[str] = mapped_column(String(80))
    payment_method: Mapped[str] = mapped_column(String(20))

    name: Mapped[str] = mapped_column(String(100))
    line1: Mapped[str] = mapped_column(String(120))
    line2: Mapped[str] = mapped_column(String(120), default="")
    city: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str] = mapped_column(String(30), default="")

    tracking_number: Mapped[str] = mapped_column(String(80), default="")
    tracking_url: Mapped[str] = mapped_column(String(300), default="")
    placed_at: Mapped[datetime] = mapped_column(default=clock.now)
    hold_expires_at: Mapped[datetime | None]  # when unpaid stock is given back; None: it is kept
    paid_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="OrderLine.id"
    )
    discounts: Mapped[list["OrderDiscount"]] = relationship(
        cascade="all, delete-orphan", order_by="OrderDiscount.id"
    )
    taxes: Mapped[list["OrderTax"]] = relationship(
        cascade="all, delete-orphan", order_by="OrderTax.id"
    )
    events: Mapped[list["OrderEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="OrderEvent.id"
    )
    payments: Mapped[list["Payment"]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="Payment.id"
    )
    refunds: Mapped[list["Refund"]] = relationship(
        cascade="all, delete-orphan", order_by="Refund.id"
    )
    returns: Mapped[list["ReturnRequest"]] = relationship(
        cascade="all, delete-orphan", order_by="ReturnRequest.id"
    )


class OrderLine(Model):
    """One variant of an order, as it was sold."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint("refunded_quantity BETWEEN 0 AND quantity", name="refunded_within"),
        Index("ix_order_lines_sku", "sku", postgresql_ops={"sku": BY_PREFIX}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    variant_id: Mapped[int] = mapped_column(index=True)  # no foreign key: the line outlives it
    product_id: Mapped[int] = mapped_column(index=True)
    product_slug: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(160))
    options: Mapped[str] = mapped_column(String(160), default="")  # "Sage / Large"
    sku: Mapped[str] = mapped_column(String(64))
    unit_price: Mapped[int]  # minor units
    quantity: Mapped[int]
    discount: Mapped[int] = mapped_column(default=0)  # minor units, of the whole line
    tax: Mapped[int] = mapped_column(default=0)  # minor units, of the whole line
    tax_rate: Mapped[int] = mapped_column(default=0)  # in ten-thousandths of a percent
    total: Mapped[int]  # minor units paid for the whole line, tax included either way
    refunded_quantity: Mapped[int] = mapped_column(default=0)

    order: Mapped[Order] = relationship(back_populates="lines")

    @property
    def full_title(self) -> str:
        """The variant in words: "Stoneware bowl (Sage / Large)"."""
        return f"{self.title} ({self.options})" if self.options else self.title

    def counted(self, units: int) -> str:
        """So many units of it, in words, with a multiplication sign."""
        return f"{units} \N{MULTIPLICATION SIGN} {self.full_title}"

    @property
    def subtotal(self) -> int:
        """Minor units before discounts, and before tax where prices exclude it."""
        return self.quantity * self.unit_price


class OrderDiscount(Model):
    """One promotion's row on an order: what it took off, shipping included."""

    __tablename__ = "order_discounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    promotion_id: Mapped[int | None] = mapped_column(
        ForeignKey("promotions.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(40), default="")
    amount: Mapped[int]  # minor units, positive


class OrderTax(Model):
    """One rate's row on an order."""

    __tablename__ = "order_taxes"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(40))
    rate: Mapped[int]  # in ten-thousandths of a percent
    amount: Mapped[int]  # minor units


class OrderEvent(Model):
    """Who did what to an order, and when."""

    __tablename__ = "order_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, default="")
    actor: Mapped[str] = mapped_column(String(100), default="")  # a name, or "shop"
    is_internal: Mapped[bool] = mapped_column(default=False)  # for the back office's eyes alone
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Payment(Model):
    """One try to pay an order. `order_id` is empty for money that no order can take."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        # The few that no order took, however many others there are; see shop.orders.strays.
        Index(
            "ix_payments_wrong",
            "created_at",
            sqlite_where=text("status = 'wrong'"),
            postgresql_where=text("status = 'wrong'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int | None] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"), index=True
    )
    provider: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(120))  # the provider's id
    status: Mapped[str] = mapped_column(String(20), index=True)  # started, paid, failed
    amount: Mapped[int]  # minor units
    currency: Mapped[str] = mapped_column(String(3))
    problem: Mapped[str] = mapped_column(String(200), default="")  # why it needs a person
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    checked_at: Mapped[datetime | None]  # when the reconciler last asked
    settled_at: Mapped[datetime | None]  # when somebody saw to the problem
    settled_by: Mapped[str] = mapped_column(String(100), default="")
    settled_note: Mapped[str] = mapped_column(String(500), default="")

    order: Mapped[Order | None] = relationship(back_populates="payments")


class PaymentEvent(Model):
    """A provider's message that had its effect; the unique id makes a second one harmless."""

    __tablename__ = "payment_events"
    __table_args__ = (UniqueConstraint("provider", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    event_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Refund(Model):
    """Money that goes back. Written first, then sent to the provider by a job."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(
            "ix_refunds_needs_person",
            "created_at",
            sqlite_where=text("needs_person = 1"),
            postgresql_where=text("needs_person"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    amount: Mapped[int]  # minor units
    reason: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(20), default="asked")  # asked, done, failed, again
    reference: Mapped[str] = mapped_column(String(120), default="")
    token: Mapped[str | None] = mapped_column(String(64))  # of the form that it was asked with
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Refused by the provider, or to be transferred by hand, and nobody has seen to it yet.
    needs_person: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(100), default="")
    settled_note: Mapped[str] = mapped_column(String(500), default="")


class ReturnRequest(Model):
    """A customer's wish to send something back."""

    __tablename__ = "return_requests"
    __table_args__ = (CheckConstraint("quantity >= 1", name="quantity_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    # asked, received, refused
    status: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Invoice(Model):
    """The invoice of an order. Numbers have no gaps: tax offices ask for that."""

    __tablename__ = "invoices"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)


class Counter(Model):
    """The last number that was given out of a sequence without gaps."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int]
