"""One kept page: its bytes around the holes, and the whole of it in every encoding.

Each piece between two holes is compressed once, as deflate blocks that end on a byte and look back
at nothing outside; so a gzip for one visitor is those blocks with the visitor's own between them,
and compressing costs no more than a name and a number. Nor can lengths tell anything of what stands
in a hole: nothing around it is compressed together with it. Source: RFC 1951, 3.2.3; RFC 1952, 2.3.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Any

import brotli

from shop.pagecache.holes import Hole

LEVEL = 4  # of zlib; what it gains beyond, a fortieth, takes half as long again
QUALITY = 5  # of brotli; what it gains beyond takes ten times as long
# 64 kB, as large as most pages. For more, brotli takes so much memory that it is zeroed each time.
WINDOW = 16
GZIP_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"  # empty
Headers = list[tuple[str, str]]
Bytes = bytes | memoryview


@dataclass
class Page:
    key: str
    token: str  # of the catalog that it shows
    route: str  # the rule's text
    headers: Headers  # without those that say the body's length, encoding or tag
    pieces: Sequence[Bytes]  # one more than there are holes
    holes: list[Hole]
    made_at: float  # seconds since 1970
    expires: float | None = None  # seconds since 1970; None for as long as the token holds
    brotli_kept: bytes | None = None
    answers: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    identity: bytes = field(init=False)  # what a stranger sees

    def __post_init__(self) -> None:
        """Hold every byte once: the pieces become views of the whole."""
        of_stranger = [hole.of_stranger for hole in self.holes]
        self.identity, at, views = self.joined(of_stranger), 0, []
        for piece, content in zip_longest(self.pieces, of_stranger, fillvalue=b""):
            views.append(memoryview(self.identity)[at : at + len(piece)])
            at += len(piece) + len(content)
        self.pieces = views

    @cached_property
    def etag(self) -> str:
        return f'W/"{hashlib.sha256(self.identity).hexdigest()[:32]}"'

    @cached_property
    def deflated(self) -> list[bytes]:
        return [deflate(piece) for piece in self.pieces]

    def joined(self, contents: Sequence[bytes]) -> bytes:
        """The page with `contents` in its holes."""
        return b"".join(alternating(self.pieces, contents))

    def gzipped(self, contents: Sequence[bytes]) -> bytes:
        """The same, compressed."""
        checksum, length = 0, 0
        for part in alternating(self.pieces, contents):
            checksum, length = zlib.crc32(part, checksum), length + len(part)
        blocks = alternating(self.deflated, [deflate(content) for content in contents])
        end = struct.pack("<II", checksum, length & 0xFFFFFFFF)
        return b"".join((GZIP_START, *blocks, LAST_BLOCK, end))

    def answer(self, encoding: str) -> tuple[Headers, bytes]:
        """A stranger's headers and body in `encoding`: "br", "gzip" or "identity"."""
        if encoding not in self.answers:
            body = self._encoded(encoding)
            headers = [*self.headers, ("ETag", self.etag), ("Content-Length", str(len(body)))]
            if encoding != "identity":
                headers.append(("Content-Encoding", encoding))
            self.answers[encoding] = headers, body
        return self.answers[encoding]

    def _encoded(self, encoding: str) -> bytes:
        if encoding == "br":
            if self.brotli_kept is None:
                self.brotli_kept = brotli.compress(self.identity, quality=QUALITY, lgwin=WINDOW)
            return self.brotli_kept
        if encoding == "gzip":
            return self.gzipped([hole.of_stranger for hole in self.holes])
        return self.identity

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about: compressed in both manners, half as much again."""
        return 4_000 + len(self.identity) * 3 // 2

    def dump(self) -> bytes:
        """As Redis keeps it."""
        said = {
            "key": self.key,
            "token": self.token,
            "route": self.route,
            "headers": self.headers,
            "holes": [(h.name, h.arguments, h.of_stranger.decode()) for h in self.holes],
            "made_at": self.made_at,
            "expires": self.expires,
            "lengths": [len(block) for block in self.deflated],
        }
        return json.dumps(said).encode() + b"\n" + b"".join(self.deflated)

    def dump_brotli(self) -> bytes:
        """What was compressed, marked with whose it is; nothing where nothing was."""
        return self.etag.encode() + b"\n" + self.brotli_kept if self.brotli_kept else b""


def load(dumped: bytes, brotli_kept: bytes | None, key: str, token: str) -> Page | None:
    """What `Page.dump` gave; None for a page of another key or token.

    Raises ValueError, KeyError, TypeError or zlib.error for anything else.
    """
    start, _, blocks = dumped.partition(b"\n")
    said: dict[str, Any] = json.loads(start)
    if (said["key"], said["token"]) != (key, token):
        return None
    deflated, at = [], 0
    for length in said["lengths"]:
        deflated.append(blocks[at : at + length])
        at += length
    page = Page(
        said["key"],
        said["token"],
        said["route"],
        [(name, value) for name, value in said["headers"]],
        [zlib.decompressobj(-zlib.MAX_WBITS).decompress(block) for block in deflated],
        [Hole(name, arguments, text.encode()) for name, arguments, text in said["holes"]],
        said["made_at"],
        said["expires"],
    )
    page.deflated = deflated
    if brotli_kept and brotli_kept.startswith(tag := page.etag.encode() + b"\n"):
        page.brotli_kept = brotli_kept[len(tag) :]
    return page


def deflate(piece: Bytes) -> bytes:
    """Blocks, none of them the last, that end on a byte; none for nothing, as many holes are."""
    if not piece:
        return b""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(piece) + compressor.flush(zlib.Z_FULL_FLUSH)


def alternating(pieces: Sequence[Bytes], contents: Sequence[Bytes]) -> list[Bytes]:
    """Piece, content, piece, content and so on, to the last piece."""
    mixed = [part for pair in zip(pieces, contents, strict=False) for part in pair]
    return [*mixed, pieces[-1]]
