"""Tables without headings: what their columns are is told by what most of their cells are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from estimator.read.cells import Value
from estimator.read.importers.dates import DateOrder, read_date
from estimator.read.importers.identity import HOST_NAME
from estimator.read.importers.products import split_maker, type_of_model
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import SYSTEM_HINTS, Vocabulary
from estimator.read.values import plain

SAMPLE_ROWS = 200
MOST_ARE = 0.7
"""Of the filled cells of a column, so many are what it is taken for."""
LEAST_COLUMNS = 2
_TELL_DEVICES = frozenset(("Type", "Model", "Operating system", "IP address"))
"""Of which one must be there: names and numbers may be those of anything."""
_OF_ITS_OWN, HARDLY_TWICE = frozenset(("Name", "Serial number")), 0.9
_LETTER = re.compile(r"[^\W\d_]{2}")
"""With two letters names begin."""
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_SERIAL = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9-]{5,25}|\d{8,15}")


def with_headings(table: Table, words: Vocabulary) -> Table:
    """The table with headings of ours and its first row among its records; any other one as it is.

    Its first row, too, is of two kinds of cells at least that its columns are.
    """
    if table.known or not table.records:
        return table
    width = len(table.headings)
    first = Record(table.heading_row, [_as_cell(text) for text in table.headings], ())
    rows = [first, *islice(table.records, SAMPLE_ROWS)]
    named = _named([[row.values[index] for row in rows] for index in range(width)], words)
    if len(named) < LEAST_COLUMNS or not _TELL_DEVICES & set(named.values()):
        return table
    headings = tuple(named.get(index, text) for index, text in enumerate(_lettered(width)))
    records = [replace(record, headings=headings) for record in (first, *table.records)]
    return replace(table, headings=headings, records=records, known=True)


def _as_cell(heading: str) -> Value:
    return "" if heading.startswith("column ") else re.sub(r" #\d+$", "", heading)


def _lettered(width: int) -> list[str]:
    return [f"column {number}" for number in range(1, width + 1)]


def _named(columns: Sequence[Sequence[Value]], words: Vocabulary) -> Mapping[int, str]:
    """The heading of each column that is known by its cells, each heading once; none where the first row is no such."""
    texts = [[plain(cell).strip() for cell in cells if cell != ""] for cells in columns]
    named: dict[int, str] = {}
    as_first = 0
    for heading, fits in _tests(words).items():
        for index, filled in enumerate(texts):
            if index in named or not filled or sum(map(fits, filled)) < MOST_ARE * len(filled):
                continue
            if heading not in _OF_ITS_OWN or len(set(filled)) >= HARDLY_TWICE * len(filled):
                named[index] = heading
                as_first += columns[index][0] != "" and fits(filled[0])
                break
    maker = next((index for index, heading in named.items() if heading == "Manufacturer"), len(texts))
    if "Model" not in named.values() and maker + 1 < len(texts):
        named.setdefault(maker + 1, "Model")
    return named if as_first >= LEAST_COLUMNS else {}


def _tests(words: Vocabulary) -> Mapping[str, Callable[[str], bool]]:
    """By heading: whether a text is what stands below it; the surest first."""
    return {
        "IP address": lambda text: _ADDRESS.fullmatch(text) is not None,
        "Operating system": lambda text: any(words.hint(kind, text) for kind in SYSTEM_HINTS),
        "Type": lambda text: bool(words.type_of_title(text)),
        "Manufacturer": lambda text: split_maker(f"{text} x")[0] != "",
        "Model": lambda text: type_of_model(text) is not None or split_maker(text)[0] != "",
        "Date": lambda text: isinstance(read_date(text, DateOrder.DAY_FIRST, last_day=False).value, date),
        "Name": lambda text: HOST_NAME.fullmatch(text) is not None and _LETTER.match(text) is not None,
        "Serial number": lambda text: _SERIAL.fullmatch(text) is not None,
    }
