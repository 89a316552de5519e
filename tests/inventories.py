"""Inventories and the content of workbooks as values, for tests of merging; `applied` is what writing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from estimator.model.inventory import FormValue, FoundRow, Inventory, Remark
from estimator.model.merging import NOTES_OF_OURS, SHEETS, Held, HeldRow, HeldSheet, Memory, Merged, SheetId
from estimator.read.headings import read_form
from estimator.read.held import vanished_phrases
from estimator.review.merge import Surroundings, merge

FORM = read_form()
TODAY = date(2026, 11, 22)
FIELDS: Mapping[SheetId, tuple[str, ...]] = {
    sheet: tuple(field.key for field in FORM.sheet(sheet).fields if field.key != "id") for sheet in SHEETS
}
COLUMNS = {sheet: {field.key: n for n, field in enumerate(FORM.sheet(sheet).fields, 1)} for sheet in SHEETS}
Rows = list[dict[str, Any]]


def found(sheet: SheetId, **values: FormValue) -> FoundRow:
    return FoundRow(f"export row {values.get('id')}", sheet, values)


def inventory(*rows: FoundRow, kind: str = "netbox", name: str = "devices.csv", not_understood: int = 0) -> Inventory:
    lost = tuple(Remark(f"{name} row {n}", "It has no name.") for n in range(not_understood))
    return Inventory(kind, name, rows, lost)


def assets(*rows: dict[str, Any], **more: Any) -> Inventory:
    return inventory(*(found("assets", **row) for row in rows), **more)


def held(country: str = "BE", **sheets: Rows) -> Held:
    """A workbook with these rows below headings in row 1."""
    return Held(
        {
            sheet: HeldSheet(sheet, "en", 1, COLUMNS[sheet], [_row(n, values) for n, values in enumerate(rows, 2)])
            for sheet in SHEETS
            for rows in (sheets.get(sheet, []),)
        },
        country,
        vanished_phrases(),
    )


def _row(number: int, values: Mapping[str, FormValue], fixed: frozenset[str] = frozenset()) -> HeldRow:
    """A row as reading gives it: lines that say that it vanished stand apart from the notes."""
    content = {key: value for key, value in values.items() if value not in ("", None)}
    lines = str(content.pop(NOTES_OF_OURS, "")).split("\n")
    marks = tuple(line for line in lines if line.startswith(tuple(vanished_phrases().values())))
    notes = "\n".join(line for line in lines if line not in marks)
    return HeldRow(number, {**content, NOTES_OF_OURS: notes} if notes else content, fixed, marks)


def merged_with(
    export: Inventory, there: Held, memory: Memory | None = None, location: str = "", today: date = TODAY
) -> Merged:
    return merge(export, there, memory or Memory(), Surroundings(today, "LU", FIELDS, location))


def cells(there: HeldRow) -> dict[str, FormValue]:
    """A row's cells as they stand in the workbook: marks and notes in one cell again."""
    notes = "\n".join(filter(None, (str(there.values.get(NOTES_OF_OURS, "")), *there.marks)))
    return {**there.values, **({NOTES_OF_OURS: notes} if notes else {})}


def applied(result: Merged, there: Held) -> Held:
    """The workbook once the merge is written."""
    sheets = {}
    for sheet, content in there.sheets.items():
        rows = {row.number: cells(row) for row in content.rows}
        for change in result.changes[sheet]:
            rows[change.number] = {**rows[change.number], **change.values}  # type: ignore[dict-item]
        first = max(rows, default=1) + 1
        rows.update(enumerate((dict(values) for values in result.additions[sheet]), first))
        fixed = {row.number: row.fixed for row in content.rows}
        sheets[sheet] = replace(
            content, rows=[_row(n, values, fixed.get(n, frozenset())) for n, values in rows.items()]
        )
    return replace(there, sheets=sheets)


def typed(there: Held, sheet: SheetId, number: int, **values: Any) -> Held:
    """The workbook after a person typed into a row."""
    content = there.sheets[sheet]
    rows = [_row(row.number, {**cells(row), **values}) if row.number == number else row for row in content.rows]
    return replace(there, sheets={**there.sheets, sheet: replace(content, rows=rows)})
