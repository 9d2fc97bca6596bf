"""A form that the page of a new order accepts."""

from buying import ADDRESS, ship_to
from factories import make_product

from shop.cart.queries import contents_of
from shop.cart.totals import Place
from shop.checkout.drafts import draft


def place_order():
    ship_to("GB")
    variant = make_product("Harbour mug").variants[0]
    made = draft(contents_of({variant.id: 2}), Place("GB"), "standard", "ada@example.com")
    fields = {"email": "ada@example.com", "shipping_method": "standard", "action": "place"}
    hidden = {"checkout_token": "a-token-of-its-own", "shown": made.digest}
    return "/admin/orders/new", ADDRESS | fields | hidden | {f"quantity-{variant.id}": 2}


EXAMPLES = {"admin.place_order": place_order}
