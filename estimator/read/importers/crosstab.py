"""Tables that count kinds of devices in columns: `Lokaal | Computers | Tablets`, turned into a row for each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from estimator.read.cells import Value
from estimator.read.importers.known_headings import HeadingMatcher
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain

LEAST_KINDS = 2
LABEL, TYPE, QUANTITY = "room", "type", "quantity"
"""Headings of ours for the columns that come out."""


def one_row_a_number(table: Table, known: HeadingMatcher, words: Vocabulary) -> Table:
    """The table with a record for each number of devices; any other table as it is.

    A row of nothing but zeros and one that sums up stay one record.
    """
    kinds = _kinds(table, words)
    labels = [index for index in range(len(table.headings)) if index not in kinds]
    if len(kinds) < LEAST_KINDS or len(labels) != 1:
        return table
    heading = table.headings[labels[0]]
    own = (heading if known.find(heading) == "assets.location" else LABEL, TYPE, QUANTITY)
    records = [
        Record(record.row, [record.values[labels[0]], *counted], own)
        for record in table.records
        for counted in _counted(record, kinds, words.is_summary(plain(record.values[labels[0]])))
    ]
    return replace(table, headings=own, records=records)


def _kinds(table: Table, words: Vocabulary) -> list[int]:
    """The columns whose heading is a word for a type and whose cells are nothing but numbers."""
    return [
        index
        for index, heading in enumerate(table.headings)
        if words.type_of_title(heading)
        and any(cell != "" for cell in table.columns[index])
        and all(plain(cell).removesuffix(".0").isdecimal() for cell in table.columns[index] if cell != "")
    ]


def _counted(record: Record, kinds: list[int], is_sum: bool) -> Iterator[tuple[Value, Value]]:
    there = [index for index in kinds if plain(record.values[index]).strip("0.") != ""] or kinds[:1]
    for index in there[:1] if is_sum else there:
        yield record.headings[index], 0 if record.values[index] == "" else record.values[index]
