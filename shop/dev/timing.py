"""The Server-Timing header, which a browser's developer tools draw: where an answer's time went.

    Server-Timing: app;dur=7.4, db;dur=1.2;desc="4 statements", cache;dur=7.1;desc="rendered",
                   render;dur=3.8

Milliseconds until the answer's headers were ready: all of it, waiting for the database, having a
kept page (by where it was found), and templates. Only in development: it would tell strangers how
long the shop looks for what. Source: https://www.w3.org/TR/server-timing/
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, before_render_template, template_rendered
from sqlalchemy import Engine, event

from shop.extensions import db
from shop.pagecache.signals import looked_up


@dataclass
class Times:
    """One answer's, in seconds."""

    began: float = field(default_factory=perf_counter)
    database: float = 0.0
    statements: int = 0
    cache: float = 0.0
    source: str = ""  # of the kept page
    render: float = 0.0
    asked: float = 0.0  # when the statement under way was sent
    rendering: list[float] = field(default_factory=list)  # since when, the outermost first

    def header(self) -> str:
        parts = [f"app;dur={shown(perf_counter() - self.began)}"]
        if self.statements:
            said = f"{self.statements} statement{'s' * (self.statements > 1)}"
            parts.append(f'db;dur={shown(self.database)};desc="{said}"')
        if self.source:
            parts.append(f'cache;dur={shown(self.cache)};desc="{self.source}"')
        if self.render:
            parts.append(f"render;dur={shown(self.render)}")
        return ", ".join(parts)


_times: ContextVar[Times | None] = ContextVar("times", default=None)


def init_app(app: Flask) -> None:
    """Have every answer of `app` say it; goes around everything else that `app` is made of."""
    if app.config["SHOP_ENV"] != "development":
        return
    app.wsgi_app = timed(app.wsgi_app)  # type: ignore[method-assign, assignment]
    with app.app_context():
        watch(db.engine)
    if replica := app.extensions.get("replica"):
        watch(replica.engine)
    looked_up.connect(note_page, app)
    before_render_template.connect(begin_template, app)
    template_rendered.connect(end_template, app)


def timed(wsgi: WSGIApplication) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
        times = Times()
        reset = _times.set(times)

        def respond_with_times(
            status: str, headers: list[tuple[str, str]], error: Any = None
        ) -> Callable[[bytes], object]:
            return respond(status, [*headers, ("Server-Timing", times.header())], error)

        try:
            return wsgi(environ, respond_with_times)
        finally:
            _times.reset(reset)

    return answer


def watch(engine: Engine) -> None:
    event.listen(engine, "before_cursor_execute", begin_statement)
    event.listen(engine, "after_cursor_execute", end_statement)


def begin_statement(*_: Any) -> None:
    if times := _times.get():
        times.asked = perf_counter()


def end_statement(*_: Any) -> None:
    if times := _times.get():
        times.database += perf_counter() - times.asked
        times.statements += 1


def note_page(_app: Flask, source: str) -> None:
    if times := _times.get():
        times.cache, times.source = perf_counter() - times.began, source


def begin_template(_app: Flask, **_: Any) -> None:
    if times := _times.get():
        times.rendering.append(perf_counter())


def end_template(_app: Flask, **_: Any) -> None:
    """A template's own templates are part of its time."""
    if (times := _times.get()) and times.rendering:
        began = times.rendering.pop()
        if not times.rendering:
            times.render += perf_counter() - began


def shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
