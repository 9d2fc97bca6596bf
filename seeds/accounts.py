"""The accounts that the demo shop can be tried with. Production never has them."""

from flask import current_app

from shop import clock
from shop.auth import passwords
from shop.auth.models import User
from shop.extensions import db
from shop.rights import Role

PASSWORD = "demo-shop-password"  # public, so production lacks it
ACCOUNTS = (
    ("admin@example.com", "Ada Wren", Role.OWNER),
    ("shopper@example.com", "Sam Field", None),
)


def load() -> int:
    """Make the demo accounts that are not there yet; how many that were. Commits."""
    if current_app.config["SHOP_ENV"] == "production":
        return 0
    emails = [email for email, _, _ in ACCOUNTS]
    known = set(db.session.scalars(db.select(User.email).where(User.email.in_(emails))))
    db.session.rollback()
    missing = [account for account in ACCOUNTS if account[0] not in known]
    hashes = [passwords.hashed(PASSWORD) for _ in missing]  # slow, so outside the transaction
    for (email, name, role), password_hash in zip(missing, hashes, strict=True):
        db.session.add(
            User(
                email=email,
                name=name,
                password_hash=password_hash,
                role=role,
                confirmed_at=clock.now(),
            )
        )
    db.session.commit()
    return len(missing)
