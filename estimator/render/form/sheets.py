"""The sheets that people fill: a field a row for the customer, a field a column for everything else."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Sheet
from estimator.model.infrastructure import Assessment
from estimator.render.form import checks
from estimator.render.form.paper import (
    GROUND,
    INTERNAL,
    OPTIONAL,
    QUIET_INK,
    REQUIRED,
    UNDERLINE,
    WHITE,
    Paper,
    fill,
    ink,
    set_up_print,
    write_line,
)
from estimator.render.form.values import Typed, records, typed
from estimator.render.xlsx import DATE_FORMAT, DATETIME_FORMAT, TEXT_FORMAT, put

_BLANK_ROWS = {"locations": 10, "seats": 15, "assets": 100, "services": 30, "tickets": 50}
"""How many rows of a table are drawn where fewer are filled."""
_COLUMN_WIDTHS = {"text": 20, "notes": 48, "date": 12, "datetime": 18, "windows": 28, "periods": 30, "ip-address": 17}
_LONGEST_LINE, _LINE_HEIGHT = 46, 15
"""Of a note: characters that fit beside one another in its column, points from line to line."""
_NUMBER_FORMATS = {"count": "0", "months": "0", "minutes": "0.##", "date": DATE_FORMAT, "datetime": DATETIME_FORMAT}


def write_fields(paper: Paper, sheet: Sheet, assessment: Assessment | None) -> None:
    """A sheet with a field a row: its name, its value, its help."""
    page = _new_page(paper, sheet)
    for letter, width in {"A": 36, "B": 46, "C": 80}.items():
        page.column_dimensions[letter].width = width
    for row, field in enumerate(sheet.fields, 1):
        _write_heading(paper, page, row, 1, field)
        value = _preset(paper, field)
        if assessment:
            value = typed(records(assessment, sheet)[0], field, paper.form, paper.language)
        _write_value(page, row, 2, field, value)
        page.cell(row, 2).fill = fill(GROUND)
        write_line(page, row, 3, paper.help(field), ink(QUIET_INK, italic=True))
        page.cell(row, 3).alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
        page.row_dimensions[row].height = _height(value) if field.kind in ("notes", "periods") else 22
        checks.add_input_check(paper, page, sheet, field, f"B{row}")
        if field.required:
            checks.colour_missing(page, f"B{row}", f"$A${row}:$A${row}")
    page.freeze_panes = "B1"
    set_up_print(page, "landscape")


def write_table(paper: Paper, sheet: Sheet, assessment: Assessment | None) -> None:
    """A sheet with a field a column and a record a row, as an Excel table."""
    page = _new_page(paper, sheet)
    rows = records(assessment, sheet) if assessment else ()
    page.row_dimensions[1].height = 36
    for column, field in enumerate(sheet.fields, 1):
        _write_heading(paper, page, 1, column, field)
        page.cell(1, column).comment = Comment(paper.help(field), "estimator", height=90, width=260)
        _set_up_column(paper, page, sheet, column, field)
        for row, record in enumerate(rows, 2):
            value = typed(record, field, paper.form, paper.language)
            _write_value(page, row, column, field, value)
            if field.kind == "notes" and (lines := _lines(value)) > 1:
                page.row_dimensions[row].height = max(page.row_dimensions[row].height or 0, _LINE_HEIGHT * lines)
    last = f"{get_column_letter(len(sheet.fields))}{1 + max(len(rows), _BLANK_ROWS.get(sheet.id, 20))}"
    table = Table(displayName=sheet.id.title(), ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight15", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = "C2" if sheet.field(sheet.fields[0].key).kind == "id" and len(sheet.fields) > 5 else "A2"
    set_up_print(page, "landscape", pages_wide=2 if len(sheet.fields) > 12 else 1)
    page.print_title_rows, page.print_title_cols = "1:1", "A:A"


def _new_page(paper: Paper, sheet: Sheet) -> Worksheet:
    page: Worksheet = paper.workbook.create_sheet(sheet.titles[paper.language])
    page.sheet_properties.tabColor = REQUIRED if sheet.required else OPTIONAL
    return page


def _preset(paper: Paper, field: Field) -> Typed:
    """What an empty form already says: that the customer reads the form's language."""
    if field.key != "language":
        return None
    return next((choice.labels[paper.language] for choice in field.choices if choice.id == paper.language), None)


def _write_heading(paper: Paper, page: Worksheet, row: int, column: int, field: Field) -> None:
    shade = INTERNAL if field.key == "internal_notes" else REQUIRED if field.required else OPTIONAL
    heading = field.headings[paper.language] + (" *" if field.required else "")
    write_line(page, row, column, heading, ink(WHITE, bold=True))
    page.cell(row, column).fill = fill(shade)
    page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")


def _write_value(page: Worksheet, row: int, column: int, field: Field, value: Typed) -> None:
    put(page, row, column, value)
    cell = page.cell(row, column)
    cell.number_format, cell.border = _number_format(field), UNDERLINE
    cell.alignment = Alignment(wrap_text=field.kind == "notes", vertical="center", horizontal="left")


def _number_format(field: Field) -> str:
    """Text for all that is no number or date, so that `007` and `24.10` stay what they are."""
    return _NUMBER_FORMATS.get(field.kind, TEXT_FORMAT)


def _height(text: object) -> float:
    """Height in points of a row that shows a note whole."""
    return max(36, _LINE_HEIGHT * _lines(text) + 8)


def _lines(text: object) -> int:
    """How many lines a note takes in its column."""
    return sum(1 + len(line) // _LONGEST_LINE for line in str(text or "").splitlines())


def _set_up_column(paper: Paper, page: Worksheet, sheet: Sheet, column: int, field: Field) -> None:
    """Width, number format, drop-down and colours of a table's column."""
    letter = get_column_letter(column)
    cells = f"{letter}2:{letter}{checks.LAST_ROW}"
    words = field.headings[paper.language].split() + [choice.labels[paper.language] for choice in field.choices]
    width = 26 if field.key in ("name", "model") else _COLUMN_WIDTHS.get(field.kind, 12)
    page.column_dimensions[letter].width = max(width, max(map(len, words)) + 4)
    page.column_dimensions[letter].number_format = _number_format(field)
    checks.add_input_check(paper, page, sheet, field, cells)
    if field.required:
        checks.colour_missing(page, cells, f"$A2:${get_column_letter(len(sheet.fields))}2")
    if field.key == "id":
        checks.colour_duplicates(page, letter)
