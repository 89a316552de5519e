"""The term of a contract month by month: what may change, and what both options then come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from estimator.model.frozen import frozen
from estimator.model.limits import Ge, Gt, Le, MinLen
from estimator.model.source import Cell

Indexation = Literal["none", "lu", "be"]
SHORTEST, LONGEST = 12, 60
"""Months that a path may have."""


@frozen(kw_only=True)
class Luxembourg:
    """Prices rise by a tranche every so many months, the first after as many."""

    tranche: Annotated[Decimal, Ge(0), Le(1)]
    months_between: Annotated[int, Gt(0)]
    source: Annotated[str, MinLen(1)]

    def factor(self, month: int) -> Decimal:
        """How many times the first month's price a month (counted from 0) has."""
        return (1 + self.tranche) ** (month // self.months_between)


@frozen(kw_only=True)
class Belgium:
    """Prices follow wages once a year: `P0 x (fixed_share + indexed_share x S1/S0)`; the shares add up to 1."""

    fixed_share: Annotated[Decimal, Ge(0), Le(1)]
    indexed_share: Annotated[Decimal, Ge(0), Le(Decimal("0.8"))]
    """The law lets at most 80 % of a price follow."""
    wage_growth: Annotated[Decimal, Ge(0), Le(1)]
    """S1/S0 - 1 of a year."""
    annual_cap: Annotated[Decimal, Ge(0)]
    """The most that a price may rise from one year to the next."""
    source: Annotated[str, MinLen(1)]

    def factor(self, month: int) -> Decimal:
        """How many times the first month's price a month (counted from 0) has."""
        factor = Decimal(1)
        for year in range(1, month // 12 + 1):
            wanted = self.fixed_share + self.indexed_share * (1 + self.wage_growth) ** year
            factor = min(wanted, factor * (1 + self.annual_cap))
        return factor


@frozen(kw_only=True)
class TermPolicy:
    """What changes over a term: prices by one of the scenarios, and the number of people."""

    id: Annotated[str, MinLen(1)]
    valid_from: date
    source: Annotated[str, MinLen(1)]
    indexation: Indexation
    seat_growth: Annotated[Decimal, Ge(Decimal("-0.5")), Le(1)]
    """Share of the seats that come (or go) at each anniversary, and with them computers."""
    luxembourg: Luxembourg
    belgium: Belgium

    def price_factor(self, month: int) -> Decimal:
        """How many times the first month's price a month (counted from 0) has, in every option alike."""
        if self.indexation == "none":
            return Decimal(1)
        return (self.luxembourg if self.indexation == "lu" else self.belgium).factor(month)

    def seat_factor(self, month: int) -> Decimal:
        """How many times the first month's people there are in a month, counted from 0."""
        return (1 + self.seat_growth) ** (month // 12)


@frozen
class TermMonth:
    """One month of the term. Amounts are expected ones in cents; `fee` is what is invoiced."""

    first: date
    price_factor: Decimal
    seat_factor: Decimal
    fee: Decimal
    plans: Mapping[str, Decimal]


@frozen
class Total:
    """What a plan has cost since the term began."""

    expected: Decimal
    p10: Decimal | None
    """None where nobody asked for the range."""
    p90: Decimal | None


@frozen
class TermYear:
    """A year of the term, or what is left of it, and the totals at its end. Amounts in cents."""

    first: date
    months: int
    fee: Decimal
    fee_total: Decimal
    plans: Mapping[str, Decimal]
    """Expected in this year."""
    totals: Mapping[str, Total]


@frozen
class TermEvent:
    """Something that changes what a month costs. Exactly one of the three kinds; `month` counts from 0."""

    month: int
    first: date
    kind: Literal["support-ends", "prices", "seats"]
    release: str = ""
    units: int = 0
    more_tickets_per_month: float = 0.0
    factor: Decimal = Decimal(1)
    cells: tuple[Cell, ...] = ()


@frozen
class TermPath:
    """Both options over the whole term."""

    policy: TermPolicy
    fee: Decimal
    """Of the first month."""
    fee_of_growth: Decimal
    """What doubling the people would add to the first month's fee, unrounded."""
    months: tuple[TermMonth, ...]
    years: tuple[TermYear, ...]
    events: tuple[TermEvent, ...]
