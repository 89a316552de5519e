"""Hostile files through the whole command, within its limits; hostile names, and things that are no files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from estimator.read import cells
from estimator.read.cells import read_cells, reading_ahead
from tests.read.hostile import CASES, TODAY, Case, office
from tests.read.raw_workbooks import packed

MOST_SECONDS, MOST_MEBIBYTES = 20, 1024
COMMAND = "from estimator.cli.main import main; main()"
MEASURE = """
import os, resource, sys
code = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("\\n", code, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
"""Runs a command in a process of its own, whose memory is not that of the tests, and says what it took."""
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and special files are Linux'")


class Outcome(NamedTuple):
    """How a command ended: what it printed, its exit code, processor seconds, and the most memory of a process."""

    printed: str
    errors: str
    code: int
    seconds: float
    mebibytes: int


def run(*arguments: object) -> Outcome:
    """`estimator` as it is called, with its children measured."""
    command = [sys.executable, "-c", MEASURE, COMMAND, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    printed, _, measured = done.stdout.decode().rpartition("\n ")
    code, seconds, mebibytes = measured.split()
    return Outcome(printed, done.stderr.decode(), int(code), float(seconds), int(mebibytes))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The heavy cases and a few of the others; all with `--every-hostile-file`."""
    if "case" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-hostile-file")
        chosen = [case for number, case in enumerate(CASES) if every or case.heavy or number % 25 == 0]
        metafunc.parametrize("case", [pytest.param(case, id=case.name) for case in chosen])


@linux_only
def test_a_check_of_a_hostile_file_ends_well_within_its_limits(case: Case, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(case.make())
    outcome = run("check", path, "--format", "json", "--today", TODAY)
    with capsys.disabled():
        if os.environ.get("SHOW_HOSTILE_FILES"):
            sys.stdout.write(f"\n{case.name:45} {outcome.code} {outcome.seconds:6.2f} s {outcome.mebibytes:5} MiB")
    assert outcome.errors == ""
    found = json.loads(outcome.printed)["diagnostics"]
    told = [f"{'file' if each['cell'] == path.name else each['cell']}: {each['check']}" for each in found]
    assert sorted(told) == sorted(case.told)
    assert outcome.code == any(each["level"] == "error" for each in found)
    assert outcome.seconds < MOST_SECONDS
    assert outcome.mebibytes < MOST_MEBIBYTES


def test_a_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "acme.xlsx").mkdir()
    outcome = run("check", tmp_path / "acme.xlsx")
    assert outcome.code == 1
    assert "This is a folder, not a workbook. Name the file in it. [no-workbook]" in outcome.printed


@linux_only
@pytest.mark.parametrize("command", ["check", "estimate", "build"])
def test_a_pipe_without_end_is_told_in_one_sentence(command: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "acme.xlsx")
    outcome = run(command, tmp_path / "acme.xlsx", *(("-o", tmp_path / "out") if command == "build" else ()))
    assert outcome.code == 1
    assert "This is a device, not a file. Name a workbook. [no-workbook]" in outcome.printed + outcome.errors


@linux_only
def test_a_device_without_end_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "acme.xlsx").symlink_to("/dev/zero")
    outcome = run("check", tmp_path / "acme.xlsx")
    assert outcome.code == 1
    assert "[no-workbook]" in outcome.printed


@linux_only
def test_a_file_of_many_gigabytes_is_told_in_one_sentence(tmp_path: Path) -> None:
    with (tmp_path / "acme.xlsx").open("wb") as file:
        file.truncate(200 * 2**30)
    outcome = run("check", tmp_path / "acme.xlsx")
    assert outcome.code == 1
    assert "The file is 204,800 MiB large; 100 are read at most." in outcome.printed
    assert outcome.mebibytes < 200


def test_a_link_is_followed_and_a_link_to_nothing_or_itself_told(tmp_path: Path) -> None:
    (tmp_path / "office.xlsx").write_bytes(packed(office()))
    for name, target in (("good", "office.xlsx"), ("broken", "nothing.xlsx"), ("circle", "circle.xlsx")):
        (tmp_path / f"{name}.xlsx").symlink_to(target)
    assert run("check", tmp_path / "good.xlsx").code == 0
    for name in ("broken", "circle"):
        outcome = run("check", tmp_path / f"{name}.xlsx")
        assert outcome.code == 1
        assert "[no-file]" in outcome.printed


@linux_only
@pytest.mark.parametrize(
    "name", [b"a\nb.xlsx", b"\x1b]0;evil\x07\x1b[2J.xlsx", b"\xff\xfe.xlsx", "a\u202exslx.exe".encode(), b"-rf.xlsx"]
)
def test_a_hostile_name_is_told_harmlessly_and_its_workbook_read(name: bytes, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for content in (packed(office()), b"no workbook"):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123 - a name of bytes
            file.write(content)
        path = os.fsdecode(folder + b"/" + name)
        for arguments in (("check", path), ("check", path, "--format", "json"), ("estimate", path, "--format", "json")):
            outcome = run(*arguments)
            assert outcome.code == (content == b"no workbook")
            assert not re.search("[^\\S\n ]|[\0-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", outcome.printed)
            assert "Traceback" not in outcome.errors


@linux_only
def test_a_customer_is_built_from_a_workbook_whose_name_is_no_text(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff\nb\x1b[2J.xlsx")
    Path(path).write_bytes(packed(office()))
    outcome = run("build", path, "-o", tmp_path / "out", "--quiet")
    assert (outcome.code, outcome.errors) == (0, "")
    assert json.loads(next(tmp_path.rglob("estimate.json")).read_text("utf-8"))["inputs"]["workbook"]["name"]


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(packed(office()))
    ask = cells._ask_child

    def ask_while_it_is_saved(path: Path) -> Any:
        saving = threading.Thread(target=path.write_bytes, args=(b"half of it",))
        saving.start()
        saving.join()
        return ask(path)

    monkeypatch.setattr(cells, "_ask_child", ask_while_it_is_saved)
    sheets, diagnostics = read_cells(path)
    assert sheets is None
    assert [diagnostic.check for diagnostic in diagnostics] == ["file-changed"]


def test_a_workbook_that_is_read_ahead_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, begun = tmp_path / "acme.xlsx", []
    path.write_bytes(packed(office()))
    reading = cells._Reading
    monkeypatch.setattr(cells, "_Reading", lambda path: begun.append(path) or reading(path))
    with reading_ahead(path):
        assert read_cells(path) == (expected := read_cells(path))
    assert (len(begun), expected[1]) == (2, ())
    with reading_ahead(path):
        pass
    assert (len(begun), cells._begun) == (3, {})


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(packed(office()))
    monkeypatch.setattr(cells, "TIME_LIMIT_SECONDS", 0.01)
    started = time.monotonic()
    sheets, diagnostics = read_cells(path)
    assert time.monotonic() - started < 5
    assert sheets is None
    assert [diagnostic.check for diagnostic in diagnostics] == ["too-much"]
