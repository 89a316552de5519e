from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from estimator.maintain.schedule import plan_schedule
from estimator.model.infrastructure import Assessment
from estimator.model.schedule import Schedule
from estimator.render.calendar import Calendars
from tests.builders import BRANCH, HEAD_OFFICE, TODAY, assets, customer, facts, office, services

MARK = "INTERNAL-MARK"


@cache
def schedule() -> Schedule:
    return plan_schedule(office(), facts(), TODAY)


def written(assessment: Assessment | None = None, of: Schedule | None = None, today: date = TODAY) -> bytes:
    assessment = assessment or office()
    return Calendars(of or schedule(), assessment, facts(), today).in_language(assessment.customer.language)


def events(text: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_every_session_is_an_appointment_at_its_moment_with_its_length_and_uid() -> None:
    found = events(written())
    assert set(found) == {session.uid for session in schedule().sessions}
    for session in schedule().sessions:
        event = found[session.uid]
        assert event.decoded("dtstart") == session.start
        assert event.decoded("dtend") == session.end
        assert str(event["dtstart"].params["TZID"]) == str(session.start.tzinfo)


def test_every_time_zone_that_is_used_is_defined_and_right_in_summer_and_winter() -> None:
    calendar = Calendar.from_ical(written())
    zones = {str(zone["tzid"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE") if isinstance(zone, Timezone)}
    assert set(zones) == {"Europe/Luxembourg", "Europe/Brussels"}
    for session in schedule().sessions:
        naive = session.start.replace(tzinfo=None)
        assert naive.replace(tzinfo=zones[str(session.start.tzinfo)]).utcoffset() == session.start.utcoffset()


def test_the_same_day_gives_the_same_bytes_and_another_day_only_another_stamp() -> None:
    assert written() == written()
    later = written(today=date(2026, 11, 23))
    assert later == written().replace(b"DTSTAMP:20261122", b"DTSTAMP:20261123") != written()


def test_lines_end_as_the_standard_says_and_are_no_longer_than_seventy_five_bytes() -> None:
    long = office(locations=(replace(HEAD_OFFICE, name="Bâtiment Zürich 漢字 " * 12), BRANCH))
    lines = written(long).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_an_appointment_says_where_what_and_what_stops() -> None:
    alone = office(assets=assets(redundancy_group=""))
    planned = plan_schedule(alone, facts(), TODAY)
    session = next(each for each in planned.sessions if each.task == "firewall-updates" and each.location == "HQ")
    event = events(written(alone, planned))[session.uid]
    assert event["summary"] == "Firewall and router updates - Head office"
    assert event["location"] == "Head office, 12, rue du Moulin, L-1234 Luxembourg"
    assert "Internet and connections between locations are down" in event["description"]
    assert "Concerns: FIREWALL-HQ-" in event["description"]
    assert event["transp"] == "TRANSPARENT"


def test_updating_one_of_two_twins_stops_nothing_and_is_told_as_a_part() -> None:
    sessions = [each for each in schedule().sessions if each.task == "firewall-updates" and each.location == "HQ"]
    first, second = (events(written())[session.uid] for session in sessions[:2])
    assert first["summary"] == "Firewall and router updates, part 1 of 2 - Head office"
    assert second["summary"] == "Firewall and router updates, part 2 of 2 - Head office"
    assert "Nothing stops: a twin stands in meanwhile." in first["description"]


def test_work_for_the_whole_customer_has_no_place() -> None:
    session = next(each for each in schedule().sessions if each.task == "inventory-review")
    event = events(written())[session.uid]
    assert "location" not in event
    assert "Concerns 60 entries." in event["description"]


def test_a_visit_names_its_address() -> None:
    visit = next(each for each in schedule().sessions if each.channel == "on-site")
    event = events(written())[visit.uid]
    assert "We come to you" in event["description"]
    assert "Luxembourg" in event["location"] or "Arlon" in event["location"]


def test_nothing_internal_is_in_it() -> None:
    marked = office(
        customer=customer(notes=MARK),
        locations=tuple(replace(place, notes=MARK) for place in (HEAD_OFFICE, BRANCH)),
        assets=assets(notes=MARK, internal_notes=MARK),
        services=tuple(replace(service, notes=MARK, internal_notes=MARK) for service in services()),
    )
    remarked = replace(schedule(), remarks=(MARK,))
    assert MARK.encode() not in written(marked, remarked)


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_text_from_cells_stays_text(name: str) -> None:
    session = next(each for each in schedule().sessions if each.task == "firewall-updates" and each.location == "HQ")
    cells = tuple(replace(asset, name=f"x{name}y") for asset in assets())
    text = written(office(assets=cells, customer=customer(name=f"x{name}y")), replace(schedule(), sessions=(session,)))
    (event,) = events(text).values()
    assert {key.lower() for key in event} <= {
        "uid", "dtstamp", "dtstart", "dtend", "summary", "description", "location", "transp"
    }  # fmt: skip
    last = str(event["description"]).splitlines()[-1]
    assert last.startswith("Concerns: x")
    assert last.endswith(f"y ({session.assets[-1]})"), "devices of one name are told apart"


def test_text_cannot_end_an_appointment_or_begin_another() -> None:
    nasty = "a\r\nEND:VEVENT\nBEGIN:VEVENT\nX;Y,Z\\n\x00\x85\u2028b"
    cells = tuple(replace(asset, name=nasty) for asset in assets())
    found = events(written(office(assets=cells)))
    assert len(found) == len(schedule().sessions)
    descriptions = [str(event["description"]) for event in found.values()]
    assert any("a END:VEVENT BEGIN:VEVENT X;Y,Z\\n\ufffd b" in text for text in descriptions)


def test_an_empty_schedule_is_a_calendar_without_appointments() -> None:
    assert events(written(of=replace(schedule(), sessions=()))) == {}
