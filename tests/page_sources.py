"""Where the pages came from that a test has asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from shop.pagecache.signals import looked_up


@contextmanager
def page_sources(app: Flask) -> Iterator[list[str]]:
    """A list that grows by "memory", "redis" or "rendered" with each kept page that is wanted."""
    seen: list[str] = []

    def note(_app: Flask, source: str) -> None:
        seen.append(source)

    with looked_up.connected_to(note, app):
        yield seen


def forget_in_memory(app: Flask) -> None:
    """As in a process that has just started."""
    memory = app.wsgi_app.store.memory
    memory.pages.clear()
    memory.bytes = 0
