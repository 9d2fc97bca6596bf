"""Letters: what the shop writes, made of one Markdown template each (templates/mail/*.md).

A template has two blocks, `subject` and `body`. Values that it prints are escaped for Markdown.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import format_timedelta
from flask_babel import gettext as _

from shop import settings
from shop.mail import markdown, texts
from shop.web import current_locale, public_url

_PLAIN_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '\u2019\-]|\.(?=\s|$)){0,39}")


@dataclass(frozen=True)
class Letter:
    """A mail as it will be read."""

    subject: str
    html: str
    text: str


def write(name: str, *, to_name: str, **values: Any) -> Letter:
    """The letter of the template mail/`name`.md. `values` are what its first comment lists.

    Needs an application context, no request.
    """
    values = with_shop(values, to_name)
    return _laid_out(*(texts.own_words(name, values) or _shops_words(name, values)))


def with_shop(values: dict[str, Any], to_name: str) -> dict[str, Any]:
    """`values` and what every letter may print besides."""
    return values | {
        "greeting": greeting(to_name),
        "shop_name": settings.current().shop_name,
        "public_url": front_page(),
    }


def front_page() -> str:
    """The shop's address as a letter shows it: as short as it is in the letter's language."""
    public, url = current_app.config["PUBLIC_URL"], public_url("catalog.home")
    return public if url == f"{public}/" else url


def _shops_words(name: str, values: dict[str, Any]) -> tuple[str, str]:
    """The subject and the Markdown of the shop's own template."""
    subject = _block(name, "subject", values, markdown.one_line)
    return subject, _block(name, "body", values, markdown.escaped)


def _laid_out(subject: str, source: str) -> Letter:
    now, home = settings.current(), front_page()
    html = current_app.jinja_env.get_template("mail/layout.html").render(
        subject=subject,
        content=markdown.to_html(source),
        lang=current_locale(),
        shop_name=now.shop_name,
        public_url=home,
        logo_url=public_url("media.picture", key=now.logo.key) if now.logo else "",
    )
    text = markdown.to_text(source) + f"\n-- \n{now.shop_name}\n{home}\n"
    return Letter(subject, html, text)


def _block(name: str, block: str, values: dict[str, Any], escape: Any) -> str:
    """One block of a template, every value that it prints put through `escape`."""
    environment = current_app.jinja_env.overlay(autoescape=False, finalize=escape)
    template = environment.get_template(f"mail/{name}.md")
    lines = "".join(template.blocks[block](template.new_context(values))).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def greeting(name: str) -> str:
    """How a letter begins. A name that is an address or a slogan is not repeated.

    Anybody can register anybody's address, and would otherwise have the shop mail them a text
    of their choice.
    """
    name = markdown.one_line(name)
    if not _PLAIN_NAME.fullmatch(name):
        return str(_("Hello,"))
    return str(_("Hello %(name)s,", name=name))


def lifetime(length: timedelta) -> str:
    """How long a link works, in words."""
    return str(format_timedelta(length, granularity="hour", threshold=1))


# What the letters about an order have in common.
ORDER: dict[str, Any] = {
    "number": "W-4K7Q2-9XMTB",
    "url": "/orders/W-4K7Q2-9XMTB",
    "bill": {
        "goods": [
            ("2 \N{MULTIPLICATION SIGN} Stoneware Mug (Sage)", "$48.00"),
            ("1 \N{MULTIPLICATION SIGN} Oak Serving Board", "$64.00"),
        ],
        "sums": [
            ("Subtotal", "$112.00"),
            ("Ten off (WELCOME10)", "\N{MINUS SIGN}$11.20"),
            ("Shipping: Standard", "$5.00"),
        ],
        "total": "$105.80",
        "included": ["including VAT 20 %: $17.63"],
    },
    "address": ["Ada Brook", "1 Mill Lane", "LS1 4AP Leeds", "United Kingdom"],
    "shipping": "Standard",
    "payment": "Invoice",
    "is_paid": False,
    "waits_for_transfer": True,
}

SAMPLE_NAME = "Ada Brook"
# A letter of each kind, as /dev/mails shows it.
SAMPLES: dict[str, dict[str, Any]] = {
    "back_in_stock": {"title": "Stoneware Mug", "label": "Sage", "url": "/products/stoneware-mug"},
    "checkout_reminder": {
        "titles": ["Stoneware Mug (Sage)", "Oak Serving Board"],
        "url": "/cart",
        "stop_url": "https://shop.example/checkout/reminders/sample",
    },
    "confirm_address": {"url": "/auth/confirm/sample", "lifetime": timedelta(days=3)},
    "email_change": {
        "url": "/auth/confirm/sample",
        "email": "ada.brook@example.com",
        "lifetime": timedelta(days=1),
    },
    "email_changed": {"email": "ada.brook@example.com"},
    "invitation": {"by": "Grace Hill", "url": "/auth/reset/sample", "lifetime": timedelta(days=7)},
    "low_stock": {
        "lines": [
            {"title": "Stoneware Mug", "label": "Sage / Large", "sku": "MUG-SG-L", "stock": 0},
            {"title": "Oak Serving Board", "label": "", "sku": "BRD-OAK", "stock": 3},
        ],
        "more": 4,
    },
    "order_placed": ORDER,
    "order_paid": ORDER | {"is_paid": True, "invoice_url": "/orders/W-4K7Q2-9XMTB/invoice"},
    "order_shipped": ORDER
    | {"tracking": {"number": "1Z 204 E38", "url": "https://carrier.example"}},
    "order_delivered": ORDER
    | {"products": [{"title": "Stoneware Mug", "url": "https://shop.example/products/mug"}]},
    "order_cancelled": ORDER | {"expired": False, "refunded": "$105.80"},
    "order_refunded": ORDER | {"amount": "$24.00"},
    "password_changed": {"url": "/auth/forgot"},
    "reset_password": {"url": "/auth/reset/sample", "lifetime": timedelta(hours=1)},
    "review_answered": {
        "title": "Stoneware Mug",
        "words": "Good in the hand",
        "answer": ["Thank you, Ada.", "We are glad that it found such a good home."],
        "url": "/products/stoneware-mug#reviews",
    },
    "second_factor_changed": {"what": "used", "left": 9, "url": "/account/second-factor"},
    "welcome": {"url": "/products"},
}


def sample(name: str) -> Letter:
    """The sample letter `name`. Raises KeyError when there is none."""
    return write(name, to_name=SAMPLE_NAME, **sample_values(name))


def draft(name: str, subject: str, body: str) -> Letter:
    """The sample letter `name` in other words. Raises texts.SubjectRefused and BodyRefused."""
    return _laid_out(*texts.rendered(subject, body, with_shop(sample_values(name), SAMPLE_NAME)))


def sample_values(name: str) -> dict[str, Any]:
    """What the sample letter `name` prints."""
    values = dict(SAMPLES[name])
    if "url" in values:
        values["url"] = public_url("catalog.home").removesuffix("/") + values["url"]
    if "lifetime" in values:
        values["lifetime"] = lifetime(values["lifetime"])
    return values
