"""The catalog's version: a random token in Redis, another one after each change."""

import logging
import secrets
from contextlib import suppress

from flask import Flask

from shop.redis import Redis, RedisError

log = logging.getLogger(__name__)

KEY = "shop:pages:token"


class Token:
    """The token as one process sees it.

    A process that could not reach Redis for a while does not know what it missed, be it a change
    of its own that it could not tell, or one that went down with a Redis that was replaced. So it
    renews the token before it believes in one again.
    """

    def __init__(self, client: Redis) -> None:
        self.client = client
        self.failures = 0  # of telling Redis, or of asking it
        self.mended = 0  # how many of them a renewal came after

    @property
    def is_in_doubt(self) -> bool:
        return self.failures != self.mended

    def current(self) -> str | None:
        """The token that holds now; None while Redis is away."""
        try:
            kept = self.client.get(KEY)
            if kept is not None and not self.is_in_doubt:
                return bytes(kept).decode()  # type: ignore[arg-type]
            if self.is_in_doubt:
                return self._set()
            self.client.set(KEY, secrets.token_hex(8), nx=True)  # the first of several holds
            kept = self.client.get(KEY)
            return bytes(kept).decode() if kept else None  # type: ignore[arg-type]
        except RedisError:
            self.failures += 1
            return None

    def renew(self) -> None:
        """Make every page that is kept anywhere worth nothing."""
        try:
            self._set()
        except RedisError as error:
            self.failures += 1
            log.warning("Kept pages cannot be dropped until Redis is back: %s", error)
            with suppress(RedisError):  # a Redis that is full still forgets
                self.client.delete(KEY)

    def _set(self) -> str:
        """Raises RedisError. What fails meanwhile, in another thread, leaves its doubt."""
        token, failures = secrets.token_hex(8), self.failures
        self.client.set(KEY, token)
        self.mended = failures
        return token


def init_app(app: Flask) -> Token:
    """Give `app` its view of the token."""
    token = Token(app.extensions["redis"])
    app.extensions["page_token"] = token
    return token
