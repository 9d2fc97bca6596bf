"""What every worker would load with its first visitors, loaded once, before workers are forked.

So its memory is theirs together, and no visitor waits for it. Nothing here asks the database or
Redis: their connections do not outlive a fork.
"""

from datetime import date

from flask import Flask
from flask_babel import format_currency, format_date, get_translations

from shop import languages

NOT_FOR_SHOPPERS = ("admin/", "dev/", "mail/", "rq_dashboard/")  # templates that few requests want


def warm(app: Flask) -> None:
    """Compile the templates that shoppers see, and read how each language writes things."""
    for name in app.jinja_env.list_templates(extensions=["html"]):
        if not name.startswith(NOT_FOR_SHOPPERS):
            app.jinja_env.get_template(name)
    for language in languages.LANGUAGES:
        with app.app_context(), languages.speaking(language):
            get_translations()
            format_currency(1, app.config["SHOP_CURRENCY"])
            format_date(date(2000, 1, 1))
