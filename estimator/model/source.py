"""Where a value comes from: a cell of the workbook, a row of it, a data file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from estimator.model.frozen import frozen


@cache
def column_letters(column: int) -> str:
    """The spreadsheet letters of a column number counted from 1: 1 is `A`, 27 is `AA`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number, counted from 1, of a column by its capital letters: `A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Cell(NamedTuple):
    """A place in a workbook; row and column count from 1. A tuple, as tens of thousands are sorted and hashed."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


_PLACE = re.compile(r"(.+)!([A-Z]{1,3})([1-9][0-9]{0,6})", re.DOTALL)


def cell_at(place: str) -> Cell | None:
    """The cell that a text such as `Assets!J14` names; None where it names none."""
    match = _PLACE.fullmatch(place)
    return Cell(match[1], int(match[3]), column_number(match[2])) if match else None


@frozen
class Row:
    """A row of a sheet and the columns its fields stand in, so that every field can name its cell."""

    sheet: str
    number: int
    columns: Mapping[str, int] = field(default_factory=dict)

    def cell(self, field_name: str = "id") -> Cell:
        """The cell of a field; the row's first cell where the sheet has no such column."""
        return Cell(self.sheet, self.number, self.columns.get(field_name, 1))


@frozen
class FileReference:
    """Which file the figures came from: its own id, its name and the SHA-256 of its bytes."""

    id: str
    name: str
    sha256: str


def cell_ranges(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Cells as short text, runs down a column joined: `("Assets!A4:A9", "Assets!A12")`."""
    ranges: list[str] = []
    run: list[Cell] = []
    for cell in sorted(set(cells), key=_down_columns):
        if run and (run[-1].sheet, run[-1].row + 1, run[-1].column) != cell:
            ranges.append(_range_text(run))
            run = []
        run.append(cell)
    if run:
        ranges.append(_range_text(run))
    return tuple(ranges)


_down_columns = itemgetter(0, 2, 1)


def _range_text(run: list[Cell]) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return str(first)
    return f"{first}:{column_letters(last.column)}{last.row}"
