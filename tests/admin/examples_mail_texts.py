"""An example of each press on the pages of mail texts."""

from shop.extensions import db
from shop.mail import builtin, texts


def fields(name="welcome", **changes):
    """What the page of the letter `name` sends, with `changes`."""
    from shop.admin.mail_texts.forms import MailTextForm

    db.session.rollback()
    own = texts.of(name)
    subject, body = (own.subject, own.body) if own else builtin.words(name)
    form = MailTextForm(blank=True, data={"subject": subject, "body": body})
    return {"subject": subject, "body": body, "version": form.version.data} | changes


def put(name="welcome", subject="Come in", body="{{ greeting }}\n\nGood to see you."):
    """Words of the merchant's own for the letter `name`, whatever they are."""
    db.session.add(texts.MailText(name=name, subject=subject, body=body))
    db.session.commit()


def save_mail_text():
    return "/admin/mail-texts/welcome", fields(subject="Come in")


def reset_mail_text():
    put()
    return "/admin/mail-texts/welcome/reset", {}


EXAMPLES = {"admin.save_mail_text": save_mail_text, "admin.reset_mail_text": reset_mail_text}
