"""Change windows and office hours, cut into segments that lie in one rate band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise

from estimator.model.effort import EffortTable, MaintenanceTask
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Location
from estimator.model.rate_card import RateBand, RateCard
from estimator.model.service_level import OpeningHours

MIDNIGHT = 24 * 60
_SOME_MONDAY = date(2024, 1, 1)


@frozen
class Segment:
    """Minutes of a weekday (Monday is 0) inside one rate band; `preference` 0 is the window entry named first."""

    weekday: int
    start: int
    end: int
    preference: int = 0

    @property
    def length(self) -> int:
        """Minutes from start to end."""
        return self.end - self.start


BandSegments = Mapping[str, tuple[Segment, ...]]
"""Segments by rate band, the cheapest band first; within a band the preferred ones first."""


def window_of(task: MaintenanceTask, location: Location, effort: EffortTable) -> tuple[OpeningHours, ...]:
    """When a task may be done at a location: its change window or the effort table's, or office hours."""
    if task.window == "office-hours":
        return effort.office_hours
    return location.maintenance_window or effort.change_window or effort.office_hours


def segments(window: Sequence[OpeningHours], rate_card: RateCard) -> dict[str, tuple[Segment, ...]]:
    """A window cut where rate bands change, by band, the cheapest first. Holds for days that are no public holiday.

    Hours that end before they start are taken to end at midnight.
    """
    found: dict[str, list[Segment]] = {}
    for preference, hours in enumerate(window):
        for weekday in range(7):
            covered = hours.minutes_on(weekday)
            if covered is None:
                continue
            start, end = covered
            for first, last in _cut(start, end if end > start else MIDNIGHT, weekday, rate_card):
                moment = datetime.combine(_SOME_MONDAY.replace(day=1 + weekday), time(first // 60, first % 60))
                band = rate_card.band_at(moment, public_holiday=False)
                _append(found.setdefault(band, []), Segment(weekday, first, last, preference))
    cheapest_first = sorted(found, key=lambda band: rate_card.band[band].multiplier)
    return {band: tuple(found[band]) for band in cheapest_first}


def _cut(start: int, end: int, weekday: int, rate_card: RateCard) -> list[tuple[int, int]]:
    edges = {edge for band in rate_card.band.values() for edge in _edges(band, weekday) if start < edge < end}
    points = [start, *sorted(edges), end]
    return list(pairwise(points))


def _edges(band: RateBand, weekday: int) -> list[int]:
    return [edge for hours in band.hours for edge in hours.minutes_on(weekday) or ()]


def _append(found: list[Segment], segment: Segment) -> None:
    """Two stretches of one band that touch are one."""
    last = found[-1] if found else None
    if last and (last.weekday, last.end, last.preference) == (segment.weekday, segment.start, segment.preference):
        found[-1] = Segment(last.weekday, last.start, segment.end, last.preference)
    else:
        found.append(segment)
