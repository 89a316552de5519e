"""comparison.xlsx: figures as numbers, sums as formulas, text as text, the same bytes every time."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from estimator.model.estimate import Assumption
from estimator.model.source import Cell, cell_ranges
from estimator.render.comparison import comparison_xlsx, write_comparison
from tests.render.estimates import office_assessment, office_customer, office_estimate, office_facts

HOSTILE = '=HYPERLINK("http://example.com","x")'


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def row_of(sheet: Any, name: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == name)


def test_the_same_estimate_gives_the_same_bytes(tmp_path: Path) -> None:
    write_comparison(tmp_path / "comparison.xlsx", office_estimate(), office_assessment(), office_facts())
    assert (tmp_path / "comparison.xlsx").read_bytes() == comparison_xlsx(
        office_estimate(), office_assessment(), office_facts()
    )


def test_the_sheets_stand_in_the_order_in_which_one_asks() -> None:
    workbook = sheets(comparison_xlsx(office_estimate(), office_assessment(), office_facts()))
    assert workbook.sheetnames == ["Summary", "Plans", "Workload", "Assumptions", "Questions"]
    assert len(workbook["Plans"]._charts) == 1


def test_long_sheets_can_be_filtered_and_repeat_their_headings_on_paper() -> None:
    workbook = sheets(comparison_xlsx(office_estimate(), office_assessment(), office_facts()))
    workload = workbook["Workload"]
    assert workload.auto_filter.ref == f"A3:K{row_of(workload, 'All work') - 1}"
    for name in ("Workload", "Assumptions", "Questions"):
        assert workbook[name].print_title_rows == "$3:$3"


def test_money_stands_as_numbers_and_sums_as_formulas() -> None:
    summary = sheets(comparison_xlsx(office_estimate(), office_assessment(), office_facts()))["Summary"]
    first, total = row_of(summary, "Support"), row_of(summary, "Fixed fee a month")
    assert summary.cell(total, 2).value == f"=SUM(B{first}:B{total - 1})"
    assert summary.cell(total, 2).number_format == "#,##0.00"
    amounts = [Decimal(str(summary.cell(row, 2).value)) for row in range(first, total)]
    assert sum(amounts) == Decimal("2350.00")


def test_every_plan_has_its_row_of_a_month() -> None:
    plans = sheets(comparison_xlsx(office_estimate(), office_assessment(), office_facts()))["Plans"]
    row = row_of(plans, "Business")
    assert [plans.cell(row, column).value for column in range(2, 10)] == [
        "yes",
        318,
        1975,
        2290.37,
        2620.5,
        2350,
        f"=G{row}-E{row}",
        0.64,
    ]


def test_workload_and_questions_name_their_cells() -> None:
    workbook = sheets(comparison_xlsx(office_estimate(), office_assessment(), office_facts()))
    workload, questions = workbook["Workload"], workbook["Questions"]
    assert workload.cell(row_of(workload, "Tickets: laptop"), 2).value == "Head office"
    assert workload.cell(row_of(workload, "Tickets: laptop"), 11).value == "Assets!C4:C9"
    assert questions.cell(row_of(questions, "Assets!I14"), 3).value == 2141


def test_work_that_differs_in_its_location_alone_is_one_row() -> None:
    estimate = office_estimate()
    here = estimate.workload.streams[0]
    there = replace(here, location="annexe", annual_frequency=6.0, cells=(Cell("Assets", 40, 3),))
    far = replace(there, location="far", travel_price=Decimal(99))
    work = replace(estimate.workload, streams=(here, there, far), scheduled=())
    rows = sheets(comparison_xlsx(replace(estimate, workload=work), office_assessment(), office_facts()))["Workload"]
    assert [rows.cell(4, column).value for column in (2, 6, 7)] == [
        "2 locations",
        here.annual_frequency + 6,
        here.mean_minutes,
    ]
    assert rows.cell(4, 11).value == ", ".join(cell_ranges((*here.cells, *there.cells)))
    assert [rows.cell(5, column).value for column in (2, 10)] == ["far", 99]
    assert rows.cell(6, 1).value == "All work"


def test_many_cells_are_counted_after_the_first_twenty() -> None:
    estimate = office_estimate()
    scattered = tuple(Cell("Assets", row, 1) for row in range(2, 60, 2))
    work = replace(estimate.workload, streams=(replace(estimate.workload.streams[0], cells=scattered),), scheduled=())
    rows = sheets(comparison_xlsx(replace(estimate, workload=work), office_assessment(), office_facts()))["Workload"]
    assert rows.cell(4, 11).value.endswith("Assets!A38, Assets!A40 and 9 more")


def test_the_least_of_many_questions_are_counted() -> None:
    estimate = office_estimate()
    many = replace(estimate, questions=estimate.questions[:1] * 203)
    questions = sheets(comparison_xlsx(many, office_assessment(), office_facts()))["Questions"]
    assert questions.max_row == 3 + 200 + 1
    assert questions.cell(204, 1).value == "3 more move it by less: see questions in estimate.json."


def test_text_from_cells_and_data_files_is_never_a_formula() -> None:
    estimate = replace(
        office_estimate(office_customer(name=HOSTILE)),
        assumptions=tuple(Assumption(text, text, text) for text in (HOSTILE, "+1", "-1", "@SUM(A1)", "#N/A", "a\x00b")),
    )
    workbook = sheets(comparison_xlsx(estimate, office_assessment(), office_facts()))
    assumptions = workbook["Assumptions"]
    cells = [assumptions.cell(row, column) for row in range(4, 10) for column in (1, 2, 3)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert workbook["Summary"]["A1"].data_type == "s"
    formulas = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not any("HYPERLINK" in formula for formula in formulas)


def test_an_estimate_without_work_or_questions_is_written_too() -> None:
    estimate = office_estimate()
    bare = replace(estimate, workload=replace(estimate.workload, streams=(), scheduled=(), seats=0), questions=())
    workbook = sheets(comparison_xlsx(bare, office_assessment(), office_facts()))
    workload = workbook["Workload"]
    assert workload.cell(row_of(workload, "All work"), 8).value == 0
    assert workbook["Questions"].max_row == 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_spreadsheet_program_calculates_the_fee_that_the_program_printed(tmp_path: Path) -> None:
    write_comparison(tmp_path / "comparison.xlsx", office_estimate(), office_assessment(), office_facts())
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "comparison.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    workbook = openpyxl.load_workbook(tmp_path / "out" / "comparison.xlsx", data_only=True)
    summary, plans = workbook["Summary"], workbook["Plans"]
    assert summary.cell(row_of(summary, "Fixed fee a month"), 2).value == pytest.approx(2350)
    assert summary.cell(row_of(summary, "A seat and month"), 2).value == pytest.approx(94)
    margin = office_estimate().provider.gross_margin
    assert summary.cell(row_of(summary, "Gross margin, expected year"), 2).value == pytest.approx(margin)
    assert plans.cell(row_of(plans, "Business"), 8).value == pytest.approx(59.63)
