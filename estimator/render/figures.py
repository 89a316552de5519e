"""Numbers, money, dates and times as text in every language: the only place where figures become words.

Languages are `en`, `nl`, `fr`, `de` and `lb`. Spaces inside a figure are no-break spaces, so that it never wraps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from estimator.model.service_level import WEEKDAYS, OpeningHours

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

DayStyle = Literal["short", "medium", "long", "full", "month"]
_LOCALES = {"en": "en_IE", "nl": "nl", "fr": "fr", "de": "de", "lb": "lb"}
_MONTH = "LLLL y"
_HOUR = {"en": "h", "nl": "u", "fr": "h", "de": "h", "lb": "h"}
_NO_BREAK = "\N{NO-BREAK SPACE}"
_WORD_JOINER = "\N{WORD JOINER}"


def money(amount: Decimal, currency: str, language: str, cents: bool = True) -> str:
    """An amount with its currency: `€2,150.00`, or `€2,150` without cents (halves to even)."""
    from babel.numbers import format_currency

    pattern = _money_pattern(language, 2 if cents else 0)
    shown = _unsigned_zero(amount, 2 if cents else 0)
    return str(format_currency(shown, currency, pattern, locale=_locale(language), currency_digits=False))


def money_change(amount: Decimal, currency: str, language: str, cents: bool = True) -> str:
    """How much more or less: `+€118.00`, `-€5.00`, `€0.00`."""
    shown = money(amount, currency, language, cents)
    return f"+{shown}" if _unsigned_zero(amount, 2 if cents else 0) > 0 else shown


def money_range(low: Decimal, high: Decimal, currency: str, language: str, cents: bool = False) -> str:
    """Two amounts with one currency sign: `€1,975-2,620`; a single amount where both read the same."""
    first, last = (money(amount, currency, language, cents) for amount in (low, high))
    if first == last:
        return first
    if first[-1].isdigit():
        return f"{first}-{number(high, 2 if cents else 0, language)}"
    return f"{number(low, 2 if cents else 0, language)}-{last}"


def count(n: int, language: str) -> str:
    """A whole number with its thousands parted: `1,975`."""
    return number(n, 0, language)


@lru_cache(10_000)
def number(x: Decimal | float, digits: int, language: str) -> str:
    """A number with exactly `digits` decimals: `6.90`."""
    from babel.numbers import format_decimal

    pattern = _number_pattern("#,##0" + _decimals(digits))
    return str(format_decimal(_unsigned_zero(x, digits), pattern, locale=_locale(language)))


def percent(share: Decimal | float, language: str, digits: int = 0) -> str:
    """A share as a percentage: 0.17 is `17%`, in French and German `17 %`."""
    from babel.numbers import format_percent

    locale = _locale(language)
    ending = locale.percent_formats[None].pattern.partition("0%")[1] or f"0{_NO_BREAK}%"
    pattern = "#,##" + ending.replace("0", "0" + _decimals(digits), 1)
    return str(format_percent(_unsigned_zero(share, digits + 2), _number_pattern(pattern), locale=locale))


def percent_change(share: Decimal | float, language: str, digits: int = 1) -> str:
    """How much more or less, as a percentage: `+4.6%`."""
    shown = percent(share, language, digits)
    return f"+{shown}" if _unsigned_zero(share, digits + 2) > 0 else shown


def chance(probability: float, language: str) -> str:
    """A probability in whole percent that never claims certainty: `34%`, `<1%`, `>99%`; exactly 0 and 1 as they are."""
    if 0 < probability < 0.01:
        return "<" + percent(0.01, language)
    if 0.99 < probability < 1:
        return ">" + percent(0.99, language)
    return percent(probability, language)


def hours(x: float, language: str, digits: int = 1) -> str:
    """A number of hours with its unit: `6.9 h`."""
    return f"{number(x, digits, language)}{_NO_BREAK}{_HOUR[language]}"


def duration(minutes: int, language: str) -> str:
    """Whole minutes as hours and minutes: `45 min`, `1 h 30 min`, `2 h`."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{count(whole, language)}{_NO_BREAK}{_HOUR[language]}"] if whole else []
    if rest or not whole:
        parts.append(f"{rest}{_NO_BREAK}min")
    return _NO_BREAK.join(parts)


def day(day: date, language: str, style: DayStyle = "long") -> str:
    """A date: short `12/01/2027`, medium `12 Jan 2027`, long `12 January 2027`, full with its weekday, or its month."""
    from babel.dates import format_date

    if style == "short":
        return format_date(day, "dd.MM.y" if language in {"de", "lb"} else "dd/MM/y", locale=_locale(language))
    text = format_date(day, _MONTH if style == "month" else style, locale=_locale(language))
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 and style != "month" else text


def day_of_month(day: date, language: str) -> str:
    """A date's day where its month is said already: `4`, in German `4.`, in French `1er`."""
    if language in {"de", "lb"}:
        return f"{day.day}."
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def moment(moment: datetime, language: str) -> str:
    """A date and time of day with its weekday: `Tue 12 Jan 2027, 18:00`; the time zone is the moment's own, unsaid."""
    return f"{weekday(moment.weekday(), language)} {day(moment, language, 'medium')}, {clock(moment.time())}"


def clock(time_of_day: time, closing: bool = False) -> str:
    """A time of day: `07:30`; midnight at the end of a day (`closing`) is `24:00`."""
    return "24:00" if closing and time_of_day == time(0) else f"{time_of_day:%H:%M}"


def weekday(number: int, language: str, long: bool = False) -> str:
    """A weekday's name, Monday is 0: `Mon`, or `Monday` where `long`."""
    names = _locale(language).days["stand-alone"]["wide" if long else "abbreviated"]
    return str(names[number])


def weekday_hours(hours: OpeningHours, language: str) -> str:
    """Opening hours of a stretch of weekdays: `Mon-Fri 07:30-18:00`."""
    return f"{_weekdays(hours, language)} {clock(hours.start)}-{clock(hours.end, closing=True)}"


def opening_hours(hours: Sequence[OpeningHours], language: str) -> str:
    """Opening hours, one after the other: `Mon-Fri 07:30-18:00, Sat 09:00-12:00`; empty where there are none."""
    return ", ".join(weekday_hours(stretch, language) for stretch in hours)


def printed_hours(hours: Sequence[OpeningHours], language: str) -> str:
    """Opening hours for a page: with dashes, `Mon–Fri 07:30–18:00`, at which no line ends."""
    return opening_hours(hours, language).replace("-", f"{_WORD_JOINER}–{_WORD_JOINER}")


def _weekdays(hours: OpeningHours, language: str) -> str:
    runs: list[list[int]] = []
    for i in sorted({WEEKDAYS.index(name) for name in hours.days}):
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    names = [[weekday(i, language) for i in dict.fromkeys((run[0], run[-1]))] for run in runs]
    return ", ".join("-".join(run) for run in names)


def locale_of(language: str) -> str:
    """The locale whose habits figures in a language follow."""
    return _LOCALES.get(language, "en_IE")


@cache
def _locale(language: str) -> Locale:
    from babel.core import Locale

    return Locale.parse(locale_of(language))


@cache
def _number_pattern(pattern: str) -> NumberPattern:
    from babel.numbers import parse_pattern

    return parse_pattern(pattern)


@cache
def _money_pattern(language: str, digits: int) -> NumberPattern:
    standard = _locale(language).currency_formats["standard"].pattern
    return _number_pattern(standard.replace("0.00", "0" + _decimals(digits)))


def _decimals(digits: int) -> str:
    return "." + "0" * digits if digits else ""


def _unsigned_zero(x: Decimal | float, digits: int) -> Decimal | float:
    if round(x, digits):
        return x
    return Decimal(0)
