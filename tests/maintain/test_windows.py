from __future__ import annotations

from dataclasses import replace
from datetime import time

from estimator.maintain.windows import Segment, segments, window_of
from estimator.model.service_level import WEEKDAYS, OpeningHours, Weekday
from tests.builders import HEAD_OFFICE, facts


def hours(days: tuple[Weekday, ...], start: int, end: int) -> OpeningHours:
    return OpeningHours(days, time(start), time(end % 24))


def test_an_evening_over_the_end_of_the_day_rate_is_cut_there_and_the_cheap_part_comes_first() -> None:
    found = segments([hours(("Fri",), 18, 22)], facts().rate_card)
    assert list(found) == ["day", "off-hours"]
    assert found["day"] == (Segment(4, 18 * 60, 20 * 60),)
    assert found["off-hours"] == (Segment(4, 20 * 60, 22 * 60),)


def test_a_sunday_window_lies_in_the_sunday_band() -> None:
    found = segments([hours(("Sun",), 9, 12)], facts().rate_card)
    assert found == {"sunday-holiday": (Segment(6, 9 * 60, 12 * 60),)}


def test_office_hours_that_begin_before_the_day_rate_are_cut_at_eight() -> None:
    early = OpeningHours(("Mon",), time(7, 30), time(18))
    found = segments([early], facts().rate_card)
    assert found["off-hours"] == (Segment(0, 450, 480),)
    assert found["day"] == (Segment(0, 480, 1080),)


def test_midnight_ends_a_window_and_hours_beyond_it_are_left_out() -> None:
    for end in (0, 2):
        found = segments([OpeningHours(("Sat",), time(22), time(end))], facts().rate_card)
        assert found == {"off-hours": (Segment(5, 22 * 60, 24 * 60),)}


def test_the_entry_named_first_is_preferred() -> None:
    found = segments([hours(("Thu",), 18, 20), hours(("Tue",), 18, 20)], facts().rate_card)
    assert [(segment.weekday, segment.preference) for segment in found["day"]] == [(3, 0), (1, 1)]


def test_a_whole_week_is_covered_without_a_gap() -> None:
    found = segments([hours(WEEKDAYS, 0, 24)], facts().rate_card)
    assert sum(segment.length for band in found.values() for segment in band) == 7 * 24 * 60


def test_only_work_that_interrupts_goes_into_the_locations_own_window() -> None:
    own = (hours(("Sun",), 9, 12),)
    location = replace(HEAD_OFFICE, maintenance_window=own)
    effort = facts().effort
    assert window_of(effort.task["server-updates"], location, effort) == own
    assert window_of(effort.task["server-updates"], HEAD_OFFICE, effort) == effort.change_window
    assert window_of(effort.task["restore-test"], location, effort) == effort.office_hours
