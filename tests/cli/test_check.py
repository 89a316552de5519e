"""`estimator check` as a consultant meets it: the folded report, the annotated copy, JSON, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from estimator.cli.main import main
from tests.workbooks import ASSET_HEADINGS, VALID, make_workbook

TODAY = ("--today", "2026-11-22")
SCHEMA = Path(__file__).parents[2] / "estimator" / "data" / "check.schema.json"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments), *TODAY])


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "acme.xlsx")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """300 rows of a type nobody knows, and one empty cell."""
    rows = [ASSET_HEADINGS, *((f"A{n}", None, "wrkstation", "hq") for n in range(300)), ("B", None, None, "hq")]
    return make_workbook(tmp_path / "broken.xlsx", Assets=rows, Services=VALID["Services"][:2])


def test_repetition_is_folded_into_a_few_lines_and_one_that_counts_the_rest(broken: Path) -> None:
    result = run(broken)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Assets!C2: error: 'wrkstation' is not a known type.")
    assert lines[3:6] == [
        "Assets!C5:C301: error: 297 more like this. [unknown-choice]",
        "Assets!C302: error: 'type' is empty. Fill it in. [required]",
        "301 errors",
    ]


def test_ten_alike_are_told_one_by_one(tmp_path: Path) -> None:
    rows = [ASSET_HEADINGS, *((f"A{n}", None, "wrkstation", "hq") for n in range(10))]
    lines = run(make_workbook(tmp_path / "ten.xlsx", Assets=rows)).stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:10]] == [f"Assets!C{row}" for row in range(2, 12)]


@pytest.mark.parametrize("which", ["sound", "broken"])
def test_the_json_is_what_its_schema_says(which: str, request: pytest.FixtureRequest) -> None:
    result = run(request.getfixturevalue(which), "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    if which == "broken":
        assert (document["fee"], document["questions"], len(document["diagnostics"])) == (None, [], 301)
    else:
        assert float(document["fee"]["low"]) <= float(document["fee"]["monthly"]) <= float(document["fee"]["high"])


@pytest.mark.parametrize("which", ["sound", "broken"])
def test_the_annotated_copy_has_all_sheets_behind_a_checklist(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    workbook, out = request.getfixturevalue(which), tmp_path / "out.xlsx"
    before = workbook.read_bytes()
    result = run(workbook, "--annotate", out)
    assert result.exit_code == (1 if which == "broken" else 0)
    assert f"Wrote {out}." in result.stderr
    copied, original = load_workbook(out), load_workbook(workbook)
    assert copied.sheetnames == ["Checklist", *original.sheetnames]
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                assert copied[sheet.title][cell.coordinate].value == cell.value
    assert workbook.read_bytes() == before


def test_the_workbook_itself_is_never_written_to(sound: Path, tmp_path: Path) -> None:
    before = sound.read_bytes()
    symbolic, hard = tmp_path / "symbolic.xlsx", tmp_path / "hard.xlsx"
    symbolic.symlink_to(sound)
    os.link(sound, hard)
    for same in (sound, symbolic, hard, tmp_path / "." / "acme.xlsx"):
        result = run(sound, "--annotate", same, "--force")
        assert result.exit_code == 1
        assert "This is the workbook itself" in result.stderr
        assert "[output-is-input]" in result.stderr
    assert sound.read_bytes() == before
    assert symbolic.is_symlink()


def test_a_file_that_is_there_is_replaced_only_when_told_so(sound: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_text("mine")
    assert run(sound, "--annotate", out).exit_code == 2
    assert out.read_text() == "mine"
    assert run(sound, "--annotate", out, "--force").exit_code == 0
    assert load_workbook(out).sheetnames[0] == "Checklist"


def test_nothing_is_written_for_a_file_without_cells(tmp_path: Path) -> None:
    no_workbook, out = tmp_path / "acme.xlsx", tmp_path / "out.xlsx"
    no_workbook.write_bytes(b"hello")
    result = run(no_workbook, "--annotate", out)
    assert result.exit_code == 1
    assert "[no-workbook]" in result.stderr
    assert not out.exists()


def test_a_copy_for_a_folder_that_is_not_there_is_wrong_usage(sound: Path, tmp_path: Path) -> None:
    assert run(sound, "--annotate", tmp_path / "nowhere" / "out.xlsx").exit_code == 2
    assert run(sound, "--annotate", tmp_path / "out.pdf").exit_code == 2
