"""`estimator import` as its users meet it: report, JSON, questions, exit codes."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from estimator.cli.import_ import KINDS
from estimator.cli.main import main
from estimator.read.importers.kinds import KIND_NAMES

TODAY = ("--today", "2026-11-22")
DEVICES = """Asset tag,Name,Device type,Site,Serial number,Colour
PC-1,Reception,Desktop,Head office,SN-0001,grey
SW-1,Core,Switch,Head office,SN-0002,black
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in (*arguments, *TODAY)])


def as_json(*arguments: str | Path) -> dict[str, Any]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "devices.csv"
    path.write_text(DEVICES, encoding="utf-8")
    return path


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return tmp_path / "acme.xlsx"


def test_the_json_is_what_the_interface_promises(export: Path, acme: Path) -> None:
    document = as_json("import", export, acme)
    promised = {key: document[key] for key in ("rows", "added", "updated", "unchanged", "vanished", "not_understood")}
    assert promised == {"rows": 2, "added": 2, "updated": 0, "unchanged": 0, "vanished": 0, "not_understood": []}
    assert document["written"] is True
    assert [place["id"] for place in document["locations_created"]] == ["Head office"]
    assert "Colour" in [use["heading"] for use in document["mapping"] if not use["field"]]


def test_a_repeated_import_says_so_and_writes_nothing(export: Path, acme: Path) -> None:
    run("import", export, acme)
    before = acme.read_bytes()
    result = run("import", export, acme)
    assert "holds all of this already: nothing was written" in result.stdout
    assert acme.read_bytes() == before
    document = as_json("import", export, acme)
    assert (document["unchanged"], document["written"]) == (2, False)


def test_the_report_shows_the_mapping_the_account_and_the_next_command(export: Path, acme: Path) -> None:
    result = run("import", export, acme)
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert any(line.split()[:2] == ["Serial", "number"] and "Assets: serial number" in line for line in lines)
    for line in ("  Not used: Colour", "2  rows in the export", "2  added", "0  not understood"):
        assert line in lines
    assert lines.index("2  added") > lines.index("  Not used: Colour"), "what is taken for what comes first"
    assert lines[-1] == f"Made {acme}. Next: estimator check {acme}"
    assert "\x1b" not in result.stdout


def test_rows_that_vanish_and_cells_that_stay_are_told_with_their_cells(export: Path, acme: Path) -> None:
    import openpyxl

    run("import", export, acme)
    book = openpyxl.load_workbook(acme)
    sheet = book["Assets"]
    first = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "PC-1")
    sheet.cell(first, 2).value = "Front desk"
    book.save(acme)
    export.write_text(DEVICES.replace("Reception", "Desk 1").rpartition("SW-1")[0], encoding="utf-8")
    out = " ".join(run("import", export, acme).stdout.split())
    assert "1 vanished since the last import of this list" in out
    assert f"Assets!A{first + 1}: SW-1, since 2026-11-22" in out
    assert f"Assets!B{first}: name of PC-1 is 'Front desk'; the export says 'Desk 1'" in out


def test_a_long_list_is_folded_for_people_and_whole_for_programs(tmp_path: Path, acme: Path) -> None:
    def rows(name: str) -> str:
        return "".join(f"PC-{n},{name} {n},Desktop,hq,S-{n:04},x\n" for n in range(20))

    export = tmp_path / "devices.csv"
    export.write_text(DEVICES.splitlines()[0] + "\n" + rows("desk"), encoding="utf-8")
    run("import", export, acme)
    export.write_text(DEVICES.splitlines()[0] + "\n" + rows("desk").partition("PC-3,")[0], encoding="utf-8")
    assert "and 9 more; --format json lists all" in run("import", export, acme, "--dry-run").stdout
    document = as_json("import", export, acme, "--dry-run")
    assert (document["vanished"], len(document["vanished_rows"])) == (17, 17)


def test_a_dry_run_writes_nothing(export: Path, acme: Path) -> None:
    result = run("import", export, acme, "--dry-run")
    assert "Nothing was written (--dry-run)." in result.stdout
    assert not acme.exists()
    assert as_json("import", export, acme, "--dry-run")["written"] is False


def test_a_mapping_is_written_down_and_used_again(export: Path, acme: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    result = run("import", export, acme, "--dry-run", "--save-mapping", mapping)
    assert f"Wrote {mapping}" in result.stderr
    mapping.write_text(
        mapping.read_text(encoding="utf-8")
        .replace('Colour = ""', 'Colour = "assets.notes"')
        .replace('"Colour" = ""', '"Colour" = "assets.notes"'),
        encoding="utf-8",
    )
    document = as_json("import", export, acme, "--mapping", mapping)
    assert {use["field"] for use in document["mapping"] if use["heading"] == "Colour"} == {"assets.notes"}


def test_strict_exits_one_where_a_row_was_not_understood(export: Path, acme: Path) -> None:
    export.write_text(DEVICES + "PC-1,Again,Desktop,Head office,SN-0001,x\n", encoding="utf-8")
    assert run("import", export, acme, "--dry-run").exit_code == 0
    result = run("import", export, acme, "--strict")
    assert result.exit_code == 1
    assert acme.exists(), "what was understood is written"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.csv", "acme.xlsx"), "does not exist"),
        (("devices.csv", "devices.csv"), "are the same file"),
        (("devices.csv", "acme.ods"), "does not end in .xlsx"),
        (("devices.csv", "nowhere/acme.xlsx"), "There is no folder"),
        (("devices.csv", "acme.xlsx", "--from", "excel"), "is not one of"),
    ],
)
def test_wrong_usage_exits_two(
    export: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(export.parent)
    result = run("import", *arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_an_export_of_which_nothing_is_understood_exits_one(tmp_path: Path, acme: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("just,some\nwords,here\n", encoding="utf-8")
    result = run("import", path, acme)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not acme.exists()


def test_the_kinds_on_the_command_line_are_those_that_can_be_read() -> None:
    assert KINDS == KIND_NAMES


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
@pytest.mark.parametrize(("answer", "code", "written"), [("n\n", 1, False), ("y\n", 0, True)])
def test_on_a_terminal_it_asks_before_it_writes(
    export: Path, acme: Path, answer: str, code: int, written: bool
) -> None:
    ours, theirs = pty.openpty()
    program = "from estimator.cli.main import main; main()"
    command = [sys.executable, "-c", program, "import", str(export), str(acme), *TODAY]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as child:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert child.wait(60) == code
    os.close(ours)
    assert f"Write this into {acme}?".encode() in shown.replace(b"\r\n", b"")
    assert shown.index(b"rows in the export") < shown.index(b"Write this into")
    assert acme.exists() is written
