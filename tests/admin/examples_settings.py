"""An example of the one press on the page of settings."""

from shop import settings
from shop.admin.settings.forms import stored_form


def fields(**changes):
    """What the page sends, with `changes`."""
    settings.forget()
    form = stored_form(settings.current(), may_change_currency=True)
    data = {f.name: f.data for f in form if f.name not in ("logo", "remove_logo") and f.data}
    return {k: "y" if v is True else v for k, v in data.items()} | changes


def save_settings():
    return "/admin/settings", fields(shop_name="Larkhill")


EXAMPLES = {"admin.save_settings": save_settings}
