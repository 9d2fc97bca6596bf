"""Handing a letter over: to the mail server, or in development to the mailbox."""

import contextlib
import smtplib
import ssl
import uuid
from types import TracebackType
from urllib.parse import urlsplit

import flask_mail
from flask import current_app

from shop import outbox, settings
from shop.mail import mailbox
from shop.mail.letters import Letter

TIMEOUT = 10  # seconds, for the connection and for each answer


class NoMailServer(Exception):
    """MAIL_URL is not set in production; mails wait in the outbox until it is."""


class Connection(flask_mail.Connection):  # type: ignore[misc]
    """Flask-Mail's connection, which waits for ever and believes any certificate, corrected."""

    def configure_host(self) -> smtplib.SMTP:
        mail, context = self.mail, ssl.create_default_context()
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.server, mail.port, timeout=TIMEOUT, context=context
            )
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=TIMEOUT)
        with contextlib.ExitStack() as failed:
            failed.callback(host.close)
            if mail.use_tls:
                host.starttls(context=context)
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
            failed.pop_all()
        return host

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.host is None:
            return
        # The server has taken the mail. A goodbye that fails must not have it sent again.
        with contextlib.closing(self.host), contextlib.suppress(smtplib.SMTPException, OSError):
            if not kind:
                self.host.quit()


def send(letter: Letter, to: str) -> None:
    """Send `letter` to the address `to`. No transaction should be open: it may take long.

    Raises OSError or smtplib.SMTPException when the server does not take it, NoMailServer.
    """
    message_id = outbox.performing.get() or uuid.uuid4().hex
    message = flask_mail.Message(
        letter.subject,
        sender=settings.current().sender,
        recipients=[to],
        body=letter.text,
        html=letter.html,
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    # A job may run twice; mail programs show two mails with one id as one.
    message.msgId = f"<{message_id}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>"
    if current_app.config["MAIL_URL"]:
        with Connection(current_app.extensions["mail"]) as connection:
            connection.send(message)
    elif current_app.config["SHOP_ENV"] == "production":
        raise NoMailServer("MAIL_URL is not set, so no mail leaves; it waits in the outbox.")
    else:
        mailbox.keep(message.as_bytes(), message_id)
