"""Web nodes that answer as they are told, to see what nginx makes of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = {
    "Content-Type": "text/html",
    "Cache-Control": "public, max-age=0, s-maxage=60, must-revalidate",
    "Vary": "Accept, Accept-Encoding, Cookie",
}


@dataclass
class Asked:
    """A request that a node got."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass
class Answer:
    """What it answers; `cuts` ends the connection instead."""

    body: str = "a page"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(PAGE))
    cuts: bool = False


class Node(ThreadingHTTPServer):
    """One on `port`; `seen` is what it was asked."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.seen: list[Asked] = []
        self.answer: Callable[[Asked], Answer] = lambda asked: Answer()
        self.connections: list[socket.socket] = []

    def process_request(self, request: Any, address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, address)

    def go_away(self) -> None:
        """Stop listening, and end every connection that is still open."""
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with suppress(OSError):  # it has ended already
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_of: object) -> None:
        """Nothing is printed: nginx hangs up as it likes."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Node

    def log_message(self, *_of: object) -> None:
        """Nothing is printed."""

    def respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, self.headers, body)
        self.server.seen.append(asked)
        answer = self.server.answer(asked)
        if answer.cuts:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body.encode())

    do_GET = do_POST = do_HEAD = respond  # noqa: N815 - http.server's names


@contextmanager
def serving(port: int) -> Iterator[Node]:
    """A node, while the block lasts."""
    node = Node(port)
    thread = threading.Thread(target=node.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield node
    finally:
        node.go_away()
        thread.join()
