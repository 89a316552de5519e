from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from estimator.maintain.months import add_months, first_whole_month, in_year, months_between, recurring, second_tuesday
from tests.builders import facts


@pytest.mark.parametrize(("month", "day"), [((2027, 1), 12), ((2027, 6), 8), ((2026, 12), 8), ((2027, 9), 14)])
def test_the_second_tuesday_lies_between_the_eighth_and_the_fourteenth(month: tuple[int, int], day: int) -> None:
    assert second_tuesday(date(*month, 1)) == date(*month, day)


def test_a_month_that_has_begun_is_no_whole_month() -> None:
    assert first_whole_month(date(2027, 1, 1)) == date(2027, 1, 1)
    assert first_whole_month(date(2026, 12, 2)) == date(2027, 1, 1)


def test_months_are_added_over_the_turn_of_the_year_both_ways() -> None:
    assert add_months(date(2026, 11, 5), 2) == date(2027, 1, 1)
    assert add_months(date(2027, 1, 1), -1) == date(2026, 12, 1)


def test_a_leap_day_falls_on_the_twenty_eighth_in_other_years() -> None:
    assert in_year(date(2028, 2, 29), 2027) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("every", "a_year"), [(1, 12), (2, 6), (3, 4), (4, 3), (5, 3), (6, 2), (7, 2), (8, 2), (12, 1), (18, 1), (36, 1)]
)
def test_a_review_every_n_months_comes_as_often_as_it_must(every: int, a_year: int) -> None:
    task = replace(facts().effort.task["inventory-review"], cadence="review")
    assert len(recurring(4, months_between(task, every))) == a_year


def test_months_recur_at_the_same_distance_all_year() -> None:
    assert recurring(11, 3) == {2, 5, 8, 11}
