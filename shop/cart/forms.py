"""Reading what the cart's forms send."""

from flask_babel import gettext as _

from shop.cart.models import MOST_UNITS
from shop.cart.services import Offer
from shop.promotions.codes import LONGEST, NotACode, normal

LARGEST_ID = 2**31 - 1  # what a 32-bit column holds


class Refused(ValueError):
    """A field that cannot be taken; the text tells the shopper why."""

    field = ""


class BadVariant(Refused):
    """A text that names no variant."""

    field = "variant"


class BadQuantity(Refused):
    """A quantity that nobody can have: what was typed, and of what.

    `offer` is what was to be put in, `variant_id` the line that was to be changed.
    """

    field = "quantity"

    def __init__(self, text: str, typed: str, of: Offer | int) -> None:
        super().__init__(text)
        self.typed = typed[:20]
        self.offer = of if isinstance(of, Offer) else None
        self.variant_id = None if isinstance(of, Offer) else of


class BadCode(Refused):
    """A promotion code that does not apply, as it was typed."""

    field = "code"

    def __init__(self, text: str, typed: str) -> None:
        super().__init__(text)
        self.typed = typed[:LONGEST]


def variant_id(text: str | None) -> int:
    """The variant's id in `text`; 0, which no variant has, for one beyond every column.

    Raises BadVariant where it is no whole number.
    """
    text = (text or "").strip()
    if not (text.isascii() and text.isdecimal()):
        raise BadVariant(_("Please choose what to put into your cart."))
    return int(text) if len(text) < 11 and int(text) <= LARGEST_ID else 0


def quantity(text: str | None, of: Offer | int, least: int = 1) -> int:
    """The units in `text`, from `least` to MOST_UNITS. Raises BadQuantity for all else."""
    typed = (text or "").strip()
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 5
    if is_number and least <= int(typed) <= MOST_UNITS:
        return int(typed)
    sentence = _("Please give a whole number from %(least)s to %(most)s.", least=1, most=MOST_UNITS)
    raise BadQuantity(sentence, typed, of)


def code(text: str | None) -> str:
    """The promotion code in `text`, in upper case. Raises BadCode where it cannot be one."""
    typed = (text or "").strip()
    if not typed:
        raise BadCode(_("Please type a code."), typed)
    try:
        return normal(typed)
    except NotACode as error:
        raise BadCode(_("This is no code of ours."), typed) from error
