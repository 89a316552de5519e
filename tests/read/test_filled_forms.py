"""Forms as they come back: example rows, totals, renamed and merged headings, other versions."""
# ruff: noqa: E501 - a line that the user reads is one line here

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import CustomPropertyList, IntProperty

from estimator.diagnostics import Diagnostic
from estimator.model import form as model
from estimator.model.infrastructure import Assessment
from estimator.read import form_marks
from estimator.read.headings import fold, month_numbers, read_form
from estimator.read.values import CellError, date_of
from estimator.read.workbook import read_assessment
from estimator.render.example_office import example_office
from estimator.render.form import write_form
from tests.builders import facts
from tests.workbooks import VALID, make_workbook

FORM = read_form()
TAGS = FORM.example_tags.values()


def read(path: Path) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
    return read_assessment(path, facts().rate_card, facts().lifecycle)


def lines(path: Path) -> list[str]:
    return list(map(str, read(path)[1]))


def changed_form(path: Path, change: Callable[[Workbook], object], language: str = "en") -> Path:
    """The example office in a form that somebody changed."""
    write_form(path, FORM, language, example_office())
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


# --- example rows ----------------------------------------------------------------------------------------------------


def with_examples(tag: str) -> dict[str, Sequence[Sequence[Any]]]:
    """The valid workbook with a row of that tag on every table; its other cells are wrong or empty."""
    wrong: dict[str, tuple[Any, ...]] = {
        "Locations": (tag, "Head office", None, "x", "y", "Atlantis"),
        "Seats": (tag, "office", "many"),
        "Assets": (tag, None, "spaceship", "nowhere", -3),
        "Services": (tag,),
    }
    return {name: (VALID[name][0], row, *VALID[name][1:], row) for name, row in wrong.items()}


@pytest.mark.parametrize("tag", [*TAGS, "exemple", "Beispiel"])
def test_an_example_row_is_skipped_without_a_word(tag: str, tmp_path: Path) -> None:
    plain, _ = read(make_workbook(tmp_path / "plain.xlsx"))
    assessment, problems = read(make_workbook(tmp_path / "acme.xlsx", **with_examples(tag)))
    assert plain is not None
    assert assessment is not None, problems
    assert problems == ()
    for name in ("locations", "seats", "assets", "services"):
        assert len(getattr(assessment, name)) == len(getattr(plain, name))


def test_what_refers_to_an_example_row_is_an_error(tmp_path: Path) -> None:
    changes = {**with_examples("EXAMPLE"), "Assets!D3": "EXAMPLE", "Assets!S3": "EXAMPLE"}
    problems = lines(make_workbook(tmp_path / "acme.xlsx", **changes))
    assert [problem.partition(" Did")[0] for problem in problems] == [
        "Assets!D3: error: There is no location 'EXAMPLE'. Add it to the locations, correct the cell, or delete the row. "
        "[unknown-location]",
        "Assets!S3: error: There is no asset 'EXAMPLE'. Add it to the assets, correct the cell, or delete the row. "
        "[unknown-asset]",
    ]


def test_a_device_whose_name_only_begins_like_an_example_is_read(tmp_path: Path) -> None:
    assessment, _ = read(make_workbook(tmp_path / "acme.xlsx", **{"Assets!A2": "EXAMPLE-1", "Assets!B3": "EXAMPLE"}))
    assert assessment is not None
    assert [asset.id for asset in assessment.assets][:2] == ["EXAMPLE-1", "LT-01"]


# --- totals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["Total", "TOTAAL:", "Total général", "Summe", "gesamt", "Sous-total", "Grand Total"])
def test_a_row_of_sums_is_told_once_and_not_read(word: str, tmp_path: Path) -> None:
    changes = {"Seats!A4": word, "Seats!C4": 6, "Assets!A8": word, "Assets!E8": 6, "Locations!B5": word}
    assessment, problems = read(make_workbook(tmp_path / "acme.xlsx", **changes))
    assert assessment is not None
    assert assessment.seat_count == 6
    assert len(assessment.locations) == 2
    remark = "warning: The row is a total and is not read. Delete it: totals are counted from the rows. [total-row]"
    assert list(map(str, problems)) == [f"{place}: {remark}" for place in ("Locations!B5", "Seats!A4", "Assets!A8")]


def test_a_sum_that_was_never_calculated_is_a_total_all_the_same(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", **{"Seats!A4": "Totaal", "Seats!C4": "=SUM(C2:C3)"})
    assert [line.rpartition(" ")[2] for line in lines(path)] == ["[total-row]"]


def test_a_complete_row_is_no_total_whatever_it_is_called(tmp_path: Path) -> None:
    changes = {"Locations!A4": "total", "Locations!B4": "TotalEnergies", "Locations!F4": "LU", "Assets!D2": "TOTAL"}
    assessment, problems = read(make_workbook(tmp_path / "acme.xlsx", **changes))
    assert problems == ()
    assert assessment is not None
    assert [place.id for place in assessment.locations] == ["hq", "arlon", "total"]
    assert assessment.assets[0].location == "total"


# --- keys of headings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", FORM.languages)
def test_every_heading_carries_its_key_into_the_file(language: str, tmp_path: Path) -> None:
    write_form(tmp_path / "form.xlsx", FORM, language)
    version, written_in, keys = form_marks.form_marks(tmp_path / "form.xlsx")
    assert (version, written_in) == (str(model.FORM_VERSION), language)
    titles = {sheet.titles[language]: sheet for sheet in FORM.sheets}
    assert {(titles[title].id, key) for title, _, _, _, key in keys} == {
        (sheet.id, field.key) for sheet in FORM.sheets for field in sheet.fields
    }
    assert all(titles[title].id == sheet_id for title, _, _, sheet_id, _ in keys)


def test_the_reading_process_knows_the_marks_that_the_form_writes() -> None:
    assert form_marks.KEY_PREFIX.decode() == model.KEY_PREFIX
    assert form_marks.VERSION.decode() == model.VERSION_PROPERTY
    assert form_marks.LANGUAGE.decode() == model.LANGUAGE_PROPERTY


@pytest.mark.parametrize("language", FORM.languages)
def test_columns_with_headings_that_nobody_knows_are_read_by_their_keys(language: str, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        for sheet in FORM.sheets:
            page = book[sheet.titles[language]]
            for name, place in book.defined_names.items():
                if name.startswith(f"key_{sheet.id}_"):
                    page[place.attr_text.rpartition("!")[2].replace("$", "")] = f"§ {name[::-1]}"

    assessment, problems = read(changed_form(tmp_path / "renamed.xlsx", rename, language))
    assert {problem.check for problem in problems} == {"renamed-heading"}
    assert assessment is not None
    assert len(assessment.assets) == len(example_office().assets)
    assert assessment.customer.name == example_office().customer.name
    assert [asset.serial_number for asset in assessment.assets] == [a.serial_number for a in example_office().assets]


def test_a_renamed_an_emptied_and_a_foreign_heading_are_told_apart(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Assets"]["T1"], book["Assets"]["C1"], book["Assets"]["X1"] = "rack", None, "colour"
        book["Customer"]["A14"] = "wanneer"

    problems = lines(changed_form(tmp_path / "changed.xlsx", change))
    assert [line for line in problems if "heading" in line or "ignored" in line] == [
        "Customer!A14: warning: 'wanneer' is read as 'assessment date', which the row was in the form. Write that again, "
        "or insert a row of its own for something else. [renamed-heading]",
        "Assets!C1: warning: The column without a heading is read as 'type', which the column was in the form. Write that "
        "again, or insert a column of its own for something else. [renamed-heading]",
        "Assets!T1: warning: 'rack' is read as 'redundancy group', which the column was in the form. Write that again, or "
        "insert a column of its own for something else. [renamed-heading]",
        "Assets!X1: info: The column 'colour' is not part of the form and is ignored. [ignored-column]",
    ]


def test_a_known_heading_goes_before_a_key(tmp_path: Path) -> None:
    """Somebody swaps two headings by hand: what they wrote holds, and the keys of both are passed over."""

    def change(book: Workbook) -> None:
        page = book["Assets"]
        page["F1"], page["G1"] = "model", "manufacturer"

    assessment, problems = read(changed_form(tmp_path / "swapped.xlsx", change))
    assert not [problem for problem in problems if "heading" in problem.check]
    assert assessment is not None
    assert assessment.assets[0].model == example_office().assets[0].manufacturer


def test_a_renamed_sheet_is_known_by_the_keys_on_it_unless_another_has_its_name(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Équipements"].title = "Matos d'Éric & Cie"
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace("'Équipements'", "'Matos d''Éric & Cie'")

    assessment, problems = read(changed_form(tmp_path / "renamed.xlsx", rename, "fr"))
    assert [str(problem) for problem in problems if "sheet" in problem.check] == [
        "Matos d'Éric & Cie!A1: warning: The sheet is read as 'Équipements', which it was in the form. Give it that name, "
        "or delete it. [renamed-sheet]"
    ]
    assert assessment is not None
    assert len(assessment.assets) == len(example_office().assets)

    def rename_and_replace(book: Workbook) -> None:
        rename(book)
        book.create_sheet("Équipements").append(["id", "type", "site"])

    _, problems = read(changed_form(tmp_path / "replaced.xlsx", rename_and_replace, "fr"))
    assert [str(problem) for problem in problems if "sheet" in problem.check] == [
        "Matos d'Éric & Cie!A1: warning: The sheet is ignored, though it has the headings of 'Équipements'. Move its rows "
        "to that sheet, or delete it. [unknown-sheet]"
    ]


@pytest.mark.parametrize(
    "reference",
    ["#REF!", "Assets!$A$1:$B$9", "Assets!$ZZZZ$1", "OFFSET(Assets!$A$1,1,1)", "'unclosed!$A$1"],
)
def test_a_key_that_points_to_no_cell_is_passed_over(reference: str, tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/workbook.xml":
                names = f'<definedNames><definedName name="key_assets_id">{reference}</definedName></definedNames>'
                part = part.replace(b"</sheets>", b"</sheets>" + names.encode())
            target.writestr(name, part)
    assert form_marks.form_marks(tmp_path / "odd.xlsx") == ("", "", [])


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "told"), [(0, False), (1, False), (model.FORM_VERSION, False), (99, True)])
def test_a_form_of_a_newer_version_is_told_and_read(version: int, told: bool, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book.custom_doc_props = CustomPropertyList()  # type: ignore[attr-defined]
        book.custom_doc_props.append(IntProperty(name="estimator form", value=version))  # type: ignore[attr-defined]

    path = changed_form(tmp_path / "form.xlsx", change)
    assessment, problems = read(path)
    assert assessment is not None
    assert [str(problem) for problem in problems if problem.check == "newer-form"] == told * [
        "form.xlsx: warning: The form is of version 99; this program knows up to version 2. Update the program: it may "
        "miss what is new. [newer-form]"
    ]


def test_the_forms_language_decides_where_headings_leave_it_open(tmp_path: Path) -> None:
    """`ma` is Monday in Dutch and Tuesday in French: headings that nobody knows say neither."""

    def change(book: Workbook) -> None:
        page = book["Locaties"]
        page["I2"] = "ma 18:00-20:00"
        for column, cell in enumerate(page[1], 1):
            cell.value = f"§{column}"

    assessment, _ = read(changed_form(tmp_path / "dutch.xlsx", change, "nl"))
    assert assessment is not None
    assert assessment.locations[0].maintenance_window[0].days == ("Mon",)


# --- headings in two rows --------------------------------------------------------------------------------------------


def two_rows(upper: Sequence[Any], lower: Sequence[Any], **merged: Any) -> Callable[[Path], Path]:
    rows = (
        upper,
        lower,
        ("PC-01", "workstation", "hq", date(2024, 1, 5), date(2027, 1, 4), "Dell"),
        ("PC-02", "laptop", "arlon", None, None, "HP"),
    )

    def make(path: Path) -> Path:
        make_workbook(path, Assets=rows)
        book = load_workbook(path)
        for cells in merged["cells"]:
            book["Assets"].merge_cells(cells)
        book.save(path)
        return path

    return make


@pytest.mark.parametrize(
    ("make"),
    [
        two_rows(
            ("id", "type", "location", "purchased", "warranty until", "manufacturer"), (), cells=["A1:A2", "D1:D2"]
        ),
        two_rows(
            ("id", "type", "location", "Dates", None, "manufacturer"),
            (None, None, None, "purchased", "warranty until", None),
            cells=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
        ),
        two_rows(
            ("id", "type", "location", "warranty", None, "manufacturer"),
            (None, None, None, "purchased", "warranty until", None),
            cells=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"],
        ),
        two_rows(
            ("id", "Device", None, "Dates", None, "Other"),
            (None, "type", "location", "purchased", "warranty until", "manufacturer"),
            cells=["A1:A2", "B1:C1", "D1:E1"],
        ),
    ],
    ids=["over two rows each", "a group of two", "a group named like a heading", "groups above most"],
)
def test_headings_that_are_merged_over_two_rows_are_read(make: Callable[[Path], Path], tmp_path: Path) -> None:
    assessment, problems = read(make(tmp_path / "acme.xlsx"))
    assert assessment is not None, "\n".join(map(str, problems))
    assert [asset.id for asset in assessment.assets] == ["PC-01", "PC-02"]
    first = assessment.assets[0]
    assert (first.purchased, first.warranty_until, first.manufacturer) == (date(2024, 1, 5), date(2027, 1, 4), "Dell")
    assert first.row.number == 3
    assert {problem.check for problem in problems} <= {"ignored-column"}


def test_a_row_of_data_below_the_headings_is_no_second_row_of_headings(tmp_path: Path) -> None:
    changes = {"Assets!A2": "Version", "Assets!B2": "Firmware", "Assets!F2": "Description"}
    assessment, problems = read(make_workbook(tmp_path / "acme.xlsx", **changes))
    assert problems == ()
    assert assessment is not None
    assert assessment.assets[0].id == "Version"


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 december 2024", date(2024, 12, 31)),
        ("1er mars 2023", date(2023, 3, 1)),
        ("3. März 2024", date(2024, 3, 3)),
        ("December 31, 2024", date(2024, 12, 31)),
        ("31-Dec-2024", date(2024, 12, 31)),
        ("15 févr. 2024", date(2024, 2, 15)),
        ("2 AOÛT 2025", date(2025, 8, 2)),
        ("3 mrt. 2024", date(2024, 3, 3)),
        ("1. Jänner 2024", date(2024, 1, 1)),
        ("mardi 3 mai 2022", date(2022, 5, 3)),
        ("Tuesday, 3rd of May 2022", date(2022, 5, 3)),
        ("Freitag, 3. Mai 2024", date(2024, 5, 3)),
        ("24/mei/2024", date(2024, 5, 24)),
        ("12 Dez 2024 08:15", date(2024, 12, 12)),
    ],
)
def test_dates_with_the_name_of_the_month_are_read_in_every_language(text: str, day: date) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("31 dec 24", "short-year"),
        ("March 2024", "not-a-date"),
        ("30 février 2024", "no-such-day"),
        ("3 foo 2024", "not-a-date"),
        ("3 March 4 2024", "not-a-date"),
        ("spring 2021", "not-a-date"),
    ],
)
def test_what_names_no_single_day_is_refused(text: str, check: str) -> None:
    with pytest.raises(CellError) as refused:
        date_of(text)
    assert refused.value.check == check


def test_no_word_means_two_months() -> None:
    words = [(fold(word), month) for of in FORM.months.values() for month, ways in of.items() for word in ways]
    assert {month for _, month in words} == set(range(1, 13))
    assert all(month_numbers()[word] == month for word, month in words)
