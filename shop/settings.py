"""What a merchant sets in the back office: kept in the database, else as the environment says.

    settings.current().shop_name
    settings.get("reviews_need_approval")

They are read once a request or job, in one small query, so that a change shows at once in every
process. While the database is away the environment's values hold.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from email.utils import formataddr, parseaddr
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app, g, has_request_context, request
from sqlalchemy import JSON, String, select
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlalchemy.orm import Mapped, mapped_column

from shop.common_reads import common
from shop.database import SAFE_METHODS
from shop.extensions import Model, db

log = logging.getLogger(__name__)

LONGEST_NAME = 80  # characters
LONGEST_ADDRESS = 500  # characters
MOST_LOW_STOCK = 1000  # units
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Setting(Model):
    """A value that differs from what the environment says."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


ROWS = select(Setting.name, Setting.value)


class Logo(NamedTuple):
    """A picture in the storage that stands where the shop's name would."""

    key: str
    width: int  # pixels
    height: int  # pixels


@dataclass(frozen=True)
class Settings:
    """All of them, as they hold now."""

    shop_name: str
    logo: Logo | None
    address: str  # of the merchant, on invoices; lines
    email: str  # that mails come from
    sender_name: str  # beside it; empty for the shop's name
    currency: str  # ISO 4217
    reviews_need_approval: bool
    low_stock: int  # units at or below which stock counts as low

    @property
    def sender(self) -> str:
        """Who mails come from, as a header has it."""
        name = _UNSEEN.sub(" ", self.sender_name or self.shop_name).strip()
        return formataddr((name, self.email))

    @property
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.address.splitlines() if line.strip()]


class Kind(NamedTuple):
    """Where a setting comes from: the environment's value, and what may be kept instead of it.

    `read` turns what is kept into the value; it raises ValueError or TypeError for junk.
    """

    default: Callable[[Mapping[str, Any]], Any]
    read: Callable[[Any], Any]


def _text(longest: int, pattern: str = r".*") -> Callable[[Any], str]:
    fitting = re.compile(pattern, re.DOTALL)

    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not fitting.fullmatch(value):
            raise ValueError(value)
        return value

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _units(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_LOW_STOCK:
        raise ValueError(value)
    return value


def _logo(value: Any) -> Logo | None:
    return None if value is None else Logo(str(value[0]), int(value[1]), int(value[2]))


@lru_cache(maxsize=8)
def _sender(text: str) -> tuple[str, str]:
    """Name and address in MAIL_DEFAULT_SENDER; reading them costs more than all the rest."""
    return parseaddr(text)


def _sender_name(config: Mapping[str, Any]) -> str:
    name = _sender(config["MAIL_DEFAULT_SENDER"])[0]
    return "" if name == config["SHOP_NAME"] else name


KINDS: dict[str, Kind] = {
    "shop_name": Kind(lambda config: config["SHOP_NAME"], _text(LONGEST_NAME, r".*\S.*")),
    "logo": Kind(lambda _config: None, _logo),
    "address": Kind(
        lambda config: str(config["SHOP_ADDRESS"]).replace("|", "\n"), _text(LONGEST_ADDRESS)
    ),
    "email": Kind(
        lambda config: _sender(config["MAIL_DEFAULT_SENDER"])[1], _text(254, r"[^\s@]+@[^\s@]+")
    ),
    "sender_name": Kind(_sender_name, _text(LONGEST_NAME)),
    "currency": Kind(lambda config: config["SHOP_CURRENCY"], _text(3, r"[A-Z]{3}")),
    "reviews_need_approval": Kind(lambda _config: False, _flag),
    "low_stock": Kind(lambda _config: 5, _units),
}
NAMES = tuple(field.name for field in fields(Settings))


def current() -> Settings:
    """The settings that hold for this request or job. Needs an application context."""
    found: Settings | None = g._get_current_object().get("settings")
    if found is None:
        found = g.settings = _kept()
    return found


def get(name: str) -> Any:
    """One of them, by its name in Settings."""
    return getattr(current(), name)


def forget() -> None:
    """Read them anew when they are next asked for: for what lives longer than a request."""
    g.pop("settings", None)


def save(**values: Any) -> None:
    """Keep `values` by their names in Settings; callers commit.

    What equals the environment's value is not kept, so that a later change there counts. Raises
    ValueError or TypeError for a value that its setting cannot have.
    """
    for name, value in values.items():
        kind = KINDS[name]
        kind.read(value)
        row = db.session.get(Setting, name)
        if value == kind.default(current_app.config):
            if row:
                db.session.delete(row)
        elif row:
            row.value = value
        else:
            db.session.add(Setting(name=name, value=value))
    db.session.flush()
    forget()


def hold() -> Settings:
    """The settings as they are now; nobody else saves any before this transaction ends.

    SQLite's transactions of unsafe requests are the only writer anyway.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(sql("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE"))
    g.settings = _made(_pairs(db.session.connection()))
    return current()


def _made(rows: Iterable[tuple[str, Any]]) -> Settings:
    values = {name: kind.default(current_app.config) for name, kind in KINDS.items()}
    for name, value in rows:
        if kind := KINDS.get(name):
            try:
                values[name] = kind.read(value)
            except (ValueError, TypeError, LookupError):
                log.error("The setting %s is not understood: %r", name, value)
    return Settings(**values)


def _kept() -> Settings:
    """What is kept; the environment's alone while the database is away.

    Where a transaction is open they are read in it: if that fails, so does all of it. Otherwise
    the read begins none that lasts: a form's or job's would take SQLite's lock for writing.
    """
    if g.get("database_was_away"):
        return _made([])
    if db.session().in_transaction():
        return common("settings", lambda: _made(_pairs(db.session.connection())))
    try:
        if has_request_context() and request.method in SAFE_METHODS:
            return common("settings", lambda: _made(_pairs(db.session.connection())))
        with db.engine.connect().execution_options(writes=False) as connection:
            return _made(_pairs(connection))
    except (DBAPIError, TimeoutError) as error:
        log.error("The settings cannot be read: %s", error)
        g.is_makeshift = True
        db.session.rollback()
        return _made([])


def _pairs(connection: Any) -> list[tuple[str, Any]]:
    return [(row.name, row.value) for row in connection.execute(ROWS)]


def logo() -> Logo | None:
    """The shop's logo, for templates."""
    return current().logo


def shop_name() -> str:
    """The shop's name, for templates."""
    return current().shop_name
