"""Calendar arithmetic: whole months, second Tuesdays, and the months in which work recurs."""

from __future__ import annotations

from datetime import date, timedelta

from estimator.model.effort import MaintenanceTask

MONTHS_A_YEAR = 12
TUESDAY = 1


def first_whole_month(day: date) -> date:
    """The first day of the first calendar month that begins on or after a day."""
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def add_months(month: date, count: int) -> date:
    """The first day of the month that lies `count` months after the month of a day; negative counts go back."""
    year, index = divmod(month.year * MONTHS_A_YEAR + month.month - 1 + count, MONTHS_A_YEAR)
    return date(year, index + 1, 1)


def days_of(month: date) -> list[date]:
    """All days of the month that begins on `month`."""
    return [month + timedelta(days=n) for n in range((add_months(month, 1) - month).days)]


def nth_weekday(month: date, n: int, weekday: int) -> date:
    """The n-th (counted from 1) such weekday of a month; Monday is 0. Up to the fourth it always exists."""
    return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (n - 1))


def second_tuesday(month: date) -> date:
    """The day on which Microsoft and others that follow it release the fixes of a month."""
    return nth_weekday(month, 2, TUESDAY)


def in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where the year has none."""
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def months_between(task: MaintenanceTask, review_months: int) -> int:
    """Months from one occurrence of a task to the next."""
    return MONTHS_A_YEAR // task.times_a_year(review_months)


def recurring(month_of_year: int, months_apart: int) -> frozenset[int]:
    """The months of the year (January is 1) of work that falls in `month_of_year` and every so many months."""
    return frozenset((month_of_year - 1 + n) % MONTHS_A_YEAR + 1 for n in range(0, MONTHS_A_YEAR, months_apart))
