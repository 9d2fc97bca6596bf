"""The audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop import clock
from shop.extensions import Model


class AuditEntry(Model):
    """What one request of an administrator did to one thing: a product with its variants, an
    order with its lines. Rows are only ever added."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_target", "target_kind", "target_id", "created_at", "id"),
        # With what a search looks at, so that it reads no other part of the rows.
        Index("ix_audit_entries_created", "created_at", "id", "target", "actor"),
        Index("ix_audit_entries_kind", "target_kind", "created_at", "id"),
        Index("ix_audit_entries_user", "user_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor: Mapped[str] = mapped_column(String(100))  # the name, for when the account is gone
    action: Mapped[str] = mapped_column(String(60))  # the endpoint or job that did it
    target_kind: Mapped[str] = mapped_column(String(30))  # see shop.admin.audit.targets
    target_id: Mapped[int | None]
    target: Mapped[str] = mapped_column(String(200))  # the thing's name at that time
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # each a noticing.Change
    address: Mapped[str] = mapped_column(String(45), default="")
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("audit_entries.id", ondelete="SET NULL"), index=True
    )
