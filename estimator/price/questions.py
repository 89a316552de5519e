"""What the answers to open questions can do to the fee: unknown is neither zero nor fine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from estimator.model.effort import EVERY_ASSET
from estimator.model.estimate import Component, Question
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import ENDPOINT_TYPES, Assessment, AssetType
from estimator.model.money import round_up, to_cents
from estimator.model.rate_card import Plan
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.price.aggregate import Claims, aggregate, merged
from estimator.price.cost import cost_claims, scheduled_cost
from estimator.price.doubts import Answer, Doubt, doubts, together
from estimator.price.exposure import Exposure, Surroundings, exposures, streams_of
from estimator.price.fee import PricedFee, fixed_fee, list_lines

COARSE_POINTS = 4096
"""Length of the coarse lattice on which the effect of an answer is weighed; the fee itself uses the fine one."""


@frozen(slots=False)
class Weigher:
    """Prices answers on a coarse lattice, as differences from the fee that was priced on the fine one."""

    fee: PricedFee
    work: Workload
    assessment: Assessment
    facts: Facts
    around: Surroundings
    tools_annual: Decimal
    tickets: Sequence[Claims]
    """What the year's tickets cost us."""
    certain: Decimal
    """What a year costs us without them."""
    reach: Decimal
    """About the largest yearly cost that matters; sets the coarse lattice's step."""

    def monthly(self, answer: Answer) -> Decimal:
        """The unrounded monthly fee if the answer were known."""
        priced, base = self._priced(self._classed(answer)), self._priced(Answer())
        return max(
            self.fee.offer + priced.offer - base.offer,
            self.fee.margin_guard + priced.margin_guard - base.margin_guard,
            self.fee.bad_year_guard + priced.bad_year_guard - base.bad_year_guard,
        )

    def rounded(self, answer: Answer) -> Decimal:
        """The monthly fee if the answer were known."""
        return round_up(to_cents(self.monthly(answer)), self.facts.pricing.fee_step)

    def _classed(self, answer: Answer) -> Answer:
        """The same answer with locations that are priced alike replaced by the first of them, to price it once."""
        if answer.visits:
            return answer
        moved = ((driver, self._first_alike[location], more) for driver, location, more in answer.tickets if more)
        return together([replace(answer, tickets=()), Answer(tuple(moved))])

    @cached_property
    def _first_alike(self) -> dict[str, str]:
        first: dict[tuple[bool, Decimal], str] = {}
        ids = [location.id for location in self.assessment.locations]
        return {each: first.setdefault((self.around.on_site[each], self.around.travel[each]), each) for each in ids}

    @cached_property
    def _step(self) -> Decimal:
        return Decimal(max(1, int(self.reach) // COARSE_POINTS))

    @cached_property
    def _memory(self) -> dict[Answer, PricedFee]:
        return {}

    def _priced(self, answer: Answer) -> PricedFee:
        if answer not in self._memory:
            self._memory[answer] = self._price(answer)
        return self._memory[answer]

    @cached_property
    def _base_claims(self) -> list[Claims]:
        return merged(self.tickets, self._step)

    @cached_property
    def _base_lines(self) -> dict[str, dict[Component, Decimal]]:
        return {}

    def _price(self, answer: Answer) -> PricedFee:
        customer, policy = self.assessment.customer, self.facts.pricing
        level = answer.service_level or customer.service_level
        plan = self.facts.rate_card.plan[level]
        if level not in self._base_lines:
            self._base_lines[level] = list_lines(self.work.streams, self.work.scheduled, plan, self.tools_annual)
        lines = dict(self._base_lines[level])
        streams = [*self._more_streams(answer), *self._moved_streams(answer)]
        tools, tools_cost = self._more_tools(answer)
        dropped, moved = self._moved_visits(answer)
        self._add(lines, list_lines(streams, moved, plan, tools), 1)
        self._add(lines, list_lines((), dropped, plan, Decimal(0)), -1)
        upkeep_cost = self._add_upkeep(lines, answer, plan)
        certain = self.certain + tools_cost + upkeep_cost
        certain += scheduled_cost(moved, policy.cost) - scheduled_cost(dropped, policy.cost)
        claims = [*self._base_claims, *cost_claims(streams, policy.cost, self._step)]
        cost = aggregate(claims, self.facts.effort.frequency_cv, certain, self._step)
        return fixed_fee(lines, cost, policy, answer.term_months or customer.term_months)

    @staticmethod
    def _add(lines: dict[Component, Decimal], more: Mapping[Component, Decimal], sign: int) -> None:
        for line, amount in more.items():
            lines[line] += sign * amount if line != "service-level" else 0

    def _more_streams(self, answer: Answer) -> Iterator[TicketStream]:
        around = self._around(answer)
        for driver, location, more in answer.tickets:
            yield from streams_of(driver, location, Exposure(more, []), self.facts, around)

    def _moved_streams(self, answer: Answer) -> Iterator[TicketStream]:
        """The tickets of locations to which travel is otherwise than priced, less those that are priced."""
        around = self._around(answer)
        for moved, _, _ in answer.visits:
            for (location, driver), exposure in self._exposures.items():
                if location == moved:
                    yield from streams_of(driver, location, Exposure(exposure.units, []), self.facts, around)
                    yield from streams_of(driver, location, Exposure(-exposure.units, []), self.facts, self.around)

    def _moved_visits(self, answer: Answer) -> tuple[list[ScheduledWork], list[ScheduledWork]]:
        """The scheduled visits of such locations as they are priced, and as the answer has them."""
        dropped, moved = [], []
        for location, possible, price in answer.visits:
            for work in self.work.scheduled:
                if work.location == location and self.facts.effort.task[work.task].channel == "on-site":
                    dropped.append(work)
                    travel = price if possible else Decimal(0)
                    moved.append(replace(work, channel="on-site" if possible else "remote", travel_price=travel))
        return dropped, moved

    def _around(self, answer: Answer) -> Surroundings:
        if not answer.visits:
            return self.around
        on_site = {location: possible for location, possible, _ in answer.visits}
        travel = {location: price for location, _, price in answer.visits}
        return replace(self.around, on_site={**self.around.on_site, **on_site}, travel={**self.around.travel, **travel})

    @cached_property
    def _exposures(self) -> dict[tuple[str, str], Exposure]:
        return exposures(self.assessment, self.facts.effort, self.around)

    def _more_tools(self, answer: Answer) -> tuple[Decimal, Decimal]:
        """Price and cost of a year of tools for what the answer adds."""
        tools = self.facts.pricing.tools
        endpoints = sum(count for driver, count in answer.upkeep if driver in ENDPOINT_TYPES)
        months = 12 * endpoints if tools.included else 0
        return months * tools.monthly_price, months * tools.monthly_cost

    def _add_upkeep(self, lines: dict[Component, Decimal], answer: Answer, plan: Plan) -> Decimal:
        """Adds the scheduled minutes of the answer, set-up aside, in the first rate band; gives their cost."""
        policy = self.facts.pricing
        band = next(iter(self.facts.rate_card.band))
        multiplier = self.facts.rate_card.band[band].multiplier
        cost = Decimal(0)
        for task in self.facts.effort.task.values():
            minutes = task.minutes_of(policy.tools.included)
            each_time = sum(
                count * (minutes.get(driver, 0) + (minutes.get(EVERY_ASSET, 0) if driver in _ASSET_DRIVERS else 0))
                for driver, count in answer.upkeep
            )
            hours = Decimal(each_time * task.times_a_year(self.assessment.customer.review_months)) / 60
            lines[task.component] += hours * plan.hourly_rates[task.role] * multiplier
            cost += hours * policy.cost.hourly[task.role] * policy.cost.band_multipliers[band]
        return cost


_ASSET_DRIVERS = frozenset(map(str, AssetType))


def questions(weigher: Weigher) -> tuple[tuple[Question, ...], Decimal, Decimal]:
    """The questions that can move the fee, those that move it most first; the fee if all go low, and if all go high.

    Every doubt counts for the range; one whose answers all round to the same fee is not asked.
    """
    found = [(doubt, _ends(doubt, weigher)) for doubt in doubts(weigher.assessment, weigher.facts, weigher.around)]
    ranked = []
    for doubt, (low, high) in found:
        question = Question(doubt.cells, doubt.question, weigher.rounded(low), weigher.rounded(high))
        if question.spread:
            ranked.append((-question.spread, weigher.monthly(low) - weigher.monthly(high), question.cells, question))
    ranked.sort(key=lambda item: item[:3])
    lowest = weigher.rounded(together(low for _, (low, _) in found))
    highest = weigher.rounded(together(high for _, (_, high) in found))
    fee = weigher.fee.monthly
    return tuple(question for *_, question in ranked), min(lowest, fee), max(highest, fee)


def _ends(doubt: Doubt, weigher: Weigher) -> tuple[Answer, Answer]:
    """The cheapest and the dearest answer."""
    by_fee = sorted(doubt.answers, key=weigher.monthly)
    return by_fee[0], by_fee[-1]
