"""The values of all formulas of a workbook, each calculated once, after those that it needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string

from estimator.render.xlsx import ErrorValue
from estimator.render.xlsx_values.formula import NotUnderstoodError, taken_apart
from estimator.render.xlsx_values.functions import Value

_REFERENCE = re.compile(r"(?:(\w+)!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
Place = tuple[int, int]
Content = float | str | ErrorValue


def workbook_values(workbook: Workbook) -> Mapping[str, Mapping[str, Content]]:
    """What every formula comes to, by sheet and cell; a formula that this does not understand is our mistake."""
    calculator = _Calculator(workbook)
    return {
        title: {
            cell.coordinate: calculator.content(title, *place) for place, cell in cells.items() if cell.data_type == "f"
        }
        for title, cells in calculator.sheets.items()
    }


class _Calculator:
    """Reads cells, calculates them where they are formulas, and remembers everything it was asked."""

    def __init__(self, workbook: Workbook) -> None:
        self.sheets: dict[str, dict[Place, Any]] = {sheet.title: sheet._cells for sheet in workbook.worksheets}
        self._names = {name: str(defined.attr_text) for name, defined in workbook.defined_names.items()}
        self._cells: dict[tuple[str, int, int], Content] = {}
        self._operands = {title: _Operands(self, title) for title in self.sheets}

    def cell(self, title: str, row: int, column: int) -> float | str:
        """A cell's value; 0 where it is empty. Raises its error, which is then that of the formula that asks."""
        value = self.content(title, row, column)
        if isinstance(value, ErrorValue):
            raise value
        return value

    def content(self, title: str, row: int, column: int) -> Content:
        """A cell's value, or its error."""
        place = title, row, column
        if place not in self._cells:
            self._cells[place] = self._read(*place)
        return self._cells[place]

    def _read(self, title: str, row: int, column: int) -> Content:
        cell = self.sheets[title].get((row, column))
        if cell is None or cell.value is None:
            return 0
        if cell.data_type != "f":
            return float(cell.value) if isinstance(cell.value, Decimal) else cell.value
        calculation, operands = taken_apart(cell.value)
        known = self._operands[title]
        try:
            value: Content = calculation([known[operand] for operand in operands])
        except ErrorValue as error:
            return error
        except ZeroDivisionError:
            return ErrorValue("#DIV/0!")
        except (ValueError, OverflowError):
            return ErrorValue("#NUM!")
        return value

    def cells(self, title: str, text: str) -> Value:
        """What a reference or a name in a formula of this sheet stands for."""
        found = _REFERENCE.fullmatch(self._names.get(text, text))
        if found is None:
            raise NotUnderstoodError(f"{text} is neither a cell nor a name")
        sheet, column, row, last_column, last_row = found.groups(default="")
        first = int(row), column_index_from_string(column)
        if not last_row:
            return self.cell(sheet or title, *first)
        rows = range(first[0], int(last_row) + 1)
        columns = range(first[1], column_index_from_string(last_column) + 1)
        return [self.cell(sheet or title, *place) for place in product(rows, columns)]


class _Operands(dict[str, Value]):
    """What stands for what in the formulas of a sheet, each looked up once."""

    def __init__(self, calculator: _Calculator, title: str) -> None:
        super().__init__()
        self._calculator, self._title = calculator, title

    def __missing__(self, text: str) -> Value:
        if text[0] == '"':
            value: Value = text[1:-1].replace('""', '"')
        elif text[0].isdigit():
            value = float(text)
        else:
            value = self._calculator.cells(self._title, text)
        self[text] = value
        return value
