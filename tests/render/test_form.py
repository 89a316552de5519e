"""The assessment form: what it says, and that reading it gives back what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.customer import FreezePeriod
from estimator.model.form import FORM_VERSION, Field, Sheet, key_name
from estimator.model.infrastructure import NO_ROW, Assessment, Asset, AssetType, Location, Ticket
from estimator.model.service_level import OpeningHours
from estimator.model.source import FileReference
from estimator.read.data_files import read_facts
from estimator.read.headings import read_form
from estimator.read.layout import HeadingWords
from estimator.read.workbook import read_assessment
from estimator.render.example_office import example_office
from estimator.render.form import form_bytes, write_form
from estimator.render.form.checks import LONGEST_MESSAGE, LONGEST_TITLE

FORM = read_form()
LANGUAGES = ("en", "nl", "fr", "de")
CHOICES = [(sheet, field) for sheet in FORM.sheets for field in sheet.fields if field.choices]
TABLES = [sheet for sheet in FORM.sheets if sheet.layout == "table"]


def without_places(assessment: Assessment) -> Assessment:
    """The assessment without the cells it was read from."""
    parts = {
        name: tuple(replace(record, row=NO_ROW) for record in getattr(assessment, name))
        for name in ("locations", "seats", "assets", "services", "tickets")
    }
    customer = replace(assessment.customer, cells={}, left_blank=frozenset())
    return replace(assessment, customer=customer, workbook=FileReference("", "", ""), **parts)


def read_back(path: Path) -> Assessment:
    facts = read_facts({}, ())
    assessment, problems = read_assessment(path, facts.rate_card, facts.lifecycle)
    assert assessment is not None, problems
    return without_places(assessment)


@cache
def opened(language: str) -> Workbook:
    return openpyxl.load_workbook(BytesIO(form_bytes(FORM, language)))


def heading(workbook: Workbook, sheet: Sheet, field: Field) -> Cell:
    """The cell of a field's heading, by its stable key."""
    ((title, address),) = workbook.defined_names[key_name(sheet.id, field.key)].destinations
    cell = workbook[title][address]
    assert isinstance(cell, Cell)
    return cell


def cell_to_fill(workbook: Workbook, sheet: Sheet, field: Field, row: int = 1000) -> Cell:
    """A cell in which people fill in a field: beside its heading, or far below it."""
    head = heading(workbook, sheet, field)
    cell = head.offset(0, 1) if sheet.layout == "fields" else head.parent.cell(row, head.column)
    assert isinstance(cell, Cell)
    return cell


def input_check(cell: Cell) -> DataValidation | None:
    """The drop-down or check of a cell; there is at most one."""
    found = [rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.sqref]
    assert len(found) < 2
    return found[0] if found else None


def unusual() -> Assessment:
    """The example office with values that spreadsheets like to change."""
    office = example_office()
    windows = (
        OpeningHours(("Tue", "Thu"), time(18), time(20, 30)),
        OpeningHours(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), time(22), time(0)),
        OpeningHours(("Sat", "Sun"), time(6, 15), time(9)),
    )
    customer = replace(
        office.customer,
        name='=HYPERLINK("x")',
        service_level="office",
        language="nl",
        freeze_periods=(FreezePeriod(date(2027, 2, 1), date(2027, 2, 1)),),
        notes="first line\nsecond line",
    )
    place = Location("007", "'quoted'", "DE", postcode="01067", city="Dresden", travel_zone="far", on_site="no",
                     maintenance_window=windows)  # fmt: skip
    devices = (
        Asset("1E5", AssetType.SERVER, "007", "+1", 3, serial_number="000123", version="24.10", critical=False),
        Asset("-2", AssetType.OTHER, "007", "@SUM(1)", model="1/2", managed=False, internal_notes="=1+1"),
    )
    tickets = (
        Ticket(datetime(2026, 9, 14, 9, 30), 45.5, "on-site", datetime(2026, 9, 14, 9, 45), role="engineer",
               subject="seat", location="007", summary="100 % of it"),
        Ticket(datetime(2026, 10, 1, 7, 5), 5, "remote"),
    )  # fmt: skip
    return replace(
        office,
        customer=customer,
        locations=(*office.locations, place),
        assets=(*office.assets, *devices),
        tickets=tickets,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_office_reads_back_as_it_was_written(language: str, tmp_path: Path) -> None:
    write_form(tmp_path / "office.xlsx", FORM, language, example_office())
    assert read_back(tmp_path / "office.xlsx") == example_office()


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_that_spreadsheets_like_to_change_read_back_as_they_were_written(language: str, tmp_path: Path) -> None:
    write_form(tmp_path / "unusual.xlsx", FORM, language, unusual())
    assert read_back(tmp_path / "unusual.xlsx") == unusual()


def test_a_field_that_was_left_blank_stays_blank(tmp_path: Path) -> None:
    office = example_office()
    customer = replace(office.customer, term_months=36, left_blank=frozenset({"term_months", "review_months"}))
    write_form(tmp_path / "blank.xlsx", FORM, "en", replace(office, customer=customer))
    facts = read_facts({}, ())
    assessment, _problems = read_assessment(tmp_path / "blank.xlsx", facts.rate_card, facts.lifecycle)
    assert assessment is not None
    assert {"term_months", "review_months"} <= assessment.customer.left_blank
    assert "service_level" not in assessment.customer.left_blank


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_lacks_only_what_must_be_filled(language: str, tmp_path: Path) -> None:
    write_form(tmp_path / "empty.xlsx", FORM, language)
    facts = read_facts({}, ())
    assessment, problems = read_assessment(tmp_path / "empty.xlsx", facts.rate_card, facts.lifecycle)
    assert assessment is None
    assert {problem.check for problem in problems} <= {"required", "no-locations", "nothing-to-price"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_gives_the_same_bytes(language: str) -> None:
    assert form_bytes(FORM, language, example_office()) == form_bytes(FORM, language, example_office())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_and_headings_are_in_the_language_and_required_ones_are_marked(language: str) -> None:
    workbook = opened(language)
    for sheet in FORM.sheets:
        cells = [heading(workbook, sheet, field) for field in sheet.fields]
        assert {cell.parent.title for cell in cells} == {sheet.titles[language]}
        assert [cell.value for cell in cells] == [
            field.headings[language] + (" *" if field.required else "") for field in sheet.fields
        ]
        places = [(cell.row, cell.column) for cell in cells]
        assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sheet", "field"), CHOICES, ids=[f"{sheet.id}-{field.key}" for sheet, field in CHOICES])
def test_every_choice_has_a_drop_down_with_its_labels(sheet: Sheet, field: Field, language: str) -> None:
    workbook = opened(language)
    rule = input_check(cell_to_fill(workbook, sheet, field))
    assert rule is not None
    assert rule.type == "list"
    name, where = next(iter(workbook.defined_names[rule.formula1].destinations))
    assert [row[0].value for row in workbook[name][where]] == [choice.labels[language] for choice in field.choices]


def formulas(workbook: Workbook) -> Mapping[str, Mapping[str, str]]:
    """Every formula by sheet and cell."""
    cells = {page.title: [cell for row in page.iter_rows() for cell in row] for page in workbook}
    return {
        title: {cell.coordinate: str(cell.value) for cell in found if cell.data_type == "f"}
        for title, found in cells.items()
    }


def test_no_text_becomes_a_formula() -> None:
    """The start sheet calculates the progress; what it calculates with is the same whatever people have typed."""
    filled = formulas(openpyxl.load_workbook(BytesIO(form_bytes(FORM, "en", unusual()))))
    assert {title for title, found in filled.items() if found} == {"Start"}
    assert filled["Start"] == formulas(opened("en"))["Start"]


def test_serial_numbers_that_are_typed_later_keep_their_zeros() -> None:
    page = opened("en")["Assets"]
    by_heading = {cell.value: cell.column_letter for cell in page[1]}
    for heading in ("id *", "serial number", "version", "ip address"):
        assert page.column_dimensions[by_heading[heading]].number_format == "@"
    assert page.column_dimensions[by_heading["purchased"]].number_format == "yyyy-mm-dd"


TEXTS = [
    (sheet, field)
    for sheet in FORM.sheets
    for field in sheet.fields
    if field.kind not in ("count", "months", "minutes", "date", "datetime")
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sheet", "field"), TEXTS, ids=[f"{sheet.id}-{field.key}" for sheet, field in TEXTS])
def test_whatever_is_no_number_or_date_is_kept_as_text(sheet: Sheet, field: Field, language: str) -> None:
    workbook = opened(language)
    drawn = cell_to_fill(workbook, sheet, field, row=3)
    assert drawn.number_format == "@"
    if sheet.layout == "table":
        assert drawn.parent.column_dimensions[drawn.column_letter].number_format == "@"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_beside_a_cell_is_whole_and_short_enough_for_excel(language: str) -> None:
    for sheet in FORM.sheets:
        for field in sheet.fields:
            cell = cell_to_fill(opened(language), sheet, field)
            rule = input_check(cell)
            if rule is not None:
                assert len(rule.errorTitle) <= LONGEST_TITLE
                assert len(rule.error) <= LONGEST_MESSAGE
                note = heading(opened(language), sheet, field).comment
                assert rule.error == (note.text if note else cell.offset(0, 1).value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.id)
def test_a_table_has_frozen_headings_a_note_on_each_and_prints_them_on_every_page(sheet: Sheet, language: str) -> None:
    page: Worksheet = opened(language)[sheet.titles[language]]
    assert page.freeze_panes in ("A2", "C2")
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    (table,) = page.tables.values()
    assert table.ref.startswith("A1:")
    notes = [page.cell(1, column).comment for column in range(1, len(sheet.fields) + 1)]
    assert all(note is not None and len(note.text) > 10 for note in notes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.id)
def test_an_empty_table_begins_with_an_example_that_reading_skips(sheet: Sheet, language: str) -> None:
    page = opened(language)[sheet.titles[language]]
    first = [page.cell(2, column).value for column in range(1, len(sheet.fields) + 1)]
    if sheet.id == "tickets":
        assert not any(first)
        return
    assert first[0] == FORM.example_tags[language]
    filled = dict(zip((field.key for field in sheet.fields), first, strict=True))
    assert all(filled[key] not in (None, "") for key in sheet.required_keys)
    for field in sheet.fields:
        if field.choices and filled[field.key]:
            assert filled[field.key] in [choice.labels[language] for choice in field.choices]


def test_the_filled_example_has_no_row_that_is_skipped() -> None:
    workbook = openpyxl.load_workbook(BytesIO(form_bytes(FORM, "fr", example_office())))
    tags = set(FORM.example_tags.values())
    assert not [page for page in workbook for row in page.iter_rows(max_col=1) if row[0].value in tags]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_no_group_of_customer_fields_is_taken_for_a_field(language: str) -> None:
    page = opened(language)[FORM.sheet("customer").titles[language]]
    fields = {heading(opened(language), FORM.sheet("customer"), f).row for f in FORM.sheet("customer").fields}
    titles = [page.cell(row, 1).value for row in range(1, page.max_row + 1) if row not in fields]
    words = HeadingWords(FORM.sheet("customer"))
    assert len(list(filter(None, titles))) == 5
    assert not [title for title in titles if title and words.find(title)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_which_form_it_is_and_in_which_language(language: str) -> None:
    properties = {item.name: item.value for item in opened(language).custom_doc_props.props}  # type: ignore[attr-defined]
    assert properties == {"estimator form": FORM_VERSION, "estimator language": language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_sheet_links_to_every_sheet(language: str) -> None:
    page = opened(language)["Start"]
    links = {cell.hyperlink.location for row in page.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.titles[language]}'!A1" for sheet in FORM.sheets}


def test_windows_are_written_with_the_words_of_the_language() -> None:
    workbook = openpyxl.load_workbook(BytesIO(form_bytes(FORM, "fr", unusual())))
    (written,) = (cell.value for cell in workbook["Sites"]["I"] if cell.value and "22:00" in cell.value)
    assert written == "mar, jeu 18:00-20:30; lun-dim 22:00-00:00; sam, dim 06:15-09:00"


def test_a_language_without_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="no form in 'pl'"):
        form_bytes(FORM, "pl")


def test_a_row_is_as_high_as_its_longest_note() -> None:
    office = example_office()
    long = replace(office.assets[0], notes="A note that is too long for one line of its column, and needs a second.")
    workbook = openpyxl.load_workbook(
        BytesIO(form_bytes(FORM, "en", replace(office, assets=(long, *office.assets[1:]))))
    )
    heights = workbook["Assets"].row_dimensions
    assert heights[2].height == 30
    assert heights[3].height is None
