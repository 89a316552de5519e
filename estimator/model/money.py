"""Money is Decimal; printed lines add up to printed totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """The amount rounded to the cent, halves to even."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def round_up(amount: Decimal, step: Decimal) -> Decimal:
    """The smallest multiple of `step` that is not below `amount`."""
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step


def round_to_total(amounts: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """The amounts rounded to cents so that they add up to `total` (largest remainder).

    `total` is in cents and at most one cent per amount away from the exact sum; raises ValueError otherwise.
    """
    floors = [amount.quantize(CENT, rounding=ROUND_FLOOR) for amount in amounts]
    missing = int((total - sum(floors, Decimal(0))) / CENT)
    if not 0 <= missing <= len(amounts):
        raise ValueError(f"{total} is not the sum of {list(map(str, amounts))} rounded to cents")
    by_remainder = sorted(range(len(amounts)), key=lambda i: (floors[i] - amounts[i], i))
    for i in by_remainder[:missing]:
        floors[i] += CENT
    return floors
