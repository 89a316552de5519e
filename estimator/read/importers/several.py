"""Rows that stand for several devices: one for each of the serial numbers in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from estimator.read.cells import Value
from estimator.read.importers.known_headings import HeadingMatcher
from estimator.read.importers.tables import Record, Table
from estimator.read.values import plain

_BETWEEN = re.compile(r"[;,|\n]\s*|\s(?:/|\+|&|en|et|und|and)\s")
_SERIAL = re.compile(r"(?=.*\d)[\w-]{4,30}")


SPLIT = "It has several serial numbers: each is read as a device of its own."
KEPT = "It has several serial numbers and stays one row: check how many devices it is."


def one_row_a_serial_number(table: Table, known: HeadingMatcher) -> tuple[Table, Sequence[tuple[Record, str]]]:
    """The table with a row for each serial number of a cell that has as many as the quantity beside it.

    A row whose quantity says something else, and one with a name or an address, which only one device has, stay as they
    are. What became of each row with several is told.
    """
    meanings = [known.find(heading) for heading in table.headings]
    if meanings.count("assets.serial_number") != 1:
        return table, ()
    column = meanings.index("assets.serial_number")
    # Most lists have none, which one look at all cells tells.
    if not _BETWEEN.search("\0".join(cell for cell in table.columns[column] if isinstance(cell, str))):
        return table, ()
    count = meanings.index("assets.quantity") if "assets.quantity" in meanings else None
    of_one = [index for index, meaning in enumerate(meanings) if meaning in ("assets.name", "assets.ip_address")]
    told: list[tuple[Record, str]] = []
    records: list[Record] = []
    for record in table.records:
        several = list(_split(record, column, count, of_one))
        records += several
        if len(serial_numbers(record.values[column])) > 1:
            told.append((record, SPLIT if len(several) > 1 else KEPT))
    return replace(table, records=records), told


def _split(record: Record, column: int, count: int | None, of_one: Sequence[int]) -> Iterator[Record]:
    numbers = serial_numbers(record.values[column])
    told = "" if count is None else plain(record.values[count]).removesuffix(".0")
    if len(numbers) < 2 or told not in ("", str(len(numbers))) or any(record.values[each] != "" for each in of_one):
        yield record
        return
    for number in numbers:
        own = {column: number} | ({} if count is None else {count: 1})
        yield replace(record, values=[own.get(index, value) for index, value in enumerate(record.values)])


def serial_numbers(cell: Value) -> Sequence[Value]:
    """The several serial numbers in a cell; none where it has one, or other text, too."""
    if not isinstance(cell, str) or not _BETWEEN.search(cell):
        return []
    parts = [part for each in _BETWEEN.split(cell) if (part := each.strip())]
    return parts if all(map(_SERIAL.fullmatch, parts)) and len(set(parts)) == len(parts) else []
