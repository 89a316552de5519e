"""Which figures of the data files differ between two runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from estimator.model.facts import Facts
from estimator.model.fee_change import FigureChange
from estimator.model.service_level import OpeningHours

COMPARED = ("pricing", "rate_card", "effort")
"""The lifecycle file has thousands of dates; what they change is told by device."""
DESCRIPTIVE = frozenset({"id", "valid_from", "source", "name", "names", "interruption", "provider"})
"""Keys that are no figures."""


def figures_changed(old: Facts, new: Facts) -> tuple[FigureChange, ...]:
    """Every figure that differs, by file and key, in the order of the files."""
    found = []
    for file in COMPARED:
        before, after = dict(_figures(getattr(old, file), ())), dict(_figures(getattr(new, file), ()))
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                found.append(FigureChange(file, key, before.get(key), after.get(key)))
    return tuple(found)


def _figures(holder: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every figure below a value with its key, as a data file has them."""
    if isinstance(holder, OpeningHours):
        yield ".".join(path), f"{' '.join(holder.days)} {holder.start:%H:%M}-{holder.end:%H:%M}"
    elif is_dataclass(holder) and not isinstance(holder, type):
        for each in fields(holder):
            if each.name not in DESCRIPTIVE:
                yield from _figures(getattr(holder, each.name), (*path, each.name))
    elif isinstance(holder, Mapping):
        for key, value in holder.items():
            yield from _figures(value, (*path, str(key)))
    elif isinstance(holder, tuple) and any(is_dataclass(item) for item in holder):
        for number, item in enumerate(holder, 1):
            yield from _figures(item, (*path[:-1], f"{path[-1]}[{number}]"))
    else:
        yield ".".join(path), _shown(holder)


def _shown(value: Any) -> str:
    """A figure so that equal ones read alike: `96`, `0.35`, `yes`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "", 1).lstrip("-").isdigit() else text
