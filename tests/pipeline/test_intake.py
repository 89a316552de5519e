"""An import into a real file: what our reader finds afterwards, and what people and programs did in between."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from estimator.diagnostics import Stop
from estimator.model.inventory import Inventory
from estimator.model.merging import SHEETS, Held, Merged
from estimator.pipeline.intake import Wanted, prepared
from estimator.read.cells import read_cells
from estimator.read.headings import read_form
from estimator.read.held import held_in
from estimator.read.workbook import read_assessment
from tests.builders import facts
from tests.inventories import TODAY, applied, assets, cells, found, inventory
from tests.workbooks import make_workbook

PC = {"id": "PC-1", "name": "Reception", "type": "workstation", "location": "hq", "managed": True, "critical": False}
LT = {
    "id": "LT-1",
    "name": "Sales",
    "type": "laptop",
    "location": "hq",
    "serial_number": "00123",
    "purchased": date(2024, 3, 15),
    "quantity": 2,
    "notes": "two\nlines",
}


def run(export: Inventory, path: Path, write: bool = True, **wanted: Any) -> tuple[Merged, bool]:
    """Imports and gives the account, and whether the file was written."""
    ask = Wanted(Path(export.name), path, **{"today": TODAY, **wanted})
    with prepared(ask, export, facts()) as intake:
        return intake.merged, write and intake.write()


def content(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row as our reader understands it."""
    held = held_of(path)
    return {sheet: [cells(row) for row in held.sheets[sheet].rows] for sheet in SHEETS}


def held_of(path: Path) -> Held:
    raw, _ = read_cells(path)
    assert raw is not None
    return held_in(raw, read_form(), facts().rate_card, lambda _: frozenset())


def libre_office(path: Path, format: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """The file as LibreOffice saves it."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice")
    with tempfile.TemporaryDirectory() as profile:
        out = path.parent / "libre-office"
        command = ["soffice", "--headless", f"-env:UserInstallation={Path(profile).as_uri()}"]
        command += ["--convert-to", format, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{format.partition(':')[0]}"


def row_of(sheet: Worksheet, row_id: str) -> int:
    """The row of an id; a form may begin with rows that are not read."""
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == row_id)


def typed_with_openpyxl(path: Path, sheet_name: str, **changes: Any) -> None:
    """What a person does: `B_PC_1` is column B of the row of PC-1."""
    book = openpyxl.load_workbook(path)
    sheet = book[sheet_name]
    for place, value in changes.items():
        column, _, row_id = place.partition("_")
        sheet[f"{column}{row_of(sheet, row_id.replace('_', '-'))}"] = value
    book.save(path)


# --- into a form -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "labels"),
    [
        ("en", "Assets", ["workstation", "yes", "no"]),
        ("nl", "Apparatuur", ["werkstation", "ja", "nee"]),
        ("fr", "Équipements", ["poste de travail", "oui", "non"]),
        ("de", "Geräte", ["Arbeitsplatzrechner", "ja", "nein"]),
    ],
)
def test_a_workbook_that_is_not_there_becomes_a_form_with_labels_of_its_language(
    tmp_path: Path, language: str, title: str, labels: list[str]
) -> None:
    path = tmp_path / "acme.xlsx"
    merged, written = run(assets(PC, LT), path, language=language)
    assert (merged.added, written) == (2, True)
    assert content(path)["assets"] == [PC, LT]
    sheet = openpyxl.load_workbook(path)[title]
    assert set(labels) <= {cell.value for cell in sheet[row_of(sheet, "PC-1")]}


def test_the_same_import_again_leaves_the_very_bytes(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    run(assets(PC, LT), path)
    before = path.read_bytes()
    merged, written = run(assets(PC, LT), path, today=date(2027, 3, 1))
    assert (merged.unchanged, written) == (2, False)
    assert path.read_bytes() == before
    other = tmp_path / "other.xlsx"
    run(assets(PC, LT), other)
    assert other.read_bytes() == before, "two files of the same day are the same"


def test_a_dry_run_leaves_no_file(tmp_path: Path) -> None:
    merged, _ = run(assets(PC), tmp_path / "acme.xlsx", write=False)
    assert merged.added == 1
    assert list(tmp_path.iterdir()) == []


def test_check_finds_nothing_wrong_in_what_was_imported(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    run(assets({**PC, "id": "NEW-1", "operating_system": "Windows 11 Pro", "version": "25H2"}), path)
    assessment, diagnostics = read_assessment(path, facts().rate_card, facts().lifecycle)
    assert diagnostics == ()
    assert assessment is not None
    assert [asset.id for asset in assessment.assets][-1] == "NEW-1"


# --- into a workbook of one's own ------------------------------------------------------------------------------------


def test_columns_that_the_sheet_lacks_are_added_in_its_language(tmp_path: Path) -> None:
    headings = ("naam", "id", "soort", "vestiging", "kleur")
    own = [headings, ("Balie", "PC-1", "werkstation", "hq", "rood")]
    path = make_workbook(tmp_path / "acme.xlsx", Assets=own)
    run(assets({**PC, "serial_number": "S-1", "critical": True}), path)
    sheet = openpyxl.load_workbook(path)["Assets"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [*headings, "serienummer", "beheerd", "kritiek"]
    assert rows[1] == ["Balie", "PC-1", "werkstation", "hq", "rood", "S-1", "ja", "ja"]


def test_sheets_that_are_missing_are_made_with_their_headings(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", Services=None, Assets=())
    service = found("services", id="NET-1", name="Fibre", type="internet", renewal_date=date(2027, 1, 31))
    merged, _ = run(inventory(found("assets", **PC), service), path)
    assert merged.added == 2
    after = content(path)
    assert after["assets"] == [PC]
    assert after["services"] == [
        {"id": "NET-1", "name": "Fibre", "type": "internet", "renewal_date": date(2027, 1, 31)}
    ]


def test_rows_go_below_the_table_and_pass_over_what_stands_beside_it(tmp_path: Path) -> None:
    headings = ("Geräteliste 2026",), (), ("ID", "Typ", "Standort"), ("PC-0", "Drucker", "hq")
    path = make_workbook(tmp_path / "acme.xlsx", Assets=headings, **{"Assets!F6": "Notiz am Rand"})
    run(assets(PC, LT), path)
    sheet = openpyxl.load_workbook(path)["Assets"]
    assert [sheet.cell(row, 1).value for row in range(3, 8)] == ["ID", "PC-0", "PC-1", None, "LT-1"]
    assert sheet["F6"].value == "Notiz am Rand"


def test_the_forms_own_start_sheet_is_calculated_anew(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    run(assets(PC), path)
    book = openpyxl.load_workbook(path)
    book["Start"]["H1"] = '=COUNTIF(Assets!A2:A99,"LT-1")'
    book.save(path)
    shutil.copy(libre_office(path), path)
    run(assets(PC, LT), path)
    shown = openpyxl.load_workbook(libre_office(path), data_only=True)["Start"]
    assert shown["H1"].value == 1


def test_a_sheet_with_content_and_no_headings_is_refused(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", Assets=[("just", "words"), ("and", "more")])
    before = path.read_bytes()
    with pytest.raises(Stop, match="No row of headings was found"):
        run(assets(PC), path)
    assert path.read_bytes() == before


def test_a_formula_in_a_row_of_the_table_is_never_written_over(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", **{"Assets!G2": '="Opti"&"Plex"', "Assets!D7": '=IF(A7="","","hq")'})
    merged, _ = run(assets({"id": "PC-01", "model": "Other"}, PC), path)
    assert [(kept.key, kept.number) for kept in merged.kept] == [("model", 2)]
    sheet = openpyxl.load_workbook(path)["Assets"]
    assert sheet["G2"].value == '="Opti"&"Plex"'
    assert sheet["D7"].value == '=IF(A7="","","hq")'
    assert [sheet.cell(row, 1).value for row in (6, 7, 8)] == ["PC-1", None, None]


def test_a_workbook_that_cannot_be_read_is_told_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Stop, match="damaged"):
        run(assets(PC), path)
    assert path.read_bytes() == b"PK\x03\x04 broken"


def test_a_misspelt_location_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    with pytest.raises(Stop, match=r"no location 'hqq'.*hq, arlon"):
        run(assets({"id": "X", "type": "printer"}), path, location="hqq")


def test_a_workbook_that_is_open_elsewhere_is_told(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    (tmp_path / "~$acme.xlsx").write_bytes(b" ")
    with prepared(Wanted(Path("d.csv"), path, TODAY), assets(PC), facts()) as intake:
        assert [remark.check for remark in intake.remarks] == ["open-elsewhere"]


def test_a_memory_of_imports_that_somebody_edited_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    run(assets(PC), path)
    book = openpyxl.load_workbook(path)
    for row in book["Import log"].iter_rows():
        if len(row) > 1 and row[1].value is not None:
            row[1].value = "edited"
    book.save(path)
    with prepared(Wanted(Path("d.csv"), path, TODAY), assets(PC), facts()) as intake:
        assert [remark.check for remark in intake.remarks] == ["import-log-unreadable"]
        assert intake.merged.vanished == ()


# --- after people and programs changed it ----------------------------------------------------------------------------


@pytest.mark.parametrize("program", ["openpyxl", "LibreOffice"])
def test_what_a_person_typed_survives_the_next_export_whoever_saved_the_file(tmp_path: Path, program: str) -> None:
    path = tmp_path / "acme.xlsx"
    run(assets(PC, LT, {**PC, "id": "PC-2", "name": "Old"}), path, language="fr")
    typed_with_openpyxl(path, "Équipements", B_PC_1="Accueil", F_LT_1="Lenovo", U_PC_2="à remplacer")
    if program == "LibreOffice":
        shutil.copy(libre_office(path), path)
    merged, _ = run(assets({**PC, "name": "Desk"}, {**LT, "model": "T14", "manufacturer": "HP"}), path)
    assert (merged.added, merged.updated, merged.unchanged) == (0, 1, 1)
    assert {(kept.key, kept.held) for kept in merged.kept} == {("name", "Accueil"), ("manufacturer", "Lenovo")}
    assert [gone.row_id for gone in merged.vanished] == ["PC-2"]
    first, second, third = content(path)["assets"]
    assert first == {**PC, "name": "Accueil"}
    assert second == {**LT, "model": "T14", "manufacturer": "Lenovo"}
    assert third["notes"] == "à remplacer"
    assert third["internal_notes"] == "N'est plus dans l'export devices.csv (netbox), 2026-11-22."
    before = path.read_bytes()
    assert run(assets({**PC, "name": "Desk"}, {**LT, "model": "T14", "manufacturer": "HP"}), path)[1] is False
    assert path.read_bytes() == before


def test_sorted_rows_and_deleted_rows_are_known_again(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    run(assets(PC, LT, {**PC, "id": "PC-2"}), path)
    book = openpyxl.load_workbook(path)
    sheet = book["Assets"]
    sheet.delete_rows(row_of(sheet, "PC-2"))
    one, other = (sheet[row_of(sheet, row_id)] for row_id in ("PC-1", "LT-1"))
    for left, right in zip(one, other, strict=True):
        left.value, right.value = right.value, left.value
    book.save(path)
    merged, _ = run(assets(PC, {**LT, "name": "Sales 2"}), path)
    assert (merged.updated, merged.unchanged, merged.vanished) == (1, 1, ())
    assert content(path)["assets"] == [{**LT, "name": "Sales 2"}, PC]


def test_libre_office_reads_and_shows_what_was_imported(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    run(assets(PC, {**LT, "name": '=1+1 "<&>'}), path)
    run(assets(PC), path)
    assert content(libre_office(path)) == content(path)
    assert libre_office(path, "pdf").read_bytes().startswith(b"%PDF")
    everything = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,5"
    libre_office(path, everything)
    shown = (tmp_path / "libre-office" / "acme-Assets.csv").read_text(encoding="utf-8")
    assert 'LT-1,"=1+1 ""<&>",laptop,hq,2' in shown
    assert "00123" in shown
    assert "2024-03-15" in shown


# --- laws ------------------------------------------------------------------------------------------------------------

NASTY = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("=+-@\t\r\n<>&\"'_x0041_\x00\x0b\u200b\ufeff\u2028\U0001f600 ")
    ),
    max_size=12,
)
EXPORTED = st.fixed_dictionaries(
    {"id": st.sampled_from(["A", "B", "=1", "<C>", "_x0044_"])},
    optional={
        "name": NASTY,
        "notes": NASTY,
        "serial_number": NASTY,
        "location": NASTY,
        "type": st.sampled_from(["laptop", "virtual-server", "access-point"]),
        "purchased": st.dates(date(1990, 1, 1), date(2090, 1, 1)),
        "quantity": st.integers(-1, 10**7),
        "critical": st.booleans(),
        "ip_address": NASTY,
    },
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(EXPORTED, min_size=1, max_size=5), min_size=1, max_size=3),
    st.sampled_from(["en", "nl", "fr", "de"]),
)
def test_reading_the_file_gives_exactly_the_merged_rows(exports: Iterable[list[dict[str, Any]]], language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acme.xlsx"
        for rows in exports:
            export = assets(*rows)
            with prepared(Wanted(Path("d.csv"), path, TODAY, language=language), export, facts()) as intake:
                expected = applied(intake.merged, intake.held)
                intake.write()
            now = held_of(path)
            for sheet in SHEETS:
                there, wanted = now.sheets[sheet].rows, expected.sheets[sheet].rows
                assert [(row.values, row.marks) for row in there] == [(row.values, row.marks) for row in wanted]
            openpyxl.load_workbook(path)
            before = path.read_bytes()
            again, written = run(export, path)
            assert not written
            assert path.read_bytes() == before
            assert again.rows == again.unchanged + len(again.not_understood)
