"""A merge as edits of the workbook's sheets: labels for ids in the sheet's language, columns that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice

from estimator.model.form import Field, Form, Sheet
from estimator.model.inventory import FormValue, columns_of
from estimator.model.merging import NOTES_OF_OURS, SHEETS, Held, HeldSheet, Merged, SheetId
from estimator.render.form.values import label
from estimator.render.xlsx_edit.sheet import CellText, Highlight, SheetEdit

Labels = Mapping[FormValue | None, str]


def sheet_edits(merged: Merged, held: Held, form: Form) -> Iterator[tuple[SheetEdit, bool]]:
    """The edit of every sheet that changes, and whether the sheet has to be made first."""
    for sheet_id in SHEETS:
        if merged.additions[sheet_id] or merged.changes[sheet_id]:
            there = held.sheets[sheet_id]
            yield _sheet_edit(form.sheet(sheet_id), sheet_id, merged, held), not there.name


def _sheet_edit(sheet: Sheet, sheet_id: SheetId, merged: Merged, held: Held) -> SheetEdit:
    there = held.sheets[sheet_id]
    additions, changes = merged.additions[sheet_id], merged.changes[sheet_id]
    used = set[str]().union(*additions, *(change.values for change in changes))
    if not there.columns:
        used |= sheet.required_keys
    fields = [field for field in sheet.fields if field.key in used]
    columns, headings = _columns(fields, there)
    labels = {field.key: _labels(field, there.language) for field in fields}
    return SheetEdit(
        name=there.name or sheet.titles[there.language],
        heading_row=there.heading_row or 1,
        headings=headings,
        changes={
            change.number: {columns[key]: labels[key].get(value, value) for key, value in change.values.items()}
            for change in changes
        },
        numbers=list(islice(_free_rows(there), len(additions))),
        additions=dict(_additions(additions, columns, labels)) if additions else {},
        look=there.rows[-1].number if there.rows else 0,
        passed_over=there.occupied,
        highlight=_highlight(sheet_id, merged, held, columns),
    )


def _columns(fields: list[Field], there: HeldSheet) -> tuple[dict[str, int], dict[int, str]]:
    """The column of every field, and the headings of those that the sheet lacks."""
    columns, headings = dict(there.columns), {}
    right = max((there.width, *columns.values()))
    for field in fields:
        if field.key not in columns:
            right += 1
            columns[field.key], headings[right] = right, field.headings[there.language]
    return columns, headings


def _free_rows(there: HeldSheet) -> Iterator[int]:
    """Rows below the last one with content in the table, without those that hold something else."""
    return (number for number in count((there.last_row or 1) + 1) if number not in there.occupied)


def _labels(field: Field, language: str) -> Labels:
    if field.kind == "yes-no":
        return {answer: label(field.choices, "yes" if answer else "no", language) for answer in (True, False)}
    return {choice.id: choice.labels[language] for choice in field.choices} if field.kind == "choice" else {}


def _additions(
    additions: Sequence[Mapping[str, FormValue]], columns: Mapping[str, int], labels: Mapping[str, Labels]
) -> Iterator[tuple[int, Sequence[CellText]]]:
    """By column: what it says in each of the added rows."""
    for (key, words), said in zip(labels.items(), columns_of(additions, list(labels)), strict=True):
        yield columns[key], [words.get(value, value) for value in said] if words else said


def _highlight(sheet_id: SheetId, merged: Merged, held: Held, columns: Mapping[str, int]) -> Highlight | None:
    if NOTES_OF_OURS not in columns or all(gone.sheet != sheet_id for gone in merged.vanished):
        return None
    there = held.sheets[sheet_id]
    return Highlight(columns[NOTES_OF_OURS], held.phrases[there.language], max((there.width, *columns.values())))
