"""A mail server to test against: takes every mail, as slowly as it is told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from ports import free_port


class SlowServer:
    """What has arrived, and for how many seconds the next mails keep the sender waiting."""

    def __init__(self) -> None:
        self.began: list[EmailMessage] = []
        self.taken: list[EmailMessage] = []
        self.takes = 0.0  # seconds
        self.url = ""

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        message: Any = message_from_bytes(envelope.content or b"", policy=default)
        self.began.append(message)
        await asyncio.sleep(self.takes)
        if server.transport is None or server.transport.is_closing():
            return "421 The sender has gone"
        self.taken.append(message)
        return "250 Taken"


@contextmanager
def smtp_server(**options: Any) -> Iterator[SlowServer]:
    """A server on a free port of 127.0.0.1, while the block lasts."""
    handler = SlowServer()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield handler
    finally:
        controller.stop()
