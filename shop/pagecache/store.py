"""Where pages are kept: in this process's memory, then in Redis, which all processes share.

Redis has a fixed number of slots, each of which keeps the page that came last of those whose key
falls into it. So pages take a bounded room beside the jobs there, whatever is asked for, and no
page of an older catalog has to be looked for and cleared away.
"""

import hashlib
import logging
import secrets
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, cast

from shop import clock
from shop.pagecache import page as pages
from shop.pagecache.page import Page
from shop.pagecache.token import KEY as TOKEN
from shop.redis import Redis, RedisError

log = logging.getLogger(__name__)

SLOTS = 4096  # of about 15 kB each
# Seconds: what bounds a change that neither Redis nor this process was told of.
LIFETIME = 60
MOST_BYTES = 5 * 1024 * 1024  # in the memory of one process
RENDERING_TIME = 5  # seconds after which a process that renders a page is given up
PATIENCE = 2.0  # seconds that others wait for it; then they render for themselves
PAUSE = 0.005  # seconds between two looks
# What Redis does at one moment, each in one round trip. A slot's page, where it is the wanted one;
# else the turn to render it, for who comes first, and the token that holds at that moment. A Redis
# that is full, or may not be written to, gives everybody a turn.
FIND = """
local of, page, br = unpack(redis.call("HMGET", KEYS[1], "of", "page", "br"))
if page and of == ARGV[1] then return {page, br} end
local taken = redis.pcall("SET", KEYS[2], ARGV[2], "NX", "PX", ARGV[3])
return {taken and 1 or 0, redis.call("GET", KEYS[3])}
"""
# A turn ends, unless it took so long that it is another's by now.
LET_GO = """
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
"""
# It begins with what a full Redis refuses; after a command that it takes it would refuse no more.
KEEP = f"""
redis.call("HSET", KEYS[2], "of", ARGV[2], "page", ARGV[3], "br", ARGV[4])
redis.call("EXPIRE", KEYS[2], ARGV[5])
{LET_GO}"""

# Told the token that holds once it is its turn; None where Redis does not say.
Render = Callable[[str | None], Page | None]


class Memory:
    """The pages that this process used last."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: str, token: str) -> Page | None:
        page = self.pages.get(key)
        if page is None or page.token != token or is_over(page):
            return None
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
        return page

    def put(self, page: Page) -> None:
        with self.lock:
            self._drop(page.key)
            self.pages[page.key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self.pages)))

    def _drop(self, key: str) -> None:
        page = self.pages.pop(key, None)
        if page:
            self.bytes -= page.size


class Store:
    """Kept pages. `release` tells apart shops and releases that share one Redis."""

    def __init__(self, client: Redis, release: str) -> None:
        self.client = client
        self.release = release
        self.memory = Memory()
        self.locks = [threading.Lock() for _ in range(64)]

    def find(self, key: str, token: str, render: Render) -> tuple[Page | None, str]:
        """The page of that key and token, and its source; rendered where nobody has it yet.

        Of those who miss it at once one renders it, among all processes, and the others wait.
        """
        page = self.memory.get(key, token)
        if page:
            return page, "memory"
        with self.locks[hash(key) % len(self.locks)]:
            page = self.memory.get(key, token)
            return (page, "memory") if page else self._shared(key, token, render)

    def _shared(self, key: str, token: str, render: Render) -> tuple[Page | None, str]:
        slot, turn = self._slot(key), secrets.token_hex(8)
        page, is_mine, token_now = self._page_or_turn(slot, turn, key, token)
        if page:
            self.memory.put(page)
            return page, "redis"
        try:
            page = render(token_now)
            if page:
                self.memory.put(page)
            return page, "rendered"
        finally:
            if page:
                self._keep(slot, page, turn)
            elif is_mine:
                self._let_go(slot, turn)

    def _slot(self, key: str) -> str:
        digest = hashlib.sha256(key.encode()).digest()
        return f"shop:pages:{self.release}:{int.from_bytes(digest[:4]) % SLOTS}"

    def _page_or_turn(
        self, slot: str, turn: str, key: str, token: str
    ) -> tuple[Page | None, bool, str | None]:
        """The page, or else whether it is this one's turn to render it, and others wait for it, and
        the token by then. Another process that renders it is waited for."""
        wanted, end = _of(key, token), time.monotonic() + PATIENCE
        keys = (slot, _lock(slot), TOKEN)
        try:
            while True:
                one, other = cast(
                    "tuple[bytes | int, bytes | None]",
                    self.client.eval(FIND, 3, *keys, wanted, turn, RENDERING_TIME * 1000),
                )
                if isinstance(one, bytes):
                    page = _understood(one, other, key, token)
                    if page:
                        return page, False, token
                    self.client.hdel(slot, "of")  # it is junk, or over
                elif one or time.monotonic() > end:
                    return None, bool(one), other.decode() if other else None
                else:
                    time.sleep(PAUSE)
        except RedisError as error:
            log.warning("A page is looked for without Redis: %s", error)
            return None, False, None

    def _keep(self, slot: str, page: Page, turn: str) -> None:
        """Keep the page, and end this one's turn."""
        kept: list[Any] = [_of(page.key, page.token), page.dump(), page.dump_brotli(), LIFETIME]
        try:
            self.client.eval(KEEP, 2, _lock(slot), slot, turn, *kept)
        except RedisError as error:
            log.warning("A page was not kept in Redis: %s", error)
            self._let_go(slot, turn)

    def _let_go(self, slot: str, turn: str) -> None:
        try:
            self.client.eval(LET_GO, 1, _lock(slot), turn)
        except RedisError as error:
            log.warning("A page's lock ends by itself: %s", error)

    def keep_brotli(self, page: Page) -> None:
        """Share what was compressed since the page was kept."""
        if page.brotli_kept is None:
            return
        slot = self._slot(page.key)
        try:
            with self.client.pipeline() as pipeline:
                pipeline.hset(slot, "br", cast(Any, page.dump_brotli()))
                pipeline.expire(slot, LIFETIME)
                pipeline.execute()
        except RedisError as error:
            log.warning("A compressed page was not kept in Redis: %s", error)


def _lock(slot: str) -> str:
    return slot + ":lock"


def _of(key: str, token: str) -> str:
    """What a slot says of the page in it."""
    return f"{token} {key}"


def _understood(kept: bytes, brotli_kept: bytes | None, key: str, token: str) -> Page | None:
    try:
        page = pages.load(kept, brotli_kept, key, token)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        log.warning("A kept page is not understood: %s", error)
        return None
    return None if page is None or is_over(page) else page


def is_over(page: Page) -> bool:
    """Whether the page is old, or the time that it was made for over, such as a promotion's."""
    if time.time() - page.made_at > LIFETIME:
        return True
    return page.expires is not None and clock.now().timestamp() >= page.expires
