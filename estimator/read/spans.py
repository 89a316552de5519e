"""Stretches of time written in one cell: maintenance windows and freeze periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from estimator.model.customer import FreezePeriod
from estimator.model.dates import months_later
from estimator.model.form import Form
from estimator.model.service_level import WEEKDAYS, OpeningHours, Weekday
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.values import CellError, Parser, date_of, plain, quoted

PERIOD_REMEDY = "Write it like 2026-12-20..2027-01-03; 2027-07-15..2027-07-31."
LONGEST_SPAN = 120
"""In characters; longer text is refused before a pattern could take long over it."""

_SEVERAL = re.compile(r"[;\n]+")
_CLOCK = r"(\d{1,2})(?:[:.hu](\d{2})?)?\s*(?:uhr|h|u)?"
_WINDOW = re.compile(rf"([^\d]+?)[\s:]*{_CLOCK}\s*(?:-|–|—|to|tot|à|bis)\s*{_CLOCK}", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\btot\b|\bt/m\b|\bà\b|\bau\b|\bbis\b)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,/&+]|\ben\b|\bet\b|\bund\b|\band\b|\s)\s*", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|van|du|vom)\s+", re.IGNORECASE)
_PERIOD = re.compile(r"\s*(?:\.\.+|…|–|—|\s-\s|\bto\b|\btot\b|\bt/m\b|\bau\b|\bbis\b)\s*", re.IGNORECASE)


def weekday_words(form: Form, language: str) -> Mapping[str, Weekday]:
    """The day that a folded word means on a sheet in a language; the other languages where it has no such word."""
    words: dict[str, Weekday] = {}
    for source in (language, *form.languages):
        for day in WEEKDAYS:
            for word in form.weekdays[source][day]:
                words.setdefault(fold(word), day)
    return words


def windows_parser(form: Form, language: str) -> Parser:
    """Parses `Tue 18:00-20:00`, with days of any language, ranges of days, several windows by semicolons."""
    words = weekday_words(form, language)
    tue, wed, sat = (form.weekdays[language][day][0] for day in ("Tue", "Wed", "Sat"))
    remedy = f"Write it like {tue} 18:00-20:00; {sat} 08:00-12:00."
    midnight = f"Write two windows where it passes midnight: {tue} 22:00-24:00; {wed} 00:00-02:00."

    def parse(value: Value) -> tuple[OpeningHours, ...] | None:
        texts = [text.strip() for text in _SEVERAL.split(plain(value))]
        if any(len(text) > LONGEST_SPAN for text in texts):
            raise CellError("bad-window", f"{quoted(plain(value))} is not a maintenance window.", remedy)
        return tuple(_window(text, words, remedy, midnight) for text in texts if text) or None

    return parse


def _window(text: str, words: Mapping[str, Weekday], remedy: str, midnight: str) -> OpeningHours:
    match = _WINDOW.fullmatch(text)
    days = _days(match[1], words) if match else ()
    if not match or not days:
        raise CellError("bad-window", f"{quoted(text)} is not a maintenance window.", remedy)
    start, end = _minutes(match[2], match[3]), _minutes(match[4], match[5])
    if start is None or end is None or start == 24 * 60:
        raise CellError("bad-window", f"{quoted(text)} has no such time of day.", remedy)
    if (end or 24 * 60) <= start:
        raise CellError("bad-window", f"{quoted(text)} ends before it starts.", midnight)
    return OpeningHours(days, _time(start), _time(end))


def _days(text: str, words: Mapping[str, Weekday]) -> tuple[Weekday, ...]:
    """The days of `Mon-Wed, Fri`; empty where a word is no day."""
    found: set[Weekday] = set()
    for part in _LIST.split(_RANGE.sub("-", text.strip(" .:,"))):
        ends = [words.get(fold(word)) for word in part.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            return ()
        count = (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7 + 1
        found.update(WEEKDAYS[(WEEKDAYS.index(first) + step) % 7] for step in range(count))
    return tuple(day for day in WEEKDAYS if day in found)


def _minutes(hours: str, minutes: str | None) -> int | None:
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total <= 24 * 60 else None


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def parse_periods(value: Value) -> tuple[FreezePeriod, ...] | None:
    """Parses `2026-12-20..2027-01-03; ...`; one day alone is a period of that day."""
    if isinstance(value, tuple):
        value = str(value[1])[:10]
    texts = [text.strip() for text in _SEVERAL.split(plain(value))]
    if any(len(text) > LONGEST_SPAN for text in texts):
        raise CellError("bad-period", f"{quoted(plain(value))} is not a period.", PERIOD_REMEDY)
    return tuple(_period(text) for text in texts if text) or None


def _period(text: str) -> FreezePeriod:
    ends = _PERIOD.split(_FROM.sub("", text))
    try:
        first, last = date_of(ends[0]), date_of(ends[-1])
    except CellError as problem:
        if problem.check in ("ambiguous-date", "short-year"):
            raise
        raise CellError("bad-period", f"{quoted(text)} is not a period.", PERIOD_REMEDY) from None
    if len(ends) > 2 or last < first:
        raise CellError("bad-period", f"{quoted(text)} ends before it starts.", PERIOD_REMEDY)
    if last >= months_later(first, 12):
        message = f"{quoted(text)} lasts a year or longer, which leaves no day for maintenance."
        raise CellError("bad-period", message, PERIOD_REMEDY)
    return FreezePeriod(first, last)
