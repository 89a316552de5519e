"""How far a form is filled, as formulas: written in English, as the file format wants, they calculate everywhere."""

from __future__ import annotations

from openpyxl.utils import get_column_letter, quote_sheetname

from estimator.model.form import Sheet
from estimator.render.form.paper import LAST_ROW, Paper
from estimator.render.form.sheets import field_rows


def filled_formula(paper: Paper, sheet: Sheet) -> str:
    """How many rows of a sheet are begun, or fields filled; `?` where somebody deleted what the formula looks at."""
    if sheet.layout == "fields":
        rows = field_rows(sheet).values()
        return _or_question_mark(f'SUMPRODUCT(--({_cells(paper, sheet, "B", min(rows), max(rows))}<>""))')
    below = _cells(paper, sheet, "A", LAST_ROW + 1, 2**20)
    return _or_question_mark(f"SUMPRODUCT({_begun(paper, sheet)})+COUNTA({below})")


def missing_formula(paper: Paper, sheet: Sheet) -> str:
    """How many required cells are empty: of a table only in rows that are begun."""
    required = [field for field in sheet.fields if field.required]
    if sheet.layout == "fields":
        rows = field_rows(sheet)
        page = quote_sheetname(paper.title(sheet))
        return _or_question_mark("+".join(f'({page}!$B${rows[field.key]}="")' for field in required))
    letters = (get_column_letter(1 + sheet.fields.index(field)) for field in required)
    empty = "+".join(f'({_cells(paper, sheet, letter, 2, LAST_ROW)}="")' for letter in letters)
    return _or_question_mark(f"SUMPRODUCT({_begun(paper, sheet)}*({empty}))")


def _begun(paper: Paper, sheet: Sheet) -> str:
    """1 for every row that holds something, 0 for empty ones and for the example.

    The count of a row's filled cells is a product with a column of ones, as long as the table is wide at that moment.
    """
    last = get_column_letter(len(sheet.fields))
    table = f"{quote_sheetname(paper.title(sheet))}!$A$2:${last}${LAST_ROW}"
    tags = _cells(paper, sheet, "A", 2, LAST_ROW)
    ones = f'ROW(INDIRECT("1:"&COLUMNS({table})))^0'
    return f'(MMULT(--({table}<>""),{ones})>0)*({tags}<>"{paper.example_tag}")'


def _cells(paper: Paper, sheet: Sheet, letter: str, first: int, last: int) -> str:
    return f"{quote_sheetname(paper.title(sheet))}!${letter}${first}:${letter}${last}"


def _or_question_mark(formula: str) -> str:
    return f'=IFERROR({formula},"?")'
