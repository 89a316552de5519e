"""The form after LibreOffice has opened and saved it: it calculates, and reads the same."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
import python_calamine as calamine
from openpyxl.workbook import Workbook

from estimator.diagnostics import Diagnostic
from estimator.model.form import key_name
from estimator.model.infrastructure import NO_ROW, Assessment
from estimator.model.source import FileReference
from estimator.read.form_marks import form_marks
from estimator.read.headings import read_form
from estimator.read.workbook import read_assessment
from estimator.render.example_office import example_office
from estimator.render.form import write_form
from estimator.render.texts import translations
from tests.builders import facts
from tests.render.test_form import CHOICES, TABLES, unusual

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FORM = read_form()
UNUSUAL_IN = "fr"
"""One language is enough for values that spreadsheets like to change."""

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@dataclass(frozen=True)
class RoundTrip:
    """The forms of a language as we wrote them and as LibreOffice saved them, by name."""

    language: str
    written: Path
    saved: Path

    def read(self, folder: Path, name: str) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
        return read_assessment(folder / f"{name}.xlsx", facts().rate_card, facts().lifecycle)

    def workbook(self, name: str) -> Workbook:
        return openpyxl.load_workbook(self.saved / f"{name}.xlsx")

    def progress(self, name: str) -> list[list[object]]:
        """Filled in, still missing and state of every sheet, as calculated."""
        page = calamine.load_workbook(str(self.saved / f"{name}.xlsx")).get_sheet_by_name("Start")
        titles = [sheet.titles[self.language] for sheet in FORM.sheets]
        rows = [row for row in page.to_python(skip_empty_area=False) if len(row) > 5 and row[3] != ""]
        lines = [row[3:6] for row in rows if row[1] in titles]
        assert len(lines) == len(titles)
        return lines


@pytest.fixture(scope="module", params=FORM.languages)
def trip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoundTrip]:
    language: str = request.param
    folder = tmp_path_factory.mktemp(f"form-{language}")
    made = RoundTrip(language, folder / "written", folder / "saved")
    made.written.mkdir()
    write_form(made.written / "empty.xlsx", FORM, language)
    write_form(made.written / "example.xlsx", FORM, language, example_office())
    if language == UNUSUAL_IN:
        write_form(made.written / "unusual.xlsx", FORM, language, unusual())
    begin_to_fill(made.written / "begun.xlsx", language)
    command = [
        str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "xlsx",
        "--outdir", str(made.saved), *map(str, sorted(made.written.iterdir())),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, timeout=180, check=False, env={**os.environ, "HOME": str(folder)}
    )
    assert {path.name for path in made.saved.iterdir()} == {path.name for path in made.written.iterdir()}, done.stderr
    yield made
    shutil.rmtree(folder)


def begin_to_fill(path: Path, language: str) -> None:
    """An empty form of which somebody has filled in the first cells, with a sheet that asks for the ids it offers."""
    write_form(path, FORM, language)
    book = openpyxl.load_workbook(path)
    locations, seats, assets = (book[FORM.sheet(name).titles[language]] for name in ("locations", "seats", "assets"))
    locations["A3"], locations["B3"], locations["A5"] = "HQ", "Head office", "DEPOT"
    seats["A3"], seats["B3"], seats["C3"] = "HQ", "office", 3
    assets["A4"], assets["F9"] = "PC-1", "Dell"
    page = book.create_sheet("Read me")
    page["A1"], page["A2"], page["A3"] = "=ROWS(locations_ids)", "=INDEX(locations_ids,1)", "=INDEX(locations_ids,3)"
    page["A4"] = "=ROWS(assets_ids)"
    book.save(path)


def without_places(assessment: Assessment | None) -> Assessment | None:
    """The assessment without the file it was read from."""
    if assessment is None:
        return None
    parts = {
        name: tuple(replace(record, row=NO_ROW) for record in getattr(assessment, name))
        for name in ("locations", "seats", "assets", "services", "tickets")
    }
    return replace(assessment, workbook=FileReference("", "", ""), **parts)


def test_what_comes_back_reads_the_same(trip: RoundTrip) -> None:
    names = {path.stem for path in trip.written.iterdir()}
    assert names >= {"empty", "example", "begun"}
    for name in names:
        before, told_before = trip.read(trip.written, name)
        after, told_after = trip.read(trip.saved, name)
        assert told_after == told_before
        assert without_places(after) == without_places(before)
        assert (after is not None) == (name in ("example", "unusual"))


@pytest.mark.parametrize("name", ["empty", "example"])
def test_the_keys_the_version_and_the_language_come_back(trip: RoundTrip, name: str) -> None:
    before, after = (form_marks(folder / f"{name}.xlsx") for folder in (trip.written, trip.saved))
    assert sorted(after[2]) == sorted(before[2])
    assert after[:2] == before[:2]


def test_every_drop_down_comes_back_with_its_labels(trip: RoundTrip) -> None:
    workbook = trip.workbook("empty")
    for sheet, field in CHOICES:
        ((title, address),) = workbook.defined_names[key_name(sheet.id, field.key)].destinations
        head = workbook[title][address.replace("$", "")]
        cells = [head.offset(0, 1)] if sheet.layout == "fields" else [head.offset(1), head.offset(80)]
        for cell in cells:
            (rule,) = (r for r in workbook[title].data_validations.dataValidation if cell.coordinate in r.sqref)
            name, where = next(iter(workbook.defined_names[rule.formula1].destinations))
            labels = [row[0].value for row in workbook[name][where]]
            assert labels == [choice.labels[trip.language] for choice in field.choices]


def test_the_colours_of_missing_double_and_doubtful_cells_come_back(trip: RoundTrip) -> None:
    before, after = openpyxl.load_workbook(trip.written / "empty.xlsx"), trip.workbook("empty")

    def shades(workbook: Workbook, title: str) -> list[str]:
        rules = (rule for cells in workbook[title].conditional_formatting for rule in cells.rules)
        return sorted(rule.dxf.fill.bgColor.rgb[-6:] for rule in rules if rule.dxf and rule.dxf.fill)

    for sheet in TABLES:
        title = sheet.titles[trip.language]
        assert shades(after, title) == shades(before, title)


def test_an_empty_forms_progress_counts_no_example_row(trip: RoundTrip) -> None:
    _ = translations(trip.language, "form").gettext
    nothing, needed = [0, 0, _("nothing yet")], [0, 0, _("to be filled")]
    customer = [1, 4, _("incomplete")]  # the language is preset
    assert trip.progress("empty") == [customer, needed, nothing, nothing, nothing, nothing]


def test_the_progress_counts_begun_rows_and_their_missing_cells(trip: RoundTrip) -> None:
    _ = translations(trip.language, "form").gettext
    _customer, locations, seats, assets, services, _tickets = trip.progress("begun")
    assert locations == [2, 3, _("incomplete")]  # a country; a name and a country
    assert seats == [1, 0, _("complete")]
    assert assets == [2, 5, _("incomplete")]  # type and location; those and the id
    assert services == [0, 0, _("nothing yet")]


def test_the_progress_of_a_filled_form_is_complete(trip: RoundTrip) -> None:
    _ = translations(trip.language, "form").gettext
    office = example_office()
    complete = _("complete")
    counts = [len(getattr(office, sheet.id)) for sheet in TABLES[:-1]]
    customer, *tables, tickets = trip.progress("example")
    assert customer[1:] == [0, complete]
    assert tables == [[count, 0, complete] for count in counts]
    assert tickets == [0, 0, _("nothing yet")]


def test_the_ids_that_other_sheets_offer_are_those_below_the_example(trip: RoundTrip) -> None:
    page = calamine.load_workbook(str(trip.saved / "begun.xlsx")).get_sheet_by_name("Read me")
    assert [row[0] for row in page.to_python()] == [3, "HQ", "DEPOT", 2]
