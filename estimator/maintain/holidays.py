"""Public holidays by country and year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location

from estimator.data.public_holidays import DAYS, YEARS


def public_holidays(country: str, first: date, last: date) -> dict[date, str]:
    """The public holidays from `first` to `last` (both included) by day, with their English names.

    `country` is an ISO 3166 two-letter code; a country that nobody knows has none. Only holidays that hold in the
    whole country: those of a German state or of Alsace-Moselle are not among them. Source: the `holidays` library.
    """
    days: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        days |= {day: name for day, name in _of_year(country, year) if first <= day <= last}
    return days


def in_british_english(days: Mapping[date, str]) -> dict[date, str]:
    """Holidays of the library, whose English is American, as our pages spell them."""
    return {day: name.replace("Labor ", "Labour ") for day, name in days.items()}


@cache
def _of_year(country: str, year: int) -> tuple[tuple[date, str], ...]:
    if country in DAYS and year in YEARS:
        return tuple((date.fromisoformat(day), name) for day, name in DAYS[country] if day.startswith(f"{year}-"))
    calendar = _calendar(country)
    return tuple(sorted(in_british_english(calendar(years=year, language="en_US")).items())) if calendar else ()


@cache
def _calendar(country: str) -> Callable[..., Mapping[date, str]] | None:
    """The library's calendar of a country, for those and the years that no table is kept of.

    Only that country's file is read: the package it lies in imports all 250 of them, which takes 0.2 s of the 0.6 s
    that an estimate may take. Imported late, so that a command that plans nothing need not wait at all.
    """
    from holidays.registry import COUNTRIES

    for name, (class_name, *codes) in COUNTRIES.items():
        if country in codes:
            package = find_spec("holidays.countries")
            assert package is not None and package.submodule_search_locations
            file = f"{package.submodule_search_locations[0]}/{name}.py"
            spec = spec_from_file_location(f"{package.name}.{name}", file)
            assert spec is not None and spec.loader is not None
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            calendar: Callable[..., Mapping[date, str]] = getattr(module, class_name)
            return calendar
    return None
