"""What a blank or doubtful cell can do to the fee: unknown is neither zero nor fine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from estimator.model.estimate import Component, Question
from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment, Asset, AssetType
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.model.money import round_up, to_cents
from estimator.model.rate_card import NO_CONTRACT
from estimator.model.source import Cell
from estimator.model.workload import Workload
from estimator.price.aggregate import Claims, aggregate, merged
from estimator.price.cost import certain_cost, cost_claims
from estimator.price.exposure import Exposure, Surroundings, frequency_factor, month_ends, streams_of
from estimator.price.fee import PricedFee, fixed_fee, list_lines

OS_TYPES = frozenset(
    {
        AssetType.WORKSTATION,
        AssetType.LAPTOP,
        AssetType.SERVER,
        AssetType.VIRTUAL_SERVER,
        AssetType.HYPERVISOR,
        AssetType.FIREWALL,
        AssetType.ROUTER,
        AssetType.NAS,
    }
)
"""Types whose operating system or firmware version decides whether the vendor still patches them."""

COARSE_POINTS = 4096
"""Length of the coarse lattice on which the effect of an answer is weighed; the fee itself uses the fine one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One way a cell could be filled: weighted units more or less of a driver at a location, or other terms."""

    extra_units: tuple[tuple[str, str, float], ...] = ()
    """(driver, location, weighted units)."""
    service_level: str = ""
    term_months: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that somebody should fill, with the answers that make the fee lowest and highest."""

    cell: Cell
    question: str
    low: Answer
    high: Answer


@dataclass(frozen=True)
class Weigher:
    """Prices answers on a coarse lattice, as differences from the fee that was priced on the fine one."""

    fee: PricedFee
    work: Workload
    assessment: Assessment
    facts: Facts
    around: Surroundings
    tools_annual: Decimal
    tools_annual_cost: Decimal
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

    def _classed(self, answer: Answer) -> Answer:
        """The same answer with locations that are priced alike replaced by the first of them, to price it once."""
        extra = tuple(
            (driver, self._first_alike[location], more) for driver, location, more in answer.extra_units if more
        )
        return Answer(extra, answer.service_level, answer.term_months)

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
        return merged(cost_claims(self.work.streams, self.facts.pricing.cost), self._step)

    @cached_property
    def _certain(self) -> Decimal:
        return certain_cost(self.work.scheduled, self.facts.pricing.cost, self.tools_annual_cost)

    @cached_property
    def _base_lines(self) -> dict[str, dict[Component, Decimal]]:
        return {}

    def _price(self, answer: Answer) -> PricedFee:
        customer = self.assessment.customer
        level = answer.service_level or customer.service_level
        plan = self.facts.rate_card.plan[level]
        if level not in self._base_lines:
            self._base_lines[level] = list_lines(self.work.streams, self.work.scheduled, plan, self.tools_annual)
        lines = dict(self._base_lines[level])
        more = [
            stream
            for driver, location, units in answer.extra_units
            for stream in streams_of(driver, location, Exposure(units, []), self.facts, self.around)
        ]
        for line, amount in list_lines(more, (), plan, Decimal(0)).items():
            lines[line] += amount if line not in ("service-level", "tools") else 0
        claims = [*self._base_claims, *cost_claims(more, self.facts.pricing.cost, self._step)]
        cost = aggregate(claims, self.facts.effort.frequency_cv, self._certain, self._step)
        return fixed_fee(lines, cost, self.facts.pricing, answer.term_months or customer.term_months)


def questions(weigher: Weigher) -> tuple[tuple[Question, ...], Decimal, Decimal]:
    """The questions, those that move the fee most first; and the fee with all low and with all high answers."""
    step = weigher.facts.pricing.fee_step
    doubts = list(_doubts(weigher.assessment, weigher.facts, weigher.around))
    weighed = []
    for doubt in doubts:
        low, high = sorted((weigher.monthly(doubt.low), weigher.monthly(doubt.high)))
        if high > low:
            question = Question(
                doubt.cell, doubt.question, round_up(to_cents(low), step), round_up(to_cents(high), step)
            )
            weighed.append((-question.spread, low - high, doubt.cell, question))
    weighed.sort(key=lambda item: item[:3])
    lowest = round_up(to_cents(weigher.monthly(_together(doubt.low for doubt in doubts))), step)
    highest = round_up(to_cents(weigher.monthly(_together(doubt.high for doubt in doubts))), step)
    fee = weigher.fee.monthly
    return tuple(question for _, _, _, question in weighed), min(lowest, fee), max(highest, fee)


def _together(answers: Iterator[Answer]) -> Answer:
    extra: dict[tuple[str, str], float] = {}
    level, term = "", 0
    for answer in answers:
        for driver, location, more in answer.extra_units:
            extra[driver, location] = extra.get((driver, location), 0.0) + more
        level, term = answer.service_level or level, answer.term_months or term
    return Answer(tuple((driver, location, more) for (driver, location), more in sorted(extra.items())), level, term)


def _doubts(assessment: Assessment, facts: Facts, around: Surroundings) -> Iterator[Doubt]:
    yield from _contract_doubts(assessment, facts)
    months = month_ends(assessment.customer.contract_start, assessment.customer.term_months)
    for asset in assessment.managed_assets:
        if asset.type in facts.effort.driver:
            yield from _asset_doubts(asset, facts, around.lifecycles, months)


def _contract_doubts(assessment: Assessment, facts: Facts) -> Iterator[Doubt]:
    customer = assessment.customer
    if "service_level" in customer.left_blank:
        plans = sorted(
            (plan_id for plan_id in facts.rate_card.plan if plan_id != NO_CONTRACT),
            key=lambda plan_id: facts.rate_card.plan[plan_id].monthly_price,
        )
        if plans:
            yield Doubt(
                customer.cell("service_level"),
                f"Which service level is wanted? Priced as '{customer.service_level}'.",
                Answer(service_level=plans[0]),
                Answer(service_level=plans[-1]),
            )
    steps = sorted(facts.pricing.commitment.steps, key=lambda step: step.from_months)
    if "term_months" in customer.left_blank and steps:
        yield Doubt(
            customer.cell("term_months"),
            f"For how many months is the contract signed? Priced as {customer.term_months}.",
            Answer(term_months=steps[-1].from_months),
            Answer(term_months=steps[0].from_months),
        )


def _asset_doubts(
    asset: Asset, facts: Facts, lifecycles: Mapping[str, LifecycleStatus], months: tuple[date, ...]
) -> Iterator[Doubt]:
    effort = facts.effort
    status = lifecycles.get(asset.id)
    now = frequency_factor(asset, status, effort, months)
    driver = effort.driver[asset.type]

    def other(factor: float) -> Answer:
        return Answer(((asset.type, asset.location, round(asset.quantity * (factor - now), 9)),))

    if asset.type in OS_TYPES and status is not None and status.state is SupportState.UNKNOWN:
        blank = not asset.operating_system
        first, last = status.ends_between or (None, None)
        worst = replace(status, state=SupportState.ENDED, end_of_support=first, ends_between=None)
        until = f" until {last}" if last else ""
        yield Doubt(
            asset.row.cell("operating_system" if blank else "version"),
            f"Which operating system and version does {asset.id} run? Priced as still supported by its vendor."
            if blank
            else f"Does the vendor still support what {asset.id} runs? Priced as supported{until}.",
            other(now),
            other(frequency_factor(asset, worst, effort, months)),
        )
    if asset.in_stock_programme is None and driver.hardware_failure_share > 0:
        yield Doubt(
            asset.row.cell("in_stock_programme"),
            f"Is {asset.id} in the guaranteed stock programme? Priced as not in it.",
            other(now * (1 - driver.hardware_failure_share)),
            other(now),
        )
