"""Letters in the merchant's own words, which take the place of the shop's in the same language."""

import logging
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop import clock, languages
from shop.extensions import Model, db
from shop.mail import builtin, markdown
from shop.mail.sandbox import LONGEST_SUBJECT, TextRefused, Written, render

log = logging.getLogger(__name__)


class MailText(Model):
    """The merchant's subject and body of one letter, in Markdown with the letter's values."""

    __tablename__ = "mail_texts"
    __table_args__ = (UniqueConstraint("name", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))  # of the template in mail/
    language: Mapped[str] = mapped_column(String(8), default=languages.in_force)
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    body: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class SubjectRefused(TextRefused):
    """It is the subject that cannot be used."""


class BodyRefused(TextRefused):
    """It is the body that cannot be used."""


def of(name: str) -> MailText | None:
    """The merchant's text of the letter `name` in the language in force."""
    found: MailText | None = db.session.scalar(
        db.select(MailText).where(MailText.name == name, MailText.language == languages.in_force())
    )
    return found


def save(name: str, subject: str, body: str) -> None:
    """Have the letter `name` in these words from now on, in the language in force. Callers check
    them first, and commit.

    The shop's own words are not kept: whoever has none of their own gets better ones later.
    Raises IntegrityError where somebody else gives it its first ones at the same moment.
    """
    if (subject, body) == builtin.words(name):
        return reset(name)
    text = of(name) or MailText(name=name)
    text.subject, text.body = subject, body
    db.session.add(text)
    db.session.flush()


def reset(name: str) -> None:
    """Have the letter `name` in the shop's own words again."""
    if text := of(name):
        db.session.delete(text)
        db.session.flush()


def own_words(name: str, values: dict[str, Any]) -> tuple[str, str] | None:
    """Subject and Markdown of the letter in the merchant's words; None where the shop's are to be
    used, because there are no others or because those cannot be rendered: a mail is never lost."""
    text = of(name)
    if text is None:
        return None
    try:
        return rendered(text.subject, text.body, values)
    except TextRefused as error:
        log.error("The merchant's text of the letter %s cannot be used: %s", name, error)
        return None


def rendered(subject: str, body: str, values: dict[str, Any]) -> tuple[str, str]:
    """Subject and Markdown made of two texts. Raises SubjectRefused and BodyRefused."""
    values = values | blocks(values)
    try:
        first = markdown.one_line(render(subject, values, markdown.one_line))
    except TextRefused as error:
        raise SubjectRefused(str(error)) from error
    try:
        return first, render(body, values, markdown.escaped).strip()
    except TextRefused as error:
        raise BodyRefused(str(error)) from error


def blocks(values: dict[str, Any]) -> dict[str, Written]:
    """The parts of a letter that the shop writes, by the names that texts print them with."""
    parts = {"order_rows": ("bill", "_order"), "delivery_address": ("shipping", "_address")}
    return {
        name: Written(_part(template, values))
        for name, (needs, template) in parts.items()
        if needs in values
    }


def _part(template: str, values: dict[str, Any]) -> str:
    environment = current_app.jinja_env.overlay(autoescape=False, finalize=markdown.escaped)
    lines = environment.get_template(f"mail/{template}.md").render(values).splitlines()
    return "\n".join(line.strip() for line in lines).strip()
