"""A year's work made of counts: as much as that of the assessment, in as few streams as assumptions tell apart.

A customer with forty locations has forty times the streams of one with a single location, and hardly more counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from estimator.model.effort import EffortTable
from estimator.model.facts import Facts
from estimator.model.recalculation import Recalculation, SessionGroup, UnitGroup
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.price.exposure import Exposure, Surroundings, streams_of


def weighted_units(group: UnitGroup, month: int, effort: EffortTable) -> float:
    """Units times their frequency factors in a month of the term, before any growth."""
    if group.profile:
        return group.units * effort.seat_profile_factors[group.profile]
    past, past_in_programme = group.past_support(month)
    more = effort.past_end_of_support_factor - 1
    failure = effort.driver[group.driver].hardware_failure_share
    return group.units + more * past - failure * (group.in_programme + more * past_in_programme)


def average_units(group: UnitGroup, months: int, effort: EffortTable) -> float:
    """The same averaged over the months of the term."""
    changes = sorted({0, *(ending.month for ending in group.endings), months})
    return sum(weighted_units(group, first, effort) * (end - first) for first, end in pairwise(changes)) / months


def counted_work(counts: Recalculation, facts: Facts, around: Surroundings) -> Workload:
    """The year's work by these facts; each stream stands at the first of the locations that it is from."""
    return Workload(
        streams=tuple(_streams(counts, facts, around)),
        scheduled=tuple(_scheduled(group, facts) for group in counts.sessions),
        endpoints=counts.endpoints,
        seats=sum(group.units for group in counts.units if group.profile),
        assets=sum(group.units for group in counts.units if not group.profile),
    )


def _streams(counts: Recalculation, facts: Facts, around: Surroundings) -> Iterable[TicketStream]:
    alike: dict[tuple[str, str], list[UnitGroup]] = defaultdict(list)
    for group in counts.units:
        alike[group.driver, group.zone].append(group)
    for (driver, _), groups in alike.items():
        weighted = sum(average_units(group, counts.term_months, facts.effort) for group in groups)
        yield from streams_of(driver, groups[0].locations[0], Exposure(weighted, []), facts, around)


def _scheduled(group: SessionGroup, facts: Facts) -> ScheduledWork:
    card = facts.rate_card
    return ScheduledWork(
        task=group.task,
        component=group.component,
        location=group.locations[0],
        role=group.role,
        channel=group.channel,
        band=group.band,
        band_multiplier=card.band[group.band].multiplier,
        travel_price=card.travel_zone[group.zone].price if group.zone else Decimal(0),
        sessions_per_year=group.sessions_per_year,
        minutes_per_session=group.minutes_per_session,
    )
