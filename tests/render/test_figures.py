"""Figures read as people of each language write them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from estimator.model.service_level import OpeningHours
from estimator.render import figures

WORKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "€2,150.00"),
        ("nl", "€\N{NO-BREAK SPACE}2.150,00"),
        ("fr", "2\N{NARROW NO-BREAK SPACE}150,00\N{NO-BREAK SPACE}€"),
        ("de", "2.150,00\N{NO-BREAK SPACE}€"),
        ("lb", "2.150,00\N{NO-BREAK SPACE}€"),
        ("xx", "€2,150.00"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language: str, text: str) -> None:
    assert figures.money(Decimal(2150), "EUR", language) == text


@pytest.mark.parametrize(
    ("amount", "cents", "text"),
    [
        ("2150", False, "€2,150"),
        ("2150.50", False, "€2,150"),
        ("2151.50", False, "€2,152"),
        ("-12.5", True, "-€12.50"),
        ("-0.001", True, "€0.00"),
        ("0", True, "€0.00"),
        ("1234567.891", True, "€1,234,567.89"),
    ],
)
def test_money_is_rounded_to_what_is_shown(amount: str, cents: bool, text: str) -> None:
    assert figures.money(Decimal(amount), "EUR", "en", cents) == text


def test_another_currency_shows_its_own_sign() -> None:
    assert figures.money(Decimal(10), "CHF", "en") == "CHF10.00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "€1,975-2,620"),
        ("nl", "€\N{NO-BREAK SPACE}1.975-2.620"),
        ("fr", "1\N{NARROW NO-BREAK SPACE}975-2\N{NARROW NO-BREAK SPACE}620\N{NO-BREAK SPACE}€"),
        ("de", "1.975-2.620\N{NO-BREAK SPACE}€"),
    ],
)
def test_a_range_of_money_carries_its_sign_once(language: str, text: str) -> None:
    assert figures.money_range(Decimal(1975), Decimal(2620), "EUR", language) == text


def test_a_range_whose_ends_read_the_same_is_one_figure() -> None:
    assert figures.money_range(Decimal("100.1"), Decimal("100.2"), "EUR", "en") == "€100"


def test_numbers_have_exactly_the_decimals_asked_for() -> None:
    assert figures.number(6.9, 2, "en") == "6.90"
    assert figures.number(-0.001, 1, "en") == "0.0"
    assert figures.count(1975, "nl") == "1.975"
    assert figures.hours(6.94, "de") == "6,9\N{NO-BREAK SPACE}h"


@pytest.mark.parametrize(
    ("share", "language", "digits", "text"),
    [
        (Decimal("0.17"), "en", 0, "17%"),
        (0.1234, "en", 1, "12.3%"),
        (0.17, "fr", 0, "17\N{NO-BREAK SPACE}%"),
        (0.17, "de", 0, "17\N{NO-BREAK SPACE}%"),
        (1.425, "nl", 0, "142%"),
        (-0.001, "en", 0, "0%"),
    ],
)
def test_shares_read_as_percentages(share: float, language: str, digits: int, text: str) -> None:
    assert figures.percent(share, language, digits) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0%"), (0.0001, "<1%"), (0.342, "34%"), (0.999, ">99%"), (1.0, "100%")],
)
def test_a_chance_never_claims_certainty_it_does_not_have(probability: float, text: str) -> None:
    assert figures.chance(probability, "en") == text


@pytest.mark.parametrize(
    ("minutes", "language", "text"),
    [(0, "en", "0 min"), (45, "en", "45 min"), (60, "en", "1 h"), (90, "fr", "1 h 30 min"), (90, "nl", "1 u 30 min")],
)
def test_minutes_read_as_hours_and_minutes(minutes: int, language: str, text: str) -> None:
    assert figures.duration(minutes, language) == text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("en", "short", "12/01/2027"),
        ("en", "medium", "12 Jan 2027"),
        ("en", "long", "12 January 2027"),
        ("en", "full", "Tuesday 12 January 2027"),
        ("en", "month", "January 2027"),
        ("nl", "long", "12 januari 2027"),
        ("fr", "full", "mardi 12 janvier 2027"),
        ("de", "short", "12.01.2027"),
        ("de", "full", "Dienstag, 12. Januar 2027"),
    ],
)
def test_dates_name_the_day_first(language: str, style: figures.DayStyle, text: str) -> None:
    assert figures.day(date(2027, 1, 12), language, style) == text


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("fr", "medium", "1er janv. 2027"),
        ("fr", "long", "1er janvier 2027"),
        ("fr", "full", "vendredi 1er janvier 2027"),
        ("fr", "short", "01/01/2027"),
        ("fr", "month", "janvier 2027"),
        ("en", "long", "1 January 2027"),
        ("nl", "long", "1 januari 2027"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(language: str, style: figures.DayStyle, text: str) -> None:
    assert figures.day(date(2027, 1, 1), language, style) == text


def test_no_other_day_becomes_the_first() -> None:
    for number in range(2, 32):
        assert figures.day(date(2027, 1, number), "fr") == f"{number} janvier 2027"


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [("en", "1", "11"), ("nl", "1", "11"), ("fr", "1er", "11"), ("de", "1.", "11."), ("lb", "1.", "11.")],
)
def test_a_day_of_a_month_is_written_as_its_language_counts_days(language: str, first: str, eleventh: str) -> None:
    assert figures.day_of_month(date(2027, 1, 1), language) == first
    assert figures.day_of_month(date(2027, 1, 11), language) == eleventh


def test_a_moment_names_weekday_date_and_time() -> None:
    assert figures.moment(datetime(2027, 1, 12, 18, 0), "en") == "Tue 12 Jan 2027, 18:00"


@pytest.mark.parametrize(
    ("language", "hours", "text"),
    [
        ("en", OpeningHours(WORKDAYS, time(7, 30), time(18)), "Mon-Fri 07:30-18:00"),
        ("nl", OpeningHours(WORKDAYS, time(7, 30), time(18)), "ma-vr 07:30-18:00"),
        ("fr", OpeningHours(WORKDAYS, time(7, 30), time(18)), "lun.-ven. 07:30-18:00"),
        ("en", OpeningHours(("Sun",), time(0), time(0)), "Sun 00:00-24:00"),
        ("en", OpeningHours(("Wed", "Mon", "Tue", "Sat"), time(8), time(9)), "Mon-Wed, Sat 08:00-09:00"),
    ],
)
def test_opening_hours_join_the_weekdays_that_follow_one_another(language: str, hours: OpeningHours, text: str) -> None:
    assert figures.weekday_hours(hours, language) == text


def test_several_opening_hours_follow_one_another() -> None:
    stretches = (OpeningHours(WORKDAYS, time(8), time(17)), OpeningHours(("Sat",), time(9), time(12)))
    assert figures.opening_hours(stretches, "en") == "Mon-Fri 08:00-17:00, Sat 09:00-12:00"
    assert figures.opening_hours((), "en") == ""


def test_no_line_of_a_page_ends_inside_opening_hours() -> None:
    stretches = (OpeningHours(WORKDAYS, time(7, 30), time(18)), OpeningHours(("Sat",), time(9), time(12)))
    dash = "\N{WORD JOINER}–\N{WORD JOINER}"
    assert figures.printed_hours(stretches, "en") == f"Mon{dash}Fri 07:30{dash}18:00, Sat 09:00{dash}12:00"


@pytest.mark.parametrize(
    ("amount", "shown"), [("118", "+€118.00"), ("-5.004", "-€5.00"), ("0.004", "€0.00"), ("-0.004", "€0.00")]
)
def test_a_change_of_money_has_its_sign_and_nought_has_none(amount: str, shown: str) -> None:
    assert figures.money_change(Decimal(amount), "EUR", "en") == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0461, "+4.6%"), (-0.1, "-10.0%"), (0.0004, "0.0%"), (Decimal(0), "0.0%")]
)
def test_a_change_in_percent_has_its_sign_and_nought_has_none(share: Decimal | float, shown: str) -> None:
    assert figures.percent_change(share, "en") == shown
