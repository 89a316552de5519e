"""What moves the fee, by causes of work: quick enough for every build, on a coarse lattice beside the fee's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from estimator.model.estimate import Component, Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.money import round_up, to_cents
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.sensitivity import Effect, Outcome
from estimator.model.workload import TicketStream
from estimator.price.aggregate import Aggregate, Claims, aggregate, merged
from estimator.price.cost import cost_claims, scheduled_cost
from estimator.price.fee import LABOUR, PricedFee, fixed_fee, list_lines

POINTS = 4096
"""Length of the coarse lattice: its effects are differences that are added to the fee of the fine one."""
EVERY_TICKET, EVERY_SESSION = "tickets", "scheduled"
DRIVER, TASK = "driver.", "task."
SPREAD, APPETITE, TOOLS = "frequency_cv", "risk.appetite", "tools.monthly_price"
_Key = TypeVar("_Key")


def lever_effects(estimate: Estimate, facts: Facts, share: Decimal, most: int) -> tuple[Effect, ...]:
    """The effects on the fee of more and less work, risk and tools by a share, the greatest first, at most so many.

    Keys are `tickets` and `scheduled` for all of each, `driver.NAME` for one driver's tickets, `task.NAME` for one
    task's sessions, visits included, and those of three figures of the data files. Outcomes have no plans.
    """
    scales = _Scales(estimate, facts)
    found = []
    for key in (EVERY_TICKET, EVERY_SESSION, *_dearest(scales.parts, most), SPREAD, APPETITE, TOOLS):
        lowered, raised = (scales.outcome(key, 1 + sign * share) for sign in (-1, 1))
        if lowered.unrounded != raised.unrounded:
            found.append(Effect(key, "", lowered, raised))
    return tuple(sorted(found, key=lambda effect: (-effect.span, effect.key))[:most])


@frozen
class _Part:
    """The work of one cause in a year: what it adds to the lines of the fee, and what it costs us."""

    lines: Mapping[Component, Decimal]
    certain: Decimal
    """Cost of scheduled work."""
    claims: Sequence[Claims]
    """Cost of tickets, on the coarse lattice."""


@frozen(slots=False)
class _Scales:
    """Prices an estimate's work with some of it scaled."""

    estimate: Estimate
    facts: Facts

    @property
    def policy(self) -> PricingPolicy:
        return self.facts.pricing

    def outcome(self, key: str, factor: Decimal) -> Outcome:
        """The fee with one lever scaled."""
        base, priced, fee = self._base, self._priced(key, factor), self.estimate.fee
        unrounded = max(
            fee.offer + priced.offer - base.offer,
            fee.margin_guard + priced.margin_guard - base.margin_guard,
            fee.bad_year_guard + priced.bad_year_guard - base.bad_year_guard,
        )
        return Outcome(round_up(to_cents(unrounded), self.policy.fee_step), unrounded, {})

    @cached_property
    def parts(self) -> Mapping[str, _Part]:
        """By lever key: every driver and every task."""
        work = self.estimate.workload
        rates = self.facts.rate_card.plan[self.estimate.customer.service_level]
        no_price = replace(rates, monthly_price=Decimal(0))
        parts = {}
        for driver, streams in _grouped((stream.driver, stream) for stream in work.streams):
            alike = list(_alike(streams))
            claims = merged(cost_claims(alike, self.policy.cost, self._step), self._step)
            parts[DRIVER + driver] = _Part(list_lines(alike, (), no_price, Decimal(0)), Decimal(0), claims)
        for task, sessions in _grouped((each.task, each) for each in work.scheduled):
            lines = list_lines((), sessions, no_price, Decimal(0))
            parts[TASK + task] = _Part(lines, scheduled_cost(sessions, self.policy.cost), ())
        return parts

    @cached_property
    def _step(self) -> Decimal:
        return Decimal(max(1, int(2 * self.estimate.provider.p90_annual_cost) // POINTS))

    @cached_property
    def _tools_cost(self) -> Decimal:
        tools = self.policy.tools
        return 12 * self.estimate.workload.endpoints * tools.monthly_cost if tools.included else Decimal(0)

    @cached_property
    def _base(self) -> PricedFee:
        return self._priced("", Decimal(1))

    def _priced(self, key: str, factor: Decimal) -> PricedFee:
        level, policy = self.estimate.customer.service_level, self.policy
        lines: dict[Component, Decimal] = dict.fromkeys((*LABOUR, "service-level", "travel", "tools"), Decimal(0))
        lines["service-level"] = 12 * self.facts.rate_card.plan[level].monthly_price
        lines["tools"] = self.estimate.tools_annual * (factor if key == TOOLS else 1)
        certain, changed = self._tools_cost, list[Claims]()
        for name, part in self.parts.items():
            every = EVERY_TICKET if name.startswith(DRIVER) else EVERY_SESSION
            scale = factor if key in {name, every} else Decimal(1)
            for line, amount in part.lines.items():
                lines[line] += scale * amount
            certain += scale * part.certain
            if scale != 1:
                changed += (replace(each, frequency=each.frequency * float(scale - 1)) for each in part.claims)
        if key == APPETITE:
            policy = replace(policy, risk=replace(policy.risk, appetite=policy.risk.appetite * factor))
        cost = self._tickets(changed, float(factor) if key == SPREAD else 1.0).on_top_of(certain)
        return fixed_fee(lines, cost, policy, self.estimate.customer.term_months)

    @cached_property
    def _every_claim(self) -> list[Claims]:
        return merged([claim for part in self.parts.values() for claim in part.claims], self._step)

    @cached_property
    def _unchanged(self) -> Aggregate:
        return aggregate(self._every_claim, self.estimate.frequency_cv, Decimal(0), self._step)

    def _tickets(self, changed: Sequence[Claims], spread: float) -> Aggregate:
        """What a year's tickets cost us with some more or, of negative frequency, fewer of them."""
        if not changed and spread == 1:
            return self._unchanged
        cv = self.estimate.frequency_cv * spread
        return aggregate([*self._every_claim, *merged(changed, self._step)], cv, Decimal(0), self._step)


def _dearest(parts: Mapping[str, _Part], most: int) -> list[str]:
    """The causes with the greatest list value, which move the fee most."""
    return sorted(parts, key=lambda name: (-sum(parts[name].lines.values()), name))[:most]


def _grouped(keyed: Iterable[tuple[str, _Key]]) -> Iterator[tuple[str, list[_Key]]]:
    groups: dict[str, list[_Key]] = {}
    for key, value in keyed:
        groups.setdefault(key, []).append(value)
    return iter(groups.items())


def _alike(streams: Iterable[TicketStream]) -> Iterator[TicketStream]:
    """The streams of one driver with those that differ in their location only as one."""
    groups: dict[tuple[object, ...], list[TicketStream]] = {}
    for each in streams:
        kind = (each.role, each.channel, each.band, each.mean_minutes, each.minutes_cv, each.travel_price)
        groups.setdefault(kind, []).append(each)
    for group in groups.values():
        yield replace(group[0], annual_frequency=sum(each.annual_frequency for each in group), cells=())
