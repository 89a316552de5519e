"""The change of a fee by cause: differences along a chain of fees, those that cannot be told apart in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from estimator.model.fee_change import Cause, Side, Step
from estimator.model.frozen import frozen

Calculation = Callable[[], Decimal | None]


@frozen
class Link:
    """What the month comes to once a cause is taken, too; None where that cannot be calculated.

    `is_same`: both sides are known to agree in this, so that it changes nothing whether it can be calculated or not.
    """

    cause: Cause
    after: Decimal | None
    is_same: bool = False


def linked(before: Decimal, *causes: tuple[Cause, bool, Calculation]) -> tuple[Link, ...]:
    """The chain of causes, each with whether both sides agree in it; where they do, nothing is calculated again."""
    links: list[Link] = []
    amount: Decimal | None = before
    for cause, is_same, calculate in causes:
        amount = amount if is_same and amount is not None else calculate()
        links.append(Link(cause, amount, is_same))
    return tuple(links)


def split(before: Decimal, links: Iterable[Link], after: Decimal) -> tuple[Step, ...]:
    """The steps from one amount to another, in the order of the links; they add up to the difference exactly.

    Causes up to the next amount that can be calculated share a step. The last one ends at `after`, whatever came
    before. Causes that change nothing are there with nought.
    """
    steps: list[Step] = []
    together: list[Cause] = []
    amount, chain = before, list(links)
    for number, link in enumerate(chain, 1):
        reached = after if number == len(chain) else link.after
        if link.is_same:
            steps.append(Step((link.cause,), Decimal(0)))
        else:
            together.append(link.cause)
        if reached is not None and together:
            steps.append(Step(tuple(together), reached - amount))
            amount, together = reached, []
    if amount != after:  # every cause is known to change nothing, and yet the amount is another
        steps.append(Step(("program",), after - amount))
    return tuple(steps)


def split_fee(old: Side, new: Side, links: Iterable[Link]) -> tuple[Step, ...]:
    """The steps from fee to fee: those between the exact amounts, then what rounding both up makes of them."""
    rounding = (new.fee - new.unrounded) - (old.fee - old.unrounded)
    return (*split(old.unrounded, links, new.unrounded), Step(("rounding",), rounding))
