"""The term month by month: indexation, growth, ends of support; both options with their totals and ranges.

The factor that says how busy this customer is compared with what was assumed is one for the whole term, as it is one
for the whole year of an hourly plan: whoever has more tickets than expected goes on having them. So the total of
several years is one gamma-mixed Poisson sum, and its distribution is exact. Years that were busy or quiet
independently of one another would give a narrower range.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from estimator.model.customer import Customer
from estimator.model.dates import months_later
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.model.rate_card import Plan
from estimator.model.recalculation import Recalculation, UnitGroup
from estimator.model.source import Cell
from estimator.model.term import TermEvent, TermMonth, TermPath, TermYear, Total
from estimator.model.workload import TicketStream, Workload
from estimator.price.aggregate import Aggregate, Claims, aggregate, to_decimal
from estimator.price.counted import average_units, weighted_units
from estimator.price.exposure import Exposure, Surroundings, streams_of
from estimator.price.plans import certain_price, expected_price, ticket_claims

LEAST_STEP = Decimal(1)
"""Totals of several years need no finer lattice than whole EUR; those of the first year are as exact as a plan's."""


@frozen
class Contract:
    """What the path of a term starts from."""

    customer: Customer
    fee: Decimal
    """A month, as it is signed."""
    work: Workload
    tools_annual: Decimal
    counts: Recalculation


def term_path(contract: Contract, facts: Facts, around: Surroundings, ranged: Collection[str]) -> TermPath:
    """Both options over the months of `contract.counts`, as the facts' term policy has prices and seats change.

    The fee stays as it is signed, but for indexation, and for people who come: these are added at the list value of
    their work, less the commitment discount. An hourly plan's month costs what its tickets and sessions come to.
    Totals of the plans in `ranged` have a range.
    """
    return _Path(contract, facts, around, ranged).path()


class _Path:
    def __init__(self, contract: Contract, facts: Facts, around: Surroundings, ranged: Collection[str]) -> None:
        self.ranged = ranged
        self.contract, self.facts, self.around = contract, facts, around
        self.counts, self.policy = contract.counts, facts.term
        self.card, self.effort = facts.rate_card, facts.effort
        self.price_factors = [facts.term.price_factor(month) for month in range(self.counts.term_months)]
        self.seat_factors = [facts.term.seat_factor(month) for month in range(self.counts.term_months)]
        self.streams = [self._streams(group) for group in self.counts.units]

    def path(self) -> TermPath:
        months = self._months()
        return TermPath(
            self.policy, self.contract.fee, self.fee_of_growth, months, self._years(months), tuple(self._events())
        )

    def _streams(self, group: UnitGroup) -> list[TicketStream]:
        """The tickets of one weighted unit in a year."""
        return streams_of(group.driver, group.locations[0], Exposure(1.0, []), self.facts, self.around)

    @cached_property
    def units(self) -> list[list[float]]:
        """Weighted units by group and month, grown."""
        months = range(self.counts.term_months)
        return [
            [
                weighted_units(group, month, self.effort) * (float(self.seat_factors[month]) if group.grows else 1.0)
                for month in months
            ]
            for group in self.counts.units
        ]

    @cached_property
    def fee_of_growth(self) -> Decimal:
        """List value of a month of everything that grows with the people, less the commitment discount."""
        plan = self.card.plan[self.contract.customer.service_level]
        months = self.counts.term_months
        labour = travel = Decimal(0)
        for group, streams in zip(self.counts.units, self.streams, strict=True):
            if group.grows:
                average = average_units(group, months, self.effort)
                for stream in streams:
                    hourly = plan.hourly_rates[stream.role] * stream.band_multiplier
                    labour += to_decimal(stream.annual_minutes * average / 60) * hourly
                    travel += to_decimal(stream.annual_frequency * average) * stream.travel_price
        labour += self._upkeep(plan)
        discount = self.facts.pricing.discount(months)
        return (labour * (1 - discount) + travel + self._tools) / 12

    @cached_property
    def _tools(self) -> Decimal:
        """A year of tools for the computers."""
        tools = self.facts.pricing.tools
        return 12 * self.counts.computers * tools.monthly_price if tools.included else Decimal(0)

    def _upkeep(self, plan: Plan) -> Decimal:
        """A year of the computers' own scheduled minutes, unrounded, in the first rate band."""
        multiplier = next(iter(self.card.band.values())).multiplier
        hours = ((each.role, to_decimal(each.annual_minutes / 60)) for each in self.counts.upkeep)
        return sum((amount * plan.hourly_rates[role] * multiplier for role, amount in hours), Decimal(0))

    def _months(self) -> tuple[TermMonth, ...]:
        start = self.contract.customer.contract_start
        return tuple(
            TermMonth(
                first=months_later(start, month),
                price_factor=prices,
                seat_factor=seats,
                fee=to_cents((self.contract.fee + (seats - 1) * self.fee_of_growth) * prices),
                plans={
                    plan: to_cents(to_decimal(self._tickets(plan, month)) + self._certain(plan, month))
                    for plan in self.card.plan
                },
            )
            for month, (prices, seats) in enumerate(zip(self.price_factors, self.seat_factors, strict=True))
        )

    @cached_property
    def _unit_prices(self) -> dict[str, list[float]]:
        """Expected amount of one weighted unit's tickets in a year, by plan and group."""
        return {
            plan_id: [expected_price(streams, plan, self.card) for streams in self.streams]
            for plan_id, plan in self.card.plan.items()
        }

    def _tickets(self, plan_id: str, month: int) -> float:
        amounts = zip(self._unit_prices[plan_id], self.units, strict=True)
        return float(self.price_factors[month]) * sum(price * units[month] / 12 for price, units in amounts)

    @cached_property
    def _certain_years(self) -> dict[str, tuple[Decimal, Decimal]]:
        """By plan: a year without tickets, and what doubling the people would add to it."""
        work, tools = self.contract.work, self.contract.tools_annual
        return {
            plan_id: (certain_price(work, plan, self.card, tools), self._upkeep(plan) + self._tools)
            for plan_id, plan in self.card.plan.items()
        }

    def _certain(self, plan_id: str, month: int) -> Decimal:
        usual, growing = self._certain_years[plan_id]
        return self.price_factors[month] * (usual + (self.seat_factors[month] - 1) * growing) / 12

    def _years(self, months: Sequence[TermMonth]) -> tuple[TermYear, ...]:
        years: list[TermYear] = []
        fee_total, totals = Decimal(0), dict.fromkeys(self.card.plan, Decimal(0))
        for first in range(0, len(months), 12):
            inside = range(first, min(first + 12, len(months)))
            fee = sum((months[month].fee for month in inside), Decimal(0))
            plans = {plan: self._year(plan, inside) for plan in self.card.plan}
            fee_total += fee
            totals = {plan: totals[plan] + plans[plan] for plan in plans}
            ranges = self._ranges(inside.stop)
            years.append(
                TermYear(
                    first=months[first].first,
                    months=len(inside),
                    fee=fee,
                    fee_total=fee_total,
                    plans=plans,
                    totals={plan: _total(total, ranges.get(plan)) for plan, total in totals.items()},
                )
            )
        return tuple(years)

    def _year(self, plan_id: str, months: range) -> Decimal:
        tickets = to_decimal(sum(self._tickets(plan_id, month) for month in months))
        return to_cents(tickets + sum((self._certain(plan_id, month) for month in months), Decimal(0)))

    def _ranges(self, until: int) -> Mapping[str, Aggregate]:
        """The distribution of plans' totals of the first months; plans with the same rates share their tickets."""
        found: dict[tuple[tuple[str, Decimal], ...], Aggregate] = {}
        totals = {}
        for plan_id in self.ranged:
            plan = self.card.plan[plan_id]
            rates = tuple(plan.hourly_rates.items())
            if rates not in found:
                least = LEAST_STEP if until > 12 else Decimal(0)
                found[rates] = aggregate(self._claims(plan, until), self.effort.frequency_cv, Decimal(0), least)
            certain = sum((self._certain(plan_id, month) for month in range(until)), Decimal(0))
            totals[plan_id] = found[rates].on_top_of(certain)
        return totals

    def _claims(self, plan: Plan, until: int) -> list[Claims]:
        """All tickets of the first months as amounts; those of months with equal prices together."""
        units: dict[Decimal, list[float]] = defaultdict(lambda: [0.0] * len(self.streams))
        for month in range(until):
            for group, of_months in enumerate(self.units):
                units[self.price_factors[month]][group] += of_months[month] / 12
        claims = []
        for factor, of_groups in units.items():
            streams = [
                replace(stream, annual_frequency=stream.annual_frequency * weight)
                for weight, unit_streams in zip(of_groups, self.streams, strict=True)
                for stream in unit_streams
            ]
            for claim in ticket_claims(streams, plan, self.card):
                first, step = claim.first_amount * factor, claim.amount_step * factor
                claims.append(replace(claim, first_amount=first, amount_step=step))
        return claims

    def _events(self) -> Iterator[TermEvent]:
        start = self.contract.customer.contract_start
        found = [*self._ends(start), *self._rises(start)]
        yield from sorted(found, key=lambda event: (event.month, event.kind, event.release))

    def _ends(self, start: date) -> Iterator[TermEvent]:
        units: dict[tuple[int, str], int] = defaultdict(int)
        tickets: dict[tuple[int, str], float] = defaultdict(float)
        cells: dict[tuple[int, str], list[Cell]] = defaultdict(list)
        more = self.effort.past_end_of_support_factor - 1
        for group in self.counts.units:
            driver = self.effort.driver[group.driver]
            for end in group.endings:
                key = end.month, end.release
                failing = end.units - driver.hardware_failure_share * end.in_programme
                units[key] += end.units
                tickets[key] += driver.tickets_per_unit_month * more * failing
                cells[key] += end.cells
        for (month, release), count in units.items():
            key = month, release
            yield TermEvent(
                month=month,
                first=months_later(start, month),
                kind="support-ends",
                release=release,
                units=count,
                more_tickets_per_month=tickets[key],
                cells=tuple(cells[key]),
            )

    def _rises(self, start: date) -> Iterator[TermEvent]:
        for month in range(1, self.counts.term_months):
            first = months_later(start, month)
            if self.price_factors[month] != self.price_factors[month - 1]:
                yield TermEvent(month=month, first=first, kind="prices", factor=self.price_factors[month])
            if self.seat_factors[month] != self.seat_factors[month - 1]:
                yield TermEvent(month=month, first=first, kind="seats", factor=self.seat_factors[month])


def _total(expected_amount: Decimal, distribution: Aggregate | None) -> Total:
    if distribution is None:
        return Total(expected_amount, None, None)
    return Total(expected_amount, to_cents(distribution.quantile(0.10)), to_cents(distribution.quantile(0.90)))
