"""Exposure: lifecycle, stock programme, profiles, and where nobody can go on site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from estimator.model.infrastructure import AssetType, SeatGroup, SeatProfile
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.price.exposure import frequency_factor, month_ends, share_past_support
from tests.price.offices import FACTS, estimate_of, office

THREE_YEARS = month_ends(date(2027, 1, 1), 36)


@pytest.mark.parametrize(
    ("end_of_support", "months"),
    [
        (date(2025, 10, 14), 36),  # ended before the term: every month
        (date(2027, 1, 12), 36),  # ends in the first month: "from that month on"
        (date(2028, 1, 1), 24),  # ends on the first day of the second year
        (date(2027, 12, 31), 25),
        (date(2029, 12, 31), 1),
        (date(2030, 1, 1), 0),  # after the term
    ],
)
def test_the_share_past_support_counts_months_from_the_one_in_which_support_ends(
    end_of_support: date, months: int
) -> None:
    status = LifecycleStatus(SupportState.ENDING, "X", end_of_support)
    assert share_past_support(status, THREE_YEARS) == pytest.approx(months / 36)


def test_half_a_term_past_support_raises_the_tickets_by_a_quarter() -> None:
    asset = office().assets[0]
    status = LifecycleStatus(SupportState.ENDING, "X", date(2028, 7, 15))  # 18 of 36 months
    # 1 + (1.5 - 1) x 18 / 36 = 1.25
    assert frequency_factor(asset, status, FACTS.effort, THREE_YEARS) == pytest.approx(1.25)


def test_a_unit_in_the_stock_programme_loses_its_share_of_hardware_failures() -> None:
    switch = next(asset for asset in office().assets if asset.type is AssetType.SWITCH)
    inside = replace(switch, in_stock_programme=True)
    share = FACTS.effort.driver["switch"].hardware_failure_share
    assert share > 0
    assert frequency_factor(inside, None, FACTS.effort, THREE_YEARS) == pytest.approx(1 - share)


def test_seat_profiles_weigh_as_the_effort_table_says() -> None:
    base = office()
    seats = tuple(SeatGroup("HQ", profile, 10) for profile in SeatProfile)
    work = estimate_of(replace(base, seats=seats)).workload
    tickets = sum(stream.annual_frequency for stream in work.streams if stream.driver == "seat")
    # 10 x (1.0 + 0.6 + 0.5 + 1.5) x 0.35 x 12
    assert tickets == pytest.approx(10 * 3.6 * 0.35 * 12)


def test_where_nobody_can_go_the_on_site_share_is_done_remotely_and_the_report_says_so() -> None:
    base = office()
    far = replace(base, locations=(replace(base.locations[0], on_site="no"),))
    here, there = estimate_of(base).workload, estimate_of(far).workload
    assert there.annual_tickets == pytest.approx(here.annual_tickets)
    assert {stream.channel for stream in there.streams} == {"remote"}
    assert any("Nobody can go on site" in entry.reason for entry in there.not_priced)


def test_every_stream_names_the_cells_that_caused_it_and_shares_add_up_to_the_driver() -> None:
    work = estimate_of(office()).workload
    assert all(stream.cells for stream in work.streams)
    workstation = sum(stream.annual_frequency for stream in work.streams if stream.driver == "workstation")
    assert workstation == pytest.approx(25 * 0.10 * 12)


def test_the_hours_in_the_fee_are_the_hours_in_the_calendar() -> None:
    from estimator.pipeline.customer import priced
    from tests.builders import TODAY

    job = priced(office(), FACTS, TODAY)
    assert sum(work.annual_minutes for work in job.estimate.workload.scheduled) == job.schedule.minutes
    assert sum(work.sessions_per_year for work in job.estimate.workload.scheduled) == len(job.schedule.sessions)


def test_a_release_left_open_counts_as_the_one_that_is_supported_longest() -> None:
    # ends between 2027-10 and 2028-07-15: the later leaves 18 of 36 months past support, as where it is named
    between = (date(2027, 10, 12), date(2028, 7, 15))
    status = LifecycleStatus(SupportState.UNKNOWN, "X", ends_between=between)
    assert share_past_support(status, THREE_YEARS) == pytest.approx(18 / 36)


def test_the_question_about_a_release_left_open_spans_its_earliest_and_latest_end() -> None:
    base = office()
    pc = replace(base.assets[0], operating_system="Windows 11 Pro", in_stock_programme=False)
    fees = {}
    for version in ("", "24H2", "25H2"):
        estimate = estimate_of(replace(base, assets=(replace(pc, version=version), *base.assets[1:])))
        fees[version] = estimate.fee
        asked = [
            question for question in estimate.questions if "Which release of 'Windows 11 Pro'" in question.question
        ]
        assert bool(asked) == (not version)
    assert fees[""].low <= fees["25H2"].monthly <= fees["24H2"].monthly <= fees[""].high
