"""Customers and administrators, their signed-in browsers, and the one-use links mailed to them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop import clock, languages
from shop.extensions import Model
from shop.rights import Right, allows

REMEMBERED_FOR = timedelta(days=60)  # since a remembered browser was last seen
KEPT_FOR = timedelta(days=14)  # since any other browser was last seen


class User(Model):
    """An account: a customer, or an administrator who may also shop.

    Flask-Login's user id is not this row's id but the token of the SignIn that brought the
    request here; `sign_in` holds that row while a request lasts.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_created", "created_at", "id"),
        Index("ix_users_name", "name", "id"),
        Index("ix_users_spent", "spent", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, normalised
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str | None] = mapped_column(String(20))  # a rights.Role; None: a customer
    confirmed_at: Mapped[datetime | None]
    # In which one they read their letters: a code of shop.languages.
    language: Mapped[str] = mapped_column(String(8), default=languages.in_force)
    spent: Mapped[int] = mapped_column(BigInteger, default=0)  # minor units; see orders.spending
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    sign_ins: Mapped[list["SignIn"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )

    second_factor: Mapped["SecondFactor | None"] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    if TYPE_CHECKING:
        sign_in: "SignIn"  # not a column: mapped classes may say so to mypy alone
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def is_administrator(self) -> bool:
        return self.role is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether the password alone does not sign the account in."""
        return self.second_factor is not None

    def may(self, right: Right) -> bool:
        """Whether the role of the account has `right`."""
        return allows(self.role, right)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.sign_in.token


class SignIn(Model):
    """One browser that is signed in. Without the row its cookie is worth nothing."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hex
    agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    is_remembered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    user: Mapped[User] = relationship(back_populates="sign_ins")

    if TYPE_CHECKING:
        token: str  # known while the browser is being signed in, and never kept

    @property
    def is_alive(self) -> bool:
        """Whether the browser was seen lately enough to be signed in still."""
        return clock.now() - self.last_seen_at < (
            REMEMBERED_FOR if self.is_remembered else KEPT_FOR
        )


class AuthToken(Model):
    """A one-use, short-lived link that was mailed: what it is for, and a digest of its secret."""

    __tablename__ = "auth_tokens"
    __table_args__ = (Index("ix_auth_tokens_user_purpose", "user_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20))  # a tokens.Purpose
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hex
    email: Mapped[str] = mapped_column(String(254))  # the address that it was mailed to
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class SecondFactor(Model):
    """The app that makes codes for an account, once its owner has shown that it does.

    The secret is kept as it is: whoever checks codes must be able to make them. A key derived
    from SECRET_KEY would guard it against a lost copy of the database alone, which opens nothing
    without a password, and a changed SECRET_KEY would lock every administrator out.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(String(64))  # base32
    last_step: Mapped[int]  # of 30 seconds since 1970; codes up to it are used up
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class RecoveryCode(Model):
    """One of the codes that stand in for the app, once each."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))  # SHA-256, hex
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]
