"""The rows of a sheet with every cell parsed, and a problem for every cell that is not what its column wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import repeat, zip_longest
from typing import Any

from estimator.model.source import Cell, Row, column_number
from estimator.read.cells import Value
from estimator.read.checks import Problems
from estimator.read.layout import Layout
from estimator.read.values import CellError, Parser, PlainText, plain_text_of, quoted

CALCULATE = "Open the file in Excel or LibreOffice and save it, or type the value itself."

_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class ParsedRows:
    """The rows of a sheet, field by field: there may be many thousands, which mostly say the same in a column."""

    rows: Sequence[Row] = ()
    values: dict[str, list[Any]] = field(default_factory=dict)
    """By field of the columns there are: a value for each row, None for a cell that is empty or cannot be read."""

    def said(self, key: str) -> Iterable[Any]:
        """The values of a field; nothing but None where there is no such column."""
        return self.values[key] if key in self.values else repeat(None, len(self.rows))

    def complete(self, required: Iterable[str]) -> bool:
        """Whether every required field of every row has a value."""
        return all(None not in self.said(key) for key in required)


def parse_rows(layout: Layout, parsers: Mapping[str, Parser], problems: Problems) -> ParsedRows:
    """Every row that has content in a known column; problems are reported row by row."""
    return _Parsing(layout, parsers).result(problems)


class _Parsing:
    """One sheet's columns, each read as a whole; then a look at the rows in which something is missing or wrong."""

    def __init__(self, layout: Layout, parsers: Mapping[str, Parser]) -> None:
        self._layout, self._parsers = layout, parsers
        rows = list(layout.rows)
        self._cells = _columns(layout, rows)
        self._totals = _totals(layout, rows, self._cells)
        if self._totals:
            rows = [row for row in rows if row[0] not in self._totals]
            self._cells = _columns(layout, rows)
        self._numbers = [number for number, _ in rows]
        self._faults = fault_cells(layout.raw.faults)
        self._values: dict[str, list[Any]] = {}
        self._errors: dict[str, dict[int, CellError]] = {}
        there = [field for field in layout.sheet.fields if field.key in layout.columns]
        for each in there:
            key, stays = each.key, plain_text_of(each)
            self._values[key], self._errors[key] = _parsed_column(self._cells[key], parsers[key], stays)
        self._demands = [field for field in there if field.required]
        self._defaults = [field for field in layout.sheet.fields if field.rate_card and field.default]

    def result(self, problems: Problems) -> ParsedRows:
        """The rows; raises TooManyProblemsError."""
        open_rows = {self._numbers[index]: index for index in self._open()}
        dropped = set()
        for number in sorted(self._totals.keys() | open_rows.keys()):
            if number in self._totals:
                report_total(self._layout, number, self._totals[number], problems)
            elif not self._report(open_rows[number], problems):
                dropped.add(open_rows[number])
        _report_rows_of_faults(self._layout, self._faults, problems)
        numbers, values = self._numbers, self._values
        if dropped:
            numbers = _without(numbers, dropped)
            values = {key: _without(column, dropped) for key, column in values.items()}
        rows = map(Row, repeat(self._layout.raw.name), numbers, repeat(self._layout.columns))
        return ParsedRows(list(rows), values)

    def _open(self) -> set[int]:
        """The rows about which there may be something to say."""
        found = {index for errors in self._errors.values() for index in errors}
        for wanted in (*self._demands, *self._defaults):
            found.update(_empty_in(self._values.get(wanted.key), range(len(self._numbers))))
        if self._faults:
            rows = {row for row, _ in self._faults}
            found.update(index for index, number in enumerate(self._numbers) if number in rows)
        empty: Iterable[int] = range(len(self._numbers))
        for column in self._values.values():
            empty = _empty_in(column, empty)
        return found.union(empty)

    def _report(self, index: int, problems: Problems) -> bool:
        """Reports what is wrong with a row; False where nothing is in it, so that it is none."""
        name, number, columns = self._layout.raw.name, self._numbers[index], self._layout.columns
        failed = set()
        for key, column in columns.items():
            error = self._errors[key].get(index)
            if error is not None:
                problems.add(error.check, Cell(name, number, column), error.message, error.remedy)
                if error.value is None:
                    failed.add(key)
            elif self._cells[key][index] == "" and (number, column) in self._faults:
                report_fault(Cell(name, number, column), self._faults[number, column], problems)
                failed.add(key)
        given = {key for key, values in self._values.items() if values[index] is not None}
        if not given and not failed:
            return False
        row = Row(name, number, columns)
        missing = [demand for demand in self._demands if demand.key not in given | failed]
        for demand in missing:
            heading = demand.headings[self._layout.language]
            report_required(heading, row.cell(demand.key), problems, or_delete=len(missing) > 1)
        for optional in self._defaults:
            if optional.key not in given | failed:
                check_default(self._parsers[optional.key], optional.default, row.cell(optional.key), problems)
        return True


def _columns(layout: Layout, rows: Sequence[tuple[int, list[Value]]]) -> dict[str, Sequence[Value]]:
    """The cells of every field that has a column, row by row."""
    columns = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
    blank = ("",) * len(rows)
    return {key: columns[column - 1] if column <= len(columns) else blank for key, column in layout.columns.items()}


def _totals(
    layout: Layout, rows: Sequence[tuple[int, list[Value]]], cells: Mapping[str, Sequence[Value]]
) -> dict[int, list[Value]]:
    """The rows that sum up others, by number; a row that lacks nothing is none."""
    needed = [cells[key] for key in layout.sheet.required_keys if key in cells and "" in cells[key]]
    lacking = {index for column in needed for index, cell in enumerate(column) if cell == ""}
    return {rows[index][0]: rows[index][1] for index in lacking if layout.is_total(rows[index][1])}


def _parsed_column(cells: Sequence[Value], parse: Parser, stays: PlainText) -> tuple[list[Any], dict[int, CellError]]:
    """What each cell means, and the problems by row; equal cells are read once, text that stays as it is not at all."""
    if len(set(map(type, cells)) - {str, tuple}) > 1:  # 1, 1.0 and True are equal
        results: list[Any] = [_result(cell, parse) for cell in cells]
        wrong = {index for index, result in enumerate(results) if isinstance(result, CellError)}
    else:
        different = dict.fromkeys(cells)
        known = {cell: _result(cell, parse) for cell in stays.others(different)}
        results = list(map(known.get, cells, cells))
        bad = {cell for cell, result in known.items() if isinstance(result, CellError)}
        wrong = {index for index, cell in enumerate(cells) if cell in bad} if bad else set()
    errors: dict[int, CellError] = {index: results[index] for index in wrong}
    for index, error in errors.items():
        results[index] = error.value
    return results, errors


def _result(cell: Value, parse: Parser) -> Any:
    """What a cell means, None for nothing; or what is wrong with it."""
    if cell == "":
        return None
    try:
        return parse(cell)
    except CellError as error:
        return error.with_traceback(None)


def _empty_in(column: Sequence[Any] | None, rows: Iterable[int]) -> Iterable[int]:
    """Those of the rows in which a column has no value."""
    return rows if column is None else [index for index in rows if column[index] is None]


def _without(values: Sequence[Any], dropped: Set[int]) -> list[Any]:
    return [value for index, value in enumerate(values) if index not in dropped]


def _report_rows_of_faults(layout: Layout, faults: Mapping[tuple[int, int], str], problems: Problems) -> None:
    """Reports what stands on rows that hold nothing else: they would be passed over like empty ones."""
    if not faults:
        return
    read = {number for number, _ in layout.raw.rows}
    columns = set(layout.columns.values())
    for (row, column), shown in faults.items():
        if row > layout.heading_row and row not in read and column in columns:
            report_fault(Cell(layout.raw.name, row, column), shown, problems)


def report_total(layout: Layout, number: int, cells: Sequence[Value], problems: Problems) -> None:
    """Reports a row that only sums up others."""
    place = Cell(layout.raw.name, number, 1 + next(index for index, cell in enumerate(cells) if cell != ""))
    message, remedy = "The row is a total and is not read.", "Delete it: totals are counted from the rows."
    problems.add("total-row", place, message, remedy)


def report_required(heading: str, cell: Cell, problems: Problems, or_delete: bool = False) -> None:
    """Reports that a cell must be filled in; `or_delete`: its row lacks so much that it may be a remark."""
    remedy = "Fill it in, or delete the row." if or_delete else "Fill it in."
    problems.add("required", cell, f"{quoted(heading)} is empty.", remedy)


def report_fault(cell: Cell, shown: str, problems: Problems) -> None:
    """Reports a cell that shows an error, or a formula that was never calculated."""
    if shown:
        problems.add("error-value", cell, f"The cell shows {shown}.", "Type the value itself.")
    else:
        problems.add("formula-without-value", cell, "The formula was never calculated.", CALCULATE)


def check_default(parse: Parser, default: str, cell: Cell, problems: Problems) -> None:
    """Reports a default that the rate card in use does not have."""
    try:
        parse(default)
    except CellError as problem:
        message = f"The cell is empty, which means {quoted(default)}, and that is not in the rate card."
        problems.add(problem.check, cell, message, "Fill it in.")


def fault_cells(faults: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """What is shown by row and column, both from 1."""
    return dict(_numbered(faults.items()))


def _numbered(faults: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[int, int], str]]:
    for name, shown in faults:
        match = _CELL_NAME.fullmatch(name.upper())
        if match:
            yield (int(match[2]), column_number(match[1])), shown
