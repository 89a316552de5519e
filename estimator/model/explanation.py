"""What an amount consists of: so many tickets, sessions or visits, at what price, from which cells."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Asset
from estimator.model.source import Cell

Rest = Literal["guard-surcharge", "plan-price", "tools"]


@frozen
class Part:
    """So many tickets, sessions or visits of a kind in a month, and what they come to."""

    name: str
    """The driver or the task; for visits the location."""
    scheduled: bool
    role: str
    channel: str
    band: str
    number: float
    """A month, on average."""
    minutes: float
    """Each, as it is worked or, where `billed`, as it is billed; on average."""
    hourly: Decimal
    """The plan's rate with the band's multiplier."""
    travel: Decimal
    """The price of each one's journey."""
    monthly: Decimal
    """In cents; the parts of an explanation add up to what they explain."""
    worked: float = 0.0
    """Minutes each that are worked, where `minutes` are billed ones."""
    cells: tuple[Cell, ...] = ()


@frozen
class Explained:
    """An amount of a month and everything that it consists of."""

    monthly: Decimal
    parts: tuple[Part, ...]
    rest: tuple[tuple[Rest, Decimal], ...] = ()
    """What is in the amount beside the parts, in cents: a guard's surcharge on a line; price and tools of a plan."""


@frozen
class ExplainedAsset:
    """What one asset adds to the list value of a month, before risk, discount and guards."""

    asset: Asset
    tickets_per_unit: float
    """A month, before factors."""
    past_support: float
    """The share of the term in which its vendor no longer supports it."""
    factor: float
    """How many times the driver's tickets one unit causes."""
    explained: Explained
