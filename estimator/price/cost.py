"""What a year costs the provider. Internal: never in anything a customer receives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from estimator.model.estimate import ProviderYear
from estimator.model.infrastructure import Channel
from estimator.model.money import to_cents
from estimator.model.pricing_policy import InternalCost
from estimator.model.workload import ScheduledWork, TicketStream
from estimator.price.aggregate import Aggregate, Claims, aggregate, merged
from estimator.price.severity import LogNormal, Steps

LEAST_STEP = Decimal(1)
"""Costs need no finer lattice than whole EUR, whatever cents a visit costs."""


Kinds = tuple[tuple[tuple[float, float, Decimal], float], ...]
"""Tickets that cost alike: the mean of their worked time in money, its variation, and a visit; with their frequency."""


def tickets_year(
    streams: Sequence[TicketStream], cost: InternalCost, frequency_cv: float
) -> tuple[Sequence[Claims], Aggregate]:
    """All the streams' costs as tickets of one kind (none for no streams), and the distribution of a year of them.

    On a lattice of whole EUR, coarser for very large customers.
    """
    return _tickets_year(_kinds(streams, cost), frequency_cv)


@lru_cache(maxsize=1)
def _tickets_year(kinds: Kinds, frequency_cv: float) -> tuple[Sequence[Claims], Aggregate]:
    """Remembered, as what is asked next often changes nothing of it."""
    joint = merged(_claims(kinds, LEAST_STEP), LEAST_STEP)  # is quickly put on any lattice
    return tuple(joint), aggregate(joint, frequency_cv, Decimal(0), LEAST_STEP)


def certain_cost(scheduled: Sequence[ScheduledWork], cost: InternalCost, tools_annual_cost: Decimal) -> Decimal:
    """The part of a year's cost that does not depend on tickets."""
    return scheduled_cost(scheduled, cost) + tools_annual_cost


def scheduled_cost(scheduled: Sequence[ScheduledWork], cost: InternalCost) -> Decimal:
    """What the calendar's sessions cost in a year, worked minutes and visits."""
    return sum(
        (
            work.sessions_per_year
            * (
                Decimal(work.minutes_per_session) / 60 * cost.hourly[work.role] * cost.band_multipliers[work.band]
                + _visit(work.channel, cost)
            )
            for work in scheduled
        ),
        Decimal(0),
    )


def cost_claims(streams: Sequence[TicketStream], cost: InternalCost, step: Decimal = LEAST_STEP) -> list[Claims]:
    """The streams as costs: worked minutes, unrounded, on a lattice of `step` EUR, and visits."""
    return _claims(_kinds(streams, cost), step)


def _kinds(streams: Sequence[TicketStream], cost: InternalCost) -> Kinds:
    frequencies: dict[tuple[float, float, Decimal], float] = defaultdict(float)
    for stream in streams:
        hourly = cost.hourly[stream.role] * cost.band_multipliers[stream.band]
        if hourly == 0:
            # A free hour costs its visit only; a log-normal needs a positive mean.
            continue
        mean = stream.mean_minutes * (float(hourly) / 60)
        frequencies[mean, stream.minutes_cv, _visit(stream.channel, cost)] += stream.annual_frequency
    return tuple(frequencies.items())


def _claims(kinds: Kinds, step: Decimal) -> list[Claims]:
    return [
        Claims(frequency, visit, step, _discretised(LogNormal(mean, cv), step))
        for (mean, cv, visit), frequency in kinds
    ]


def report(year: Aggregate, annual_fee: Decimal, quantile: float) -> ProviderYear:
    """Our side of the contract at this fee: cost and margins of an expected and of a bad year."""
    bad_year = year.quantile(quantile)
    return ProviderYear(
        expected_annual_cost=to_cents(year.mean),
        p90_annual_cost=to_cents(year.quantile(0.90)),
        gross_margin=float(1 - year.mean / annual_fee) if annual_fee else 0.0,
        bad_year_margin=float(1 - bad_year / annual_fee) if annual_fee else 0.0,
        probability_of_loss=year.exceedance(annual_fee),
    )


def _visit(channel: Channel, cost: InternalCost) -> Decimal:
    return cost.travel_per_visit if channel == "on-site" else Decimal(0)


@lru_cache(maxsize=1024)
def _discretised(amount: LogNormal, step: Decimal) -> Steps:
    return Steps.of(amount.on_lattice(float(step)))
