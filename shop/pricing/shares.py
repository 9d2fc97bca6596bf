"""Parts of an amount, and an amount in parts, to the last minor unit."""

from decimal import Decimal

from shop.money import rounded


def part(amount: int, numerator: int, denominator: int) -> int:
    """`amount` by `numerator` / `denominator`, rounded half up as `shop.money` does."""
    return rounded(Decimal(amount * numerator) / denominator)


def spread(amount: int, over: list[int]) -> list[int]:
    """`amount` in parts proportional to `over`, by the largest remainder; none is larger than its
    own, so at most the sum of `over` is spread. Of equal remainders the earlier gets more."""
    total = sum(over)
    amount = min(amount, total)
    if not amount:
        return [0] * len(over)
    shares = [amount * weight // total for weight in over]
    by_remainder = sorted(range(len(over)), key=lambda index: -(amount * over[index] % total))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares
