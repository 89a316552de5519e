"""Drop-downs, input checks and colours of the form: what reading understands all the same is only warned about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Form, Sheet
from estimator.render.form.paper import DOUBTFUL, DUPLICATE, LAST_ROW, MISSING, QUIET_INK, Paper, warning_fill
from estimator.render.xlsx import put

LISTS_SHEET = "Lists"
"""Hidden, and not translated: it holds the labels behind the drop-downs."""
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""In characters, of what Excel shows beside a cell; longer ones make the file unreadable to it."""
_COMMON_COUNTRIES = "LU,BE,FR,DE"
_FIRST_DAY, _LAST_DAY = "32874", "73050"  # 1990-01-01 and 2099-12-31 as Excel counts days

_UNIQUE = frozenset({("locations", "id"), ("assets", "id"), ("services", "id"), ("assets", "serial_number")})
_IMPLAUSIBLE: Mapping[tuple[str, str], str] = {
    ("customer", "contract_start"): "AND(ISNUMBER({contract_start}),{contract_start}<{assessment_date})",
    ("assets", "serial_number"): 'AND({serial_number}<>"",OR(ISNUMBER({serial_number}),N({quantity})>1))',
    ("assets", "purchased"): "AND(ISNUMBER({purchased}),{purchased}>TODAY())",
    ("assets", "warranty_until"): "AND(ISNUMBER({warranty_until}),{warranty_until}<{purchased})",
    ("assets", "connected_to"): 'AND({connected_to}<>"",{connected_to}={id})',
    ("tickets", "responded"): "AND(ISNUMBER({responded}),{responded}<{opened})",
    ("tickets", "started"): "AND(ISNUMBER({started}),{started}<{opened})",
    ("tickets", "resolved"): "AND(ISNUMBER({resolved}),{resolved}<{opened})",
}
"""When a value cannot be right beside the others of its row; a serial number that is no text has lost its zeros."""


def write_lists(paper: Paper) -> None:
    """Write the hidden sheet of labels and name its columns, and name the ids that other sheets refer to."""
    page: Worksheet = paper.workbook.create_sheet(LISTS_SHEET)
    page.sheet_state = "hidden"
    for column, (name, field) in enumerate(_lists(paper.form).items(), 1):
        letter = get_column_letter(column)
        put(page, 1, column, name)
        for row, choice in enumerate(field.choices, 2):
            put(page, row, column, choice.labels[paper.language])
        paper.name(name, f"{LISTS_SHEET}!${letter}$2:${letter}${1 + len(field.choices)}")
    fields = [field for sheet in paper.form.sheets for field in sheet.fields]
    for sheet_id in sorted({field.refers_to for field in fields} - {""}):
        paper.name(_ids_name(sheet_id), _ids(paper, paper.form.sheet(sheet_id)))


def _ids(paper: Paper, sheet: Sheet) -> str:
    """The cells from the first id to the last, without the example row while that stands first.

    They are counted from the heading, which stays when rows are deleted.
    """
    column = f"{quote_sheetname(paper.title(sheet))}!$A$1:$A${LAST_ROW}"
    first = f'IF(INDEX({column},2)="{paper.example_tag}",3,2)'
    last = f'SUMPRODUCT(MAX(({column}<>"")*(ROW({column})-MIN(ROW({column}))+1)))'
    return f"INDEX({column},{first}):INDEX({column},MAX({first},{last}))"


def add_input_check(paper: Paper, page: Worksheet, sheet: Sheet, field: Field, cells: str) -> None:
    """Give cells the field's drop-down or check; where a format must be known, its help shows beside the cell."""
    check = _check(sheet, field)
    if check is None:
        return
    title, text = field.headings[paper.language], paper.help(sheet, field)
    check.errorTitle, check.error = title, text
    if field.kind in ("windows", "periods"):
        check.showInputMessage, check.promptTitle, check.prompt = True, title, text
    page.add_data_validation(check)
    check.add(cells)


def colour_fields(page: Worksheet, sheet: Sheet, rows: Mapping[str, int]) -> None:
    """Colour what is missing or implausible on a sheet with a field a row; `rows` by field."""
    for field in sheet.fields:
        cell = f"$B${rows[field.key]}"
        places = {key: f"$B${row}" for key, row in rows.items()}
        if field.required:
            _colour_where(page, cell, f'{cell}=""', MISSING)
        if (sheet.id, field.key) in _IMPLAUSIBLE:
            _colour_where(page, cell, _IMPLAUSIBLE[sheet.id, field.key].format_map(places), DOUBTFUL)


def colour_columns(paper: Paper, page: Worksheet, sheet: Sheet) -> None:
    """Colour what is missing, twice or implausible in a table; rows that are examples are grey instead."""
    letters = {field.key: get_column_letter(column) for column, field in enumerate(sheet.fields, 1)}
    places = {key: f"${letter}2" for key, letter in letters.items()}
    last = get_column_letter(len(sheet.fields))
    real = f'$A2<>"{paper.example_tag}"'
    for field in sheet.fields:
        cell, letter = places[field.key], letters[field.key]
        cells = f"{letter}2:{letter}{LAST_ROW}"
        if field.required:
            _colour_where(page, cells, f'AND({cell}="",COUNTA($A2:${last}2)>0,{real})', MISSING)
        if (sheet.id, field.key) in _UNIQUE:
            column = f"${letter}$2:${letter}${LAST_ROW}"
            _colour_where(page, cells, f'AND({cell}<>"",COUNTIF({column},{cell})>1,{real})', DUPLICATE)
        if field.refers_to:
            unknown = f'AND({cell}<>"",COUNTIF({_ids_name(field.refers_to)},{cell})=0,{real})'
            _colour_where(page, cells, unknown, DOUBTFUL)
        if (sheet.id, field.key) in _IMPLAUSIBLE:
            implausible = _IMPLAUSIBLE[sheet.id, field.key].format_map(places)
            _colour_where(page, cells, f"AND({implausible},{real})", DOUBTFUL)
    grey = DifferentialStyle(font=Font(color=QUIET_INK, italic=True))
    example = Rule("expression", formula=[f'$A2="{paper.example_tag}"'], dxf=grey)
    page.conditional_formatting.add(f"A2:{last}{LAST_ROW}", example)


def _colour_where(page: Worksheet, cells: str, formula: str, shade: str) -> None:
    rule = Rule("expression", formula=[formula], dxf=DifferentialStyle(fill=warning_fill(shade)))
    page.conditional_formatting.add(cells, rule)


def _check(sheet: Sheet, field: Field) -> DataValidation | None:
    if field.choices:
        replaceable = bool(field.rate_card)  # one's own rate card may have other ids
        return _list(_list_name(sheet, field), "warning" if replaceable else "stop")
    if field.kind == "country":
        return _list(f'"{_COMMON_COUNTRIES}"', None)
    if field.refers_to:
        return _list(_ids_name(field.refers_to), "warning")
    if field.kind in ("count", "months"):
        limits = (str(field.minimum or 0), str(field.maximum or 1_000_000))
        return DataValidation("whole", *limits, allow_blank=True, showErrorMessage=True)
    if field.kind in ("date", "datetime"):
        limits = (_FIRST_DAY, _LAST_DAY)
        return DataValidation("date", *limits, allow_blank=True, showErrorMessage=True, errorStyle="warning")
    if field.kind in ("windows", "periods"):
        return DataValidation(allow_blank=True)
    return None


def _list(formula: str, error_style: Literal["stop", "warning"] | None) -> DataValidation:
    """A drop-down; without an error style it only proposes."""
    return DataValidation(
        "list", formula, allow_blank=True, showErrorMessage=error_style is not None, errorStyle=error_style
    )


def _lists(form: Form) -> dict[str, Field]:
    """Every list of labels once, by its name."""
    return {_list_name(sheet, field): field for sheet in form.sheets for field in sheet.fields if field.choices}


def _list_name(sheet: Sheet, field: Field) -> str:
    return "choices_yes_no" if field.kind == "yes-no" else f"choices_{sheet.id}_{field.key}"


def _ids_name(sheet_id: str) -> str:
    return f"{sheet_id}_ids"
