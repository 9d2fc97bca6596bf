"""What a part of an order line is worth when it goes back."""

from shop.pricing.shares import part


def refund_share(line_total: int, quantity: int, already: int, units: int) -> int:
    """Minor units to refund for `units` more of a line of `quantity`, `already` of them refunded.

    The shares are differences of rounded running sums, so those of all units add up to
    `line_total`, however they are grouped. Raises ValueError beyond the line's units.
    """
    if not 0 <= already <= already + units <= quantity:
        raise ValueError(f"{already} + {units} of {quantity} units cannot be refunded")
    return part(line_total, already + units, quantity) - part(line_total, already, quantity)
