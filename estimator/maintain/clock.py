"""The service-level clock: when a response or an intervention is due, and moments that show how it runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from estimator.model.service_level import OpeningHours

_LONGEST_CLOSURE = timedelta(days=366)


def due(reported: datetime, hours: Decimal, opening: Sequence[OpeningHours], holidays: Collection[date]) -> datetime:
    """The moment at which so many opening hours have passed since a report, in the report's own time zone.

    The clock stands still outside `opening` and all day on `holidays`; a report outside opening hours counts from the
    next opening. `opening` is local time; `reported` may be naive (local) or aware. Raises ValueError where nothing
    is open for a whole year, as under a plan without guaranteed hours.
    """
    left = timedelta(microseconds=int(hours * 3_600_000_000))
    day = reported.date()
    last_open = day
    while day - last_open <= _LONGEST_CLOSURE:
        for opens, closes in _open_on(day, reported, opening, holidays):
            begin = max(opens, reported, key=_instant)
            available = _instant(closes) - _instant(begin)
            if available <= timedelta(0):
                continue
            if left <= available:
                return _later(begin, left)
            left -= available
            last_open = day
        day += timedelta(days=1)
    raise ValueError("there are no opening hours in which the clock could run")


def example_moments(
    after: date, opening: Sequence[OpeningHours], holidays: Mapping[date, str], time_zone: str
) -> tuple[datetime, ...]:
    """When the worked examples are reported: 16:00 on the first Friday after a day, 16:00 before the next holiday.

    Only moments inside `opening` are given, none on a holiday; the second is left out where it equals the first.
    """
    friday = next(day for day in _days(after) if day.weekday() == 4 and day not in holidays)
    moments = [friday]
    ahead = sorted(day for day in holidays if after < day and day.weekday() < 5)
    for holiday in ahead[:1]:
        eve = next(day for day in _days(holiday, -1) if _open_at_four(day, opening) and day not in holidays)
        if eve > after:
            moments.append(eve)
    zone = ZoneInfo(time_zone)
    return tuple(
        datetime(day.year, day.month, day.day, 16, tzinfo=zone)
        for day in dict.fromkeys(moments)
        if _open_at_four(day, opening)
    )


def _open_on(
    day: date, reported: datetime, opening: Sequence[OpeningHours], holidays: Collection[date]
) -> list[tuple[datetime, datetime]]:
    """The open stretches of a day in order, overlapping ones joined."""
    if day in holidays:
        return []
    joined: list[tuple[int, int]] = []
    for start, end in sorted(covered for hours in opening if (covered := hours.minutes_on(day.weekday()))):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    midnight = datetime.combine(day, time(), tzinfo=reported.tzinfo)
    return [(midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)) for start, end in joined]


def _instant(moment: datetime) -> datetime:
    """Aware moments are compared in UTC: an opening time may hold the hour that summer time takes or gives."""
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _later(moment: datetime, duration: timedelta) -> datetime:
    if moment.tzinfo is None:
        return moment + duration
    return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)


def _days(start: date, step: int = 1) -> list[date]:
    return [start + timedelta(days=step * n) for n in range(1, 22)]


def _open_at_four(day: date, opening: Sequence[OpeningHours]) -> bool:
    spans = (hours.minutes_on(day.weekday()) for hours in opening)
    return any(span is not None and span[0] <= 16 * 60 < span[1] for span in spans)
