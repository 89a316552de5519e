"""The shipped example workbooks are what the code writes, and show what they are there for."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import openpyxl

import dunder_mifflin
from estimator.maintain.lifecycle import lifecycle_of
from estimator.model.infrastructure import Assessment, ReplacementStatus
from estimator.model.lifecycle import SupportState
from estimator.read.data_files import read_facts
from estimator.read.headings import read_form
from estimator.read.workbook import read_assessment
from estimator.render.example_office import example_office
from estimator.render.form import write_form

ROOT = Path(__file__).parent.parent
OFFICE = ROOT / "assessments" / "example-office.xlsx"
DUNDER_MIFFLIN = ROOT / "assessments" / "dunder-mifflin.xlsx"


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of a workbook, by sheet."""
    return {page.title: list(page.iter_rows(values_only=True)) for page in openpyxl.load_workbook(path)}


def read(path: Path) -> Assessment:
    facts = read_facts({}, ())
    assessment, problems = read_assessment(path, facts.rate_card, facts.lifecycle)
    assert assessment is not None, problems
    return assessment


def test_the_shipped_office_is_what_the_code_writes(tmp_path: Path) -> None:
    write_form(tmp_path / "office.xlsx", read_form(), "en", example_office())
    assert content(tmp_path / "office.xlsx") == content(OFFICE), "run: make example"


def test_the_shipped_office_has_no_problem() -> None:
    facts = read_facts({}, ())
    assert read_assessment(OFFICE, facts.rate_card, facts.lifecycle)[1] == ()


def test_the_office_has_the_size_it_promises() -> None:
    office = read(OFFICE)
    assert (len(office.locations), office.seat_count, len(office.assets)) == (2, 25, 60)


def test_the_office_shows_every_replacement_status_and_support_state() -> None:
    office = read(OFFICE)
    facts = read_facts({}, ())
    today = office.customer.assessment_date
    assert {asset.replacement_status for asset in office.assets} == set(ReplacementStatus)
    states = {lifecycle_of(asset, facts.lifecycle, today).state for asset in office.assets}
    assert states == set(SupportState)


def test_the_file_server_leaves_support_in_the_first_month_of_the_contract() -> None:
    facts = read_facts({}, ())
    (server,) = (asset for asset in example_office().assets if asset.id == "VM-02")
    assert lifecycle_of(server, facts.lifecycle, date(2026, 11, 22)).end_of_support == date(2027, 1, 12)


def test_the_office_has_internal_notes_that_its_customer_must_never_see() -> None:
    office = read(OFFICE)
    assert sum(bool(record.internal_notes) for record in (*office.assets, *office.services)) >= 3


def test_hand_written_pages_have_their_pictures() -> None:
    folder = OFFICE.with_suffix(".pages")
    pages = sorted(folder.glob("*.md"))
    pictures = [name for page in pages for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text("utf-8"))]
    assert len(pages) == 2
    assert pictures
    assert all((folder / name).is_file() for name in pictures)


def test_dunder_mifflin_is_what_the_script_makes_of_netbox_demo_data(trial_data: Path, tmp_path: Path) -> None:
    mapping = tomllib.loads(dunder_mifflin.MAPPING.read_text("utf-8"))
    assessment, _tallies = dunder_mifflin.make_assessment(trial_data / "netbox-demo", mapping)
    write_form(tmp_path / "made.xlsx", read_form(), "en", assessment)
    assert content(tmp_path / "made.xlsx") == content(DUNDER_MIFFLIN), "run: make dunder-mifflin"


def test_no_row_of_netbox_demo_data_is_dropped_silently(trial_data: Path) -> None:
    mapping = tomllib.loads(dunder_mifflin.MAPPING.read_text("utf-8"))
    assessment, tallies = dunder_mifflin.make_assessment(trial_data / "netbox-demo", mapping)
    for tally in tallies:
        rows = dunder_mifflin.read_rows(trial_data / "netbox-demo" / tally.file)
        assert tally.taken + sum(tally.left_out.values()) == len(rows)
        assert str(tally) in assessment.customer.notes
    assert len(assessment.assets) == 52 + 180


def test_dunder_mifflin_is_of_real_size_and_reads_without_errors() -> None:
    assessment = read(DUNDER_MIFFLIN)
    assert (len(assessment.locations), len(assessment.assets)) == (14, 232)
    assert {location.country for location in assessment.locations} == {"LU", "BE"}
