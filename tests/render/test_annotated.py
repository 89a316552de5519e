"""The annotated copy: the same cells in the same places, values only, with what is wrong or open told at them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from estimator.diagnostics import Diagnostic, Level
from estimator.render.annotated import CHECKLIST, COLOURS, CopiedSheet, Raw, annotated_xlsx
from tests.render.estimates import office_estimate

ROWS: list[tuple[int, list[Raw]]] = [
    (1, ["id", "name", "serial number", "purchased"]),
    (3, ["PC-1", '=HYPERLINK("http://evil.example","x")', "00123", ("d", "2024-03-15")]),
    (4, ["#REF!", "two\nlines\x07", 7, ("d", "2024-03-15T09:30:00")]),
    (5, [True, ("t", "18:00:00"), ("p", 90000.0), ("d", "1899-12-31")]),
]
ERROR = Diagnostic(Level.ERROR, "Assets!C3", "digits-lost", "'00123' is odd.", "Type it again.")
WARNING = Diagnostic(Level.WARNING, "Assets!H9", "address-used-twice", "It stands in row 3 too.", "Correct one.")
SECOND = Diagnostic(Level.WARNING, "Assets!C3", "address-used-twice", "It stands twice.", "Correct one.")
WHOLE_FILE = Diagnostic(Level.ERROR, "acme.xlsx", "missing-sheet", "There is no sheet 'Seats'.", "Add it.")
REMARK = Diagnostic(Level.INFO, "Assets!A1", "ignored-column", "It is ignored.")


def copy(*diagnostics: Diagnostic, sheets: tuple[CopiedSheet, ...] = (), priced: bool = False) -> Workbook:
    given = sheets or (CopiedSheet("Assets", False, ROWS),)
    content = annotated_xlsx("acme.xlsx", given, diagnostics, office_estimate() if priced else None)
    return load_workbook(BytesIO(content))


def checklist(book: Workbook) -> list[tuple[Any, ...]]:
    """The rows below the headings."""
    rows = list(book[CHECKLIST].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[0] == "No")
    return rows[top + 1 :]


def colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:] if cell.fill.fill_type else ""


def test_every_value_stands_where_it_was_and_text_is_never_a_formula() -> None:
    sheet = copy()["Assets"]
    assert [sheet["B3"].value, sheet["B3"].data_type] == ['=HYPERLINK("http://evil.example","x")', "s"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("#REF!", "s")
    assert (sheet["C3"].value, sheet["C4"].value, sheet["A5"].value) == ("00123", 7, True)
    assert str(sheet["D3"].value) == "2024-03-15 00:00:00"
    assert sheet["D3"].number_format == "yyyy-mm-dd"
    assert str(sheet["D4"].value) == "2024-03-15 09:30:00"
    assert str(sheet["B5"].value) == "18:00:00"
    assert sheet["D5"].value == "1899-12-31"
    assert sheet["A2"].value is None


def test_cells_are_coloured_by_the_worst_and_commented_with_all_that_is_told_of_them() -> None:
    sheet = copy(WARNING, ERROR, SECOND)["Assets"]
    assert colour(sheet["C3"]) == COLOURS["error"]
    assert sheet["C3"].comment.text == "Error: '00123' is odd. Type it again.\n\nWarning: It stands twice. Correct one."
    assert colour(sheet["H9"]) == COLOURS["warning"], "an empty cell below and beside the table"
    assert colour(sheet["A3"]) == ""
    assert sheet["A3"].comment is None


def test_the_checklist_ranks_errors_warnings_questions_remarks_and_links_each_to_its_cell() -> None:
    book = copy(REMARK, WARNING, ERROR, priced=True)
    assert book.sheetnames[0] == CHECKLIST
    rows = checklist(book)
    assert [row[1] for row in rows] == ["error", "warning", "question", "question", "remark"]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[2][2:7] == ("Assets!I14", "Which operating system and version?", 2141, 2212, 71)
    links = {cell.value: cell.hyperlink.location for cell in book[CHECKLIST]["C"] if cell.hyperlink}
    cells = ("C3", "H9", "I14", "A1")
    assert links == {f"Assets!{cell}": f"'Assets'!{cell}" for cell in cells}
    assert colour(book["Assets"]["I14"]) == COLOURS["question"]


def test_a_problem_of_the_whole_file_stands_in_the_checklist_without_a_link() -> None:
    book = copy(WHOLE_FILE)
    (row,) = checklist(book)
    assert row[1:4] == ("error", "acme.xlsx", "There is no sheet 'Seats'. Add it.")
    assert "There is no fee yet" in str(book[CHECKLIST]["A3"].value)
    assert not any(cell.hyperlink for cell in book[CHECKLIST]["C"])


def test_the_checklist_prints_on_landscape_pages_with_its_headings_on_each() -> None:
    sheet = copy(ERROR, priced=True)[CHECKLIST]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$6:$6"
    assert sheet["A6"].value == "No"
    assert sheet["A7"].value == 1


@pytest.mark.parametrize("name", ["Checklist", "a[b]:c", "'quoted'", "x" * 40, "Assets\u202e", "It's"])
def test_a_sheet_of_any_name_is_copied_and_linked(name: str) -> None:
    shown = "".join(filter(str.isprintable, name))
    book = copy(
        Diagnostic(Level.ERROR, f"{shown}!B2", "required", "It is empty."), sheets=(CopiedSheet(name, False, ROWS),)
    )
    copied = book.sheetnames[1]
    link = book[CHECKLIST].cell(7, 3).hyperlink.location
    assert link == "'" + copied.replace("'", "''") + "'!B2"
    assert colour(book[copied]["B2"]) == COLOURS["error"]


def test_a_hidden_sheet_is_shown_where_something_is_told_in_it() -> None:
    hidden = (CopiedSheet("Assets", True, ROWS),)
    assert copy(sheets=hidden)["Assets"].sheet_state == "hidden"
    assert copy(ERROR, sheets=hidden)["Assets"].sheet_state == "visible"


def test_the_same_input_gives_the_same_bytes() -> None:
    sheets = (CopiedSheet("Assets", False, ROWS),)
    first, second = (annotated_xlsx("acme.xlsx", sheets, [ERROR, WARNING], office_estimate()) for _ in range(2))
    assert first == second
