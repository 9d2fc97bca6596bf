"""The parts of a page that differ from one visitor to another.

In a template: `{{ hole('cart_link') }}`, with arguments that JSON can say. In a request for a page
to keep, what a stranger sees there is written between marks; the marks are secret, so that no text
of a merchant or a shopper can pass for one. In any other request the hole is drawn at once.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app, request
from markupsafe import Markup

from shop.headers import RENDERING

Draw = Callable[..., str]


class Hole(NamedTuple):
    name: str
    arguments: list[Any]
    of_stranger: bytes  # what stands there for who has neither a cart nor an account


class Marks:
    """How `app` marks the holes in a page, and finds them again."""

    def __init__(self, app: Flask) -> None:
        secret = str(app.config["SECRET_KEY"]).encode()
        self.own = hmac.new(secret, b"holes in pages", hashlib.sha256).hexdigest()[:24]
        own = self.own.encode()
        self.pattern = re.compile(
            rb"<!--" + own + rb" (\{.*?\})-->(.*?)<!--/" + own + rb"-->", re.DOTALL
        )

    def around(self, drawn: str, name: str, arguments: tuple[Any, ...]) -> Markup:
        said = json.dumps({"name": name, "arguments": arguments})
        if ">" in said:
            raise ValueError(f"A hole's arguments cannot hold a '>': {said}")
        return Markup(f"<!--{self.own} {said}-->{drawn}<!--/{self.own}-->")  # noqa: S704 - drawn is

    def split(self, body: bytes) -> tuple[list[bytes], list[Hole]]:
        """The bytes around the holes, one more than there are holes, and the holes."""
        pieces, holes, end = [], [], 0
        for found in self.pattern.finditer(body):
            said = json.loads(found[1])
            pieces.append(body[end : found.start()])
            holes.append(Hole(said["name"], said["arguments"], found[2]))
            end = found.end()
        return [*pieces, body[end:]], holes


def init_app(app: Flask, **draws: Draw) -> None:
    """Name the functions that draw `app`'s holes, and give templates `hole`."""
    app.extensions["page_marks"] = Marks(app)
    app.extensions.setdefault("page_holes", {}).update(draws)
    app.jinja_env.globals["hole"] = hole


def draw(name: str, arguments: list[Any] | tuple[Any, ...]) -> str:
    """A hole's content for whoever asks. Raises KeyError for a name that nobody draws."""
    draws: dict[str, Draw] = current_app.extensions["page_holes"]
    return draws[name](*arguments)


def hole(name: str, *arguments: Any) -> Markup:
    """The template's global: the content, marked where the page is to be kept."""
    drawn = Markup(draw(name, arguments))  # noqa: S704 - what draws it escapes
    if RENDERING not in request.environ:
        return drawn
    marks: Marks = current_app.extensions["page_marks"]
    return marks.around(drawn, name, arguments)
