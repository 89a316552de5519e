"""By what each row is known from one import to the next: its number, its name, its serial number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from estimator.model.inventory import FormValue, FoundRow, Remark
from estimator.read.importers.vocabulary import unaccented
from estimator.read.values import quoted

HOST_NAME = re.compile(r"(?=.*\d)\S{2,63}")
"""A name that somebody gave to one device: `LUX-PC-07`, not `Laptop` or `Dell Latitude`."""


@dataclass(slots=True)
class Draft:
    """A row that was understood and has no id yet."""

    place: str
    sheet: Literal["locations", "assets"]
    values: dict[str, FormValue] = field(default_factory=dict)
    number: str = ""
    """The export's own id: the asset tag."""
    table: str = ""
    """The table in which it stands."""
    id: str = ""
    """Once it is given."""

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.values.get("name", ""))

    @property
    def serial_number(self) -> str:
        """Its maker's number."""
        return str(self.values.get("serial_number", ""))

    def row(self) -> FoundRow:
        """The row that it becomes: the last that is done with it, as its values are the row's from then on."""
        self.values.setdefault("id", self.id)
        return FoundRow(self.place, self.sheet, self.values)


def give_ids(drafts: Sequence[Draft], remark: Callable[[str, str], None]) -> tuple[list[Draft], list[Remark]]:
    """The drafts with their ids, no two alike, and those that tell of a row before them once more, with the reason.

    The id is the asset tag, else the name, else the serial number, else one made of type, model and place. A name that
    stands beside several serial numbers is no id. What a second row about a device adds is filled in where the first
    one says nothing. The same rows get the same ids in the next export.
    """
    shared = _names_of_several(drafts)
    taken: dict[str, Draft] = {}
    by_serial: dict[str, Draft] = {}
    are_several_tables = len({draft.table for draft in drafts}) > 1
    given: list[Draft] = []
    again = []
    free: Counter[str] = Counter()
    for draft in drafts:
        by_name = "" if draft.number else _own_name(draft, shared)
        wanted = draft.number or by_name or draft.serial_number
        if not wanted:
            wanted = _numbered(_made_up(draft), 1, taken, free)
            remark(draft.place, "It has neither a name nor a number; its id is made of its type, model and location.")
        own = wanted
        first = taken.get(wanted.casefold())
        if first is None and by_serial:
            first = _by_serial_number(draft, by_serial)
        if first is not None:
            if reason := _once_more(first, draft):
                again.append(Remark(draft.place, reason))
                continue
            own = _apart(wanted, draft, taken, free)
            remark(draft.place, f"{quoted(wanted)} stands in {first.place} too; this row's id is {quoted(own)}.")
        elif not draft.number and not by_name and draft.name:
            remark(draft.place, "Another row has the same name; its id is its serial number.")
        taken[own.casefold()] = draft
        if are_several_tables and draft.serial_number:
            by_serial.setdefault(draft.serial_number, draft)
        draft.id = own
        given.append(draft)
    return given, again


def _by_serial_number(draft: Draft, by_serial: Mapping[str, Draft]) -> Draft | None:
    """The row of another table about the same device, where one has no name: that of a list of warranties."""
    first = by_serial.get(draft.serial_number)
    if first is None or first.table == draft.table:
        return None
    return first if not (draft.number or draft.name) or not (first.number or first.name) else None


def _own_name(draft: Draft, shared: frozenset[str]) -> str:
    """The name, unless the device has a serial number and shares its name with another."""
    name = draft.name
    return name if name.casefold() not in shared or not draft.serial_number else ""


def _names_of_several(drafts: Sequence[Draft]) -> frozenset[str]:
    """Names, folded, that stand beside more than one serial number; none where no device is known by its name."""
    if all(draft.number for draft in drafts):
        return frozenset()
    named = ((draft.values.get("name"), draft.values.get("serial_number")) for draft in drafts)
    pairs = {(str(name).casefold(), str(number)) for name, number in named if name and number}
    counts = Counter(name for name, _ in pairs)
    return frozenset(name for name, count in counts.items() if count > 1)


def _once_more(first: Draft, draft: Draft) -> str:
    """Why a row is the device of a row before it; empty where it is another of the same name or number.

    It is the same one where the serial numbers say so, or, where they say nothing, where it stands in another table or
    has a name that one device has.
    """
    if first.values == draft.values:
        # Two laptops that are called Laptop are two.
        tells = draft.number or draft.serial_number or HOST_NAME.fullmatch(draft.name) or draft.sheet == "locations"
        return f"It says the same as {first.place} once more." if tells else ""
    serials = {first.serial_number, draft.serial_number} - {""}
    if len(serials) > 1 or first.sheet != draft.sheet:
        return ""
    if first.serial_number != draft.serial_number or not draft.serial_number:
        if first.name and draft.name and first.name.casefold() != draft.name.casefold():
            return ""
        if first.table == draft.table and not HOST_NAME.fullmatch(draft.name) and draft.number != draft.name:
            return ""
    if first.values.get("type") == "other":
        del first.values["type"]
    for key, value in draft.values.items():
        first.values.setdefault(key, value)
    return f"It tells of the device of {first.place} once more; what is empty there is filled in from here."


def _apart(wanted: str, draft: Draft, taken: dict[str, Draft], free: Counter[str]) -> str:
    """An id of its own: with the serial number where there is one, else with a number."""
    with_serial = f"{wanted}-{draft.serial_number}"
    if draft.serial_number and draft.serial_number != wanted and with_serial.casefold() not in taken:
        return with_serial
    return _numbered(wanted, 2, taken, free)


def _numbered(wanted: str, least: int, taken: dict[str, Draft], free: Counter[str]) -> str:
    """The id with the lowest number behind it, from `least` on, that no row has; `free` remembers where to go on."""
    key = wanted.casefold()
    number = max(free[key], least)
    while f"{key}-{number}" in taken:
        number += 1
    free[key] = number + 1
    return f"{wanted}-{number}"


def _made_up(draft: Draft) -> str:
    model = draft.values.get("model") or draft.values.get("manufacturer") or ""
    parts = (str(draft.values.get("type", "")), str(model), str(draft.values.get("location", "")))
    return "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", unaccented(part))[:40].strip("-") for part in parts)))
