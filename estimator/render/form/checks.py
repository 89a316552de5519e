"""Drop-downs, input checks and colours of the form: what reading understands all the same is only warned about."""

from __future__ import annotations

from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Form, Sheet
from estimator.render.form.paper import DUPLICATE, MISSING, Paper, warning_fill
from estimator.render.xlsx import put

LAST_ROW = 5000
"""Down to which drop-downs and colours reach; rows below are read all the same."""
LISTS_SHEET = "Lists"
"""Hidden, and not translated: it holds the labels behind the drop-downs."""
_COMMON_COUNTRIES = "LU,BE,FR,DE"
_FIRST_DAY, _LAST_DAY = "32874", "73050"  # 1990-01-01 and 2099-12-31 as Excel counts days


def write_lists(paper: Paper) -> None:
    """Write the hidden sheet of labels and name its columns, and name the ids that other sheets refer to."""
    page: Worksheet = paper.workbook.create_sheet(LISTS_SHEET)
    page.sheet_state = "hidden"
    for column, (name, field) in enumerate(_lists(paper.form).items(), 1):
        letter = get_column_letter(column)
        put(page, 1, column, name)
        for row, choice in enumerate(field.choices, 2):
            put(page, row, column, choice.labels[paper.language])
        labels = f"{LISTS_SHEET}!${letter}$2:${letter}${1 + len(field.choices)}"
        paper.workbook.defined_names[name] = DefinedName(name, attr_text=labels)
    fields = [field for sheet in paper.form.sheets for field in sheet.fields]
    for sheet_id in sorted({field.refers_to for field in fields} - {""}):
        title = quote_sheetname(paper.form.sheet(sheet_id).titles[paper.language])
        filled = f"MAX(1,COUNTA({title}!$A$2:$A${LAST_ROW}))"
        ids = f"{title}!$A$2:INDEX({title}!$A$2:$A${LAST_ROW},{filled})"
        paper.workbook.defined_names[_ids_name(sheet_id)] = DefinedName(_ids_name(sheet_id), attr_text=ids)


def add_input_check(paper: Paper, page: Worksheet, sheet: Sheet, field: Field, cells: str) -> None:
    """Give cells the field's drop-down or check; where a format must be known, its help shows beside the cell."""
    check = _check(sheet, field)
    if check is None:
        return
    title = field.headings[paper.language][:32]
    text = paper.help(field)[:225]
    check.errorTitle, check.error = title, text
    if field.kind in ("windows", "periods"):
        check.showInputMessage, check.promptTitle, check.prompt = True, title, text
    page.add_data_validation(check)
    check.add(cells)


def colour_missing(page: Worksheet, cells: str, row: str) -> None:
    """Colour the empty ones of a column's required cells in rows that are begun; `row` is the first one, `$A2:$F2`."""
    first = cells.partition(":")[0]
    page.conditional_formatting.add(cells, _colour_where(f'AND({first}="",COUNTA({row})>0)', MISSING))


def colour_duplicates(page: Worksheet, column: str) -> None:
    """Colour ids that stand on more than one row of a column."""
    again = f'AND({column}2<>"",COUNTIF(${column}$2:${column}${LAST_ROW},{column}2)>1)'
    page.conditional_formatting.add(f"{column}2:{column}{LAST_ROW}", _colour_where(again, DUPLICATE))


def _colour_where(formula: str, shade: str) -> Rule:
    return Rule("expression", formula=[formula], dxf=DifferentialStyle(fill=warning_fill(shade)))


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
