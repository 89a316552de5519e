"""Dated appointments: a series' best day in a real month, or the nearest that holidays, freezes and others leave."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from estimator.maintain.balance import DAYS_TO_PATCH, RENEWAL_LEAD, BeforeRenewal, PatchDay, Series
from estimator.maintain.months import add_months, days_of, second_tuesday
from estimator.maintain.windows import Segment
from estimator.model.frozen import frozen

_QUARTER = 15
_NOBODY: frozenset[str] = frozenset()
_NIGHT = 5 * 60
"""Summer time begins and ends before this minute of the day."""


@frozen
class Place:
    """What a location's country decides: its time zone and public holidays."""

    zone: tzinfo
    holidays: Mapping[date, str]


@frozen
class Appointment:
    """One occurrence of a series: `month` is the month it counts for, `start` its local moment."""

    series: Series
    month: date
    start: datetime


class _Spot(NamedTuple):
    """A possible start, told by what speaks against it, the worst first; the least is the best."""

    meets_twin: bool
    too_late: int
    same_job: int
    overlaps: int
    distance: int
    day: date
    minute: int

    @property
    def fine(self) -> bool:
        """Nothing speaks against it but its distance from the best day."""
        return not (self.meets_twin or self.too_late or self.same_job or self.overlaps)


@dataclass(slots=True)
class Diary:
    """All appointments of one customer so far, and what had to be given up for them, told once per series."""

    places: Mapping[str, Place]
    frozen: Collection[date]
    """Days of freeze periods."""
    first: date
    end: date
    appointments: list[Appointment] = field(default_factory=list)
    remarks: dict[str, None] = field(default_factory=dict)
    _busy: dict[tuple[str, str, date], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    _jobs: dict[tuple[tuple[str, str, str], date], int] = field(default_factory=lambda: defaultdict(int))
    _members: dict[tuple[str, date], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, series: Series, month: date) -> None:
        """Puts the series' occurrence of a month on a day of it; on another month's where it must, never nowhere."""
        ideal = series.day.in_month(month)
        # Most often the best day is free, and nothing else need be looked at.
        spot = self._on(series, ideal, ideal, 0, frozen=False)
        if spot is None or not spot.fine:
            spot = self._best(series, month, days_of(month), frozen=False) or self._elsewhere(series, month)
        if spot is None:
            self._remark(series, "is planned inside a freeze period, which leaves no other day")
            spot = self._best(series, month, days_of(month), frozen=True) or self._desperate(series, month)
        self._note(series, month, spot)
        self._enter(series, month, spot)

    def _best(self, series: Series, month: date, days: Iterable[date], frozen: bool) -> _Spot | None:
        """The least bad spot among some days; the first that is fine, nearest to the month's best day first."""
        ideal = series.day.in_month(month)
        lateness = _lateness(series, month)
        weekdays = {segment.weekday for segment in series.segments}
        by_reluctance = sorted(
            (lateness(day), abs((day - ideal).days), day) for day in days if day.weekday() in weekdays
        )
        best: _Spot | None = None
        for late, _, day in by_reluctance:
            spot = self._on(series, day, ideal, late, frozen)
            if spot and (best is None or spot < best):
                best = spot
                if best.fine:
                    break
        return best

    def _on(self, series: Series, day: date, ideal: date, late: int, frozen: bool) -> _Spot | None:
        """The best spot of one day; None where nothing may be done on it."""
        place = self.places[series.job.location.id]
        if day in place.holidays or (day in self.frozen and not frozen):
            return None
        weekday, best = day.weekday(), None
        for segment in series.segments:
            if segment.weekday == weekday and not _clock_changes(day, segment, place.zone):
                spot = self._spot(series, day, segment, late, abs((day - ideal).days))
                best = spot if best is None or spot < best else best
        return best

    def _elsewhere(self, series: Series, month: date) -> _Spot | None:
        """A spot in the nearest month of the calendar with any; for a renewal earlier rather than later."""
        sign = -1 if isinstance(series.day, BeforeRenewal) else 1
        for distance in range(1, 12):
            for other in (add_months(month, sign * distance), add_months(month, -sign * distance)):
                if self.first <= other < self.end:
                    days = days_of(other) if other > month else days_of(other)[::-1]
                    spot = self._nearest(series, month, days)
                    if spot:
                        self._remark(series, f"moves out of {month:%Y-%m}, which has no free day")
                        return spot
        return None

    def _nearest(self, series: Series, month: date, days: list[date]) -> _Spot | None:
        spots = (self._best(series, month, [day], frozen=False) for day in days)
        return next((spot for spot in spots if spot), None)

    def _desperate(self, series: Series, month: date) -> _Spot:
        """Any day of the window, be it a public holiday: work is never lost."""
        segment = series.segments[0]
        day = next(day for day in days_of(month) if day.weekday() == segment.weekday)
        return _Spot(False, 0, 0, 0, 0, day, segment.start)

    def _spot(self, series: Series, day: date, segment: Segment, too_late: int, distance: int) -> _Spot:
        busy = self._busy.get((series.job.location.id, series.job.task.role, day), ())
        minute, overlaps = _free_minute(busy, segment, series.part.minutes)
        same_job = self._jobs.get((series.job.key, day), 0)
        members = series.part.members.items()
        meets_twin = any(self._members.get((group, day), _NOBODY) - {unit} for group, unit in members)
        return _Spot(meets_twin, too_late, same_job, overlaps, distance, day, minute)

    def _enter(self, series: Series, month: date, spot: _Spot) -> None:
        insort(
            self._busy[series.job.location.id, series.job.task.role, spot.day],
            (spot.minute, spot.minute + series.part.minutes),
        )
        self._jobs[series.job.key, spot.day] += 1
        for group, unit in series.part.members.items():
            self._members[group, spot.day].add(unit)
        zone = self.places[series.job.location.id].zone
        start = datetime.combine(spot.day, time(spot.minute // 60, spot.minute % 60), tzinfo=zone)
        self.appointments.append(Appointment(series, month, start))

    def _note(self, series: Series, month: date, spot: _Spot) -> None:
        if spot.meets_twin:
            self._remark(series, "works on several units of one redundancy group on the same day")
        if spot.same_job:
            self._remark(series, "has more sessions than its month has days, so several people work on the same day")
        if spot.overlaps:
            self._remark(series, "overlaps with other work by the same role, so several people are needed")
        if spot.too_late and isinstance(series.day, PatchDay):
            self._remark(series, f"cannot always be done within {DAYS_TO_PATCH} days after the second Tuesday")
        if spot.too_late and isinstance(series.day, BeforeRenewal):
            self._remark(series, f"finds no day before the renewal of {series.job.service} in {month:%Y-%m}")

    def _remark(self, series: Series, what: str) -> None:
        self.remarks[f"{series.job.title} {what}."] = None


def _lateness(series: Series, month: date) -> Callable[[date], int]:
    """How badly a day misses the time its kind of work has: 0 is in time, then later days, then useless ones."""
    if isinstance(series.day, PatchDay):
        patches = second_tuesday(month)
        last = patches + timedelta(days=DAYS_TO_PATCH)
        return lambda day: 0 if patches < day <= last else 1 if day > last else 2
    if isinstance(series.day, BeforeRenewal):
        renewal = series.day.in_month(month) + RENEWAL_LEAD
        return lambda day: 0 if day < renewal else 1
    return lambda day: 0


def _free_minute(busy: Sequence[tuple[int, int]], segment: Segment, minutes: int) -> tuple[int, int]:
    """The first free start inside a segment, on the quarter hour after other work; else its start and what it meets."""
    start = segment.start
    for begin, end in busy:
        if begin >= start + minutes:
            break
        if end > start:
            start = -(-end // _QUARTER) * _QUARTER
    if start == segment.start or start + minutes <= segment.end:
        return start, 0
    return segment.start, sum(segment.start < end and begin < segment.start + minutes for begin, end in busy)


def _clock_changes(day: date, segment: Segment, zone: tzinfo) -> bool:
    """Whether summer time begins or ends inside a segment, so that its hours are not what they seem."""
    if segment.start >= _NIGHT:
        return False
    midnight = datetime.combine(day, time(), tzinfo=zone)
    first, last = midnight + timedelta(minutes=segment.start), midnight + timedelta(minutes=segment.end)
    return first.utcoffset() != last.utcoffset()
