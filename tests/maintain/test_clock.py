from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.maintain.clock import due, example_moments
from estimator.maintain.holidays import public_holidays
from estimator.model.service_level import WEEKDAYS, OpeningHours
from tests.builders import facts

FRIDAY_16 = datetime(2026, 12, 4, 16)
STANDARD = facts().rate_card.plan["standard"].fault_handling_hours
BUSINESS = facts().rate_card.plan["business"].fault_handling_hours
ROUND_THE_CLOCK = [OpeningHours(WEEKDAYS, time(0), time(0))]


def test_twelve_standard_hours_from_friday_at_four_end_on_tuesday_at_ten() -> None:
    # One hour is left of Friday, nine go by on Monday, two on Tuesday.
    assert due(FRIDAY_16, Decimal(12), STANDARD, ()) == datetime(2026, 12, 8, 10)


def test_every_public_holiday_in_between_makes_it_a_day_later() -> None:
    monday, tuesday = date(2026, 12, 7), date(2026, 12, 8)
    assert due(FRIDAY_16, Decimal(12), STANDARD, {monday}) == datetime(2026, 12, 9, 10)
    assert due(FRIDAY_16, Decimal(12), STANDARD, {monday, tuesday}) == datetime(2026, 12, 10, 10)


def test_three_business_hours_from_friday_at_four_end_with_the_day_at_seven() -> None:
    assert due(FRIDAY_16, Decimal(3), BUSINESS, ()) == datetime(2026, 12, 4, 19)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (datetime(2026, 12, 4, 6), datetime(2026, 12, 4, 10)),
        (datetime(2026, 12, 4, 17), datetime(2026, 12, 7, 10)),
        (datetime(2026, 12, 5, 12), datetime(2026, 12, 7, 10)),
    ],
)
def test_a_report_outside_hours_counts_from_the_next_opening(reported: datetime, expected: datetime) -> None:
    assert due(reported, Decimal(2), STANDARD, ()) == expected


def test_overlapping_hours_are_not_counted_twice() -> None:
    doubled = [*STANDARD, OpeningHours(("Mon",), time(12), time(20))]
    assert due(datetime(2026, 12, 7, 8), Decimal(12), doubled, ()) == datetime(2026, 12, 7, 20)


def test_hours_that_summer_time_takes_away_are_no_time_to_work() -> None:
    saturday = datetime(2027, 3, 27, 23, tzinfo=ZoneInfo("Europe/Luxembourg"))
    assert due(saturday, Decimal(4), ROUND_THE_CLOCK, ()) == datetime(
        2027, 3, 28, 4, tzinfo=ZoneInfo("Europe/Luxembourg")
    )


@pytest.mark.parametrize("opening", [(), [OpeningHours((), time(8), time(17))]])
def test_a_plan_without_hours_has_no_due_time(opening: list[OpeningHours]) -> None:
    with pytest.raises(ValueError, match="no opening hours"):
        due(FRIDAY_16, Decimal(1), opening, ())


@settings(max_examples=50)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sets(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=30),
)
def test_two_spans_one_after_the_other_are_as_long_as_both_together(
    reported: datetime, first: int, second: int, holidays: set[date]
) -> None:
    middle = due(reported, Decimal(first), STANDARD, holidays)
    assert due(middle, Decimal(second), STANDARD, holidays) >= middle >= reported
    together = due(reported, Decimal(first + second), STANDARD, holidays)
    if second:
        assert due(middle, Decimal(second), STANDARD, holidays) == together
    assert together.date() not in holidays
    assert together - reported >= timedelta(hours=first + second)


def test_worked_examples_are_reported_on_a_friday_and_before_the_next_holiday() -> None:
    today, zone = date(2026, 11, 22), ZoneInfo("Europe/Luxembourg")
    moments = example_moments(today, BUSINESS, public_holidays("LU", today, date(2027, 12, 31)), zone.key)
    assert moments == (datetime(2026, 11, 27, 16, tzinfo=zone), datetime(2026, 12, 24, 16, tzinfo=zone))
