"""An even load: in which months a job falls and on which day of the month its sessions are best held.

Both are decided once for all years and without a look at the date of the run: a calendar that is planned anew next
month keeps its appointments, and any twelve whole months hold the same work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from operator import mul

from estimator.maintain.jobs import Job
from estimator.maintain.months import in_year, months_between, nth_weekday, recurring, second_tuesday
from estimator.maintain.parts import Part, Split
from estimator.maintain.windows import Segment
from estimator.model.customer import Customer, FreezePeriod
from estimator.model.frozen import frozen

DAYS_TO_PATCH = 14
"""Critical fixes are expected within so many days (UK Cyber Essentials)."""
RENEWAL_LEAD = timedelta(days=14)
"""A renewal is looked after so long before its date."""
_ANCHOR_ORDER = ("second-tuesday", "renewal-date", "contract-start", "spread")


Weeks = tuple[int, int, int, int]
"""Shares, in sevenths, of the four weeks of a month; the days after the 28th belong to the last."""
_ONE_WEEK: tuple[Weeks, ...] = ((7, 0, 0, 0), (0, 7, 0, 0), (0, 0, 7, 0), (0, 0, 0, 7))


@cache
def _weeks_after_patches(offset: int) -> Weeks:
    found = Counter(min(3, (tuesday + offset - 1) // 7) for tuesday in range(8, 15))
    return found[0], found[1], found[2], found[3]


@frozen
class PatchDay:
    """So many days after the second Tuesday. Fixes appear in its evening, so the first good day is the one after."""

    offset: int

    def in_month(self, month: date) -> date:
        """The day in the month that begins on `month`."""
        return second_tuesday(month) + timedelta(days=self.offset)

    @property
    def place(self) -> tuple[int, int]:
        """Week of the month, roughly, and weekday."""
        return (10 + self.offset) // 7, (1 + self.offset) % 7

    @property
    def weeks(self) -> Weeks:
        """In how many of seven months it lies in which week: the second Tuesday is the 8th to the 14th."""
        return _weeks_after_patches(self.offset)


@frozen
class WeekdayOfMonth:
    """The n-th such weekday; `week` counts from 0 to 3."""

    week: int
    weekday: int

    def in_month(self, month: date) -> date:
        """The day in the month that begins on `month`."""
        return nth_weekday(month, self.week + 1, self.weekday)

    @property
    def place(self) -> tuple[int, int]:
        """Week of the month and weekday."""
        return self.week, self.weekday

    @property
    def weeks(self) -> Weeks:
        """In how many of seven months it lies in which week."""
        return _ONE_WEEK[self.week]


@frozen
class BeforeRenewal:
    """Two weeks before the yearly renewal date, whose month of the year never changes."""

    renewal_date: date

    def in_month(self, month: date) -> date:
        """The day in the month that begins on `month`; its middle where nothing is renewed soon after."""
        for year in (month.year, month.year + 1):
            day = in_year(self.renewal_date, year) - RENEWAL_LEAD
            if day.replace(day=1) == month:
                return day
        return month + RENEWAL_LEAD

    @property
    def place(self) -> tuple[int, int]:
        """Week of the month, roughly, and weekday."""
        day = self.renewal_date - RENEWAL_LEAD
        return min(3, (day.day - 1) // 7), day.weekday()

    @property
    def weeks(self) -> Weeks:
        """In how many of seven months it lies in which week."""
        return _ONE_WEEK[self.place[0]]


GoodDay = PatchDay | WeekdayOfMonth | BeforeRenewal


@frozen
class Series:
    """One part of a job through the year: its months of the year (January is 1) and the best day in each."""

    job: Job
    split: Split
    part: Part
    months: frozenset[int]
    day: GoodDay
    segments: tuple[Segment, ...]
    """Where in its window the part fits; the longest where it fits nowhere."""


@dataclass(slots=True)
class _Load:
    """Minutes already planned, by month, by week (in sevenths of minutes) and where they would meet."""

    month: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(1, 13), 0))
    week: list[list[int]] = field(default_factory=lambda: [[0] * 13 for _ in range(4)])
    """By week and month of the year."""
    weekday: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    people: dict[tuple[str, str, int, int, int], int] = field(default_factory=lambda: defaultdict(int))
    """By location, role, week, weekday and the minute the segment begins."""
    members: dict[tuple[str, int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Units of a redundancy group by group, week and weekday."""
    parts: dict[tuple[tuple[str, str, str], int, int], int] = field(default_factory=lambda: defaultdict(int))
    """Parts of a job by its key, week and weekday."""

    def add(self, series: Series) -> None:
        """Counts in one more series."""
        (week, weekday), minutes = series.day.place, series.part.minutes
        location, role = series.job.location.id, series.job.task.role
        for by_month, sevenths in zip(self.week, series.day.weeks, strict=True):
            for month in series.months:
                by_month[month] += minutes * sevenths
        self.weekday[weekday] += minutes
        start = next((segment.start for segment in series.segments if segment.weekday == weekday), 0)
        self.people[location, role, week, weekday, start] += minutes
        self.parts[series.job.key, week, weekday] += 1
        for group, unit in series.part.members.items():
            self.members[group, week, weekday].add(unit)


def balance(work: Iterable[tuple[Job, Split]], customer: Customer) -> tuple[Series, ...]:
    """Every part of every job with its months and its best day, the hardest to move first.

    Jobs that may fall in any month take those with the least work so far, long jobs first; parts take the week and
    weekday with the least work, on different days for the parts of one job and the units of one redundancy group.
    """
    load = _Load()
    frozen = frozen_months(customer.freeze_periods)
    series: list[Series] = []
    for job, split in sorted(work, key=lambda each: _hardest_first(each[0], each[1], customer.review_months)):
        months = _months(job, split, load, frozen, customer)
        for month in months:
            load.month[month] += split.minutes
        for part in split.parts:
            segments = fitting(split.segments, part.minutes)
            day = _best_day(job, part, segments, months, load)
            series.append(Series(job, split, part, months, day, segments))
            load.add(series[-1])
    return tuple(series)


def fitting(segments: tuple[Segment, ...], minutes: int) -> tuple[Segment, ...]:
    """The segments long enough; the longest where none is."""
    enough = min(minutes, max(segment.length for segment in segments))
    return tuple(segment for segment in segments if segment.length >= enough)


def frozen_months(periods: Iterable[FreezePeriod]) -> frozenset[int]:
    """The months of the year (January is 1) in which a freeze period leaves no day."""
    found: set[int] = set()
    for period in periods:
        month = period.first.replace(day=1)
        while month <= period.last:
            following = (month + timedelta(days=31)).replace(day=1)
            if period.first <= month and following - timedelta(days=1) <= period.last:
                found.add(month.month)
            month = following
    return frozenset(found)


def _hardest_first(job: Job, split: Split, review_months: int) -> tuple[int, int, int]:
    # Sorting is stable: equals keep the order of the effort table and the workbook.
    return _ANCHOR_ORDER.index(job.anchor), months_between(job.task, review_months), -split.minutes


def _months(job: Job, split: Split, load: _Load, frozen: frozenset[int], customer: Customer) -> frozenset[int]:
    apart = months_between(job.task, customer.review_months)
    if job.anchor == "renewal-date" and job.renewal_date:
        return recurring((job.renewal_date - RENEWAL_LEAD).month, apart)
    if job.anchor == "contract-start":
        # The month in which each interval since the contract's start ends.
        return recurring((customer.contract_start - timedelta(days=1)).month, apart)
    start = customer.contract_start.month
    choices = [recurring((start - 1 + n) % 12 + 1, apart) for n in range(apart)]
    return min(choices, key=lambda months: (len(months & frozen), *_peak(load.month[month] for month in months)))


def _peak(minutes: Iterable[int]) -> tuple[int, int]:
    found = list(minutes)
    return max(found), sum(found)


def _best_day(job: Job, part: Part, segments: tuple[Segment, ...], months: frozenset[int], load: _Load) -> GoodDay:
    if job.anchor == "renewal-date" and job.renewal_date:
        return BeforeRenewal(job.renewal_date)

    week_minutes = [sum(by_month[month] for month in months) for by_month in load.week]

    members = part.members.items()

    def reluctance(option: tuple[GoodDay, Segment]) -> tuple[bool, int, bool, int, int, int]:
        day, segment = option
        week, weekday = day.place
        busy = load.people[job.location.id, job.task.role, week, weekday, segment.start]
        return (
            any(load.members[group, week, weekday] - {unit} for group, unit in members),
            load.parts[job.key, week, weekday],
            busy + part.minutes > segment.length and busy > 0,
            segment.preference,
            sum(map(mul, week_minutes, day.weeks)),
            load.weekday[weekday],
        )

    return min(_options(job, segments), key=reluctance)[0]


def _options(job: Job, segments: tuple[Segment, ...]) -> Iterator[tuple[GoodDay, Segment]]:
    if job.anchor == "second-tuesday":
        for offset in range(1, DAYS_TO_PATCH + 1):
            day = PatchDay(offset)
            yield from ((day, segment) for segment in segments if segment.weekday == day.place[1])
        return
    for week in range(4):
        for segment in segments:
            yield WeekdayOfMonth(week, segment.weekday), segment
