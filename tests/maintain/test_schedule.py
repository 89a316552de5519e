from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.maintain.holidays import public_holidays
from estimator.maintain.months import second_tuesday
from estimator.maintain.schedule import plan_schedule, planned_sessions, recurring_work
from estimator.model.customer import FreezePeriod
from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment, Asset, AssetType, Location, Service, ServiceType
from estimator.model.schedule import PlannedSessions, Schedule, Session
from estimator.model.service_level import WEEKDAYS, OpeningHours
from tests.builders import BRANCH, HEAD_OFFICE, TODAY, assets, customer, facts, large, office


def planned(assessment: Assessment, today: date = TODAY, with_facts: Facts | None = None) -> Schedule:
    return plan_schedule(assessment, with_facts or facts(), today)


def of_task(schedule: Schedule, task: str) -> list[Session]:
    return [session for session in schedule.sessions if session.task == task]


def work(schedule: Schedule) -> Counter[tuple[str, str, str, int]]:
    """How often each task, location and channel has a session of so many minutes."""
    return Counter((each.task, each.location, each.channel, each.minutes) for each in schedule.sessions)


def servers(count: int, location: str = "HQ", **changes: Any) -> tuple[Asset, ...]:
    windows = Asset("S", AssetType.SERVER, location, operating_system="Windows Server", version="2022")
    return tuple(replace(windows, id=f"S{n}", **changes) for n in range(count))


def with_window(*windows: OpeningHours) -> tuple[Location, ...]:
    return (replace(HEAD_OFFICE, maintenance_window=windows),)


@pytest.mark.parametrize(
    ("contract_start", "today", "first"),
    [
        (date(2027, 1, 1), TODAY, date(2027, 1, 1)),
        (date(2027, 1, 2), TODAY, date(2027, 2, 1)),
        (date(2025, 1, 1), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2025, 1, 1), date(2026, 12, 2), date(2027, 1, 1)),
    ],
)
def test_the_calendar_begins_with_the_first_whole_month(contract_start: date, today: date, first: date) -> None:
    schedule = planned(office(customer=customer(contract_start=contract_start)), today)
    assert schedule.first == first
    assert schedule.end == first.replace(year=first.year + 1)
    assert all(first <= session.start.date() < schedule.end for session in schedule.sessions)


def test_an_ordinary_office_is_planned_without_a_remark() -> None:
    assert planned(office()).remarks == ()


@settings(max_examples=25)
@given(
    st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.sampled_from([1, 2, 3, 5, 6, 8, 12, 18]),
)
def test_any_twelve_whole_months_hold_the_same_work(today: date, contract_start: date, review_months: int) -> None:
    assessment = office(customer=customer(contract_start=contract_start, review_months=review_months))
    schedule, first_year = planned(assessment, today), planned(assessment, contract_start)
    assert work(schedule) == work(first_year)
    assert Counter(each.band for each in schedule.sessions) == Counter(each.band for each in first_year.sessions)
    assert len({session.uid for session in schedule.sessions}) == len(schedule.sessions)


def test_every_occurrence_stays_in_its_own_calendar_month() -> None:
    months = [
        {(each.task, each.location, each.assets, each.start.month) for each in planned(office(), today).sessions}
        for today in (date(2026, 12, 1), date(2027, 5, 17), date(2028, 2, 29))
    ]
    assert months[0] == months[1] == months[2]


@settings(max_examples=15)
@given(st.integers(1, 11))
def test_appointments_keep_their_uid_and_their_day_when_planned_again(months_later: int) -> None:
    before = {session.uid: session for session in planned(office(), date(2027, 1, 1)).sessions}
    after = {session.uid: session for session in planned(office(), date(2027, 1 + months_later, 1)).sessions}
    shared = before.keys() & after.keys()
    assert len(shared) == sum(session.start.month > months_later for session in before.values())
    assert all(before[uid] == after[uid] for uid in shared)


def test_a_freeze_that_moves_an_appointment_does_not_change_its_uid() -> None:
    week = FreezePeriod(date(2027, 3, 1), date(2027, 3, 12))
    before = {session.uid: session.start for session in planned(office()).sessions}
    moved = {
        session.uid: session.start for session in planned(office(customer=customer(freeze_periods=(week,)))).sessions
    }
    assert moved.keys() == before.keys()
    assert {uid for uid in before if before[uid] != moved[uid]} >= {
        uid for uid, start in before.items() if start.date() in week
    }


def test_the_same_assessment_gives_the_same_schedule() -> None:
    assert planned(office()) == planned(office())


def test_nobody_works_on_public_holidays_or_in_a_freeze_period() -> None:
    freeze = FreezePeriod(date(2027, 12, 15), date(2028, 1, 3))
    schedule = planned(office(customer=customer(freeze_periods=(freeze,))))
    countries = {"HQ": "LU", "ARL": "BE"}
    closed = {place: public_holidays(code, schedule.first, schedule.end) for place, code in countries.items()}
    for session in schedule.sessions:
        assert session.start.date() not in closed[session.location]
        assert session.start.date() not in freeze
    assert work(schedule) == work(planned(office()))


def test_a_month_frozen_whole_gives_its_work_to_its_neighbours_and_says_so() -> None:
    december = FreezePeriod(date(2027, 12, 1), date(2027, 12, 31))
    schedule = planned(office(customer=customer(freeze_periods=(december,))))
    assert not [session for session in schedule.sessions if session.start.month == 12]
    assert len(schedule.sessions) == len(planned(office()).sessions)
    assert any("moves out of 2027-12" in remark for remark in schedule.remarks)


def test_a_freeze_of_the_whole_year_loses_no_work() -> None:
    always = FreezePeriod(date(2026, 1, 1), date(2030, 12, 31))
    schedule = planned(office(customer=customer(freeze_periods=(always,))))
    assert work(schedule) == work(planned(office()))
    assert any("inside a freeze period" in remark for remark in schedule.remarks)


def test_patches_are_installed_within_fourteen_days_after_the_second_tuesday() -> None:
    for task in ("server-updates", "workstation-updates"):
        sessions = of_task(planned(office()), task)
        assert {session.start.month for session in sessions} == set(range(1, 13))
        for session in sessions:
            day = session.start.date()
            assert timedelta(0) < day - second_tuesday(day.replace(day=1)) <= timedelta(14)


def test_a_tuesday_window_waits_a_week_because_fixes_appear_in_the_evening_of_the_second_tuesday() -> None:
    tuesday = OpeningHours(("Tue",), time(18), time(20))
    schedule = planned(office(locations=with_window(tuesday), assets=servers(1)))
    for session in of_task(schedule, "server-updates"):
        day = session.start.date()
        assert day - second_tuesday(day.replace(day=1)) in {timedelta(7), timedelta(14)}


def test_systems_whose_vendors_keep_no_patch_day_are_updated_on_any_day() -> None:
    debian = servers(1, operating_system="Debian", version="12")
    days = [session.start.date() for session in of_task(planned(office(assets=debian)), "server-updates")]
    assert len(days) == 12
    assert any(day < second_tuesday(day.replace(day=1)) for day in days)


def test_redundant_units_are_worked_on_in_different_sessions_on_different_days() -> None:
    pair = servers(2, redundancy_group="cluster")
    schedule = planned(office(assets=pair))
    days: dict[date, set[str]] = defaultdict(set)
    for session in schedule.sessions:
        if session.task != "inventory-review":
            days[session.start.date()] |= set(session.assets) & {"S0", "S1"}
    assert set(map(len, days.values())) <= {0, 1}
    updates = of_task(schedule, "server-updates")
    assert len(updates) == 24
    assert all(session.twins_stand_in for session in updates)


def test_redundant_units_at_two_locations_are_kept_apart_as_well() -> None:
    pair = (*servers(1, redundancy_group="cluster"), replace(servers(2, "ARL")[1], redundancy_group="cluster"))
    sessions = of_task(planned(office(assets=pair)), "server-updates")
    assert len({session.start.date() for session in sessions}) == len(sessions) == 24
    assert not any(session.twins_stand_in for session in sessions)


def test_the_parts_of_a_long_job_lie_on_different_days_and_are_numbered_by_them() -> None:
    sessions = of_task(planned(office(assets=servers(8))), "server-updates")
    parts = sessions[0].parts
    assert [session.part for session in sessions] == [*range(1, parts + 1)] * 12
    assert Counter(session.start.month for session in sessions) == dict.fromkeys(range(1, 13), 4)
    assert len({session.start.date() for session in sessions}) == len(sessions)


def test_more_parts_than_days_share_days_and_none_is_lost() -> None:
    friday = OpeningHours(("Fri",), time(18), time(20))
    schedule = planned(office(locations=with_window(friday), assets=servers(20)))
    sessions = of_task(schedule, "server-updates")
    assert len(sessions) == 12 * 10
    assert {session.start.weekday() for session in sessions} == {4}
    assert any("several people" in remark for remark in schedule.remarks)


def test_a_friday_evening_window_is_used_while_the_day_rate_lasts() -> None:
    friday = OpeningHours(("Fri",), time(18), time(22))
    sessions = of_task(planned(office(locations=with_window(friday), assets=servers(1))), "server-updates")
    assert {(session.start.time(), session.band) for session in sessions} == {(time(18), "day")}


def test_a_sunday_window_carries_the_band_of_sundays() -> None:
    sunday = OpeningHours(("Sun",), time(9), time(12))
    schedule = planned(office(locations=with_window(sunday), assets=servers(1)))
    assert {session.band for session in of_task(schedule, "server-updates")} == {"sunday-holiday"}
    assert {session.band for session in of_task(schedule, "restore-test")} == {"day"}


def test_a_night_window_avoids_the_night_in_which_the_clock_is_changed() -> None:
    night = OpeningHours(("Sun",), time(1), time(4))
    linux = servers(1, operating_system="Debian", version="12")
    sessions = of_task(planned(office(locations=with_window(night), assets=linux)), "server-updates")
    assert {date(2027, 3, 28), date(2027, 10, 31)}.isdisjoint(session.start.date() for session in sessions)
    assert len(sessions) == 12


def test_a_unit_too_long_for_any_window_is_planned_with_a_remark() -> None:
    effort = facts().effort
    long = replace(effort.task["server-updates"], minutes_per_unit={"server": 300})
    slow = replace(facts(), effort=replace(effort, task={"server-updates": long}))
    schedule = planned(office(assets=servers(1)), with_facts=slow)
    assert {(session.minutes, session.told_minutes) for session in schedule.sessions} == {(315, 315)}
    assert any("run over its end" in remark for remark in schedule.remarks)


def test_sessions_of_one_role_at_one_location_do_not_overlap() -> None:
    last: dict[tuple[str, str], Session] = {}
    for session in planned(office()).sessions:
        before = last.get((session.location, session.role))
        assert before is None or session.start >= before.start + timedelta(minutes=before.minutes)
        last[session.location, session.role] = session


def test_sessions_lie_inside_their_window_in_the_time_zone_of_their_location() -> None:
    for session in planned(office()).sessions:
        assert str(session.start.tzinfo) == {"HQ": "Europe/Luxembourg", "ARL": "Europe/Brussels"}[session.location]
        window = facts().effort.task[session.task].window
        opens, closes = (time(18), time(20)) if window == "change-window" else (time(8), time(18))
        assert opens <= session.start.time() < session.end.time() <= closes


def test_ends_are_told_in_steps_of_five_minutes_but_never_beyond_a_window() -> None:
    for session in planned(office()).sessions:
        assert session.end.minute % 5 == 0
        assert session.minutes <= session.told_minutes < session.minutes + 5
    linux = servers(1, operating_system="Debian", version="12")
    narrow = with_window(OpeningHours(("Tue",), time(18, 2), time(19, 8)))
    updates = of_task(planned(office(locations=narrow, assets=linux)), "server-updates")
    assert {(session.minutes, session.end.time()) for session in updates} == {(65, time(19, 8))}


def test_on_site_work_that_cannot_be_done_there_is_done_remotely_and_told() -> None:
    paris = replace(BRANCH, id="PAR", name="Paris", country="FR", postcode="75001")
    printers = (Asset("P", AssetType.PRINTER, "PAR"), Asset("Q", AssetType.PRINTER, "HQ"))
    schedule = planned(office(locations=(HEAD_OFFICE, paris), assets=printers))
    checks = of_task(schedule, "on-site-check")
    assert {(session.location, session.channel) for session in checks} == {("HQ", "on-site"), ("PAR", "remote")}
    assert [remark for remark in schedule.remarks if "at Paris is done remotely" in remark]


def test_unmanaged_assets_and_services_under_their_own_sla_are_not_planned() -> None:
    own = Service("NET", "Fibre", ServiceType.OTHER, predefined_sla=True, renewal_date=date(2027, 9, 1))
    assert planned(office(assets=assets(managed=False), services=(own,))).sessions == ()


def test_every_managed_asset_with_work_has_a_session_and_names_its_cell() -> None:
    schedule = planned(office())
    assert {asset for session in of_task(schedule, "inventory-review") for asset in session.assets} == {
        asset.id for asset in assets()
    }
    for session in schedule.sessions:
        assert len(session.cells) == len(session.assets) > 0


def test_customer_wide_work_is_done_at_the_first_location() -> None:
    assert {session.location for session in of_task(planned(office()), "inventory-review")} == {"HQ"}


def test_renewals_are_looked_after_in_the_weeks_before_their_date_one_session_each() -> None:
    schedule = planned(office())
    found = {session.assets: session.start.date() for session in of_task(schedule, "certificate-and-domain-check")}
    assert set(found) == {("CERT",), ("DOM",)}
    assert timedelta(0) < date(2027, 3, 20) - found["CERT",] < timedelta(21)
    assert timedelta(0) < date(2028, 1, 5) - found["DOM",] < timedelta(36)


def test_a_service_without_a_renewal_date_is_looked_after_once_a_year_all_the_same() -> None:
    sessions = of_task(planned(office()), "service-renewal-check")
    assert Counter(session.assets for session in sessions) == {("BACK",): 1, ("CRM",): 1}


def test_licences_do_not_multiply_the_work_but_domain_names_do() -> None:
    minutes = {session.assets: session.minutes for session in planned(office()).sessions}
    assert minutes["BACK",] == 10 + 20
    assert minutes["M365",] == 30
    assert minutes["DOM",] == 15 + 3 * 15


@pytest.mark.parametrize(
    ("contract_start", "every", "months"),
    [
        (date(2027, 1, 1), 6, {6, 12}),
        (date(2027, 1, 15), 6, {7, 1}),
        (date(2027, 3, 1), 3, {5, 8, 11, 2}),
        (date(2027, 1, 1), 12, {12}),
    ],
)
def test_reviews_end_every_so_many_months_of_the_contract(contract_start: date, every: int, months: set[int]) -> None:
    schedule = planned(office(customer=customer(contract_start=contract_start, review_months=every)))
    assert {session.start.month for session in of_task(schedule, "inventory-review")} == months


def test_without_tools_updates_take_longer() -> None:
    without = replace(facts(), pricing=replace(facts().pricing, tools=replace(facts().pricing.tools, included=False)))
    few = office(assets=assets()[:2])
    assert {each.minutes for each in of_task(planned(few), "workstation-updates")} == {10 + 2 * 6}
    assert {each.minutes for each in of_task(planned(few, with_facts=without), "workstation-updates")} == {10 + 2 * 15}


def test_the_load_is_spread_over_months_and_weeks() -> None:
    months, weeks = Counter[int](), Counter[int]()
    for session in planned(large(600, 10)).sessions:
        months[session.start.month] += session.minutes
        weeks[(session.start.day - 1) // 7] += session.minutes
    reviews = sum(each.minutes for each in of_task(planned(large(600, 10)), "inventory-review")) / 2
    assert max(months.values()) - min(months.values()) <= reviews
    assert max(weeks.values()) < 2 * min(weeks[week] for week in range(4))


def test_one_more_asset_moves_few_other_appointments() -> None:
    more = (*assets(), Asset("NEW", AssetType.LAPTOP, "HQ", operating_system="Windows 11 Pro", version="25H2"))
    before = {session.uid: session.start for session in planned(office()).sessions}
    after = {session.uid: session.start for session in planned(office(assets=more)).sessions}
    assert sum(after[uid] == start for uid, start in before.items()) > 0.8 * len(before)


def test_an_assessment_without_locations_has_an_empty_calendar() -> None:
    assert planned(office(locations=(), assets=())).sessions == ()


def test_assets_of_thousands_of_units_are_planned_whole() -> None:
    phones = (Asset("PHONES", AssetType.IP_PHONE, "HQ", quantity=3000),)
    sessions = of_task(planned(office(assets=phones)), "network-firmware")
    set_up = 15 * len(sessions)
    assert sum(session.minutes for session in sessions) - set_up == 4 * 3000


WINDOWS = st.builds(
    lambda days, start, length: OpeningHours(tuple(days), time(start), time((start + length) % 24)),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True),
    st.integers(0, 19),
    st.integers(1, 4),
)
FREEZES = st.builds(
    lambda first, days: FreezePeriod(first, first + timedelta(days)),
    st.dates(date(2026, 12, 1), date(2028, 6, 1)),
    st.integers(0, 60),
)


@settings(max_examples=25)
@given(
    st.lists(WINDOWS, max_size=2),
    st.lists(FREEZES, max_size=2),
    st.lists(st.tuples(st.sampled_from(list(AssetType)), st.integers(1, 9), st.sampled_from(["", "a"])), max_size=12),
    st.dates(TODAY, date(2028, 1, 1)),
)
def test_whatever_windows_freezes_and_groups_there_are_every_year_holds_the_same_work_in_the_same_bands(
    windows: list[OpeningHours], freezes: list[FreezePeriod], rows: list[tuple[AssetType, int, str]], today: date
) -> None:
    some = tuple(Asset(f"A{n}", row[0], "HQ", quantity=row[1], redundancy_group=row[2]) for n, row in enumerate(rows))
    assessment = office(
        customer=customer(freeze_periods=tuple(freezes)), locations=with_window(*windows), assets=some, services=()
    )
    schedule, later = planned(assessment), planned(assessment, today)
    assert work(schedule) == work(later)
    assert Counter(each.band for each in schedule.sessions) == Counter(each.band for each in later.sessions)
    for session in schedule.sessions:
        assert schedule.first <= session.start.date() < schedule.end
        assert session.band == facts().rate_card.band_at(session.start, public_holiday=False)
        last = session.start + timedelta(minutes=session.minutes - 1)
        runs_over = any("run over its end" in remark for remark in schedule.remarks)
        assert runs_over or session.band == facts().rate_card.band_at(last, public_holiday=False)


def counted(sessions: Iterable[PlannedSessions]) -> Counter[tuple[str, str, str, str, str, int]]:
    """How many sessions of a year are alike in everything that is billed."""
    found: Counter[tuple[str, str, str, str, str, int]] = Counter()
    for each in sessions:
        found[each.task, each.location, each.role, each.channel, each.band, each.minutes] += each.per_year
    return found


def dated(schedule: Schedule) -> Counter[tuple[str, str, str, str, str, int]]:
    """The same of the dated calendar."""
    return Counter((s.task, s.location, s.role, s.channel, s.band, s.minutes) for s in schedule.sessions)


@settings(max_examples=25)
@given(
    review_months=st.integers(1, 24),
    quantity=st.integers(1, 30),
    freeze=st.sampled_from(
        [
            (),
            (FreezePeriod(date(2026, 12, 20), date(2027, 1, 3)),),
            (FreezePeriod(date(2027, 1, 1), date(2027, 12, 30)),),
            (FreezePeriod(date(2026, 11, 1), date(2028, 12, 31)),),
        ]
    ),
    hours=st.sampled_from([None, ("Tue",), ("Sat", "Sun"), ("Sun",)]),
)
def test_the_counted_sessions_are_those_of_the_dated_calendar(
    review_months: int, quantity: int, freeze: tuple[FreezePeriod, ...], hours: tuple[Any, ...] | None
) -> None:
    window = (OpeningHours(hours, time(8), time(12)),) if hours else ()
    given = office(
        customer=customer(review_months=review_months, freeze_periods=freeze),
        locations=(*with_window(*window), BRANCH),
        assets=assets(quantity=quantity),
    )
    assert counted(planned_sessions(given, recurring_work(given, facts(), TODAY))) == dated(planned(given))
