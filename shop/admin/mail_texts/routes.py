"""Listing letters, and putting them into other words."""

from flask import Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from shop import headers
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.exports import csv_answer
from shop.admin.mail_texts.forms import MailTextForm
from shop.admin.mail_texts.listing import COLUMNS, LETTER_LIST, rows
from shop.admin.mail_texts.wording import occasion_of, title_of
from shop.errors import Conflict
from shop.extensions import db
from shop.mail import builtin, drafts, texts
from shop.mail.letters import SAMPLES
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/mail-texts", endpoint="mail_texts")
@needs(Right.SEE_SETTINGS)
def list_mail_texts() -> str:
    asked = LETTER_LIST.asked()
    found = rows(asked)
    return render_template(
        "admin/mail_texts/list.html", listing=LETTER_LIST, asked=asked, rows=found
    )


@blueprint.get("/mail-texts.csv")
@needs(Right.SEE_SETTINGS)
def mail_texts_csv() -> Response:
    found = (
        (row.name, row.title, row.subject, int(bool(row.changed_at)), row.changed_at, row.body)
        for row in rows(LETTER_LIST.asked())
    )
    return csv_answer("mail-texts", COLUMNS, found)


@blueprint.get("/mail-texts/<name>")
@needs(Right.SEE_SETTINGS)
def mail_text(name: str) -> ResponseReturnValue:
    form = _stored(_known(name))
    form.look(name)  # should a stored text have become unusable, the page says why
    return _page_of(form, name)


@blueprint.post("/mail-texts/<name>")
@needs(Right.EDIT_SETTINGS)
def save_mail_text(name: str) -> ResponseReturnValue:
    if text := texts.of(_known(name)):
        hold(text)
    form = MailTextForm(stored=_stored(name))
    if not form.is_sound(name):
        return _page_of(form, name), 400
    if "preview" in request.form:
        form.version.data = form.sent_version  # seeing is not agreeing to what another has saved
        return _page_of(form, name)
    if form.is_outdated:
        return _page_of(form, name), 409
    try:
        texts.save(name, form.subject.data or "", form.body.data or "")
        db.session.commit()
    except IntegrityError:
        way_back = url_for("admin.mail_text", name=name)
        raise Conflict(_("Somebody else has just changed it."), way_back, _("See it")) from None
    return _saved(_("Saved. From now on it is sent like this."), name)


@blueprint.post("/mail-texts/<name>/reset")
@needs(Right.EDIT_SETTINGS)
def reset_mail_text(name: str) -> ResponseReturnValue:
    texts.reset(_known(name))
    db.session.commit()
    return _saved(_("It is sent in the built-in words again."), name)


def _known(name: str) -> str:
    return name if name in SAMPLES else abort(404)


def _stored(name: str) -> MailTextForm:
    text = texts.of(name)
    subject, body = (text.subject, text.body) if text else builtin.words(name)
    return MailTextForm(blank=True, data={"subject": subject, "body": body})


def _saved(sentence: str, name: str) -> Response:
    flash(sentence, "success")
    return see_other(url_for("admin.mail_text", name=name))  # type: ignore[return-value]


def _page_of(form: MailTextForm, name: str) -> Response:
    """The page, whose frame may style itself by attributes as mails do; nothing in it runs."""
    page = render_template(
        "admin/mail_texts/letter.html",
        form=form,
        name=name,
        title_text=title_of(name),
        occasion=occasion_of(name),
        placeholders=drafts.placeholders(name),
        is_own=texts.of(name) is not None,
        is_preview="preview" in request.form,
    )
    response = make_response(page)
    policy = headers.content_security_policy() + "; style-src-attr 'unsafe-inline'"
    response.headers["Content-Security-Policy"] = policy
    return response
