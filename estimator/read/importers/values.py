"""What a cell of an export means for a field of the form: a value, or the reason why not, or both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from ipaddress import ip_address, ip_interface
from typing import NamedTuple

from estimator.model.dates import months_later
from estimator.model.form import Field
from estimator.model.inventory import FormValue
from estimator.read.cells import Value
from estimator.read.headings import fold, read_form
from estimator.read.importers.products import is_placeholder
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_DATE,
    CellError,
    parse_notes,
    parse_serial_number,
    parse_text,
    plain,
    quoted,
)
from estimator.read.words import Words, country_parser, yes_no_parser

LONGEST_TEXT, LONGEST_NOTES = 500, 32_000
"""In characters; a cell of a workbook holds 32,767."""

LARGEST_COUNT = 1_000_000


class Read(NamedTuple):
    """What a cell was read as; both are there where somebody should look at the value once more."""

    value: FormValue | None
    """None where the cell says nothing, or nothing that can be read."""
    reason: str = ""
    """A sentence with the problem and what became of it."""


EMPTY = Read(None)


class DateOrder(Enum):
    """Which number of `03/04/2024` is the day; found for a whole column at once by `date_order`."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def form_value(field: str, value: Value, order: DateOrder = DateOrder.DAY_FIRST) -> Read:
    """What a cell means for a field such as `assets.purchased`: ids of choices, days as dates, yes and no as booleans.

    `order` is for dates in digits, in which day and month could be taken for one another. What cannot be read has no
    value and a reason that begins with the cell's text. Raises KeyError for a field that the form does not have.
    """
    return reader_of(field, order)(value)


@cache
def reader_of(name: str, order: DateOrder = DateOrder.DAY_FIRST) -> Callable[[Value], Read]:
    """Reads the cells of one field as `form_value` does: what depends on the field alone is looked up once."""
    field = _field(name)
    read = _READERS.get(name) or (_date_reader(name, order) if field.kind == "date" else _READERS[field.kind])
    stays = plain_text_of(name)

    def read_cell(value: Value) -> Read:
        if isinstance(value, str):
            if stays(value):
                return Read(value)
            value = value.strip()
            if value.startswith("="):
                value = _FORMULA_TEXT.sub(r"\1", value)
            if not value or (len(value) < 32 and not _DIGIT.search(value) and _says_nothing(value, field.kind)):
                return EMPTY
        return read(field, value)

    return read_cell


def _says_nothing(text: str, kind: str) -> bool:
    """Whether a word is one for an empty cell; of a count, `none` says how many."""
    words = read_vocabulary()
    return fold(text) in words.empty and not (kind == "count" and fold(text) in words.none)


def _date_reader(name: str, order: DateOrder) -> Reader:
    return lambda _, value: _date(value, order, last_day=name.endswith("_until"))


def plain_text_of(name: str) -> Callable[[str], object]:
    """Tells most text that a field takes over as it is, so that it need not be read: a list has thousands of such."""
    kind = name if name in _STAYS else "" if name in _READERS else _field(name).kind
    return _STAYS[kind].fullmatch if kind in _STAYS else _no_text


def _no_text(_text: str) -> None:
    return None


_DIGIT = re.compile(r"\d")
_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')
"""How some tools keep a spreadsheet from turning a number into another: `="00123"`."""


_ONE_LINE = re.compile(r"(?!=)(?=[^0-9]*[0-9])[!-~]{1,100}(?: [!-~]{1,100}){0,3}")
"""Of ASCII characters, not long, with a digit as no word for nothing has one."""


@cache
def _field(field: str) -> Field:
    sheet, _, key = field.partition(".")
    return read_form().sheet(sheet).field(key)


# --- text ------------------------------------------------------------------------------------------------------------


def _text(field: Field, value: Value) -> Read:
    try:
        text, reason = parse_text(value), ""
    except CellError as error:
        text, reason = str(error.value), error.message
        if error.check == "digits-lost":
            return Read(None, f"{error.message} It is left out.")
    if text is None:
        return EMPTY
    if len(text) > LONGEST_TEXT:
        return Read(None, f"{quoted(text)} has {len(text):,} characters; it is left out.")
    return Read(text, reason)


def _notes(field: Field, value: Value) -> Read:
    try:
        text = parse_notes(value)
    except CellError as error:
        text = str(error.value)
    if text is not None and len(text) > LONGEST_NOTES:
        return Read(None, f"{quoted(text)} has {len(text):,} characters; it is left out.")
    return Read(text)


_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


def _serial_number(field: Field, value: Value) -> Read:
    if isinstance(value, str):
        value = value.lstrip("'")
        if fold(value) in read_vocabulary().not_serial_numbers:
            return Read(None, f"{quoted(value)} is no serial number; it is left out.")
        if "+" in value and _SCIENTIFIC.fullmatch(value):
            message = f"{quoted(value)} is a serial number in scientific notation: digits are lost, it is left out."
            return Read(None, f"{message} Export it as text, or type it.")
    try:
        text = parse_serial_number(value)
    except CellError as error:
        return Read(None, f"{error.message} It is left out.")
    if text is not None and is_placeholder(text):
        return Read(None, f"{quoted(text)} is no serial number; it is left out.")
    if text is not None and len(text) > LONGEST_TEXT:
        return Read(None, f"{quoted(text)} has {len(text):,} characters; it is left out.")
    return Read(text)


# --- numbers, choices ------------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"^(?:(?:ca|circa|env|environ|ongeveer|about|approx|etwa|rund|min|max)\b\.?|[±~≈])\s*", re.IGNORECASE
)
_COUNT = re.compile(r"(?:x\s*)?([+-]?\d{1,9})(?:[.,]0+)?(?:\s*[x×]|\s*[^\W\d_]{1,12}\.?)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\s\u202f\u00a0]\d{3})+(?:[.,]0{1,2})?")


def _count(field: Field, value: Value) -> Read:
    written = text = plain(value).strip()
    if isinstance(value, str) and fold(text) in read_vocabulary().none:
        return Read(0)
    text = _ABOUT.sub("", text[:60])
    if isinstance(value, str) and len(text) < 30 and _THOUSANDS.fullmatch(text):
        text = re.sub(r"[.,]0{1,2}$", "", text)
        text = re.sub(r"\D", "", text)
    match = _COUNT.fullmatch(text) if len(text) < 30 and not isinstance(value, (bool, tuple)) else None
    if match is None:
        return Read(None, f"{quoted(written)} is not a whole number; it is left out.")
    number = int(match[1])
    if not 0 <= number <= LARGEST_COUNT:
        return Read(None, f"{number:,} cannot be a quantity; it is left out.")
    return Read(number, f"{quoted(written)} is read as {number}." if _ABOUT.match(written) else "")


def _yes_no(field: Field, value: Value) -> Read:
    try:
        return Read(_yes_no_parser()(value) is True)
    except CellError:
        return Read(None, f"{quoted(plain(value))} is neither yes nor no; it is left out.")


@cache
def _yes_no_parser() -> Callable[[Value], object]:
    return yes_no_parser(read_form().sheet("assets").field("managed"))


def _choice(field: Field, value: Value) -> Read:
    if id(field) not in _WORDS:
        _WORDS[id(field)] = Words(field.choices)
    found = _WORDS[id(field)].get(plain(value))
    if found is None:
        return Read(None, f"{quoted(plain(value))} is not a known {field.headings['en']}; it is left out.")
    return Read(found)


_WORDS: dict[int, Words] = {}
"""By field of the form, which is read once and stays."""


def _type(field: Field, value: Value) -> Read:
    """An asset type by any word for it, also inside a longer text."""
    found = read_vocabulary().type_of(plain(value))
    if found is None:
        return Read(None, f"{quoted(plain(value))} is no type that is known.")
    asset_type, is_word = found
    return Read(asset_type, "" if is_word else f"{quoted(plain(value))} is read as {asset_type}.")


def _country(field: Field, value: Value) -> Read:
    try:
        return Read(str(_country_parser()(value)))
    except CellError as error:
        return Read(None, f"{error.message} It is left out.")


@cache
def _country_parser() -> Callable[[Value], object]:
    return country_parser()


# --- addresses -------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"[\s,;|]+")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PLAIN_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}", re.ASCII)
_PORT = re.compile(r":\d{1,5}$")
_OCTETS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def _ip_address(field: Field, value: Value) -> Read:
    """One address without its prefix length; of several the first one of version 4, else the first."""
    text = plain(value)
    if found := _address(text):
        return Read(found)
    if fold(text) == "dhcp":
        return Read("DHCP")
    parts = [part for part in _BETWEEN.split(text[:2_000]) if part]
    known = [found for part in parts if (found := _address(part))]
    if not known:
        return Read(None, f"{quoted(text)} is no IP address; it is left out.")
    first = next((found for found in known if "." in found), known[0])
    if len(set(known)) > 1:
        return Read(first, f"Of the {len(set(known))} addresses {quoted(text)} only {first} is taken over.")
    return Read(first, "" if len(known) == len(parts) else f"{quoted(text)} is read as {first}.")


def _address(text: str) -> str | None:
    if _PLAIN_IPV4.fullmatch(text):
        return None if text == "0.0.0.0" else text
    if _OCTETS.match(text):
        text = _PORT.sub("", text)
        text = ".".join(str(int(part)) if part.isdecimal() else part for part in text.split("."))
    for parse in (ip_interface, ip_address):
        try:
            found = parse(text.strip("()[]"))
        except ValueError:
            continue
        return None if str(found).split("/")[0] in ("0.0.0.0", "::") else str(found).split("/")[0]
    return None


# --- dates -----------------------------------------------------------------------------------------------------------

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
_MONTH_WORD = re.compile(r"([^\W\d_]{3,10})\.?[\s\-/]*(\d{4})")
_MONTH = re.compile(r"(?:(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2}))")
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


def _date(value: Value, order: DateOrder, last_day: bool) -> Read:
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
        return _month(int(match[2]), number, written, last_day)
    if match := _MONTH.fullmatch(text):
        return _month(int(match[2] or match[3]), int(match[1] or match[4]), written, last_day)
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


_STAYS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("id", "text", "notes"), _ONE_LINE),
    # A letter and a digit: no word or number that stands for nothing has both.
    "assets.serial_number": re.compile(r"(?![='])(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[!-*,-~]{1,100}"),
    "ip-address": re.compile(rf"(?!0\.0\.0\.0$){_PLAIN_IPV4.pattern}", re.ASCII),
}
"""By field, else by the field's kind: text that its reader leaves as it is."""
Reader = Callable[[Field, Value], Read]
_READERS: Mapping[str, Reader] = {
    "id": _text,
    "text": _text,
    "notes": _notes,
    "count": _count,
    "minutes": _count,
    "months": _count,
    "yes-no": _yes_no,
    "choice": _choice,
    "country": _country,
    "ip-address": _ip_address,
    "windows": _text,
    "assets.type": _type,
    "assets.serial_number": _serial_number,
}
"""By field, else by the field's kind; dates are apart, because a column decides about them."""
