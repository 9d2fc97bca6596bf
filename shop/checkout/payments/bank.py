"""A bank that is none, behind the payment method `test`: what it decided, and its messages.

It keeps what it decided in files of the instance folder, as a bank keeps books of its own: the
shop learns of it by signed messages, or by asking.
"""

import hmac
import json
import re
from hashlib import sha256
from pathlib import Path

from flask import current_app

from shop import clock

HEADER = "Test-Signature"
TOLERANCE = 300  # seconds that a message may be old
REFERENCE = re.compile(r"test-[0-9a-f]{32}")


def decide(reference: str, kind: str, amount: int, currency: str) -> None:
    """Note in the bank's books what became of the payment."""
    path = _book(reference)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"kind": kind, "amount": amount, "currency": currency}))


def decided(reference: str) -> dict[str, str | int] | None:
    """What the bank decided of the payment, if it has."""
    try:
        found: dict[str, str | int] = json.loads(_book(reference).read_text())
    except FileNotFoundError:
        return None
    return found


def _book(reference: str) -> Path:
    if not REFERENCE.fullmatch(reference):
        raise ValueError(f"{reference!r} is none of the bank's")
    return Path(current_app.config["SHOP_INSTANCE"]) / "test-bank" / f"{reference}.json"


def message(**fields: str | int | None) -> tuple[bytes, dict[str, str]]:
    """A message of the bank, signed now: its body and its headers."""
    body = json.dumps(fields).encode()
    return body, {HEADER: sign(body, int(clock.now().timestamp()))}


def sign(body: bytes, moment: int) -> str:
    """The signature of `body` at `moment`, in seconds since 1970."""
    secret = f"test bank {current_app.config['SECRET_KEY']}".encode()
    digest = hmac.new(secret, f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={digest}"


def is_signed(body: bytes, header: str) -> bool:
    """Whether the bank signed `body`, and not too long ago."""
    stamp = header.partition(",")[0].removeprefix("t=")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return False
    is_fresh = abs(clock.now().timestamp() - int(stamp)) <= TOLERANCE
    right = sign(body, int(stamp)).encode()
    return is_fresh and hmac.compare_digest(header.encode("utf-8", "replace"), right)
