"""The rows of a sheet with every cell parsed, and a problem for every cell that is not what its column wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from estimator.model.source import Cell, Row, column_number
from estimator.read.cells import Value
from estimator.read.checks import Problems
from estimator.read.layout import Layout
from estimator.read.values import CellError, Parser, quoted

CALCULATE = "Open the file in Excel or LibreOffice and save it, or type the value itself."

_CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class ParsedRow:
    """The values of a row by field, without empty cells, and the fields that could not be read."""

    row: Row
    values: dict[str, object] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def take(self, key: str, value: Value, parse: Parser, cell: Cell, problems: Problems) -> None:
        """Parses a cell that is not empty."""
        try:
            result = parse(value)
            if result is not None:
                self.values[key] = result
        except CellError as error:
            self.reject(key, error, cell, problems)

    def reject(self, key: str, error: CellError, cell: Cell, problems: Problems) -> None:
        """Reports what is wrong with a cell, and keeps what it is taken for where that is only a warning."""
        problems.add(error.check, cell, error.message, error.remedy)
        if error.value is None:
            self.failed.add(key)
        else:
            self.values[key] = error.value

    def complete(self, required: Set[str]) -> bool:
        """Whether every required field has a value."""
        return required <= self.values.keys()


def parse_rows(layout: Layout, parsers: Mapping[str, Parser], problems: Problems) -> list[ParsedRow]:
    """Every row that has content in a known column."""
    name = layout.raw.name
    columns = [(key, column, parsers[key]) for key, column in layout.columns.items()]
    needed = [layout.columns[key] for key in layout.sheet.required_keys if key in layout.columns]
    demands = [field for field in layout.sheet.fields if field.required and field.key in layout.columns]
    defaults = [(field.key, field.default) for field in layout.sheet.fields if field.rate_card and field.default]
    faults = fault_cells(layout.raw.faults)
    parsed = []
    for number, cells in layout.rows:
        width = len(cells)
        if any(column > width or cells[column - 1] == "" for column in needed) and layout.is_total(cells):
            report_total(layout, number, cells, problems)
            continue
        current = ParsedRow(Row(name, number, layout.columns))
        values = current.values
        for key, column, parse in columns:
            value = cells[column - 1] if column <= width else ""
            if value == "":
                if faults and (number, column) in faults:
                    report_fault(Cell(name, number, column), faults[number, column], problems)
                    current.failed.add(key)
                continue
            try:
                result = parse(value)
                if result is not None:
                    values[key] = result
            except CellError as error:
                current.reject(key, error, Cell(name, number, column), problems)
        if not values and not current.failed:
            continue
        for demand in demands:
            if demand.key not in values and demand.key not in current.failed:
                report_required(demand.headings[layout.language], current.row.cell(demand.key), problems)
        for key, default in defaults:
            if key not in values and key not in current.failed:
                check_default(parsers[key], default, current.row.cell(key), problems)
        parsed.append(current)
    _report_rows_of_faults(layout, faults, problems)
    return parsed


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


def report_required(heading: str, cell: Cell, problems: Problems) -> None:
    """Reports that a cell must be filled in."""
    problems.add("required", cell, f"{quoted(heading)} is empty.", "Fill it in.")


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
