"""From a euro to its rule: the parts of a line of the fee, of a plan's year, of what one asset causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from estimator.model.effort import EVERY_ASSET
from estimator.model.estimate import Component, Estimate
from estimator.model.explanation import Explained, ExplainedAsset, Part
from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment, Asset
from estimator.model.money import round_to_total, to_cents
from estimator.model.rate_card import Plan
from estimator.model.workload import ScheduledWork, TicketStream
from estimator.price.aggregate import to_decimal
from estimator.price.billing import billed_minutes, expected_billed_minutes
from estimator.price.exposure import (
    Exposure,
    Surroundings,
    frequency_factor,
    month_ends,
    share_past_support,
    streams_of,
)
from estimator.price.severity import LogNormal


def explain_component(component: Component, estimate: Estimate, facts: Facts) -> Explained:
    """The parts of a line of the fee, the dearest first; a line that is one amount has none."""
    printed = next(line.monthly for line in estimate.fee.components if line.id == component)
    plan = facts.rate_card.plan[estimate.customer.service_level]
    work = estimate.workload
    if component == "support":
        parts = _alike(_ticket(stream, plan) for stream in work.streams)
    elif component in ("maintenance", "documentation"):
        parts = _alike(_session(each, plan) for each in work.scheduled if each.component == component)
    elif component == "travel":
        parts = _alike(_visits(work.streams, work.scheduled))
    else:
        return Explained(printed, ())
    if estimate.fee.binding == "offer" or component == "travel":
        return Explained(printed, _rounded(parts, printed))
    listed = to_cents(sum((part.monthly for part in parts), Decimal(0)))
    return Explained(printed, _rounded(parts, listed), (("guard-surcharge", printed - listed),))


def explain_plan(plan_id: str, estimate: Estimate, facts: Facts) -> Explained:
    """A month of an hourly plan, on average over an expected year: tickets and sessions as they are billed."""
    plan, card = facts.rate_card.plan[plan_id], facts.rate_card
    year = next(each for each in estimate.plans if each.plan == plan_id)
    tickets = []
    for stream in estimate.workload.streams:
        rule = card.billing[stream.channel]
        billed = expected_billed_minutes(rule, LogNormal(stream.mean_minutes, stream.minutes_cv))
        tickets.append(_ticket(stream, plan, billed, travelling=True))
    sessions = [
        _session(each, plan, billed_minutes(card.billing[each.channel], each.minutes_per_session), travelling=True)
        for each in estimate.workload.scheduled
    ]
    parts, monthly = _alike((*tickets, *sessions)), to_cents(year.expected_annual / 12)
    fixed = (plan.monthly_price, estimate.tools_annual / 12)
    price, tools, *amounts = round_to_total([*fixed, *(part.monthly for part in parts)], monthly)
    printed = tuple(replace(part, monthly=amount) for part, amount in zip(parts, amounts, strict=True))
    return Explained(monthly, printed, (("plan-price", price), ("tools", tools)))


def explain_asset(
    asset: Asset, estimate: Estimate, assessment: Assessment, facts: Facts, around: Surroundings
) -> ExplainedAsset:
    """What a managed asset of a type that has a driver adds: its tickets, and its minutes in the calendar."""
    customer, effort = assessment.customer, facts.effort
    plan = facts.rate_card.plan[customer.service_level]
    status = around.lifecycles.get(asset.id)
    months = month_ends(customer.contract_start, customer.term_months)
    factor = frequency_factor(asset, status, effort, months)
    exposure = Exposure(asset.quantity * factor, [asset.row.cell("id")])
    streams = streams_of(asset.type, asset.location, exposure, facts, around)
    parts = _alike((*(_ticket(stream, plan, travelling=True) for stream in streams), *_upkeep(asset, estimate, facts)))
    monthly = to_cents(sum((part.monthly for part in parts), Decimal(0)))
    return ExplainedAsset(
        asset,
        effort.driver[asset.type].tickets_per_unit_month,
        share_past_support(status, months),
        factor,
        Explained(monthly, _rounded(parts, monthly)),
    )


def _ticket(stream: TicketStream, plan: Plan, billed: float | None = None, *, travelling: bool = False) -> Part:
    hourly = plan.hourly_rates[stream.role] * stream.band_multiplier
    minutes = stream.mean_minutes if billed is None else billed
    travel = stream.travel_price if travelling else Decimal(0)
    annual = to_decimal(stream.annual_frequency * minutes / 60) * hourly + to_decimal(stream.annual_frequency) * travel
    return Part(
        stream.driver, False, stream.role, stream.channel if travelling else "", stream.band,
        stream.annual_frequency / 12, minutes, hourly, travel, annual / 12, stream.mean_minutes, stream.cells,
    )  # fmt: skip


def _session(work: ScheduledWork, plan: Plan, billed: int | None = None, *, travelling: bool = False) -> Part:
    hourly = plan.hourly_rates[work.role] * work.band_multiplier
    minutes = work.minutes_per_session if billed is None else billed
    travel = work.travel_price if travelling else Decimal(0)
    annual = work.sessions_per_year * (Decimal(minutes) / 60 * hourly + travel)
    return Part(
        work.task, True, work.role, work.channel if travelling else "", work.band,
        work.sessions_per_year / 12, minutes, hourly, travel, annual / 12, work.minutes_per_session, work.cells,
    )  # fmt: skip


def _visits(streams: Sequence[TicketStream], scheduled: Sequence[ScheduledWork]) -> Iterable[Part]:
    for stream in streams:
        if stream.travel_price:
            annual = to_decimal(stream.annual_frequency) * stream.travel_price
            number = stream.annual_frequency / 12
            yield Part(stream.location, False, "", "", "", number, 0, Decimal(0), stream.travel_price, annual / 12)
    for work in scheduled:
        if work.travel_price:
            annual = work.sessions_per_year * work.travel_price
            number = work.sessions_per_year / 12
            yield Part(work.location, True, "", "", "", number, 0, Decimal(0), work.travel_price, annual / 12)


def _upkeep(asset: Asset, estimate: Estimate, facts: Facts) -> Iterable[Part]:
    """The asset's own minutes of every task of the calendar; the set-up of a session belongs to no single asset."""
    plan = facts.rate_card.plan[estimate.customer.service_level]
    bands = {work.task: (work.band, work.band_multiplier) for work in estimate.workload.scheduled}
    for task_id, task in facts.effort.task.items():
        minutes = task.minutes_of(facts.pricing.tools.included)
        each_time = asset.quantity * (minutes.get(asset.type, 0) + minutes.get(EVERY_ASSET, 0))
        if each_time and task_id in bands:
            band, multiplier = bands[task_id]
            hourly = plan.hourly_rates[task.role] * multiplier
            times = task.times_a_year(estimate.customer.review_months)
            monthly = to_decimal(each_time * times / 60) * hourly / 12
            cells = (asset.row.cell("id"),)
            yield Part(
                task_id, True, task.role, "", band, times / 12, each_time, hourly, Decimal(0), monthly, each_time, cells
            )


def _alike(parts: Iterable[Part]) -> list[Part]:
    """Parts that differ in nothing but place and length, together; minutes are averages. The dearest first."""
    groups: dict[tuple[object, ...], list[Part]] = defaultdict(list)
    for part in parts:
        key = (part.name, part.scheduled, part.role, part.channel, part.band, part.hourly, part.travel)
        groups[key].append(part)
    joined = []
    for group in groups.values():
        number = sum(part.number for part in group)
        joined.append(
            replace(
                group[0],
                number=number,
                minutes=sum(part.number * part.minutes for part in group) / number if number else 0.0,
                worked=sum(part.number * part.worked for part in group) / number if number else 0.0,
                monthly=sum((part.monthly for part in group), Decimal(0)),
                cells=tuple(dict.fromkeys(cell for part in group for cell in part.cells)),
            )
        )
    return sorted(joined, key=lambda part: (-part.monthly, part.name, part.role, part.band))


def _rounded(parts: Sequence[Part], total: Decimal) -> tuple[Part, ...]:
    """The parts in cents, so that they add up to the total as printed."""
    amounts = round_to_total([part.monthly for part in parts], total)
    return tuple(replace(part, monthly=amount) for part, amount in zip(parts, amounts, strict=True))
