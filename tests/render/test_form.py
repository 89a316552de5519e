"""The assessment form: what it says, and that reading it gives back what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from estimator.model.customer import FreezePeriod
from estimator.model.form import Field, Sheet
from estimator.model.infrastructure import NO_ROW, Assessment, Asset, AssetType, Location, Ticket
from estimator.model.service_level import OpeningHours
from estimator.model.source import FileReference
from estimator.read.data_files import read_facts
from estimator.read.headings import read_form
from estimator.read.workbook import read_assessment
from estimator.render.example_office import example_office
from estimator.render.form import form_bytes, write_form

FORM = read_form()
LANGUAGES = ("en", "nl", "fr", "de")
CHOICES = [(sheet, field) for sheet in FORM.sheets for field in sheet.fields if field.choices]


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
        page = workbook[sheet.titles[language]]
        cells = [page.cell(row, 1) for row in range(1, 99)] if sheet.layout == "fields" else page[1]
        written = [cell.value for cell in cells if cell.value]
        assert written == [field.headings[language] + (" *" if field.required else "") for field in sheet.fields]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sheet", "field"), CHOICES, ids=[f"{sheet.id}-{field.key}" for sheet, field in CHOICES])
def test_every_choice_has_a_drop_down_with_its_labels(sheet: Sheet, field: Field, language: str) -> None:
    workbook = opened(language)
    page = workbook[sheet.titles[language]]
    place = sheet.fields.index(field) + 1
    cell = page.cell(place, 2) if sheet.layout == "fields" else page.cell(1000, place)
    (rule,) = (rule for rule in page.data_validations.dataValidation if cell.coordinate in rule.sqref)
    name, where = next(iter(workbook.defined_names[rule.formula1].destinations))
    assert [row[0].value for row in workbook[name][where]] == [choice.labels[language] for choice in field.choices]


def test_no_text_becomes_a_formula() -> None:
    workbook = openpyxl.load_workbook(BytesIO(form_bytes(FORM, "en", unusual())))
    kinds = {cell.data_type for page in workbook for row in page.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds


def test_serial_numbers_that_are_typed_later_keep_their_zeros() -> None:
    page = opened("en")["Assets"]
    by_heading = {cell.value: cell.column_letter for cell in page[1]}
    for heading in ("id *", "serial number", "version", "ip address"):
        assert page.column_dimensions[by_heading[heading]].number_format == "@"
    assert page.column_dimensions[by_heading["purchased"]].number_format == "yyyy-mm-dd"


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
