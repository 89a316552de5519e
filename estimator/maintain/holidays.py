"""Public holidays by country and year."""

from __future__ import annotations

from datetime import date
from functools import cache


def public_holidays(country: str, first: date, last: date) -> dict[date, str]:
    """The public holidays from `first` to `last` (both included) by day, with their English names.

    `country` is an ISO 3166 two-letter code; a country that nobody knows has none. Only holidays that hold in the
    whole country: those of a German state or of Alsace-Moselle are not among them. Source: the `holidays` library.
    """
    days: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        days |= {day: name for day, name in _of_year(country, year) if first <= day <= last}
    return days


@cache
def _of_year(country: str, year: int) -> tuple[tuple[date, str], ...]:
    # Imported late: the library takes 0.1 s, which a command that plans nothing need not wait for.
    from holidays import country_holidays

    try:
        return tuple(sorted(country_holidays(country, years=year, language="en_US").items()))
    except NotImplementedError:
        return ()
