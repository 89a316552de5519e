"""The update schedule: the maintenance sessions of a year, and their dates in twelve whole months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from estimator.maintain.balance import Series, balance
from estimator.maintain.holidays import public_holidays
from estimator.maintain.jobs import Job, jobs
from estimator.maintain.months import MONTHS_A_YEAR, add_months, first_whole_month
from estimator.maintain.parts import Split, split
from estimator.maintain.placing import Appointment, Diary, Place
from estimator.maintain.windows import BandSegments, segments, window_of
from estimator.model.customer import FreezePeriod
from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment
from estimator.model.rate_card import RateCard
from estimator.model.schedule import PlannedSessions, Schedule, Session
from estimator.model.service_level import OpeningHours

_TOLD_MINUTES = 5
"""Ends are told in steps of so many minutes: nobody can promise them to the minute."""
Work = Sequence[tuple[Job, Split]]
"""What recurs, with each job cut to fit its windows."""


def recurring_work(assessment: Assessment, facts: Facts, today: date) -> Work:
    """The maintenance work of a year, which the fee counts and the calendar dates."""
    by_window: dict[tuple[OpeningHours, ...], BandSegments] = {}
    work = []
    for job in jobs(assessment, facts, today):
        window = window_of(job.task, job.location, facts.effort)
        if window not in by_window:
            by_window[window] = segments(window, facts.rate_card)
        work.append((job, split(job, by_window[window], facts.rate_card)))
    return work


def plan_schedule(assessment: Assessment, facts: Facts, today: date, work: Work | None = None) -> Schedule:
    """Twelve calendar months of sessions from the first whole month on or after the contract's start and `today`.

    Any twelve whole months hold the same sessions with the same minutes, and a session keeps its uid and its day when
    the calendar is planned again later. Sessions lie inside one rate band of one window of one day, outside public
    holidays and freeze periods; where that is impossible `remarks` says so, and the session is still there.
    `work`: what `recurring_work` found, where that has been asked already.
    """
    first = first_whole_month(max(assessment.customer.contract_start, today))
    end = add_months(first, MONTHS_A_YEAR)
    work = recurring_work(assessment, facts, today) if work is None else work
    frozen = _frozen_days(assessment.customer.freeze_periods, first, end)
    diary = Diary(_places(assessment, facts.rate_card, first, end), frozen, first, end)
    series = balance(work, assessment.customer)
    for month in (add_months(first, n) for n in range(MONTHS_A_YEAR)):
        for each in series:
            if month.month in each.months:
                diary.add(each, month)
    order = {location.id: n for n, location in enumerate(assessment.locations)}
    sessions = list(_sessions(diary, assessment, facts))
    sessions.sort(key=lambda session: (session.start, order[session.location], session.task, session.uid))
    return Schedule(first, end, tuple(sessions), (*_remarks(work), *diary.remarks))


def planned_sessions(assessment: Assessment, work: Work) -> tuple[PlannedSessions, ...]:
    """The sessions that `plan_schedule` dates, counted: a fee needs no dates, and looking for days takes long.

    Every part of a job is held as often a year as its cadence says, in the band it was cut for: no holiday changes
    that, as no country has public holidays on every such weekday of a month.
    """
    return tuple(
        PlannedSessions(
            task=job.task_id,
            location=job.location.id,
            minutes=part.minutes,
            role=job.task.role,
            channel=job.channel,
            band=cut.band,
            per_year=job.task.times_a_year(assessment.customer.review_months),
            cells=part.cells,
        )
        for job, cut in work
        for part in cut.parts
    )


def _places(assessment: Assessment, rate_card: RateCard, first: date, end: date) -> dict[str, Place]:
    last = end - timedelta(days=1)
    return {
        location.id: Place(
            ZoneInfo(rate_card.country_rules(location.country).time_zone),
            public_holidays(location.country, first, last),
        )
        for location in assessment.locations
    }


def _frozen_days(periods: Iterable[FreezePeriod], first: date, end: date) -> frozenset[date]:
    calendar = [first + timedelta(days=n) for n in range((end - first).days)]
    return frozenset(day for period in periods for day in calendar if day in period)


def _sessions(diary: Diary, assessment: Assessment, facts: Facts) -> Iterator[Session]:
    """Every appointment as a session; the parts of a month's work are numbered by their dates."""
    together: dict[object, list[Appointment]] = defaultdict(list)
    for appointment in diary.appointments:
        together[appointment.series.job.key, appointment.month].append(appointment)
    for parts in together.values():
        for number, part in enumerate(sorted(parts, key=lambda each: each.start), 1):
            yield _session(part, (number, len(parts)), assessment, facts, diary)


def _session(
    appointment: Appointment, part: tuple[int, int], assessment: Assessment, facts: Facts, diary: Diary
) -> Session:
    """`part`: which of how many."""
    series, job = appointment.series, appointment.series.job
    holiday = appointment.start.date() in diary.places[job.location.id].holidays
    band = facts.rate_card.band_at(appointment.start, True) if holiday else series.split.band
    return Session(
        uid=_uid(assessment.customer.name, series, appointment.month),
        task=job.task_id,
        location=job.location.id,
        start=appointment.start,
        end=_told_end(appointment),
        minutes=series.part.minutes,
        role=job.task.role,
        channel=job.channel,
        band=band,
        assets=series.part.assets,
        units=series.part.units,
        cells=series.part.cells,
        part=part[0],
        parts=part[1],
        twins_stand_in=assessment.twinned.issuperset(series.part.assets),
    )


def _told_end(appointment: Appointment) -> datetime:
    """The end of the work, rounded up to what sounds like an appointment, but never beyond its window."""
    start, minutes = appointment.start, appointment.series.part.minutes
    first = start.hour * 60 + start.minute
    last = first + minutes
    windows = (s.end for s in appointment.series.segments if s.weekday == start.weekday() and s.start <= first)
    told = min([-(-last // _TOLD_MINUTES) * _TOLD_MINUTES, *(end for end in windows if end >= last)])
    # Worked minutes are elapsed minutes, also in the night in which the clock is changed.
    return (start.astimezone(UTC) + timedelta(minutes=told - first)).astimezone(start.tzinfo)


def _uid(customer: str, series: Series, month: date) -> str:
    """The same for the same work of the same month, wherever holidays and freezes move it."""
    name = (customer, *series.job.key, month.year, month.month, series.part.number)
    return sha256(repr(name).encode()).hexdigest()[:32]


def _remarks(work: Work) -> list[str]:
    remarks = []
    for job, cut in work:
        if job.task.channel != job.channel:
            remarks.append(f"{job.title} is done remotely: on-site work is not possible there.")
        if cut.oversized:
            remarks.append(f"{job.title} takes longer than its window: {cut.oversized} sessions run over its end.")
    return remarks
