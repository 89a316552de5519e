"""The child process that parses a workbook inside limits: cells come out, a crash stays in.

Standard library and the parser only, so that it starts in a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import marshal
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from estimator.read.container import SAVE_AGAIN, RefusedError, look_inside
from estimator.read.form_marks import form_marks

MEMORY_BYTES = 2**30
CPU_SECONDS = 20
EXIT_OUT_OF_MEMORY = 3
_PLAIN = frozenset({float, bool, int})


def main() -> None:
    """Reads the workbook named by the last argument and writes its cells to standard output, marshalled.

    The answer is `("refused", check, message, remedy)` or `("read", remarks, sheets, marks)`; a sheet is
    `(name, hidden, rows, faults)`, a row `(number, cells)`, a date cell `("d", ISO text)`; marks: see `form_marks`.
    """
    limit_this_process()
    try:
        answer: tuple[Any, ...] = _answer(Path(sys.argv[-1]))
        sys.stdout.buffer.write(marshal.dumps(answer))
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
            resource.setrlimit(kind, (limit, limit))


def _answer(path: Path) -> tuple[Any, ...]:
    try:
        contents = look_inside(path)
        return "read", contents.remarks, _sheets(path, contents.faults), form_marks(path)
    except RefusedError as refused:
        return "refused", refused.check, refused.message, refused.remedy


def _sheets(path: Path, faults: dict[str, list[tuple[str, str]]]) -> list[tuple[Any, ...]]:
    import python_calamine as calamine

    try:
        with calamine.load_workbook(str(path)) as workbook:
            return [
                (
                    sheet.name,
                    sheet.visible is not calamine.SheetVisibleEnum.Visible,
                    _rows(workbook.get_sheet_by_name(sheet.name)),
                    faults.get(sheet.name, []),
                )
                for sheet in workbook.sheets_metadata
                if sheet.typ is calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise RefusedError(
            "encrypted", "The file is encrypted with a password.", "Save it without a password."
        ) from error
    except (calamine.CalamineError, OSError) as error:
        raise RefusedError("damaged", "The workbook is damaged: its sheets cannot be read.", SAVE_AGAIN) from error


def _rows(sheet: Any) -> list[tuple[int, list[Any]]]:
    """The rows with content and their numbers; the parser leaves out empty columns to the left, not rows above."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if cells.count("") == len(cells):
            continue
        values = left + [
            value.strip() if type(value) is str else value if type(value) in _PLAIN else _portable(value)
            for value in cells
        ]
        while values and values[-1] == "":
            values.pop()
        if values:
            rows.append((number, values))
    return rows


def _portable(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return "d", value.isoformat()
    if isinstance(value, time):
        return "t", value.isoformat()
    if isinstance(value, timedelta):
        return "p", value.total_seconds()
    raise TypeError(f"the parser returned a {type(value).__name__}")
