"""What a cell of an export means for a field of the form: a value, or the reason why not, or both."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from ipaddress import ip_address, ip_interface

from estimator.model.form import Field
from estimator.read.cells import Value
from estimator.read.headings import fold, read_form
from estimator.read.importers.dates import DateOrder, read_date
from estimator.read.importers.products import is_placeholder
from estimator.read.importers.read import EMPTY, Read
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import (
    NO_TEXT,
    CellError,
    PlainText,
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
            if value in stays:
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
    return lambda _, value: read_date(value, order, last_day=name.endswith("_until"))


def plain_text_of(name: str) -> PlainText:
    """The text that a field takes over as it is: a list has thousands of such."""
    kind = name if name in _STAYS else "" if name in _READERS else _field(name).kind
    return _STAYS.get(kind, NO_TEXT)


_DIGIT = re.compile(r"\d")
_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')
"""How some tools keep a spreadsheet from turning a number into another: `="00123"`."""


_ONE_LINE = PlainText(r"(?!=)(?=[^0-9\n]*[0-9])[!-~]{1,100}(?: [!-~]{1,100}){0,3}")
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
    text = _ABOUT.sub("", text[:60].strip("()"))
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
    words = read_vocabulary()
    found = words.type_of(plain(value))
    if found is None and (by_cell := words.type_cells.get(fold(plain(value)))):
        found = by_cell, False
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


# --- by field ---------------------------------------------------------------------------------------------------------

_STAYS: Mapping[str, PlainText] = {
    **dict.fromkeys(("id", "text", "notes"), _ONE_LINE),
    # A letter and a digit: no word or number that stands for nothing has both.
    "assets.serial_number": PlainText(r"(?![='])(?=[^0-9\n]*[0-9])(?=[^A-Za-z\n]*[A-Za-z])[!-*,-~]{1,100}"),
    "ip-address": PlainText(rf"(?!0\.0\.0\.0$){_PLAIN_IPV4.pattern}"),
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
