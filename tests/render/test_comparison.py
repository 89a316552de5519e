"""comparison.xlsx: figures as numbers, sums as formulas, text as text, the same bytes every time."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from estimator.model.estimate import Assumption
from estimator.model.source import Cell
from estimator.pipeline.comparison import comparison
from estimator.pipeline.customer import Priced, estimate_json, priced
from estimator.render.comparison import Comparison, comparison_xlsx, write_comparison
from estimator.render.comparison.book import SHEETS
from estimator.render.fee_words import component_name
from tests.builders import TODAY, facts, office

HOSTILE = '=HYPERLINK("http://example.com","x")'


@cache
def job() -> Priced:
    return priced(office(), facts(), TODAY)


def subject(**changes: Any) -> Comparison:
    """The comparison of the 25-seat office; `changes` to its estimate."""
    done = job()
    return replace(comparison(done), estimate=replace(done.estimate, **changes))


def sheets(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


@cache
def usual() -> Any:
    return sheets(comparison_xlsx(subject()))


def row_of(sheet: Any, name: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == name)


def test_the_same_estimate_gives_the_same_bytes(tmp_path: Path) -> None:
    write_comparison(tmp_path / "comparison.xlsx", subject())
    assert (tmp_path / "comparison.xlsx").read_bytes() == comparison_xlsx(subject())


def test_the_sheets_stand_in_the_order_in_which_one_asks() -> None:
    assert tuple(usual().sheetnames) == SHEETS
    assert SHEETS[:6] == ("Summary", "Plans", "Workload", "Assumptions", "Term", "Sources")


def test_long_sheets_can_be_filtered_and_repeat_their_headings_on_paper() -> None:
    workbook = usual()
    workload = workbook["Workload"]
    assert workload.auto_filter.ref == f"A3:U{row_of(workload, 'All work') - 1}"
    for name, headings in (("Workload", "$3:$3"), ("Assumptions", "$4:$4"), ("Questions", "$3:$3")):
        assert workbook[name].print_title_rows == headings
        assert workbook[name].freeze_panes is not None


def test_the_charts_are_native_and_drawn_from_cells_that_have_headings() -> None:
    workbook = usual()
    drawn = {sheet.title: [type(chart).__name__ for chart in sheet._charts] for sheet in workbook if sheet._charts}
    assert drawn == {"Plans": ["BarChart", "ScatterChart"], "Term": ["LineChart"]}
    for sheet in workbook:
        for chart in sheet._charts:
            for series in chart.series:
                title, _, cell = series.tx.strRef.f.rpartition("!")
                assert isinstance(workbook[title.strip("'")][cell.replace("$", "")].value, str)
    names = [series.tx.strRef.f for series in workbook["Term"]._charts[0].series]
    headings = [workbook["Term"][name.rpartition("!")[2].replace("$", "")].value for name in names]
    assert headings == ["Fixed", "Business", "Business P10", "Business P90"]


def test_what_needs_the_whole_distribution_says_that_it_does_not_follow() -> None:
    workbook = usual()
    assert "as estimated on 22 November 2026, not recalculated" in workbook["Plans"]["A2"].value
    assert workbook["Term"]["A3"].value.startswith("P10 and P90 are as estimated on 22 November 2026")
    assert "changed_figures" in workbook["Summary"]["A3"].value
    plans = workbook["Plans"]
    row = row_of(plans, "Business")
    frozen = [plans.cell(row, column).data_type for column in (11, 12, 13, 14)]
    assert frozen == ["n"] * 4


def test_every_page_is_as_wide_as_the_paper() -> None:
    for sheet in usual():
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_money_stands_as_numbers_and_sums_as_formulas() -> None:
    summary = usual()["Summary"]
    first, total = row_of(summary, "Support"), row_of(summary, "Fixed fee a month")
    assert summary.cell(total, 2).value == f"=SUM(B{first}:B{total - 1})"
    assert summary.cell(total, 2).number_format == "[$€-1809]#,##0.00"
    amounts = [summary.cell(row, 2).value for row in range(first, total)]
    assert sum(amounts) == pytest.approx(float(job().estimate.fee.monthly))


@pytest.mark.parametrize(
    ("language", "country", "shown"),
    [
        ("fr", "LU", "#,##0.00\\ [$€-140C]"),
        ("nl", "BE", "[$€-813]\\ #,##0.00"),
        ("de", "DE", "#,##0.00\\ [$€-407]"),
        ("de", "XX", "#,##0.00\\ [$€-407]"),
    ],
)
def test_amounts_look_as_the_customers_country_writes_them(language: str, country: str, shown: str) -> None:
    customer = replace(job().estimate.customer, language=language, country=country)
    plans = sheets(comparison_xlsx(subject(customer=customer)))["Plans"]
    assert plans.cell(row_of(plans, "Business"), 7).number_format == shown


def test_every_changeable_figure_has_a_name_of_its_own_and_its_key() -> None:
    workbook = usual()
    names = dict(workbook.defined_names)
    expected = {
        "tickets_seat": ("driver.seat.tickets_per_unit_month", 0.35),
        "minutes_virtual_server": ("driver.virtual-server.mean_minutes", 60),
        "on_site_printer": ("driver.printer.on_site_share", 0.4),
        "rate_technician_standard": ("plan.standard.hourly_rates.technician", 104),
    }
    for name, (key, value) in expected.items():
        title, cell = next(iter(names[name].destinations))
        row = int(cell.rpartition("$")[2])
        sheet = workbook[title]
        assert (title, sheet[cell].value, sheet.cell(row, 4).value) == ("Assumptions", value, value)
        assert sheet.cell(row, 7).value == f'="--set {key}="&SUBSTITUTE(C{row},",",".")'
    assert len({name.casefold() for name in names}) == len(names)


def test_a_share_or_a_price_that_cannot_be_is_refused() -> None:
    rules = {
        (rule.formula1, rule.formula2): str(rule.sqref)
        for rule in usual()["Assumptions"].data_validations.dataValidation
        if rule.type == "decimal"
    }
    share = next(iter(usual().defined_names["on_site_seat"].destinations))[1].replace("$", "")
    price = next(iter(usual().defined_names["price_office"].destinations))[1].replace("$", "")
    assert any(inside(share, part) for part in rules["0", "1"].split())
    assert any(inside(price, part) for part in rules["0", None].split())


def inside(cell: str, cells: str) -> bool:
    first, _, last = cells.partition(":")
    return int(first[1:]) <= int(cell[1:]) <= int((last or first)[1:])


def test_workload_and_questions_name_their_cells() -> None:
    workbook = usual()
    workload, questions = workbook["Workload"], workbook["Questions"]
    row = row_of(workload, "Tickets: ups")
    assert [workload.cell(row, column).value for column in (3, 4, 5, 6)] == [
        "Head office",
        "technician",
        "remote",
        "day",
    ]
    assert workload.cell(row, 21).value == "Assets!A59:A60"
    assert questions.cell(4, 1).value == job().estimate.questions[0].cell.replace(", ", ", ")


def test_the_sources_name_every_file_with_its_date_and_checksum() -> None:
    sources = usual()["Sources"]
    done = job()
    for name, file in done.facts.files.items():
        row = row_of(sources, name.replace("_", " "))
        assert sources.cell(row, 2).value == file.id
        assert sources.cell(row, 3).value is not None
        assert sources.cell(row, 4).value == file.sha256
    assert sources.cell(row_of(sources, "office seat"), 4).value == "Seats!A4"


def test_the_least_of_many_questions_are_counted() -> None:
    many = subject(questions=job().estimate.questions[:1] * 203)
    questions = sheets(comparison_xlsx(many))["Questions"]
    assert questions.max_row == 3 + 200 + 1
    assert questions.cell(204, 1).value == "3 more move it by less: see questions in estimate.json."


def test_text_from_cells_and_data_files_is_never_a_formula() -> None:
    texts = (HOSTILE, "+1", "-1", "@SUM(A1)", "#N/A", "a\x00b")
    customer = replace(job().estimate.customer, name=HOSTILE)
    done = subject(customer=customer, assumptions=tuple(Assumption(text, text, text) for text in texts))
    workbook = sheets(comparison_xlsx(done))
    assumptions = workbook["Assumptions"]
    first = row_of(assumptions, "Data files")
    cells = [assumptions.cell(row, column) for row in range(first, first + len(texts)) for column in (2, 3, 8)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert workbook["Summary"]["A1"].data_type == "s"
    formulas = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not any("HYPERLINK" in formula for formula in formulas)


def test_there_is_no_macro_no_link_and_no_function_of_the_newest_spreadsheets() -> None:
    with zipfile.ZipFile(BytesIO(comparison_xlsx(subject()))) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "externalLink" in name]
        text = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".xml")).decode()
    assert not re.search("_xlfn|_xlws", text)


def test_a_customer_without_work_is_written_too() -> None:
    bare = replace(office(), seats=(), assets=(), services=())
    done = priced(bare, facts(), TODAY)
    workbook = sheets(comparison_xlsx(comparison(done)))
    workload = workbook["Workload"]
    assert row_of(workload, "All work") == 4 + len(done.counts.sessions)
    assert workbook["Units"].max_row == 3


def test_many_cells_are_counted_after_the_first() -> None:
    done = job()
    scattered = tuple(Cell("Assets", row, 1) for row in range(2, 300, 2))
    units = (replace(done.counts.units[0], cells=scattered), *done.counts.units[1:])
    counts = replace(done.counts, units=units)
    workbook = sheets(comparison_xlsx(replace(comparison(done), counts=counts)))
    assert workbook["Units"].cell(4, 13).value.endswith(" more")


def test_figures_as_estimated_are_those_of_estimate_json() -> None:
    document = json.loads(estimate_json(job(), ()))
    plans, summary = usual()["Plans"], usual()["Summary"]
    for plan in document["plans"]:
        row = row_of(plans, job().facts.rate_card.plan[plan["id"]].names["en"])
        shown = [f"{plans.cell(row, column).value:.2f}" for column in (11, 12, 14)]
        assert shown == [plan["p10_monthly"], plan["p90_monthly"], plan["expected_monthly"]]
        assert plans.cell(row, 13).value == plan["probability_above_fee"]
    for component in document["fee"]["components"]:
        row = row_of(summary, component_name(component["id"], "en"))
        assert f"{summary.cell(row, 2).value:.2f}" == component["monthly"]
    cost = summary.cell(row_of(summary, "Expected cost"), 2).value
    assert f"{cost:.2f}" == document["provider"]["expected_annual_cost"]
