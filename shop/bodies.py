"""How a request's body is read: to its end, whatever becomes of it, or for as long as it is sound.

A 401 or a 413 is answered before all of the body has arrived. What is left unread cuts the
connection: the server closes it although it promised to keep it, the client's next request fails,
and sometimes so does the answer itself. Source: RFC 9112, 9.3 and 9.6.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MOST_THROWN_AWAY = 32 * 1024 * 1024  # bytes; whoever sends more may lose the connection
AT_ONCE = 64 * 1024  # bytes

View = TypeVar("View", bound=Callable[..., object])


def up_to(most: int, *, parts: int | None = None) -> Callable[[View], View]:
    """Mark a view that takes a body of up to `most` bytes instead of MAX_CONTENT_LENGTH, and a
    form of up to `parts` fields instead of MAX_FORM_PARTS."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        view.most_parts = parts  # type: ignore[attr-defined]
        return view

    return mark


class Body:
    """The server's stream of a body; one that cannot be read on ends with an OSError."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return bytes(self.stream.read(size))
        except Exception as error:  # gunicorn's for chunks that are none are its own
            raise OSError("The request's body is broken off.") from error

    def throw_away(self) -> None:
        """Read what nobody has read."""
        for _ in range(MOST_THROWN_AWAY // AT_ONCE):
            if not self.read(AT_ONCE):
                return


class WholeBodies:
    """`app`, whose answers are sent once all of the request has arrived."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, respond: StartResponse) -> Iterable[bytes]:
        if not environ.get("wsgi.input_terminated"):  # reading on would wait for ever
            return self.app(environ, respond)
        body = environ["wsgi.input"] = Body(environ["wsgi.input"])
        answer = self.app(environ, respond)
        with suppress(OSError):  # there is no rest then; the server closes the connection
            body.throw_away()
        return answer
