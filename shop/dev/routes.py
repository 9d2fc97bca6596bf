"""Development pages: the mailbox that stands in for a mail server, and every letter to look at."""

from flask import Blueprint, Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from shop import headers, web
from shop.mail import letters, mailbox
from shop.mail.letters import Letter
from shop.mail.mailbox import Mail

blueprint = Blueprint("dev", __name__, url_prefix="/dev")

FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@blueprint.get("/mailbox")
def mailbox_list() -> ResponseReturnValue:
    return render_template("dev/mailbox.html", mails=mailbox.mails())


@blueprint.post("/mailbox/empty")
def empty_mailbox() -> ResponseReturnValue:
    mailbox.empty()
    return web.see_other(url_for("dev.mailbox_list"))


@blueprint.get("/mailbox/<mail_id>")
def mail(mail_id: str) -> ResponseReturnValue:
    found = _found(mail_id)
    frame = url_for("dev.mail_html", mail_id=mail_id)
    return _with_frame(render_template("dev/mail.html", mail=found, frame=frame))


@blueprint.get("/mailbox/<mail_id>/html")
def mail_html(mail_id: str) -> ResponseReturnValue:
    return _in_frame(_found(mail_id).html)


@blueprint.get("/mails")
def letter_list() -> ResponseReturnValue:
    samples = {name: letters.sample(name) for name in letters.SAMPLES}
    return render_template("dev/letters.html", samples=samples)


@blueprint.get("/mails/<name>")
def letter(name: str) -> ResponseReturnValue:
    frame = url_for("dev.letter_html", name=name)
    page = render_template("dev/letter.html", name=name, letter=_sample(name), frame=frame)
    return _with_frame(page)


@blueprint.get("/mails/<name>/html")
def letter_html(name: str) -> ResponseReturnValue:
    return _in_frame(_sample(name).html)


def _found(mail_id: str) -> Mail:
    return mailbox.find(mail_id) or abort(404)


def _sample(name: str) -> Letter:
    return letters.sample(name) if name in letters.SAMPLES else abort(404)


def _with_frame(page: str) -> Response:
    """A page of ours that shows a mail's HTML in a frame, which the shop's policy forbids."""
    response = make_response(page)
    policy = headers.content_security_policy() + "; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response


def _in_frame(html: str) -> Response:
    """A mail's HTML alone: it may style itself, runs nothing, and its links open a new tab."""
    response = make_response(html.replace("<head>", '<head><base target="_blank">', 1))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
