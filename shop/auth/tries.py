"""How often something may be tried: counted for an account and for a network address.

Nobody is locked out: what is refused is a try from where too many came, for the rest of a minute
or an hour, and a reset of the password forgives an account's. The counts are in Redis, and in the
process's own memory while Redis is away. Source: OWASP's Authentication Cheat Sheet, "Protect
Against Automated Attacks".
"""

import hashlib
import logging
import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TypeVar

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from shop.extensions import limiter
from shop.redis import RedisError

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class TooManyTries(TooManyRequests):
    """429, with the seconds to wait and a way on for who forgot a password."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.way_on = url_for("auth.forgot")
        self.way_on_label = _("Reset your password")


@dataclass(frozen=True)
class Count:
    """One thing that is counted: a name in RATE_LIMITS, and whose."""

    name: str
    who: str


def of_address(name: str, address: str | None) -> Count:
    """The count of a network address; of an IPv6 one, the /64 that one subscriber has."""
    return Count(name, network(address))


def of_account(name: str, email: str, address: str | None = None) -> Count:
    """The count of an account, there or not; with `address`, of its tries from there."""
    account = hashlib.sha256(email.encode("utf-8", "replace")).hexdigest()[:32]
    return Count(name, f"{account}/{network(address)}" if address else account)


def network(address: str | None) -> str:
    """The network that an address is in: itself, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    return str(parsed) if parsed.version == 4 else str(ip_network(f"{parsed}/64", strict=False))


def check(*counts: Count) -> None:
    """Raise TooManyTries where one of `counts` is full already."""
    for limit, key in _limits(counts):
        if not _ask(FixedWindowRateLimiter.test, limit, key):
            reset_at = _ask(FixedWindowRateLimiter.get_window_stats, limit, key).reset_time
            raise TooManyTries(max(1, math.ceil(reset_at - time.time())))


def is_full(count: Count) -> bool:
    """Whether one more try would be too many."""
    return not all(_ask(FixedWindowRateLimiter.test, *pair) for pair in _limits([count]))


def add(*counts: Count) -> None:
    """Count one more try."""
    for limit, key in _limits(counts):
        _ask(FixedWindowRateLimiter.hit, limit, key)


def forgive(*counts: Count) -> None:
    """Start `counts` from nothing."""
    for limit, key in _limits(counts):
        _ask(FixedWindowRateLimiter.clear, limit, key)


def _limits(counts: Iterable[Count]) -> Iterator[tuple[RateLimitItem, str]]:
    """Each limit of each count, with the key that it is counted under."""
    for count in counts:
        for limit in parse_many(current_app.config["RATE_LIMITS"][count.name]):
            yield limit, f"{count.name}/{count.who}"


def init_app(app: Flask) -> None:
    """Give `app` a memory to count in while Redis is away."""
    app.extensions["tries"] = FixedWindowRateLimiter(MemoryStorage())


def _ask(verb: Callable[..., Answer], limit: RateLimitItem, key: str) -> Answer:
    """Ask Redis, through Flask-Limiter's storage, or else this process's memory."""
    try:
        return verb(limiter.limiter, limit, key)
    except RedisError as error:
        log.warning("A try is counted in memory, Redis is away: %s", error)
    return verb(current_app.extensions["tries"], limit, key)
