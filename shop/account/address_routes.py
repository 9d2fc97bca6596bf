"""The views of the address book."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from shop import access, errors
from shop.account import countries, queries, services
from shop.account.blueprint import blueprint
from shop.account.forms import AddressForm
from shop.account.models import Address
from shop.auth.answers import form_page
from shop.extensions import db
from shop.web import see_other


@blueprint.route("/addresses", methods=["GET", "POST"])
@access.customers_only
def addresses() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        services.add_address(current_user, form.entries)
    except services.Full:
        raise errors.Conflict(
            _("Your address book is full. Delete an address that you no longer need."),
            url_for("account.addresses"),
            _("To your addresses"),
        ) from None
    db.session.commit()
    flash(_("The address is saved."), "success")
    return see_other(url_for("account.addresses"))


@blueprint.post("/addresses/<int:address_id>")
@access.customers_only
def change_address(address_id: int) -> ResponseReturnValue:
    address = _own(address_id)
    form = AddressForm(id_prefix=f"address-{address_id}-")
    if not form.validate_on_submit():
        return _page(form, address)
    services.change_address(address, form.entries)
    db.session.commit()
    flash(_("The address is saved."), "success")
    return see_other(url_for("account.addresses"))


@blueprint.post("/addresses/<int:address_id>/delete")
@access.customers_only
def delete_address(address_id: int) -> ResponseReturnValue:
    db.session.delete(_own(address_id))
    db.session.commit()
    flash(_("The address is deleted."), "success")
    return see_other(url_for("account.addresses"))


def _own(address_id: int) -> Address:
    """The customer's own address; anybody else's is a 404."""
    wanted = queries.own_addresses(current_user).where(Address.id == address_id)
    address: Address = db.first_or_404(wanted)
    return address


def _page(form: AddressForm, changing: Address | None = None) -> ResponseReturnValue:
    """The book with a form for each address; `form` is the one that was sent, for `changing`."""
    book = [
        (address, form if changing is address else _blank(address))
        for address in queries.addresses(current_user)
    ]
    return form_page(
        "account/addresses.html",
        form,
        book=book,
        adding=AddressForm(blank=True) if changing else form,
        changing=changing,
        country_name=countries.name_of,
    )


def _blank(address: Address) -> AddressForm:
    return AddressForm(blank=True, obj=address, id_prefix=f"address-{address.id}-")
