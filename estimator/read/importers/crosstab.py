"""Tables with a column for each kind of device, turned into a row for each cell.

They count (`Lokaal | Computers | Tablets`) or name the devices of a workplace (`Werkplek | PC | Scherm | Printer`); or
they count what is at each place (`Soort | Brussel | Gent`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.known_headings import HeadingMatcher
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain

LEAST_KINDS = LEAST_PLACES = 2
LABEL, TYPE, QUANTITY, MODEL, PLACE = "room", "type", "quantity", "model", "location"
"""Headings of ours for the columns that come out."""
_LABELS = frozenset(("room", "person", "building", "row_number", "assets.location", "assets.name", "assets.notes"))
"""What stands beside the devices of a workplace; a table with other columns lists devices one by one."""
_KEPT = frozenset(("room", "person", "building", "row_number", "assets.location", "assets.notes"))
_SEVERAL = re.compile(r"(\d{1,2})\s*[x×]\s*(\D.*)|(.*\S)\s*[x×]\s*(\d{1,2})", re.IGNORECASE)
_THERE = frozenset(("x", "ja", "oui", "yes", "ok", "v", "✓", "✔", "1"))
_NOT_THERE = frozenset(("nee", "neen", "non", "no", "nein"))

_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])\S{2,20}")
_ITS = frozenset(f"assets.{key}" for key in ("manufacturer", "serial_number", "operating_system", "ip_address"))
_ITS |= {"assets.purchased", "assets.warranty_until", "device"}
"""What a column beside that of a kind tells of its devices."""

_Device = tuple[int, Value, Value]
"""The column of its kind, how many there are, and what it is called."""


def one_row_a_device(table: Table, known: HeadingMatcher, words: Vocabulary) -> Table:
    """The table with a record for each device or number of devices in a row; any other table as it is.

    A row of nothing but zeros and one that sums up stay one record.
    """
    if places := _places(table, words):
        return _one_row_a_place(table, places, words)
    kinds = [index for index in range(len(table.headings)) if _is_kind(table, index, words)]
    belonging = _belonging(table, kinds, known, words)
    if belonging and sum(words.kind_of_heading(table.headings[index]) != "other" for index in kinds) < LEAST_KINDS:
        return table  # a device a row, with its screens beside it
    labels = [index for index in range(len(table.headings)) if index not in kinds and index not in belonging]
    notes = all(known.find(table.headings[index]) == "assets.notes" for index in labels[1:])
    counts = not belonging and notes and all(_counts(table.columns[index]) for index in kinds)
    if len(kinds) < LEAST_KINDS or not labels or not (counts or _stand_at_workplaces(table, kinds, labels, known)):
        return table
    first = table.headings[labels[0]] if known.find(table.headings[labels[0]]) in _KEPT else LABEL
    more = tuple(dict.fromkeys(heading for _, heading in belonging.values()))
    own = (first, *(table.headings[index] for index in labels[1:]), TYPE, QUANTITY, MODEL, *more)
    records = list[Record]()
    for record in table.records:
        beside = [record.values[index] for index in labels]
        for kind, *device in _devices(record, kinds, words, any(words.is_summary(plain(value)) for value in beside)):
            its = {name: record.values[index] for index, (of, name) in belonging.items() if of == kind}
            values = [*beside, record.headings[kind], *device, *(its.get(name, "") for name in more)]
            records.append(Record(record.row, values, own))
    return replace(table, headings=own, records=records)


def _belonging(
    table: Table, kinds: Sequence[int], known: HeadingMatcher, words: Vocabulary
) -> dict[int, tuple[int, str]]:
    """The columns that tell of the devices in the column of a kind on their left, each with what it tells.

    As in `PC | Serienr. | Scherm | Serienr. scherm`.
    """
    belonging = {}
    for index in range(len(table.headings)):
        left = max((kind for kind in kinds if kind < index), default=None)
        parts = re.sub(r" #\d+$", "", table.headings[index]).split()
        bare = " ".join(part for part in parts if not words.type_of_title(part) and not part.isdecimal())
        if left is not None and index not in kinds and known.find(bare) in _ITS:
            belonging[index] = (left, bare)
    return belonging


def _is_kind(table: Table, index: int, words: Vocabulary) -> bool:
    """Whether a column has a kind of device as its heading; not the first with names in it: `Poste` with `P01`."""
    if not words.kind_of_heading(table.headings[index]):
        return False
    cells = [plain(cell) for cell in table.columns[index] if cell != ""]
    return bool(cells) and not (index == 0 and all(map(_CODE.fullmatch, cells)))


def _counts(cells: Sequence[Value]) -> bool:
    """Whether cells are numbers, or crosses where there is one."""
    texts = (plain(cell).strip().removesuffix(".0") for cell in cells if cell != "")
    return all(text.isdecimal() or fold(text) in _THERE | _NOT_THERE for text in texts)


def _stand_at_workplaces(table: Table, kinds: Sequence[int], labels: Sequence[int], known: HeadingMatcher) -> bool:
    """Whether the cells of the kinds are devices of what stands beside them, most of them by their names."""
    if not all(known.find(table.headings[index]) in _LABELS for index in labels):
        return False
    cells = [plain(cell).strip() for index in kinds for cell in table.columns[index] if cell != ""]
    named = sum(len(re.findall(r"[^\W\d_]", cell)) > 1 for cell in cells)
    return named * 2 > len(cells)


def _devices(record: Record, kinds: Sequence[int], words: Vocabulary, is_sum: bool) -> Iterator[_Device]:
    found = [(index, *device) for index in kinds for device in _read(record.values[index], words)]
    found = found or [(kinds[0], 0, "")]
    yield from found[:1] if is_sum else found


def _read(cell: Value, words: Vocabulary) -> Iterator[tuple[Value, Value]]:
    """How many there are, and what they are called; nothing for none."""
    text = plain(cell).strip().removesuffix(".0")
    if text.isdecimal():
        if int(text) > 0:
            yield cell, ""
    elif fold(text) in _THERE:
        yield 1, ""
    elif text and fold(text) not in words.empty | _NOT_THERE:
        several = _SEVERAL.fullmatch(text)
        count, name = (several[1] or several[4], several[2] or several[3]) if several else (1, text)
        yield int(count), name


# --- types below one another, places beside one another ---------------------------------------------------------------


def _places(table: Table, words: Vocabulary) -> list[int]:
    """The columns of numbers that have a place as their heading, where all others but the first are sums."""
    places = [index for index, heading in enumerate(table.headings) if index and not words.is_summary(heading)]
    at_places = all(words.place_of_title(table.headings[index]) and _counts(table.columns[index]) for index in places)
    if len(places) < LEAST_PLACES or not at_places:
        return []
    kinds = [plain(cell) for cell in table.columns[0] if cell != "" and not words.is_summary(plain(cell))]
    named = sum(bool(words.type_of_title(kind)) for kind in kinds)
    return places if 0 < len(kinds) < named * 2 else []


def _one_row_a_place(table: Table, places: Sequence[int], words: Vocabulary) -> Table:
    own, records = (TYPE, PLACE, QUANTITY), list[Record]()
    for record in table.records:
        there = [index for index in places if plain(record.values[index]).strip("0.") != ""] or places[:1]
        for index in there[:1] if words.is_summary(plain(record.values[0])) else there:
            count = record.values[index]
            records.append(
                Record(record.row, [record.values[0], table.headings[index], 0 if count == "" else count], own)
            )
    return replace(table, headings=own, records=records)
