"""What a cell holds becomes a typed value, or the reason why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from math import isfinite
from typing import Any

from estimator.model.form import Field
from estimator.read.cells import Value
from estimator.read.headings import fold, month_numbers

Parser = Callable[[Value], object]
"""Gives the value of a cell that is not empty; None where the cell turns out to hold nothing; raises CellError."""

FIRST_YEAR, LAST_YEAR = 1980, 2099
LONGEST_EXACT_NUMBER = 10**15
LONGEST_DATE, LONGEST_EMAIL = 40, 254
"""In characters; longer text is refused before a pattern could take long over it."""

DATE_REMEDY = "Write it as year-month-day, such as 2026-12-31."


class CellError(Exception):
    """What is wrong with a cell; `value` is what it is taken for where the check is only a warning."""

    def __init__(self, check: str, message: str, remedy: str, value: object = None) -> None:
        super().__init__(check, message, remedy)
        self.check, self.message, self.remedy, self.value = check, message, remedy, value


# --- text ------------------------------------------------------------------------------------------------------------

_SCIENTIFIC = re.compile(r"\d[.,]?\d*E\+\d{1,3}")


def parse_text(value: Value) -> str | None:
    """One line of text; numbers lose a meaningless `.0`."""
    text = value if isinstance(value, str) else _as_text(value, "digits-lost")
    if text.isascii() and text.isprintable() and "  " not in text:
        return text or None
    return " ".join(clean(text).split()) or None


def parse_notes(value: Value) -> str | None:
    """Text that keeps its lines."""
    text = _as_text(value, "")
    return (text if text.isascii() and text.isprintable() else clean(text)) or None


def parse_serial_number(value: Value) -> str | None:
    """Text, with a warning where a spreadsheet has turned it into a scientific number."""
    text = parse_text(value)
    if text and "+" in text and _SCIENTIFIC.fullmatch(text):
        raise CellError(
            "digits-lost",
            f"{quoted(text)} is in scientific notation: digits may be lost.",
            "Format the cell as text and type it again.",
            text,
        )
    return text


_UNKNOWN_WORDS = "? ?? ??? - -- – n/a unknown onbekend nvt n.v.t. inconnu inconnue unbekannt"
_UNKNOWN = frozenset(map(fold, _UNKNOWN_WORDS.split()))
_BEGIN_UNKNOWN = frozenset(letter for word in _UNKNOWN for letter in (word[0], word[0].upper()))
"""What such a word begins with: a look at one letter spares most cells the rest."""


def unless_unknown(parse: Parser) -> Parser:
    """Parses a cell in which a dash or a word for `nobody knows` counts as empty, so that it stays a question."""

    def parse_known(value: Value) -> object:
        if isinstance(value, str) and len(value) < 10 and value[0] in _BEGIN_UNKNOWN and fold(value) in _UNKNOWN:
            return None
        return parse(value)

    return parse_known


MAY_BE_UNKNOWN = frozenset({"serial_number", "operating_system", "version", "connected_to", "redundancy_group"})
"""Fields in which a dash or a question mark would be taken for a thing of that name."""


class PlainText:
    """Most of the text that a field leaves as it is, so that it need not be read."""

    def __init__(self, pattern: str) -> None:
        """The pattern is for ASCII text and looks at one line."""
        self._one = re.compile(pattern, re.ASCII)
        self._others = re.compile(rf"^(?!(?:{pattern})$).*", re.ASCII | re.MULTILINE)

    def __contains__(self, text: str) -> bool:
        return self._one.fullmatch(text) is not None

    def others(self, values: Collection[Any]) -> Sequence[Any]:
        """Those of many different values that are to be read, found in one go."""
        texts = [value for value in values if isinstance(value, str)]
        rest = [value for value in values if not isinstance(value, str)] if len(texts) < len(values) else []
        lines = "\n".join(texts)
        is_one_each = lines.count("\n") == len(texts) - 1
        return rest + (self._others.findall(lines) if is_one_each else [text for text in texts if text not in self])


_PLAIN = r"[!-~]{1,1000}(?: [!-~]{1,1000}){0,9}"
NO_TEXT = PlainText(r"(?!)")
"""No text stays as it is: each is read."""
_LASTING = PlainText(_PLAIN)
"""Text that every field of text leaves as it is."""
_KNOWN = PlainText(rf"(?=[^0-9+\n]*[0-9][^+\n]*$){_PLAIN}")
"""The same for fields that may be unknown: no word for that has a digit, and no scientific number lacks its plus."""


def plain_text_of(field: Field) -> PlainText:
    """The text that the parser of a field leaves as it is."""
    if field.kind in ("id", "text", "notes"):
        return _KNOWN if field.key in MAY_BE_UNKNOWN else _LASTING
    return _ADDRESS if field.kind == "ip-address" else NO_TEXT


_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
"""Control characters, and what shows nothing but splits a word or turns the text around it; not what joins letters."""
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """The text composed (NFC), without what cannot be seen other than line ends and tabs, trimmed."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSEEN.sub("", text).strip().strip(_JOINERS).strip()


def quoted(value: object) -> str:
    """A value as it stands in a message: on one line, in quotes, not too long."""
    text = " ".join(clean(str(value)).split())
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def plain(value: Value) -> str:
    """The text of any cell, for comparisons and messages."""
    if isinstance(value, tuple):
        return str(value[1])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _as_text(value: Value, check: str) -> str:
    if isinstance(value, str):
        return value
    text = plain(value)
    if isinstance(value, tuple):
        raise CellError(
            "not-text",
            f"The cell is a date or time, read as the text {quoted(text)}.",
            "Format the cell as text and type it again.",
            text,
        )
    if check and abs(value) >= LONGEST_EXACT_NUMBER:
        raise CellError(
            check,
            f"{quoted(text)} is a number of more than 15 digits: the last ones are lost.",
            "Format the cell as text and type it again.",
            text,
        )
    return text


# --- numbers ---------------------------------------------------------------------------------------------------------


def number_parser(field: Field) -> Parser:
    """Parses the numbers of a field: whole ones, except minutes; within its limits."""
    whole = field.kind != "minutes"

    def parse(value: Value) -> int | float:
        number = _number(value)
        if whole and not number.is_integer():
            raise CellError("not-a-whole-number", f"{plain(value)} is not a whole number.", "Write how many there are.")
        if field.minimum is not None and number < field.minimum:
            raise CellError("out-of-range", f"{plain(value)} is less than {field.minimum}.", "Correct it.")
        if field.maximum is not None and number > field.maximum:
            raise CellError("out-of-range", f"{plain(value)} is more than {field.maximum:,}.", "Correct it.")
        return int(number) if whole else number

    return parse


_DIGITS = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")


def _number(value: Value) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    text = plain(value)
    if isinstance(value, str) and _DIGITS.fullmatch(text):
        return float(text.replace(",", "."))
    remedy = "Write the digits alone." if any(map(str.isdigit, text)) else "Write it in digits."
    raise CellError("not-a-number", f"{quoted(text)} is not a number.", remedy)


# --- dates -----------------------------------------------------------------------------------------------------------

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED_MONTH = re.compile(
    r"(?:[^\W\d]{2,12}[.,]?\s+)?(?:(\d{1,2})(?:er|e|st|nd|rd|th|ste|de|º|\.)?[\s\-./]+(?:of\s+|de\s+)?)?"
    r"([^\W\d]{3,10})[.,]?[\s\-./]+(?:(\d{1,2})(?:st|nd|rd|th)?,?[\s]+)?(\d{4}|\d{2})",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(.*?\d)[T\s]+(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?", re.IGNORECASE)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def parse_date(value: Value) -> date:
    """A day: a date cell, ISO, day first, or with the month's name; what can be read month first too is refused."""
    if isinstance(value, tuple) and value[0] == "d":
        return _day_of_cell(str(value[1]))
    if not isinstance(value, str):
        _refuse_year_alone(plain(value))
        raise CellError("not-a-date", f"{quoted(plain(value))} is a number, not a date.", DATE_REMEDY)
    return date_of(value)


@lru_cache(5_000)
def _day_of_cell(text: str) -> date:
    return _plausible(datetime.fromisoformat(text).date())


def _refuse_year_alone(text: str) -> None:
    if re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise CellError("not-a-date", f"{quoted(text)} is a year, not a date.", f"Write a day, such as {text}-07-01.")


def date_of(text: str) -> date:
    """The day that a text names; raises CellError."""
    if len(text) > LONGEST_DATE:
        raise CellError("not-a-date", f"{quoted(text)} is not a date.", DATE_REMEDY)
    clock = _CLOCK.fullmatch(text)
    text = clock[1].strip() if clock else text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _DAY_FIRST.fullmatch(text):
        return _day_first(text, int(match[1]), int(match[3]), match[4], match[2])
    if match := _NAMED_MONTH.fullmatch(text):
        month = month_numbers().get(fold(match[2]))
        day = match[1] or match[3]
        if month and day and not (match[1] and match[3]):
            return _day_first(text, int(day), month, match[4], "")
    _refuse_year_alone(text)
    raise CellError("not-a-date", f"{quoted(text)} is not a date.", DATE_REMEDY)


def _day_first(text: str, day: int, month: int, year: str, separator: str) -> date:
    if len(year) == 2:
        suggestion = f"Write it as 20{year}-{month:02}-{day:02}." if month <= 12 and day <= 31 else DATE_REMEDY
        raise CellError("short-year", f"{quoted(text)} has a year of two digits.", suggestion)
    if separator == "/" and day <= 12 and month <= 12 and day != month:
        raise CellError(
            "ambiguous-date",
            f"{quoted(text)} is {day} {_MONTHS[month - 1]} or {month} {_MONTHS[day - 1]}.",
            f"Write it as {year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}.",
        )
    return _day(text, int(year), month, day)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        raise CellError("no-such-day", f"There is no day {quoted(text)}.", "Correct it.") from None


def _plausible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(
            "implausible-date", f"The date {day} cannot be right.", f"{DATE_REMEDY[:-1]}; a year alone is not a date."
        )
    return day


def parse_datetime(value: Value) -> datetime:
    """A moment in local time; a day alone is its beginning, with a warning."""
    moment = None
    if isinstance(value, tuple) and value[0] == "d" and "T" in str(value[1]):
        moment = datetime.fromisoformat(str(value[1]))
    elif isinstance(value, str) and len(value) <= LONGEST_DATE and (clock := _CLOCK.fullmatch(value)):
        try:
            at = time(int(clock[2]), int(clock[3]), int(clock[4] or 0))
        except ValueError:
            raise CellError("not-a-date", f"{quoted(value)} has no such time of day.", "Correct it.") from None
        moment = datetime.combine(date_of(clock[1]), at)
    day = parse_date(value)
    if moment is None:
        raise CellError(
            "time-missing",
            f"{quoted(plain(value))} has no time of day and is read as 00:00.",
            f"Write it as {day} 09:30.",
            datetime.combine(day, time()),
        )
    return moment.replace(microsecond=0)


# --- addresses -------------------------------------------------------------------------------------------------------

_IPV4_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"{_IPV4_OCTET}(?:\.{_IPV4_OCTET}){{3}}(?:/(?:3[0-2]|[12]?\d))?", re.ASCII)
_ADDRESS = PlainText(_IPV4.pattern)
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]+@[^@\s<>()\[\],;:\"]+\.[^@\s<>()\[\],;:\".]{2,}")
_VAT = {"LU": r"\d{8}", "BE": r"[01]\d{9}|\d{9}", "DE": r"\d{9}", "FR": r"[A-Z0-9]{2}\d{9}", "NL": r"[A-Z0-9+*]{12}"}


def parse_ip_address(value: Value) -> str | None:
    """IPv4 or IPv6 addresses, with or without a prefix length, or DHCP; anything else is kept with a warning."""
    text = parse_text(value)
    if text and not _IPV4.fullmatch(text):
        for part in re.split(r"[\s,;]+", text):
            if not _is_ip_address(part):
                raise CellError("bad-address", f"{quoted(text)} is not an IP address.", "Correct it.", text)
    return text


def _is_ip_address(text: str) -> bool:
    from ipaddress import ip_interface

    if fold(text) in ("dhcp", ""):
        return True
    try:
        ip_interface(text)
    except ValueError:
        return False
    return True


def parse_email(value: Value) -> str | None:
    """An e-mail address; anything else is kept with a warning."""
    text = parse_text(value)
    if text and (len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text)):
        raise CellError("bad-address", f"{quoted(text)} is not an e-mail address.", "Correct it.", text)
    return text


def parse_vat_number(value: Value) -> str | None:
    """A VAT number without blanks; its form is checked for the neighbouring countries, its check digits are not."""
    text = parse_text(value)
    if text is None:
        return None
    number = re.sub(r"[\s.\-]", "", text).upper()
    country = number[:2]
    pattern = _VAT.get(country, r"[A-Z0-9]{2,13}")
    if not country.isalpha():
        raise CellError(
            "bad-vat-number", f"{quoted(text)} does not begin with the letters of a country.", "Check it.", text
        )
    if not re.fullmatch(pattern, number[2:]):
        raise CellError(
            "bad-vat-number", f"{quoted(text)} does not look like a VAT number of {country}.", "Check it.", text
        )
    return number
