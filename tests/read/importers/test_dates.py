"""Dates and lengths of time in exports, in every way that people and programs write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.read.cells import Value
from estimator.read.importers.dates import DateOrder, date_order, months_of
from estimator.read.importers.values import form_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2024", date(2024, 12, 31)),
        ("31/12/2024", date(2024, 12, 31)),
        ("1.2.24", date(2024, 2, 1)),
        ("01.02.2024", date(2024, 2, 1)),
        ("03/04/2024", date(2024, 4, 3)),
        ("12/31/2024", date(2024, 12, 31)),
        ("2024-03-05", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("2024-03-05T10:00:00Z", date(2024, 3, 5)),
        ("2024-03-05 10:00:00.123+01:00", date(2024, 3, 5)),
        ("05/03/2024 10:15", date(2024, 3, 5)),
        ("5/3/2024 10:15:00 PM", date(2024, 3, 5)),
        ("31 december 2024", date(2024, 12, 31)),
        ("31 déc. 2024", date(2024, 12, 31)),
        ("1er mars 2023", date(2023, 3, 1)),
        ("5. März 2022", date(2022, 3, 5)),
        ("5 mrt 22", date(2022, 3, 5)),
        ("31-Dec-24", date(2024, 12, 31)),
        ("December 31, 2024", date(2024, 12, 31)),
        ("Dec 31, 2024", date(2024, 12, 31)),
        ("3rd of May 2021", date(2021, 5, 3)),
        ("lundi 3 mars 2021", date(2021, 3, 3)),
        ("Mo., 3.3.2021", date(2021, 3, 3)),
        ("45291", date(2023, 12, 31)),
        (45291.5, date(2023, 12, 31)),
        (("d", "2024-05-06T00:00:00"), date(2024, 5, 6)),
    ],
)
def test_dates_are_read_however_they_are_written(text: Value, expected: date) -> None:
    assert form_value("assets.purchased", text) == (expected, "")


@pytest.mark.parametrize(
    ("column", "order", "ambiguous"),
    [
        (["03/04/2024", "05/06/2024"], DateOrder.DAY_FIRST, True),
        (["03/04/2024", "13/06/2024"], DateOrder.DAY_FIRST, False),
        (["03/04/2024", "06/13/2024"], DateOrder.MONTH_FIRST, False),
        (["03/04/2024", "06/13/2024", "13/06/2024"], DateOrder.DAY_FIRST, True),
        (["3.4.2024", "5.6.2024"], DateOrder.DAY_FIRST, False),
        (["04/04/2024"], DateOrder.DAY_FIRST, False),
        (["4/13/2024 10:00 AM", "04-05-2024"], DateOrder.MONTH_FIRST, False),
        (["2024-04-03", "", 3.0, ("d", "2024-01-02")], DateOrder.DAY_FIRST, False),
    ],
)
def test_one_date_that_is_possible_in_one_way_decides_for_its_column(
    column: list[Value], order: DateOrder, ambiguous: bool
) -> None:
    assert date_order(column) == (order, ambiguous)


def test_the_order_of_the_column_holds_for_its_dates_but_not_for_dots() -> None:
    month_first = [form_value("assets.purchased", text, DateOrder.MONTH_FIRST).value for text in
                   ("03/04/2024", "13/04/2024", "03.04.2024")]  # fmt: skip
    assert month_first == [date(2024, 3, 4), date(2024, 4, 13), date(2024, 4, 3)]


@pytest.mark.parametrize(
    ("value", "in_years", "months"),
    [
        ("36", False, 36), (36.0, False, 36), ("3", True, 36), ("3 ans", False, 36), ("3 jaar", False, 36),
        ("2 years NBD", False, 24), ("24 maanden", True, 24), ("36 Monate", False, 36), ("1 Jahr", False, 12),
        ("36M", False, 36), ("long", False, None), ("0", False, None), ("999", False, None), ("", False, None),
    ],
)  # fmt: skip
def test_the_length_of_a_warranty_is_read(value: Value, in_years: bool, months: int | None) -> None:
    assert months_of(value, in_years) == months


@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2069, 12, 31)), st.sampled_from("-/."), st.booleans())
def test_every_day_reads_back_in_every_way_of_writing_it(day: date, separator: str, short: bool) -> None:
    year = f"{day:%y}" if short else f"{day:%Y}"
    for text in (f"{day:%d}{separator}{day:%m}{separator}{year}", day.isoformat(), f"{day.day} {day:%B} {day:%Y}"):
        assert form_value("assets.purchased", text).value == day
