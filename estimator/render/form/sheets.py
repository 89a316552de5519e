"""The sheets that people fill: a field a row for the customer, a field a column for everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Sheet, key_name
from estimator.model.infrastructure import Assessment
from estimator.render.form import checks
from estimator.render.form.example_rows import example_row
from estimator.render.form.paper import (
    GAP,
    GRID,
    GROUND,
    INTERNAL,
    LAST_ROW,
    OPTIONAL,
    QUIET_INK,
    REQUIRED,
    WHITE,
    Paper,
    fill,
    ink,
    set_up_print,
    write_line,
)
from estimator.render.form.values import Typed, records, typed
from estimator.render.xlsx import DATE_FORMAT, DATETIME_FORMAT, TEXT_FORMAT, put

_BLANK_ROWS = {"locations": 10, "seats": 15, "assets": 80, "services": 30, "tickets": 50}
"""How many rows of a table are drawn where fewer are filled; more than 84 alike are not printed by LibreOffice."""
_COLUMN_WIDTHS = {"text": 20, "notes": 48, "date": 12, "datetime": 18, "windows": 28, "periods": 30, "ip-address": 17}
_ROW_HEIGHT = 20
"""In points: enough to write in by hand."""
_LONGEST_LINE, _LINE_HEIGHT = 46, 15
"""Of a note: characters that fit beside one another in its column, points from line to line."""
_NUMBER_FORMATS = {"count": "0", "months": "0", "minutes": "0.##", "date": DATE_FORMAT, "datetime": DATETIME_FORMAT}
_HELP_LINE = 90
"""Characters of help that fit beside one another on a sheet of fields."""
_NOTE_LINE, _NOTE_WIDTH = 38, 270
"""Of the note on a heading: characters to a line, and its width in pixels."""


def write_fields(paper: Paper, sheet: Sheet, assessment: Assessment | None) -> None:
    """A sheet with a field a row, in groups: its name, its value, its help."""
    _ = paper.translate
    page = _new_page(paper, sheet)
    page.sheet_view.showGridLines = False
    for letter, width in {"A": 34, "B": 46, "C": 78}.items():
        page.column_dimensions[letter].width = width
    for column, heading in enumerate((_("Field"), _("Value"), _("What is meant")), 1):
        write_line(page, 1, column, heading, ink(WHITE, bold=True))
        page.cell(1, column).fill = fill(QUIET_INK)
        page.cell(1, column).alignment = Alignment(horizontal="left", vertical="center", indent=1)
    page.row_dimensions[1].height = 22
    rows = field_rows(sheet)
    for key, title in _groups(paper).items():
        write_line(page, rows[key] - 1, 1, title, ink(REQUIRED, size=13, bold=True))
        page.cell(rows[key] - 1, 1).alignment = Alignment(vertical="bottom")
        page.row_dimensions[rows[key] - 1].height = 30
    for field in sheet.fields:
        row = rows[field.key]
        _write_heading(paper, page, (row, 1), sheet, field)
        value = _preset(paper, field)
        if assessment:
            value = typed(records(assessment, sheet)[0], field, paper.form, paper.language)
        _write_value(page, row, 2, field, value)
        page.cell(row, 2).fill = fill(GROUND)
        page.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
        help_text = paper.help(sheet, field)
        write_line(page, row, 3, help_text, ink(QUIET_INK, italic=True))
        page.cell(row, 3).alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
        needed = max(_lines(value), 1 + len(help_text) // _HELP_LINE, 3 if field.kind == "notes" else 1)
        page.row_dimensions[row].height = max(22, _LINE_HEIGHT * needed + 8)
        checks.add_input_check(paper, page, sheet, field, f"B{row}")
    checks.colour_fields(page, sheet, rows)
    page.freeze_panes = "B2"
    set_up_print(page, "landscape", high=1)


def field_rows(sheet: Sheet) -> Mapping[str, int]:
    """The row of every field on a sheet of fields: below the headings and the titles of the groups."""
    rows, row = {}, 2
    for field in sheet.fields:
        row += field.key in _FIRST_OF_GROUP
        rows[field.key] = row
        row += 1
    return rows


_FIRST_OF_GROUP = ("name", "contact_name", "assessment_date", "notes")


def _groups(paper: Paper) -> Mapping[str, str]:
    """The titles of the groups by their first field; none of them may be the name of a field."""
    _ = paper.translate
    titles = (_("The company"), _("The people"), _("The contract"), _("What else matters"))
    return dict(zip(_FIRST_OF_GROUP, titles, strict=True))


def write_table(paper: Paper, sheet: Sheet, assessment: Assessment | None) -> None:
    """A sheet with a field a column and a record a row, as an Excel table."""
    page = _new_page(paper, sheet)
    rows = _table_rows(paper, sheet, assessment)
    blank = max(_BLANK_ROWS.get(sheet.id, 20) - len(rows), 0)
    page.row_dimensions[1].height = 48
    page.sheet_format.defaultRowHeight, page.sheet_format.customHeight = _ROW_HEIGHT, True
    for column, field in enumerate(sheet.fields, 1):
        _write_heading(paper, page, (1, column), sheet, field)
        help_text = paper.help(sheet, field)
        height = 24 + 17 * (1 + len(help_text) // _NOTE_LINE)
        page.cell(1, column).comment = Comment(help_text, "estimator", height=height, width=_NOTE_WIDTH)
        _set_up_column(paper, page, sheet, column, field)
        for row, record in enumerate((*rows, *({},) * blank), 2):
            value = record.get(field.key)
            _write_value(page, row, column, field, value)
            if field.kind == "notes" and (lines := _lines(value)) > 1:
                page.row_dimensions[row].height = max(page.row_dimensions[row].height or 0, _LINE_HEIGHT * lines)
    checks.colour_columns(paper, page, sheet)
    last = f"{get_column_letter(len(sheet.fields))}{1 + len(rows) + blank}"
    table = Table(displayName=sheet.id.title(), ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight15", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = "C2" if sheet.fields[0].kind == "id" and len(sheet.fields) > 5 else "A2"
    set_up_print(page, "landscape", wide=2 if len(sheet.fields) > 12 else 1)
    page.print_title_rows, page.print_title_cols = "1:1", "A:A"


def _table_rows(paper: Paper, sheet: Sheet, assessment: Assessment | None) -> Sequence[Mapping[str, Typed]]:
    """The values of every row by field."""
    if assessment is None:
        example = example_row(paper, sheet) if paper.example_rows else {}
        return (example,) if example else ()
    return [
        {field.key: typed(record, field, paper.form, paper.language) for field in sheet.fields}
        for record in records(assessment, sheet)
    ]


def _new_page(paper: Paper, sheet: Sheet) -> Worksheet:
    page: Worksheet = paper.workbook.create_sheet(paper.title(sheet))
    page.sheet_properties.tabColor = REQUIRED if sheet.required else OPTIONAL
    return page


def _preset(paper: Paper, field: Field) -> Typed:
    """What an empty form already says: that the customer reads the form's language."""
    if field.key != "language":
        return None
    return next((choice.labels[paper.language] for choice in field.choices if choice.id == paper.language), None)


def _write_heading(paper: Paper, page: Worksheet, place: tuple[int, int], sheet: Sheet, field: Field) -> None:
    """A heading in the language, and the key by which it is known whatever people make of it."""
    row, column = place
    shade = INTERNAL if field.key == "internal_notes" else REQUIRED if field.required else OPTIONAL
    heading = field.headings[paper.language] + (" *" if field.required else "")
    write_line(page, row, column, heading, ink(WHITE, bold=True))
    page.cell(row, column).fill, page.cell(row, column).border = fill(shade), GAP
    page.cell(row, column).alignment = Alignment(
        wrap_text=True, vertical="center", horizontal="left", indent=1 if sheet.layout == "fields" else 0
    )
    address = f"{quote_sheetname(paper.title(sheet))}!${get_column_letter(column)}${row}"
    paper.name(key_name(sheet.id, field.key), address, hidden=True)


def _write_value(page: Worksheet, row: int, column: int, field: Field, value: Typed) -> None:
    put(page, row, column, value)
    cell = page.cell(row, column)
    cell.number_format, cell.border = _number_format(field), GRID
    cell.alignment = Alignment(wrap_text=field.kind in ("notes", "periods"), vertical="center", horizontal="left")


def _number_format(field: Field) -> str:
    """Text for all that is no number or date, so that `007` and `24.10` stay what they are."""
    return _NUMBER_FORMATS.get(field.kind, TEXT_FORMAT)


def _lines(text: object) -> int:
    """How many lines a note takes in its column."""
    return sum(1 + len(line) // _LONGEST_LINE for line in str(text or "").splitlines())


def _set_up_column(paper: Paper, page: Worksheet, sheet: Sheet, column: int, field: Field) -> None:
    """Width, number format and drop-down of a table's column."""
    letter = get_column_letter(column)
    words = field.headings[paper.language].split() + [choice.labels[paper.language] for choice in field.choices]
    width = 30 if field.key in ("name", "model") else _COLUMN_WIDTHS.get(field.kind, 12)
    page.column_dimensions[letter].width = max(width, max(map(len, words)) + 4)
    page.column_dimensions[letter].number_format = _number_format(field)
    checks.add_input_check(paper, page, sheet, field, f"{letter}2:{letter}{LAST_ROW}")
