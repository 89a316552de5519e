"""Changing cells of a workbook in place: what is written, what stays byte for byte, what is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from estimator.diagnostics import Stop
from estimator.read.cells import read_cells
from estimator.render.xlsx_edit import EditedWorkbook, Highlight, SheetEdit

HEADINGS = ("id", "name", "bought", "notes")
ROWS = (("A-1", "First", datetime(2024, 3, 1), "x"), ("A-2", "Second", None, None))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A consultant's own workbook: a table, a chart, a comment, rules, formulas, another sheet."""
    path = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Assets"
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    sheet["C2"].number_format = "dd/mm/yyyy"
    sheet["B2"].comment = Comment("Ask Anna", "me")
    sheet.add_table(Table(displayName="T", ref="A1:D3"))
    sheet.conditional_formatting.add("A2:A9", CellIsRule("equal", ['"A-1"']))
    check = DataValidation("list", '"a,b"')
    check.add("D2:D9")
    sheet.add_data_validation(check)
    other = made.create_sheet("Costs")
    other.append((1, 2, "=A1+B1"))
    chart = BarChart()
    chart.add_data(Reference(other, min_col=1, min_row=1, max_col=2))
    other.add_chart(chart, "E5")
    made.save(path)
    return path


def edit(path: Path, target: Path | None = None, **changes: Any) -> None:
    with EditedWorkbook(path) as workbook:
        workbook.edit(SheetEdit(**{"name": "Assets", "heading_row": 1, **changes}))
        workbook.save(target or path)


def rewritten(path: Path, change: Callable[[dict[str, bytes]], Mapping[str, bytes] | None]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    fresh = change(parts) or parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in fresh.items():
            archive.writestr(name, content)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def values(path: Path, sheet: str = "Assets") -> list[list[Any]]:
    """The sheet as our reader gives it."""
    raw, _ = read_cells(path)
    assert raw is not None
    return [cells for each in raw if each.name == sheet for _, cells in each.rows]


ADD: dict[str, Any] = {
    "numbers": (4, 5),
    "additions": {1: ("A-3", "A-4"), 2: ("=1+1", None), 3: (date(2025, 1, 2), None)},
}


# --- what is written -------------------------------------------------------------------------------------------------


def test_cells_are_changed_emptied_and_added_and_all_readers_agree(book: Path) -> None:
    edit(book, changes={2: {2: "New <&> name", 4: None}, 3: {3: date(2026, 5, 6)}}, **ADD)
    expected = [
        list(HEADINGS),
        ["A-1", "New <&> name", ("d", "2024-03-01")],
        ["A-2", "Second", ("d", "2026-05-06")],
        ["A-3", "=1+1", ("d", "2025-01-02")],
        ["A-4"],
    ]
    assert values(book) == expected
    sheet = openpyxl.load_workbook(book)["Assets"]
    assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == [
        datetime(2024, 3, 1),
        datetime(2026, 5, 6),
        datetime(2025, 1, 2),
    ]
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=1+1", "s")
    assert sheet.dimensions == "A1:D5"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("_x0041_ and _x000D_", "_x0041_ and _x000D_"),
        ("a\x00b\x1bc\ufffe", "abc"),
        ("line\r\nline", "line\nline"),
        ("two  spaces", "two  spaces"),
        ("]]>&amp;<!-- \"'", "]]>&amp;<!-- \"'"),
        ("😀 ﷽ \u202e", "😀 ﷽ \u202e"),
        ("007", "007"),
        ("@SUM(A1)", "@SUM(A1)"),
    ],
)
def test_text_arrives_as_it_is_without_what_xml_cannot_hold(book: Path, text: str, read: str) -> None:
    edit(book, changes={2: {2: text}})
    assert values(book)[1][1] == read


def test_numbers_are_numbers(book: Path) -> None:
    edit(book, changes={2: {2: 12, 4: 2.5}})
    assert values(book)[1] == ["A-1", 12.0, ("d", "2024-03-01"), 2.5]


def test_days_count_from_1904_where_the_workbook_does(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made.epoch = CALENDAR_MAC_1904
    made.save(book)
    edit(book, **ADD)
    assert [row[2] for row in values(book)[1:4:2]] == [("d", "2024-03-01"), ("d", "2025-01-02")]


def test_a_day_keeps_the_look_of_its_column_and_gets_one_where_it_has_none(book: Path) -> None:
    edit(book, look=2, **ADD)
    assert openpyxl.load_workbook(book)["Assets"]["C4"].number_format == "dd/mm/yyyy"
    edit(book, changes={5: {3: date(2020, 1, 1)}})
    assert openpyxl.load_workbook(book)["Assets"]["C5"].number_format == "yyyy-mm-dd"


def test_a_new_row_takes_over_the_look_of_its_column_or_of_the_row_above(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["Assets"].column_dimensions["A"].number_format = "@"
    made["Assets"]["B3"].number_format = "0.00"
    made.save(book)
    edit(book, look=3, **ADD)
    sheet = openpyxl.load_workbook(book)["Assets"]
    assert (sheet["A4"].number_format, sheet["B4"].number_format) == ("@", "0.00")


def test_rows_that_are_drawn_already_are_filled_in(book: Path) -> None:
    made = openpyxl.load_workbook(book)
    made["Assets"].row_dimensions[4].height = 40
    made["Assets"]["D4"].number_format = "0.00"
    made.save(book)
    edit(book, numbers=(4,), additions={1: ("A-3",), 2: ("x",), 3: ("x",)})
    sheet = openpyxl.load_workbook(book)["Assets"]
    assert (sheet["A4"].value, sheet.row_dimensions[4].height, sheet["D4"].number_format) == ("A-3", 40, "0.00")
    for row in range(5, 9):
        made["Assets"].row_dimensions[row].height = 40
    made.save(book)
    edit(book, **{**MANY, "numbers": (5, 6, 7, 8)})
    assert TEXTS not in parts_of(book)


# --- what stays ------------------------------------------------------------------------------------------------------


def test_every_other_part_and_every_other_row_stays_byte_for_byte(book: Path) -> None:
    before = parts_of(book)
    edit(book, changes={2: {2: "New"}}, **ADD)
    after = parts_of(book)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {
        "xl/worksheets/sheet1.xml",
        "xl/tables/table1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    }
    rows = re.findall(rb"<row.*?</row>", before["xl/worksheets/sheet1.xml"])
    assert all(row in after["xl/worksheets/sheet1.xml"] for row in (rows[0], rows[2]))
    tail = before["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")[2]
    assert after["xl/worksheets/sheet1.xml"].endswith(tail)


def test_the_same_edit_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    edit(book, tmp_path / "one.xlsx", **ADD)
    edit(book, tmp_path / "two.xlsx", **ADD)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_formulas_elsewhere_are_calculated_when_the_workbook_is_opened(book: Path) -> None:
    rewritten(
        book, lambda parts: {**parts, "xl/workbook.xml": re.sub(rb"<calcPr[^>]*>", b"", parts["xl/workbook.xml"])}
    )
    edit(book, **ADD)
    assert openpyxl.load_workbook(book).calculation.fullCalcOnLoad is True


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("estimator.render.xlsx_edit.workbook._write_part", full)
    with pytest.raises(OSError, match="No space"):
        edit(book, **ADD)
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_rights_of_the_file_stay(book: Path) -> None:
    book.chmod(0o640)
    edit(book, **ADD)
    assert book.stat().st_mode & 0o777 == 0o640


# --- tables, columns, colours ----------------------------------------------------------------------------------------


def table_of(path: Path) -> tuple[str, str, list[str]]:
    table = openpyxl.load_workbook(path)["Assets"].tables["T"]
    return table.ref, table.autoFilter.ref if table.autoFilter else "", [each.name for each in table.tableColumns]


def test_the_excel_table_grows_with_its_rows_and_columns(book: Path) -> None:
    edit(book, headings={5: 'serial "no"', 6: "version"}, **{**ADD, "additions": {1: ("A-3", "A-4"), 5: ("x", "y")}})
    assert table_of(book) == ("A1:F5", "A1:F5", [*HEADINGS, 'serial "no"', "version"])
    assert values(book)[0] == [*HEADINGS, 'serial "no"', "version"]


def test_a_table_does_not_grow_over_totals_or_over_what_stands_below_it(book: Path, tmp_path: Path) -> None:
    edit(book, tmp_path / "below.xlsx", passed_over=frozenset({4}), **{**ADD, "numbers": (5, 6)})
    assert table_of(tmp_path / "below.xlsx")[0] == "A1:D3"

    def totals(parts: dict[str, bytes]) -> None:
        name = "xl/tables/table1.xml"
        parts[name] = parts[name].replace(b'displayName="T"', b'displayName="T" totalsRowCount="1"')

    edit(rewritten(book, totals), **ADD)
    assert table_of(book)[0] == "A1:D3"


def test_rows_are_coloured_by_a_rule_that_is_added_once_in_its_place(book: Path) -> None:
    highlight = Highlight(column=4, phrase="N'est plus dans l'export", last_column=4)
    for _ in range(2):
        edit(book, highlight=highlight, changes={2: {4: "N'est plus dans l'export x"}})
    rules = openpyxl.load_workbook(book)["Assets"].conditional_formatting
    added = [rule for area in rules for rule in area.rules if "SEARCH" in str(rule.formula)]
    assert [rule.formula for rule in added] == [["ISNUMBER(SEARCH(\"N'est plus dans l'export\",$D2))"]]
    assert added[0].dxf.fill.bgColor.rgb == "FFD9DEE3"
    assert added[0].priority > 1
    order = re.findall(rb"<(\w+)", parts_of(book)["xl/worksheets/sheet1.xml"].partition(b"</sheetData>")[2])
    assert order.index(b"conditionalFormatting") < order.index(b"dataValidations")


def test_a_sheet_of_ours_is_added_hidden_and_replaced_the_next_time(book: Path) -> None:
    for text in ("first", "second & <last>"):
        with EditedWorkbook(book) as workbook:
            workbook.put_sheet("Log", [[text, "x"], ["", "y"]], hidden=True)
            workbook.save(book)
    made = openpyxl.load_workbook(book)
    assert made.sheetnames == ["Assets", "Costs", "Log"]
    assert made["Log"].sheet_state == "hidden"
    assert values(book, "Log") == [["second & <last>", "x"], ["", "y"]]


# --- how others write sheets -----------------------------------------------------------------------------------------


def test_elements_with_a_prefix_and_a_sheet_without_rows_are_fine(book: Path) -> None:
    def prefixed(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", parts[name]).replace(b"xmlns=", b"xmlns:x=")

    edit(rewritten(book, prefixed), changes={2: {2: "New"}}, **ADD)
    assert [row[:2] for row in values(book)] == [
        ["id", "name"],
        ["A-1", "New"],
        ["A-2", "Second"],
        ["A-3", "=1+1"],
        ["A-4"],
    ]
    other = book.with_name("empty.xlsx")
    made = openpyxl.Workbook()
    made.worksheets[0].title = "Assets"
    made.save(other)
    rewritten(
        other, lambda parts: {n: c.replace(b"<sheetData></sheetData>", b"<sheetData/>") for n, c in parts.items()}
    )
    edit(other, headings={1: "id", 2: "name", 3: "bought"}, **{**ADD, "numbers": (2, 3)})
    assert [row[0] for row in values(other)] == ["id", "A-3", "A-4"]


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "xl/_rels/workbook.xml.rels"


TEXTS = "xl/sharedStrings.xml"
MANY: dict[str, Any] = {
    "numbers": (4, 5, 6, 7),
    "additions": {1: ("B-1", "B-2", "B-3", "B-4"), 2: ("a <b>  c",) * 3 + (None,), 4: ("=1+1", "x", "x", "=1+1")},
}
AS_ADDED = [
    ["B-1", "a <b>  c", "", "=1+1"],
    ["B-2", "a <b>  c", "", "x"],
    ["B-3", "a <b>  c", "", "x"],
    ["B-4", "", "", "=1+1"],
]


def with_shared_texts(path: Path, texts: bytes) -> Path:
    """The workbook with a list of texts, of which the first is in B2."""

    def change(parts: dict[str, bytes]) -> None:
        parts[TEXTS] = texts
        parts[SHEET] = re.sub(rb'<c r="B2"[^>]*>.*?</c>', b'<c r="B2" t="s"><v>0</v></c>', parts[SHEET])
        relation = b'<Relationship Id="t" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>' % OFFICE
        parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation)
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)

    return rewritten(path, change)


def test_what_added_rows_say_again_and_again_is_written_once_and_all_readers_agree(book: Path) -> None:
    edit(book, **MANY)
    assert parts_of(book)[TEXTS].count(b"<si>") == 3
    assert values(book)[3:] == AS_ADDED
    edit(book, **{**MANY, "numbers": (8, 9, 10, 11)})
    assert values(book)[3:] == AS_ADDED * 2
    sheet = openpyxl.load_workbook(book)["Assets"]
    assert [sheet.cell(row, 4).value for row in (4, 5, 10, 11)] == ["=1+1", "x", "x", "=1+1"]
    assert {sheet.cell(row, 4).data_type for row in (4, 11)} == {"s"}


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (b'<sst xmlns="%s" count="9" uniqueCount="2"><si><t>First</t></si><si/></sst>', True),
        (b'<x:sst xmlns:x="%s"><x:si><x:t>First</x:t></x:si></x:sst >', True),
        (b'<sst xmlns="%s"><si><t>First</t></si><!-- <si/> --></sst>', False),
        (b'<sst xmlns="%s"><si><t>First</t></si>', False),
    ],
)
def test_texts_join_a_list_that_is_there_and_stay_in_their_cells_where_it_is_unusual(
    book: Path, texts: bytes, joined: bool
) -> None:
    with_shared_texts(book, texts % MAIN)
    edit(book, **MANY)
    after = parts_of(book)[TEXTS]
    assert (after != texts % MAIN) == joined
    assert (b"=1+1" in parts_of(book)[SHEET]) != joined
    if joined:
        assert b"ount=" not in after
        assert values(book)[1][:2] == ["A-1", "First"]
        assert values(book)[3:] == AS_ADDED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda parts: {n: c.replace(MAIN, STRICT) for n, c in parts.items()}, "is a Strict Open XML workbook"),
        (lambda parts: {**parts, "_xmlsignatures/sig1.xml": b"<s/>"}, "is digitally signed"),
        (lambda parts: {**parts, SHEET: parts[SHEET].replace(b"<sheetData>", b"<!-- x --><sheetData>")}, "comments"),
        (lambda parts: {**parts, SHEET: parts[SHEET].replace(b'<row r="3"', b'<row r="2"')}, "not numbered in order"),
        (lambda parts: {**parts, SHEET: parts[SHEET].replace(b'r="A2"', b"")}, "cells without an address"),
        (lambda parts: {**parts, SHEET: parts[SHEET].replace(b'r="B2"', b'r="B3"')}, "cells are not in order"),
        (
            lambda parts: {
                **parts,
                SHEET: parts[SHEET].replace(
                    b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:B2"/></mergeCells>'
                ),
            },
            "merged cells among its rows (A2:B2)",
        ),
        (
            lambda parts: {
                **parts,
                SHEET: re.sub(rb'(<c r="B2"[^>]*>).*?</c>', rb"\1<f>A1</f><v>x</v></c>", parts[SHEET]),
            },
            "a formula in B2",
        ),
    ],
)
def test_what_cannot_be_changed_safely_is_refused_in_one_sentence_and_stays(
    book: Path, change: Callable[[dict[str, bytes]], Mapping[str, bytes]], reason: str
) -> None:
    rewritten(book, change)
    before = book.read_bytes()
    with pytest.raises(Stop) as stop:
        edit(book, changes={2: {2: "New"}})
    (told,) = stop.value.diagnostics
    assert reason in told.message
    assert told.message.endswith(": nothing was written.")
    assert told.check == "cannot-be-changed"
    assert book.read_bytes() == before


def test_formulas_are_found_by_their_cells(book: Path) -> None:
    with EditedWorkbook(book) as workbook:
        assert workbook.formulas("Costs") == {(1, 3)}
        assert workbook.formulas("Assets") == frozenset()


def test_results_of_formulas_can_be_forgotten_so_that_every_program_calculates_them(book: Path) -> None:
    costs = "xl/worksheets/sheet2.xml"

    def calculated(parts: dict[str, bytes]) -> None:
        parts[costs] = re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>99</v>", parts[costs])

    rewritten(book, calculated)
    assert values(book, "Costs") == [[1.0, 2.0, 99.0]]
    with EditedWorkbook(book) as workbook:
        workbook.forget_results("Costs")
        workbook.save(book)
    assert b"<f>A1+B1</f></c>" in parts_of(book)[costs]
    assert openpyxl.load_workbook(book)["Costs"]["C1"].value == "=A1+B1"
