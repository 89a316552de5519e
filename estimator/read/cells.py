"""The cells of a workbook, read in a child process with limits on memory and time."""

from __future__ import annotations

import marshal
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import field
from pathlib import Path
from typing import Any

from estimator.diagnostics import Diagnostic
from estimator.model.form import FORM_VERSION
from estimator.model.frozen import frozen
from estimator.read.checks import report

TIME_LIMIT_SECONDS = 16
"""For reading; what is done with the cells then has the rest of twenty seconds."""
MAXIMUM_FILE_BYTES = 100 * 2**20
LOCK_PREFIX = "~$"
"""How Excel begins the name of the small file it keeps beside a workbook while that is open."""

Value = str | int | float | bool | tuple[str, str] | tuple[str, float]
"""`` for an empty cell; ("d", ISO text) a date, ("t", ISO text) a time of day, ("p", seconds) a duration."""
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None
"""How a process ends whose processor time is up, where the system limits that."""


@frozen
class RawSheet:
    """A sheet as it is: its rows with content, by number from 1, each from column A on."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, list[Value]], ...]
    faults: Mapping[str, str] = field(default_factory=dict)
    """By cell name: the error a cell shows, `` for a formula that was never calculated."""
    keys: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """By row and column of a heading that our form has marked: the ids of the sheet and the field it belongs to."""
    language: str = ""
    """The language of the form that the workbook began as; empty where it is none of ours."""


def is_lock_file(path: Path) -> bool:
    """Whether this is no workbook, but the file that tells that one is open; `*.xlsx` finds those too."""
    return path.name.startswith(LOCK_PREFIX)


def read_cells(path: Path) -> tuple[tuple[RawSheet, ...] | None, tuple[Diagnostic, ...]]:
    """Every sheet of a workbook, and remarks about the file; None and the reason where it cannot be read."""
    before = _begun[path].state if path in _begun else _state(path.stat())
    refused = unfit(path)
    if refused is not None:
        return None, (refused,)
    answer = _ask_child(path)
    if _state(path.stat()) != before:
        message = "The file changed while it was read."
        return None, (report("file-changed", path.name, message, "Save it, and try again."),)
    if isinstance(answer, Diagnostic):
        return None, (answer,)
    if answer[0] == "refused":
        return None, (report(answer[1], path.name, answer[2], answer[3]),)
    remarks = tuple(report(check, path.name, message, remedy) for check, message, remedy in answer[1])
    version, language, marked = answer[3]
    keys: dict[str, dict[tuple[int, int], tuple[str, str]]] = {}
    for sheet, row, column, sheet_id, key in marked:
        keys.setdefault(sheet, {})[row, column] = (sheet_id, key)
    sheets = tuple(
        RawSheet(name, hidden, tuple(rows), dict(faults), keys.get(name, {}), language)
        for name, hidden, rows, faults in answer[2]
    )
    return sheets, (*remarks, *_version_remark(path, version))


def _version_remark(path: Path, version: str) -> tuple[Diagnostic, ...]:
    number = version.partition(".")[0]  # LibreOffice keeps it as a number with decimals
    if not (number.isascii() and number.isdecimal()) or int(number[:9]) <= FORM_VERSION:
        return ()
    message = f"The form is of version {number[:9]}; this program knows up to version {FORM_VERSION}."
    return (report("newer-form", path.name, message, "Update the program: it may miss what is new."),)


def unfit(path: Path) -> Diagnostic | None:
    """Why this is nothing to read from: a folder or a device, which could go on for ever, or a huge file.

    Raises OSError where there is nothing.
    """
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        return report("no-workbook", path.name, "This is a folder, not a workbook.", "Name the file in it.")
    if not stat.S_ISREG(state.st_mode):
        return report("no-workbook", path.name, "This is a device, not a file.", "Name a workbook.")
    if state.st_size > MAXIMUM_FILE_BYTES:
        size = state.st_size / 2**20
        message = f"The file is {size:,.0f} MiB large; {MAXIMUM_FILE_BYTES // 2**20} are read at most."
        return report("too-large", path.name, message, "Copy the filled cells into a new form.")
    return None


def _state(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_ino, state.st_size, state.st_mtime_ns


def _ask_child(path: Path) -> tuple[Any, ...] | Diagnostic:
    return (_begun.pop(path, None) or _Reading(path)).answer()


_begun: dict[Path, _Reading] = {}
"""What reads already."""


@contextmanager
def reading_ahead(path: Path) -> Iterator[None]:
    """Begins to read a file if it may be a workbook, so that it goes on beside what a command begins with.

    `read_cells` waits for it; where nobody has asked for it by the end it is given up. One at a time: each may take
    most of a gigabyte.
    """
    with suppress(OSError):
        if unfit(path) is None and _begins_like_a_workbook(path):
            _begun[path] = _Reading(path)
    try:
        yield
    finally:
        if path in _begun:
            _begun.pop(path).give_up()


def _begins_like_a_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


class _Reading:
    """A child process that reads a workbook."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.state = _state(path.stat())
        # -I and -S keep the child small and deaf to the environment; it finds our packages by our own search path.
        program = f"import sys; sys.path[:] = {sys.path!r}; from estimator.read.worker import main; main()"
        command = [sys.executable, "-I", "-S", "-c", program, str(path.resolve())]
        self._ends = time.monotonic() + TIME_LIMIT_SECONDS
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)

    def answer(self) -> tuple[Any, ...] | Diagnostic:
        """What the child says, or why it says nothing."""
        with self._child as child:
            try:
                output, errors = child.communicate(timeout=max(self._ends - time.monotonic(), TIME_LIMIT_SECONDS / 10))
            except subprocess.TimeoutExpired:
                child.kill()
                return _too_much(self._path, f"within {TIME_LIMIT_SECONDS} seconds")
        return _understood(self._path, child.returncode, output, errors)

    def give_up(self) -> None:
        """Ends the child."""
        self._child.kill()
        self._child.communicate()


def _understood(path: Path, code: int, output: bytes, errors: bytes) -> tuple[Any, ...] | Diagnostic:
    """The answer of a child that ended with an exit code."""
    if code == 0:
        answer: tuple[Any, ...] = marshal.loads(output)
        return answer
    if code == 1 and b"MemoryError" not in errors:
        raise RuntimeError(f"the reading process failed:\n{errors.decode(errors='replace')}")
    if code == _OUT_OF_TIME:
        return _too_much(path, f"within {TIME_LIMIT_SECONDS} seconds")
    return _too_much(path, "within its memory")


def _too_much(path: Path, limit: str) -> Diagnostic:
    return report(
        "too-much",
        path.name,
        f"The workbook cannot be read {limit}: it is damaged, or far larger than it looks.",
        "Copy the filled cells into a new form.",
    )
