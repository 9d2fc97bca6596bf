"""An uploaded catalog file, and what importing it would do.

The file is kept in the database, where every worker on every machine finds it.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop import clock
from shop.extensions import Model


class Status(StrEnum):
    """How far an import is."""

    WAITING = "waiting"  # to be checked
    CHECKED = "checked"  # and without fault: somebody may have it applied
    REFUSED = "refused"  # there are bad rows; nothing was changed
    APPLYING = "applying"  # asked for, under way or waiting for a worker
    DONE = "done"


class ImportRun(Model):
    """One catalog file on its way into the catalog."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    actor: Mapped[str] = mapped_column(String(100))  # the name, for when the account is gone
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]  # when it was imported
    name: Mapped[str] = mapped_column(String(120))  # of the file, as it was uploaded
    size: Mapped[int]  # bytes
    products: Mapped[int]  # in the file
    status: Mapped[str] = mapped_column(String(12), default=Status.WAITING)
    job_id: Mapped[str] = mapped_column(String(32), default="")  # in the outbox, its last one

    # What the last check found. The digest stands for all changes but those of stock.
    digest: Mapped[str] = mapped_column(String(64), default="")
    is_outdated: Mapped[bool] = mapped_column(default=False)  # the catalog had changed meanwhile
    new_products: Mapped[int] = mapped_column(default=0)
    changed_products: Mapped[int] = mapped_column(default=0)
    same_products: Mapped[int] = mapped_column(default=0)
    new_variants: Mapped[int] = mapped_column(default=0)
    changed_variants: Mapped[int] = mapped_column(default=0)
    same_variants: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)

    @property
    def is_moving(self) -> bool:
        """Whether a job is to do something about it."""
        return self.status in (Status.WAITING, Status.APPLYING)


class ImportFile(Model):
    """The file itself, apart from its run, so that a list of runs does not read it."""

    __tablename__ = "import_files"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # Units in stock by SKU when it was checked, of the variants for which the file says others.
    stocks: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


class Kind(StrEnum):
    """What is said of a row."""

    PROBLEM = "problem"
    NEW = "new"
    CHANGED = "changed"


class ImportFinding(Model):
    """One bad cell, or one change that importing the file would make."""

    __tablename__ = "import_findings"
    __table_args__ = (Index("ix_import_findings_run", "run_id", "line", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))  # a Kind
    line: Mapped[int]  # of the file, from 1
    slug: Mapped[str] = mapped_column(String(160), default="")
    sku: Mapped[str] = mapped_column(String(64), default="")  # empty: the product as a whole
    cell: Mapped[str] = mapped_column(String(20), default="")  # the column; empty: the whole row
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")  # what is wrong
