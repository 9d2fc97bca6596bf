"""Reads that many pages begin with, such as the tree of collections.

While a page is rendered to be kept, what another one has read since the catalog last changed is
taken as it was (`shop.pagecache` says which that is, and lends the room). In any other request each
is read anew, so that nobody is shown less than what they have just written.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import g

Read = TypeVar("Read")


def lend(room: dict[Hashable, Any]) -> None:
    """Let this request take from `room` what is in it, and add to it."""
    g.common_reads = room


def common(name: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, or gave; nobody may change it. What it raises is not kept."""
    room: dict[Hashable, Any] | None = g.get("common_reads")
    if room is None:
        return read()
    if name not in room:
        room[name] = read()
    found: Read = room[name]
    return found
