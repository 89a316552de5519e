"""The child process that parses a workbook inside limits: cells come out, a crash stays in.

Standard library and the parser only, so that it starts in a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from estimator.read.container import Contents, RefusedError, empty_texts, look_inside
from estimator.read.form_marks import form_marks

MEMORY_BYTES = 768 * 2**20
"""Of this process; the one that asks needs the rest of a gigabyte for the answer."""
CPU_SECONDS = 14
MAXIMUM_FILLED_CELLS = 3_000_000
MAXIMUM_ANSWER_BYTES = 128 * 2**20
EXIT_OUT_OF_MEMORY = 3
MOST_REMEMBERED = 50_000
"""Different cells of a sheet that are looked up; what comes often comes early."""
_PLAIN = frozenset({float, bool, int})


def main() -> None:
    """Reads the workbook named by the last argument and writes its cells to standard output, marshalled.

    The answer is `("refused", check, message, remedy)` or `("read", remarks, sheets, marks)`; a sheet is
    `(name, hidden, rows, faults)`, a row `(number, cells)`, a date cell `("d", ISO text)`; marks: see `form_marks`.
    """
    limit_this_process()
    gc.disable()  # cells hold no circles, and there are millions of them
    try:
        answer = marshal.dumps(_answer(Path(sys.argv[-1])))
        if len(answer) > MAXIMUM_ANSWER_BYTES:
            refused = _too_large(f"more than {MAXIMUM_ANSWER_BYTES >> 20} MiB of text")
            answer = marshal.dumps(("refused", *refused.args))
        sys.stdout.buffer.write(answer)
    except MemoryError:
        sys.exit(EXIT_OUT_OF_MEMORY)


def limit_this_process() -> None:
    """Limits memory and processor time where the system can; elsewhere the parent's clock is the only limit."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            # Above the soft limit, where the process is told what it died of, the hard one kills without a word.
            resource.setrlimit(kind, (limit, limit + 1 if kind == resource.RLIMIT_CPU else limit))


def _answer(path: Path) -> tuple[Any, ...]:
    try:
        contents = look_inside(path)
        if contents.filled > MAXIMUM_FILLED_CELLS:
            raise _too_large(f"more than {MAXIMUM_FILLED_CELLS:,} filled cells")
        sheets = None if contents.doubtful else _sheets(path, contents)
        if sheets is None:
            from estimator.read.careful import read_exactly

            with zipfile.ZipFile(path) as archive:
                sheets = read_exactly(archive)
        return "read", contents.remarks, sheets, form_marks(path)
    except RefusedError as refused:
        return "refused", refused.check, refused.message, refused.remedy


def _sheets(path: Path, contents: Contents) -> list[tuple[Any, ...]] | None:
    """The sheets as the quick parser reads them; None where it cannot, or finds fewer or more cells than there are."""
    import python_calamine as calamine

    sheets, found = [], 0
    faults = _faults_by_sheet(path, contents)
    try:
        with calamine.load_workbook(str(path)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ is calamine.SheetTypeEnum.WorkSheet:
                    rows, filled = _rows(workbook.get_sheet_by_name(sheet.name))
                    hidden = sheet.visible is not calamine.SheetVisibleEnum.Visible
                    sheets.append((sheet.name, hidden, rows, faults.get(sheet.name, [])))
                    found += filled
    except (calamine.CalamineError, OSError):
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return None
    found += sum(shown != "" for part in contents.faults.values() for _cell, shown in part)
    if len({name for name, *_rest in sheets}) < len(sheets):
        return None
    return sheets if found == contents.filled or found + empty_texts(path) == contents.filled else None


def _faults_by_sheet(path: Path, contents: Contents) -> dict[str, list[tuple[str, str]]]:
    if not contents.faults:
        return {}
    from estimator.read.careful import list_sheets

    with zipfile.ZipFile(path) as archive:
        return {name: contents.faults.get(part, []) for name, _hidden, part in list_sheets(archive)}


def _rows(sheet: Any) -> tuple[list[tuple[int, list[Any]]], int]:
    """The rows with content and their numbers, and how many of their cells are filled.

    The parser leaves out empty columns to the left, not rows above.
    """
    left = [""] * (sheet.start[1] if sheet.start else 0)
    portable = _Portable()
    rows, filled = [], 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        content = len(cells) - cells.count("")
        if content == 0:
            continue
        filled += content
        values = [*left, *map(portable.__getitem__, cells)]
        while values and values[-1] == "":
            values.pop()
        if values:
            rows.append((number, values))
    return rows, filled


class _Portable(dict[Any, Any]):
    """Cells as they are handed on; many say the same, which is then the same object here, there and in between.

    Numbers and logical values are not kept: `1.0`, `1` and `True` are one key.
    """

    def __missing__(self, value: Any) -> Any:
        if type(value) in _PLAIN:
            return value
        portable = value.strip() if type(value) is str else _portable(value)
        if len(self) < MOST_REMEMBERED:
            self[value] = portable
        return portable


def _portable(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return "d", value.isoformat()
    if isinstance(value, time):
        return "t", value.isoformat()
    if isinstance(value, timedelta):
        return "p", value.total_seconds()
    raise TypeError(f"the parser returned a {type(value).__name__}")


def _too_large(what: str) -> RefusedError:
    return RefusedError("too-large", f"The workbook has {what}.", "Copy the cells that matter into a new form.")
