"""Days and lengths of time as people and programs write them, in Dutch, French, German and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum

from estimator.model.dates import months_later
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.read import Read
from estimator.read.values import FIRST_YEAR, LAST_YEAR, LONGEST_DATE, plain, quoted

_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TWO_WAYS = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_CLOCK = re.compile(
    r"(.*?\d)(?:T|,?\s+)\d{1,2}[:h.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_DAY_MONTH_WORD = re.compile(
    r"(\d{1,2})(?:er|e|st|nd|rd|th|ste|de|\.)?[\s\-/]*(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?[\s\-/,]*(\d{4}|\d{2})"
)
_MONTH_WORD_DAY = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_WORD = re.compile(r"([^\W\d_]{3,10})\.?[\s\-/'’]*(\d{4}|\d{2})")
_MONTH = re.compile(r"(?:(\d{1,2})\s?[-/.]\s?(\d{4}|(?:1[3-9]|[2-9]\d))|(\d{4})\s?[-/.]\s?(\d{1,2}))")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_QUARTER = re.compile(
    r"(?:[QTK]\s?([1-4])|([1-4])(?:\.|e|er|ste|de|ème|st|nd|rd|th)?\s?(?:Q|kwartaal|trimestre|quarter|quartal))[\s\-/]*(\d{4})"
    r"|(\d{4})[\s\-/]*[QTK]([1-4])",
    re.IGNORECASE,
)
_BEFORE_DATES = re.compile(
    r"^(?:tot(?: en met| eind)?|t/m|jusqu['’]?\s?(?:au|à|en)?|bis|until|till|to|exp\.?|expires|einde?|fin|ende|since|"
    r"sinds|depuis|seit|ca\.?|circa|env\.?|environ|vers|begin|début|anfang|[±~])\s+(?=\S)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,?\s+(?=\d)")
_EXCEL_DAYS = range(29_221, 61_363)
"""Days since the end of 1899, as a spreadsheet counts: from 1980 to 2067."""

_MONTH_NAMES = (
    ("january", "januari", "janvier", "januar", "jänner", "jan", "janv"),
    ("february", "februari", "février", "februar", "feb", "févr", "fév", "febr"),
    ("march", "maart", "mars", "märz", "mar", "mrt", "mär"),
    ("april", "avril", "apr", "avr"),
    ("may", "mei", "mai"),
    ("june", "juni", "juin", "jun"),
    ("july", "juli", "juillet", "jul", "juil"),
    ("august", "augustus", "août", "aug", "aou"),
    ("september", "septembre", "sep", "sept"),
    ("october", "oktober", "octobre", "oct", "okt"),
    ("november", "novembre", "nov"),
    ("december", "décembre", "dezember", "dec", "déc", "dez"),
)
_MONTH_NUMBERS: Mapping[str, int] = {
    fold(name): number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names
}


class DateOrder(Enum):
    """Which number of `03/04/2024` is the day; found for a whole column at once by `date_order`."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def date_order(values: Iterable[Value]) -> tuple[DateOrder, bool]:
    """Which number is the day in the dates of one column, and whether none of them tells.

    One date that is possible in one way only decides for all of them; where there is none, or where they contradict one
    another, the day stands first, as in all of our languages.
    """
    day_first = month_first = ambiguous = False
    for value in values:
        match = _TWO_WAYS.fullmatch(_without_clock(value)) if isinstance(value, str) else None
        if match and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            day_first |= first > 12
            month_first |= second > 12
            ambiguous |= first != second and first <= 12 and second <= 12
    order = DateOrder.MONTH_FIRST if month_first and not day_first else DateOrder.DAY_FIRST
    return order, ambiguous and day_first == month_first


def _without_clock(text: str) -> str:
    text = text.strip()[:LONGEST_DATE]
    clock = _CLOCK.fullmatch(text)
    return clock[1].strip() if clock else text


def read_date(value: Value, order: DateOrder, last_day: bool) -> Read:
    """A day; `last_day`: a month alone means its last day, else its first."""
    if isinstance(value, tuple):
        if value[0] != "d":
            return Read(None, f"{quoted(value[1])} is no date; it is left out.")
        return _plausible(datetime.fromisoformat(str(value[1])).date(), str(value[1]))
    text = plain(value).strip()
    if isinstance(value, bool) or len(text) > LONGEST_DATE:
        return Read(None, f"{quoted(text)} is no date; it is left out.")
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text) and int(text[:5]) in _EXCEL_DAYS:
        return _plausible(date(1899, 12, 30) + timedelta(int(text[:5])), text)
    try:
        return _date_of(text, order, last_day)
    except ValueError:
        return Read(None, f"There is no day {quoted(text)}; it is left out.")


def _date_of(text: str, order: DateOrder, last_day: bool) -> Read:
    """Raises ValueError for the 31st of a shorter month and the like."""
    written = text
    text = _BEFORE_DATES.sub("", _without_clock(text))
    weekday = _WEEKDAY.match(text)
    if weekday and fold(weekday[0]) not in _MONTH_NUMBERS:
        text = text[weekday.end() :]
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _plausible(date(int(match[1]), int(match[2]), int(match[3])), written)
    if match := _TWO_WAYS.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        swapped = (order is DateOrder.MONTH_FIRST and match[2] != "." and second <= 31) or second > 12
        day, month = (second, first) if swapped and first <= 12 else (first, second)
        return _plausible(date(year, month, day), written)
    if (match := _DAY_MONTH_WORD.fullmatch(text)) and (number := _MONTH_NUMBERS.get(fold(match[2]))):
        return _plausible(date(_full_year(match[3]), number, int(match[1])), written)
    if (match := _MONTH_WORD_DAY.fullmatch(text)) and (number := _MONTH_NUMBERS.get(fold(match[1]))):
        return _plausible(date(int(match[3]), number, int(match[2])), written)
    if (match := _MONTH_WORD.fullmatch(text)) and (number := _MONTH_NUMBERS.get(fold(match[1]))):
        return _month(_full_year(match[2]), number, written, last_day)
    if match := _MONTH.fullmatch(text):
        return _month(_full_year(match[2] or match[3]), int(match[1] or match[4]), written, last_day)
    if match := _QUARTER.fullmatch(text):
        quarter = int(match[1] or match[2] or match[5])
        return _month(int(match[3] or match[4]), quarter * 3 - (0 if last_day else 2), written, last_day)
    if _YEAR.fullmatch(text):
        return _year(int(text), last_day)
    return Read(None, f"{quoted(written)} is no date; it is left out.")


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _month(year: int, month: int, written: str, last_day: bool) -> Read:
    first = date(year, month, 1)
    day = months_later(first, 1) - timedelta(1) if last_day else first
    read = _plausible(day, written)
    return read if read.value is None else Read(day, f"{quoted(written)} is read as {day}.")


def _year(year: int, last_day: bool) -> Read:
    if last_day:
        return Read(None, f"{quoted(year)} is a year, not a date; it is left out.")
    read = _plausible(date(year, 7, 1), str(year))
    return read if read.value is None else Read(read.value, f"{quoted(year)} is a year alone, read as {read.value}.")


def _plausible(day: date, written: str) -> Read:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Read(None, f"The date {quoted(written)} cannot be right; it is left out.")
    return Read(day)


_MONTHS_LONG = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*([^\W\d_]*)\.?.*")


def months_of(value: Value, in_years: bool) -> int | None:
    """How many months a cell such as `36`, `3 ans` or `24 maanden` means; `in_years`: a bare number counts years."""
    match = _MONTHS_LONG.fullmatch(plain(value).strip()[:40])
    if match is None:
        return None
    unit = fold(match[2])
    years = unit.startswith(("y", "j", "an", "a")) if unit else in_years
    months = int(match[1]) * (12 if years else 1)
    return months if 0 < months <= 240 else None
