"""The development mailbox: a folder of mails that nobody was sent."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

from flask import current_app

from shop import clock

_NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]+")


@dataclass(frozen=True)
class Mail:
    """A mail in the mailbox."""

    id: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sent_at(self) -> datetime:
        moment: datetime = self.message["Date"].datetime
        return moment

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def source(self) -> str:
        return self.message.as_string()

    @property
    def links(self) -> list[str]:
        """The addresses that the mail links to, in order, but for the shop's name at its top."""
        reader = _Links()
        reader.feed(self.html)
        home = current_app.config["PUBLIC_URL"]
        return [link for link in dict.fromkeys(reader.found) if link != home]

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def folder() -> Path:
    path = Path(current_app.config["SHOP_INSTANCE"]) / "mailbox"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(content: bytes, message_id: str) -> None:
    """Put a mail into the mailbox; it appears there whole."""
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{message_id}"
    writing = folder() / f"{name}.part"
    writing.write_bytes(content)
    os.replace(writing, folder() / f"{name}.eml")


def mails(most: int = 100) -> list[Mail]:
    """The mails, the newest first, `most` of them at the most."""
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)
    return [mail for mail in map(find, names[:most]) if mail]


def find(mail_id: str) -> Mail | None:
    """The mail; None when there is no such one."""
    if not _NAME.fullmatch(mail_id):
        return None
    try:
        content = (folder() / f"{mail_id}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=default)
    return Mail(mail_id, message)  # type: ignore[arg-type]


def empty() -> None:
    """Throw all mails away."""
    for path in folder().glob("*.eml"):
        path.unlink(missing_ok=True)
