"""An example of each press on the pages of shipping and taxes."""

from shop.admin.shipping.forms import stored_method, stored_zone
from shop.admin.taxes import forms as taxes
from shop.extensions import db
from shop.shipping import managing
from shop.shipping.models import Basis
from shop.taxes.models import TaxRate


def make_zone(title="Europe", countries=("DE", "FR")):
    zone = managing.create_zone(title, countries)
    db.session.commit()
    return zone


def make_method(zone=None, steps=None, **values):
    kept = {"title": "Standard", "code": "standard", "basis": Basis.TOTAL.value}
    zone = zone or make_zone()
    method = managing.create_method(zone, steps or {0: 500, 5000: 200}, **kept | values)
    db.session.commit()
    return method


def make_rate(**values):
    kept = {"country": "DE", "title": "VAT 19 %", "rate": 190_000}
    rate = TaxRate(**kept | values)
    db.session.add(rate)
    db.session.commit()
    return rate


def fields(form, **changes):
    """What the page of `form` sends, with `changes`."""
    data = {}
    for field in form:
        if field.name == "steps":
            for entry in field.entries:
                data |= {part.name: part.data for part in entry.form}
        elif field.data is not None and field.data is not False:
            data[field.name] = "y" if field.data is True else field.data
    return data | changes


def create_zone():
    return "/admin/shipping/zones", {"title": "Europe", "countries": ["DE", "FR"]}


def save_zone():
    zone = make_zone()
    return f"/admin/shipping/zones/{zone.id}", fields(stored_zone(zone), title="The continent")


def delete_zone():
    return f"/admin/shipping/zones/{make_zone().id}/delete", {}


def create_method():
    data = {"title": "Express", "basis": "total", "position": "0", "steps-0-price": "9.50"}
    return f"/admin/shipping/zones/{make_zone().id}/methods", data


def save_method():
    method = make_method()
    return f"/admin/shipping/methods/{method.id}", fields(stored_method(method), title="Parcel")


def delete_method():
    return f"/admin/shipping/methods/{make_method().id}/delete", {}


def create_tax():
    data = {"country": "DE", "tax_class": "standard", "rate": "19", "title": "VAT 19 %"}
    return "/admin/taxes", data


def save_tax():
    rate = make_rate()
    return f"/admin/taxes/{rate.id}", fields(taxes.stored_form(rate), rate="20")


def delete_tax():
    return f"/admin/taxes/{make_rate().id}/delete", {}


EXAMPLES = {
    "admin.create_zone": create_zone,
    "admin.save_zone": save_zone,
    "admin.delete_zone": delete_zone,
    "admin.create_method": create_method,
    "admin.save_method": save_method,
    "admin.delete_method": delete_method,
    "admin.create_tax": create_tax,
    "admin.save_tax": save_tax,
    "admin.delete_tax": delete_tax,
}
