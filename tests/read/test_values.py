"""Cells become values."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.customer import FreezePeriod
from estimator.model.form import Field
from estimator.model.service_level import OpeningHours
from estimator.read.cells import Value
from estimator.read.headings import read_form
from estimator.read.importers.values import plain_text_of as text_that_imports_leave
from estimator.read.spans import parse_periods, windows_parser
from estimator.read.values import (
    CellError,
    Parser,
    number_parser,
    parse_date,
    parse_datetime,
    parse_email,
    parse_ip_address,
    parse_notes,
    parse_serial_number,
    parse_text,
    parse_vat_number,
    plain_text_of,
    quoted,
)
from estimator.read.words import choice_parser, country_parser, yes_no_parser

FORM = read_form()
WORKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def field(sheet: str, key: str) -> Field:
    return FORM.sheet(sheet).field(key)


def check_of(parser: Parser, value: Value) -> str:
    with pytest.raises(CellError) as caught:
        parser(value)
    return caught.value.check


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("00123", "00123"),
        (12345.0, "12345"),
        (10.2, "10.2"),
        (True, "yes"),
        ("two\nlines", "two lines"),
        ("no\u00a0break", "no break"),
        ("bell\x07", "bell"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("\x00", None),
    ],
)
def test_text_is_one_clean_line(value: Value, text: str | None) -> None:
    assert parse_text(value) == text


@given(
    st.lists(st.text("aN0.1 -+='\n\r\u00e9", max_size=7) | st.ip_addresses(v=4).map(str) | st.integers(), unique=True)
)
def test_text_that_stays_is_told_in_one_go_as_one_by_one_and_stays(values: list[Value]) -> None:
    fields = read_form().sheet("assets").fields
    for stays in (*map(plain_text_of, fields), *(text_that_imports_leave(f"assets.{field.key}") for field in fields)):
        texts = [value for value in values if isinstance(value, str) and value in stays]
        assert set(stays.others(values)) == set(values) - set(texts)
        assert list(map(parse_text, texts)) == texts


def test_notes_keep_their_lines() -> None:
    assert parse_notes("first\r\nsecond\x00") == "first\nsecond"


def test_text_that_became_a_date_is_kept_with_a_warning() -> None:
    with pytest.raises(CellError) as caught:
        parse_text(("d", "2026-02-10"))
    assert (caught.value.check, caught.value.value) == ("not-text", "2026-02-10")


@pytest.mark.parametrize("value", ["3.56938E+14", "1E+20", 356938035643809123.0])
def test_a_serial_number_that_lost_digits_is_kept_with_a_warning(value: Value) -> None:
    with pytest.raises(CellError) as caught:
        parse_serial_number(value)
    assert caught.value.check == "digits-lost"
    assert caught.value.value


@pytest.mark.parametrize("value", [10, 10.0, "10", "10.0"])
def test_a_count_is_a_whole_number(value: Value) -> None:
    count = number_parser(field("seats", "count"))(value)
    assert count == 10
    assert isinstance(count, int)


@pytest.mark.parametrize(
    ("value", "check"),
    [
        (2.5, "not-a-whole-number"),
        ("2,5", "not-a-whole-number"),
        (-4, "out-of-range"),
        (2_000_000, "out-of-range"),
        ("ten", "not-a-number"),
        ("nan", "not-a-number"),
        (True, "not-a-number"),
        (("d", "2026-02-10"), "not-a-number"),
    ],
)
def test_a_count_refuses(value: Value, check: str) -> None:
    assert check_of(number_parser(field("seats", "count")), value) == check


def test_minutes_may_have_decimals() -> None:
    assert number_parser(field("tickets", "minutes"))("12,5") == 12.5


@pytest.mark.parametrize(
    "value",
    [
        ("d", "2025-04-30"),
        ("d", "2025-04-30T00:00:00"),
        "2025-04-30",
        "30/04/2025",
        "30-4-2025",
        "30.04.2025",
        "2025/4/30",
    ],
)
def test_a_date_is_a_date_cell_or_iso_or_day_first(value: Value) -> None:
    assert parse_date(value) == date(2025, 4, 30)


@pytest.mark.parametrize(
    ("value", "check"),
    [
        ("03/04/2025", "ambiguous-date"),
        ("31/12/25", "short-year"),
        ("12/31/2025", "no-such-day"),
        ("2025-02-30", "no-such-day"),
        (("d", "1905-07-16"), "implausible-date"),
        ("spring 2021", "not-a-date"),
        (45000.0, "not-a-date"),
        (True, "not-a-date"),
        ("1" + " " * 30_000 + "x", "not-a-date"),
    ],
)
def test_a_date_refuses(value: Value, check: str) -> None:
    assert check_of(parse_date, value) == check


@pytest.mark.parametrize(("text", "day"), [("04/04/2025", date(2025, 4, 4)), ("03-04-2025", date(2025, 4, 3))])
def test_a_date_that_can_mean_only_one_day_is_not_ambiguous(text: str, day: date) -> None:
    assert parse_date(text) == day


def test_an_ambiguous_date_says_how_to_write_both_days() -> None:
    with pytest.raises(CellError) as caught:
        parse_date("03/04/2025")
    assert caught.value.message == "'03/04/2025' is 3 April or 4 March."
    assert caught.value.remedy == "Write it as 2025-04-03 or 2025-03-04."


@pytest.mark.parametrize("value", ["2021", 2021, 2021.0])
def test_a_year_alone_is_told_as_one(value: Value) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(value)
    assert caught.value.message == "'2021' is a year, not a date."
    assert caught.value.remedy == "Write a day, such as 2021-07-01."


def test_a_number_with_words_around_it_asks_for_the_digits_alone() -> None:
    with pytest.raises(CellError) as caught:
        number_parser(field("services", "quantity"))("25 licences")
    assert caught.value.remedy == "Write the digits alone."


@pytest.mark.parametrize(
    "text", ["du 20/12/2026 au 2027-01-03", "van 20-12-2026 tot 3-1-2027", "vom 20.12.2026 bis 03.01.2027"]
)
def test_a_period_may_begin_with_the_word_for_from(text: str) -> None:
    assert parse_periods(text) == (FreezePeriod(date(2026, 12, 20), date(2027, 1, 3)),)


@pytest.mark.parametrize(
    "value",
    [("d", "2026-09-14T09:30:00"), "2026-09-14 09:30", "2026-09-14T09:30:00.000", "14/09/2026 9:30", "14.09.2026 9h30"],
)
def test_a_moment_is_a_day_and_a_time(value: Value) -> None:
    assert parse_datetime(value) == datetime(2026, 9, 14, 9, 30)


def test_a_moment_without_a_time_begins_the_day_with_a_warning() -> None:
    with pytest.raises(CellError) as caught:
        parse_datetime("2026-09-14")
    assert (caught.value.check, caught.value.value) == ("time-missing", datetime(2026, 9, 14))


@pytest.mark.parametrize("value", ["2026-09-14 25:10", "yesterday"])
def test_a_moment_refuses(value: Value) -> None:
    assert check_of(parse_datetime, value) == "not-a-date"


@pytest.mark.parametrize("value", ["yes", "JA", "Oui", "j", "x", "true", "✓", "1", 1.0, True])
def test_yes_is_understood_in_four_languages(value: Value) -> None:
    assert yes_no_parser(field("assets", "managed"))(value) is True


@pytest.mark.parametrize("value", ["no", "nee", "NON", "nein", "n", "faux", "0", 0.0, False])
def test_no_is_understood_in_four_languages(value: Value) -> None:
    assert yes_no_parser(field("assets", "managed"))(value) is False


def test_perhaps_is_neither() -> None:
    assert check_of(yes_no_parser(field("assets", "managed")), "perhaps") == "not-yes-or-no"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Serveur", "server"),
        ("pare-feu", "firewall"),
        ("Drucker", "printer"),
        ("Virtual Server", "virtual-server"),
        ("USV", "ups"),
    ],
)
def test_a_choice_is_understood_in_four_languages(text: str, wanted: str) -> None:
    assert choice_parser(field("assets", "type"))(text) == wanted


def test_a_misspelt_choice_is_suggested() -> None:
    with pytest.raises(CellError) as caught:
        choice_parser(field("assets", "type"))("imprimente")
    assert caught.value.remedy == "Did you mean 'imprimante'?"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LU", "LU"),
        ("lu", "LU"),
        ("Belgique", "BE"),
        ("Duitsland", "DE"),
        ("Frankreich", "FR"),
        ("UK", "GB"),
        ("États-Unis", "US"),
    ],
)
def test_a_country_is_a_code_or_a_name(text: str, code: str) -> None:
    assert country_parser()(text) == code


def test_a_misspelt_country_is_suggested() -> None:
    with pytest.raises(CellError) as caught:
        country_parser()("Belgim")
    assert caught.value.remedy == "Did you mean 'Belgium'?"


@pytest.mark.parametrize(
    ("text", "language", "days", "start", "end"),
    [
        ("Tue 18:00-20:00", "en", ("Tue",), time(18), time(20)),
        ("Mon-Fri 18:00 - 20:30", "en", WORKDAYS, time(18), time(20, 30)),
        ("ma-vr 18u-20u", "nl", WORKDAYS, time(18), time(20)),
        ("di 18:00-20:00", "nl", ("Tue",), time(18), time(20)),
        ("di 18:00-20:00", "fr", ("Sun",), time(18), time(20)),
        ("lundi, jeudi 7h30-9h", "fr", ("Mon", "Thu"), time(7, 30), time(9)),
        ("lundi au vendredi 18h00 à 20h00", "fr", WORKDAYS, time(18), time(20)),
        ("Samstag 22:00–24:00", "de", ("Sat",), time(22), time(0)),
        ("Fri-Mon 00:00-06:00", "en", ("Mon", "Fri", "Sat", "Sun"), time(0), time(6)),
    ],
)
def test_a_maintenance_window_is_days_and_hours(
    text: str, language: str, days: tuple[str, ...], start: time, end: time
) -> None:
    assert windows_parser(FORM, language)(text) == (OpeningHours(days, start, end),)  # type: ignore[arg-type]


def test_several_windows_are_separated_by_semicolons() -> None:
    found = windows_parser(FORM, "en")("Tue 18:00-20:00; Sat 08:00-12:00;")
    assert found == (OpeningHours(("Tue",), time(18), time(20)), OpeningHours(("Sat",), time(8), time(12)))


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday evening",
        "18:00-20:00",
        "Tue 25:00-26:00",
        "Tue 20:00-18:00",
        "Tue 18:00-18:00",
        "Xyz 18:00-20:00",
        "a" * 30_000,
    ],
)
def test_a_maintenance_window_refuses(text: str) -> None:
    assert check_of(windows_parser(FORM, "en"), text) == "bad-window"


def test_freeze_periods_are_pairs_of_days() -> None:
    assert parse_periods("2026-12-20..2027-01-03; 25/12/2027") == (
        FreezePeriod(date(2026, 12, 20), date(2027, 1, 3)),
        FreezePeriod(date(2027, 12, 25), date(2027, 12, 25)),
    )


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("Christmas", "bad-period"),
        ("2027-01-03..2026-12-20", "bad-period"),
        ("2026-12-20..2026-12-24..2027-01-03", "bad-period"),
        ("2027-01-01..2028-01-01", "bad-period"),
        ("03/04/2027..2027-05-01", "ambiguous-date"),
    ],
)
def test_freeze_periods_refuse(text: str, check: str) -> None:
    assert check_of(parse_periods, text) == check


@pytest.mark.parametrize(
    "text", ["192.168.1.10", "10.0.0.0/24", "fe80::1", "2001:db8::/64", "10.0.0.1, 10.0.0.2", "DHCP"]
)
def test_an_ip_address_is_accepted(text: str) -> None:
    assert parse_ip_address(text) == text


@pytest.mark.parametrize("text", ["192.168.1.300", "192.168.1", "router"])
def test_something_else_than_an_ip_address_is_kept_with_a_warning(text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_ip_address(text)
    assert (caught.value.check, caught.value.value) == ("bad-address", text)


def test_an_e_mail_address_without_a_domain_is_kept_with_a_warning() -> None:
    assert parse_email("anna@acme.example") == "anna@acme.example"
    assert check_of(parse_email, "anna@acme") == "bad-address"


def test_a_vat_number_loses_its_blanks() -> None:
    assert parse_vat_number("LU 1234 5678") == "LU12345678"


@pytest.mark.parametrize("text", ["LU123", "12345678"])
def test_a_vat_number_of_the_wrong_form_is_kept_with_a_warning(text: str) -> None:
    assert check_of(parse_vat_number, text) == "bad-vat-number"


def test_a_value_in_a_message_is_one_short_line() -> None:
    assert quoted("a\nb\x1b[31m") == "'a b[31m'"
    assert len(quoted("x" * 30_000)) == 62
