"""Applying offers, one after the other, to what is left of lines and shipping."""

from collections.abc import Iterable

from shop.pricing.parts import DiscountRow, Kind, Offer, PricedLine
from shop.pricing.shares import part, spread

ORDER = list(Kind)
WHOLE = 10_000  # 100 %, in hundredths of a percent


class Bill:
    """What is left to pay, line by line and for the shipping, while offers are applied."""

    def __init__(self, lines: list[PricedLine], shipping: int) -> None:
        self.lines = lines
        self.left = [line.subtotal for line in lines]
        self.shipping_left = shipping
        self.discounts: list[DiscountRow] = []
        # Units that no buy-and-get offer has counted yet: none is bought, or free, twice.
        self._uncounted = [line.quantity for line in lines]

    def apply_all(self, offers: Iterable[Offer]) -> None:
        """Apply `offers` in the order of their kinds, then of their ids."""
        for offer in sorted(offers, key=lambda o: (ORDER.index(Kind(o.kind)), o.promotion_id)):
            amount = self._apply(offer)
            if amount:
                row = DiscountRow(offer.promotion_id, offer.title, offer.code, amount)
                self.discounts.append(row)

    def _apply(self, offer: Offer) -> int:
        """Take `offer` off; how much that was, 0 where it does not apply."""
        covered = [index for index, line in enumerate(self.lines) if offer.covers(line)]
        if not covered or offer.covered_spend(self.lines) < offer.minimum_spend:
            return 0
        if offer.kind == Kind.FREE_SHIPPING:
            return self._free_shipping(offer)
        if offer.kind == Kind.BUY_GET:
            off = self._free_units(offer, covered)
        elif offer.kind == Kind.PERCENT:
            off = [part(self.left[index], offer.percent, WHOLE) for index in covered]
        else:
            off = spread(offer.amount, [self.left[index] for index in covered])
        for index, amount in zip(covered, off, strict=True):
            self.left[index] -= amount
        return sum(off)

    def _free_shipping(self, offer: Offer) -> int:
        off = min(self.shipping_left, offer.amount or self.shipping_left)
        self.shipping_left -= off
        return off

    def _free_units(self, offer: Offer, covered: list[int]) -> list[int]:
        """What each of the `covered` lines loses: the cheapest units are free, the dearest count
        as bought."""
        size = offer.buy_quantity + offer.get_quantity
        if offer.buy_quantity < 1 or offer.get_quantity < 1:
            return [0] * len(covered)
        sets = sum(self._uncounted[index] for index in covered) // size
        dearest_first = sorted(covered, key=lambda index: -self.lines[index].unit_price)
        self._count(dearest_first, sets * offer.buy_quantity)
        free = self._count(dearest_first[::-1], sets * offer.get_quantity)
        return [free[index] * self.lines[index].unit_price for index in covered]

    def _count(self, indexes: list[int], units: int) -> dict[int, int]:
        """Count `units` off the lines at `indexes`, the first ones first; how many of each."""
        counted = {}
        for index in indexes:
            counted[index] = min(units, self._uncounted[index])
            self._uncounted[index] -= counted[index]
            units -= counted[index]
        return counted
