"""Tables on the sheets of a workbook: headings, figures with their formats, and formulas that only we make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.frozen import frozen
from estimator.render.xlsx import TEXT_FORMAT, CellValue, fill, put

FONT = "Calibri"
ACCENT, PALE = "1A5A8A", "E8EFF4"


@frozen
class Formula:
    """A cell that the spreadsheet calculates; made by us only, never from a cell's text."""

    text: str


@frozen
class Column:
    """A table's column: heading, width in characters, number format (empty: text)."""

    heading: str
    width: float
    number_format: str = ""


@frozen
class Page:
    """A sheet that is being written; all sheets of a workbook share the styles that were made for it."""

    sheet: Worksheet
    styles: dict[tuple[str, bool, bool], StyleArray]

    def title(self, text: str) -> None:
        """Write the sheet's heading."""
        put(self.sheet, 1, 1, text)
        self.sheet.cell(1, 1).font = Font(name=FONT, bold=True, size=15, color=ACCENT)

    def table(
        self, top: int, columns: Sequence[Column], rows: Sequence[Sequence[CellValue | Formula]]
    ) -> tuple[int, int]:
        """Write headings and rows; gives the first row of figures and the row after the last."""
        for i, column in enumerate(columns, 1):
            put(self.sheet, top, i, column.heading)
            heading = self.sheet.cell(top, i)
            heading.font = Font(name=FONT, bold=True)
            heading.fill = PatternFill("solid", fgColor=PALE)
            heading.alignment = _aligned(column.number_format, i == 1)
            self.sheet.column_dimensions[get_column_letter(i)].width = column.width
        for number, row in enumerate(rows, top + 1):
            self.row(number, columns, row)
        return top + 1, top + 1 + len(rows)

    def row(
        self,
        number: int,
        columns: Sequence[Column],
        values: Sequence[CellValue | Formula],
        *,
        bold: bool = False,
        formats: Mapping[int, str] | None = None,
    ) -> None:
        """Write a row of a table; `formats` replaces a column's number format here."""
        for i, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            cell = self.sheet.cell(number, i)
            if isinstance(value, Formula):
                cell.value = value.text
            else:
                fill(cell, value)
            number_format = (formats or {}).get(i) or column.number_format
            self._dress(cell, number_format, first=i == 1, bold=bold)

    def _dress(self, cell: Any, number_format: str, *, first: bool, bold: bool) -> None:
        """Style a cell; the first of its kind step by step, the others take its style over (much faster)."""
        kind = (number_format, first, bold)
        if kind not in self.styles:
            cell.number_format = number_format or TEXT_FORMAT
            cell.alignment = _aligned(number_format, first)
            if bold:
                cell.font = Font(name=FONT, bold=True)
            self.styles[kind] = cell._style
        cell._style = self.styles[kind]


def _aligned(number_format: str, first: bool) -> Alignment:
    if number_format:
        return Alignment(horizontal="right")
    return Alignment(horizontal="left", indent=0 if first else 1)
