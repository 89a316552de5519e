"""The fee of a year's work as it is, or of the same mix of more or fewer people, devices and services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from estimator.model.effort import SEAT, EffortTable
from estimator.model.estimate import Component
from estimator.model.frozen import frozen
from estimator.model.infrastructure import ServiceType
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import RateCard
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.price.cost import scheduled_cost, tickets_year
from estimator.price.fee import PricedFee, fixed_fee, list_lines, tools_of_a_year

ONE = Fraction(1)
SERVICES = frozenset(kind.driver for kind in ServiceType)


@frozen
class Scale:
    """How many times as many people, devices and services there are, of the same mix."""

    people: Fraction = ONE
    devices: Fraction = ONE
    services: Fraction = ONE


@frozen
class Contract:
    """What of the contract a fee depends on besides the work."""

    service_level: str
    term_months: int


UNSCALED = Scale()


def fee_of_work(
    work: Workload,
    contract: Contract,
    card: RateCard,
    policy: PricingPolicy,
    frequency_cv: float,
    *,
    scale: Scale = UNSCALED,
    effort: EffortTable | None = None,
) -> PricedFee:
    """The fee for a year's work, without anything else of an estimate; unscaled it is the estimate's, to the cent.

    `effort` tells which scheduled work is for services; without it all of it counts as work on devices.
    """
    streams = tuple(
        _scaled(stream, scale.people if stream.driver == SEAT else scale.devices) for stream in work.streams
    )
    plan = card.plan[contract.service_level]
    tools, certain = tools_of_a_year(_decimal(work.endpoints * scale.devices), policy)
    lines = list_lines(streams, (), plan, tools)
    for factor, scheduled in _by_factor(work.scheduled, scale, effort).items():
        certain += _decimal(factor) * scheduled_cost(scheduled, policy.cost)
        _add(lines, list_lines((), scheduled, plan, Decimal(0)), _decimal(factor))
    _, year = tickets_year(streams, policy.cost, frequency_cv)
    return fixed_fee(lines, year.on_top_of(certain), policy, contract.term_months)


def serves_services(task: str, effort: EffortTable) -> bool:
    """Whether a task is for services alone, so that there is more of it with more services, not with more devices."""
    return task in effort.task and effort.task[task].minutes_per_unit.keys() <= SERVICES


def _scaled(stream: TicketStream, factor: Fraction) -> TicketStream:
    return stream if factor == 1 else replace(stream, annual_frequency=stream.annual_frequency * float(factor))


def _by_factor(
    scheduled: Iterable[ScheduledWork], scale: Scale, effort: EffortTable | None
) -> dict[Fraction, list[ScheduledWork]]:
    found: dict[Fraction, list[ScheduledWork]] = {}
    for work in scheduled:
        for_services = effort is not None and serves_services(work.task, effort)
        found.setdefault(scale.services if for_services else scale.devices, []).append(work)
    return found


def _add(lines: dict[Component, Decimal], more: Mapping[Component, Decimal], factor: Decimal) -> None:
    """Adds the lines of scheduled work; the plan's monthly price is in the first lines already."""
    for line in ("maintenance", "documentation", "travel"):
        lines[line] += factor * more[line]


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
