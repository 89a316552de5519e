"""What drives the fee: hours and list value of a month by driver and maintenance task."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen


@frozen
class Cause:
    """Tickets of a driver, or a maintenance task: its work in a month at the wanted plan's rates, travel included."""

    name: str
    scheduled: bool
    monthly_hours: float
    monthly_value: Decimal
    share: float
    """Of the list value of all work."""


def causes(estimate: Estimate, facts: Facts) -> tuple[Cause, ...]:
    """Every cause of work, the most expensive first; values in the rate card's currency, before risk and discount."""
    hours: dict[tuple[str, bool], float] = {}
    values: dict[tuple[str, bool], Decimal] = {}
    for key, minutes, value in _work(estimate, facts):
        hours[key] = hours.get(key, 0.0) + minutes / 60 / 12
        values[key] = values.get(key, Decimal(0)) + value / 12
    total = sum(values.values(), Decimal(0)) or Decimal(1)
    found = [
        Cause(name, scheduled, hours[name, scheduled], value, float(value / total))
        for (name, scheduled), value in values.items()
    ]
    return tuple(sorted(found, key=lambda cause: (-cause.monthly_value, cause.name)))


def _work(estimate: Estimate, facts: Facts) -> Iterator[tuple[tuple[str, bool], float, Decimal]]:
    rates = facts.rate_card.plan[estimate.customer.service_level].hourly_rates
    for stream in estimate.workload.streams:
        labour = Decimal(stream.annual_minutes / 60) * rates[stream.role] * stream.band_multiplier
        travel = Decimal(stream.annual_frequency) * stream.travel_price
        yield (stream.driver.replace("-", " "), False), stream.annual_minutes, labour + travel
    for work in estimate.workload.scheduled:
        labour = Decimal(work.annual_minutes) / 60 * rates[work.role] * work.band_multiplier
        name = facts.effort.task[work.task].name
        yield (name, True), work.annual_minutes, labour + work.sessions_per_year * work.travel_price
