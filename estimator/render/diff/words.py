"""What the causes of a changed fee are called, and what each consists of here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from estimator.model.change import Change, FieldChange
from estimator.model.fee_change import Cause, Counted, FeeChange, Step
from estimator.model.infrastructure import Asset, Location, SeatGroup, Service
from estimator.model.service_level import OpeningHours
from estimator.render.figures import count, opening_hours
from estimator.render.safe_text import one_line

LANGUAGE = "en"
NAMES: Mapping[Cause, str] = {
    "policy": "Policy",
    "rate-card": "Rate card",
    "contract": "Contract",
    "quantity": "Quantity",
    "effort": "Effort table",
    "lifecycle": "Lifecycle",
    "mix": "Mix",
    "program": "Newer estimator",
    "rounding": "Rounding",
}
MEANINGS: Mapping[Cause, str] = {
    "policy": "the pricing policy's figures: risk, guards, discounts, internal costs, tools",
    "rate-card": "rates, monthly prices, bands and travel",
    "contract": "what is asked for: service level, term, review interval, freeze periods",
    "quantity": "more or fewer people, devices and services, in the earlier mix",
    "effort": "the effort table's tickets, minutes and tasks",
    "lifecycle": "the same devices, further past (or before) their end of support",
    "mix": "which people, devices and services they are, where they stand, what they run",
    "program": "the same input, calculated by another version than when it was saved",
    "rounding": "fees are rounded up to the policy's step",
}
DATA_FILES: Mapping[Cause, str] = {"policy": "pricing", "rate-card": "rate_card", "effort": "effort"}
KINDS = {"location": "Locations", "seats": "People", "asset": "Devices", "service": "Services"}
ARROW = " \N{RIGHTWARDS ARROW} "


def shown_steps(change: FeeChange) -> tuple[Step, ...]:
    """The steps that people are shown: all, but that of a newer version only where it makes a difference."""
    return tuple(step for step in change.steps if step.causes != ("program",) or step.monthly)


def step_name(step: Step) -> str:
    """The causes of a step: `Effort table, lifecycle and mix`."""
    names = [NAMES[cause] for cause in step.causes]
    return joined([names[0], *(name.lower() for name in names[1:])])


def joined(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def step_detail(step: Step, change: FeeChange) -> str:
    """What a step consists of between these two: `25 → 30 people, 52 → 60 devices`; empty where there is nothing."""
    return "; ".join(filter(None, (_detail(cause, change) for cause in step.causes)))


def _detail(cause: Cause, change: FeeChange) -> str:
    old, new = change.old, change.new
    if cause in DATA_FILES:
        file = DATA_FILES[cause]
        if old.files[file].sha256 == new.files[file].sha256:
            return ""
        figures = sum(figure.file == file for figure in change.figures)
        ids = dict.fromkeys(one_line(side.files[file].id) for side in (old, new))
        return ", ".join([ARROW.join(ids), *([counted(figures, "figure")] if figures else [])])
    if cause == "contract":
        asked = [(old.service_level, new.service_level), (f"{old.term_months} months", f"{new.term_months} months")]
        return ", ".join(f"{one_line(was)}{ARROW}{one_line(now)}" for was, now in asked if was != now)
    if cause == "quantity":
        return ", ".join(
            f"{count(each.before, LANGUAGE)}{ARROW}{count(each.after, LANGUAGE)} {each.name}"
            for each in change.populations
            if each.before != each.after
        )
    if cause == "lifecycle":
        return counted(len(change.aged), "device") if change.aged else ""
    if cause == "mix" and change.changes is not None:
        parts = {"new": change.changes.added, "gone": change.changes.removed, "changed": change.changes.altered}
        return ", ".join(f"{count(len(found), LANGUAGE)} {word}" for word, found in parts.items() if found)
    return ""


def counted(number: int, noun: str) -> str:
    """`1 device`, `2 devices`."""
    return f"{count(number, LANGUAGE)} {noun}{'' if number == 1 else 's'}"


def kind_name(each: Counted) -> str:
    """What is counted: `Devices: laptop`."""
    return f"{KINDS[each.kind]}: {one_line(each.type)}" if each.type else KINDS[each.kind]


def item_name(change: Change) -> str:
    """The thing that changed: `LT-06, laptop at HQ (Sales)`."""
    item = change.after or change.before
    if isinstance(item, Asset):
        several = f"{count(item.quantity, LANGUAGE)} × " if item.quantity != 1 else ""
        name = f" ({item.name})" if item.name else ""
        return one_line(f"{item.id}, {several}{item.type} at {item.location}{name}")
    if isinstance(item, SeatGroup):
        return one_line(f"{counted(item.count, 'seat')} {item.profile} at {item.location}")
    if isinstance(item, Location):
        return one_line(f"{item.id}, location ({item.name})")
    assert isinstance(item, Service)
    return one_line(f"{item.id}, {item.type} ({item.name})")


def field_text(change: FieldChange) -> str:
    """A field that changed: `count 20 → 25`."""
    name = change.field.replace("_", " ")
    return one_line(f"{name} {value_text(change.before) or '-'}{ARROW}{value_text(change.after) or '-'}")


def value_text(value: Any) -> str:
    """A field's value as text; empty where nothing is recorded."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple) and all(isinstance(item, OpeningHours) for item in value):
        return opening_hours(value, LANGUAGE)
    return value.value if isinstance(value, StrEnum) else str(value)
