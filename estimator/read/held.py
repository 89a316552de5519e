"""What a workbook holds before an inventory is merged into it, and an inventory as a workbook would give it back."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.form import Form, Sheet
from estimator.model.inventory import FormValue, FoundRow, Inventory, Remark, columns_of
from estimator.model.merging import NOTES_OF_OURS, SHEETS, Held, HeldRow, HeldSheet, SheetId
from estimator.model.rate_card import RateCard
from estimator.read.cells import RawSheet, Value
from estimator.read.checks import Problems
from estimator.read.layout import Layout, find_columns, find_fields, find_sheets
from estimator.read.rows import fault_cells
from estimator.read.values import CellError, Parser, parse_text, plain, plain_text_of
from estimator.read.workbook import field_parsers

LONGEST_TEXT = 32_767
"""What a spreadsheet keeps of a cell, in UTF-16 units."""

_NO_CHARACTERS = dict.fromkeys((*range(0xFDD0, 0xFDF0), *(plane + low for plane in range(0, 0x110000, 0x10000)
                                                           for low in (0xFFFE, 0xFFFF))))  # fmt: skip
Formulas = Callable[[str], frozenset[tuple[int, int]]]
"""Row and column of every formula of a sheet, by the sheet's name."""


@cache
def vanished_phrases() -> Mapping[str, str]:
    """By language: how a line of the internal notes begins that says that a row vanished from its export."""
    raw = tomllib.loads((files("estimator.data") / "import_words.toml").read_text("utf-8"))
    return dict(raw["vanished"])


# --- the workbook ----------------------------------------------------------------------------------------------------


def held_in(raw_sheets: Sequence[RawSheet], form: Form, rate_card: RateCard, formulas: Formulas) -> Held:
    """What the workbook holds; raises Stop where a sheet has content but no headings.

    Sheets that are not there are spoken of in the language of the customer's.
    """
    problems = Problems()
    found = find_sheets(form, raw_sheets, "", problems)
    country, spoken = "", "en"
    if "customer" in found:
        country, spoken = _customer(form, found["customer"], rate_card)
    sheets: dict[SheetId, HeldSheet] = {}
    for sheet_id in SHEETS:
        sheet = form.sheet(sheet_id)
        raw = found.get(sheet_id)
        if raw is None or not raw.rows:
            sheets[sheet_id] = HeldSheet(raw.name if raw else "", spoken)
            continue
        layout = find_columns(form, sheet, raw, problems)
        if layout is None:
            raise Stop(*(problem for problem in problems.found if problem.check == "no-headings"))
        sheets[sheet_id] = _held_sheet(form, layout, rate_card, formulas(raw.name))
    return Held(sheets, country, vanished_phrases())


def _customer(form: Form, raw: RawSheet, rate_card: RateCard) -> tuple[str, str]:
    """The customer's country, empty where it is not there or not known; and the language of the sheet."""
    sheet = form.sheet("customer")
    _, given, language = find_fields(sheet, raw, Problems())
    if given.get("country", "") == "":
        return "", language
    try:
        return str(field_parsers(form, sheet, language, rate_card)["country"](given["country"])), language
    except CellError:
        return "", language


def _held_sheet(form: Form, layout: Layout, rate_card: RateCard, formulas: frozenset[tuple[int, int]]) -> HeldSheet:
    parsers = _parsers(form, layout.sheet, layout.language, rate_card)
    columns = [(key, column, parsers[key]) for key, column in layout.columns.items()]
    fixed_cells: dict[int, set[int]] = {}
    for row, column in (*fault_cells(layout.raw.faults), *formulas):
        fixed_cells.setdefault(row, set()).add(column)
    fields = frozenset(layout.columns.values())
    rows: list[HeldRow] = []
    below = {number for number, _ in layout.raw.rows if number > layout.heading_row}
    # The form's example row and a row of totals are nobody's equipment, and stay what they are.
    occupied = below | {row for row, columns_of in fixed_cells.items() if columns_of & fields}
    width = 0
    for number, cells in layout.rows:
        width = max(width, len(cells))
        values: dict[str, FormValue] = {}
        for key, column, parse in columns:
            value = cells[column - 1] if column <= len(cells) else ""
            if value != "":
                values[key] = _understood(value, parse)
        is_total = not layout.sheet.required_keys <= values.keys() and layout.is_total(cells)
        if values and not is_total:
            rows.append(_held_row(number, values, layout.columns, fixed_cells.get(number, set())))
    headings = next(cells for number, cells in layout.raw.rows if number == layout.heading_row)
    return HeldSheet(
        name=layout.raw.name,
        language=layout.language,
        heading_row=layout.heading_row,
        columns=layout.columns,
        rows=rows,
        last_row=rows[-1].number if rows else layout.heading_row,
        occupied=frozenset(occupied - {row.number for row in rows}),
        width=max(width, len(headings)),
    )


def _held_row(
    number: int, values: dict[str, FormValue], columns: Mapping[str, int], fixed_columns: set[int]
) -> HeldRow:
    marks: tuple[str, ...] = ()
    notes = values.get(NOTES_OF_OURS)
    if isinstance(notes, str):
        phrases = tuple(vanished_phrases().values())
        marks = tuple(line for line in notes.split("\n") if line.startswith(phrases))
        if marks:
            values[NOTES_OF_OURS] = "\n".join(line for line in notes.split("\n") if line not in marks)
            if not values[NOTES_OF_OURS]:
                del values[NOTES_OF_OURS]
    fixed = (
        frozenset(key for key, column in columns.items() if column in fixed_columns) if fixed_columns else frozenset()
    )
    return HeldRow(number, values, fixed, marks)


def _understood(value: Value, parse: Parser) -> FormValue:
    """The cell's value; its text where the field does not understand it."""
    try:
        result = parse(value)
    except CellError as error:
        result = error.value
    return plain(value) if result is None else result  # type: ignore[return-value]  # parsers of these fields give no other


def _parsers(form: Form, sheet: Sheet, language: str, rate_card: RateCard) -> dict[str, Parser]:
    """A parser a field that gives values as an inventory has them."""
    parsers = field_parsers(form, sheet, language, rate_card)
    return {field.key: parse_text if field.kind in ("windows", "periods") else parsers[field.key]
            for field in sheet.fields}  # fmt: skip


# --- the inventory ---------------------------------------------------------------------------------------------------


def settled(inventory: Inventory, form: Form, rate_card: RateCard) -> Inventory:
    """The inventory with its values as a workbook gives them back once they are written; what cannot be, is told.

    Every value of a field is looked at once, however many rows have it.
    """
    others: dict[SheetId, dict[str, dict[FormValue, FormValue | CellError | None]]] = {}
    for sheet_id in SHEETS:
        rows = [row.values for row in inventory.rows if row.sheet == sheet_id]
        if rows:
            sheet = form.sheet(sheet_id)
            others[sheet_id] = _other_values(rows, sheet, _parsers(form, sheet, "en", rate_card))
    if not any(others.values()):
        return inventory
    remarks: list[Remark] = []
    settled_rows = tuple(_settled_row(row, others[row.sheet], form, remarks) for row in inventory.rows)
    return replace(inventory, rows=settled_rows, remarks=(*inventory.remarks, *remarks))


def _other_values(
    rows: Sequence[Mapping[str, FormValue]], sheet: Sheet, parsers: Mapping[str, Parser]
) -> dict[str, dict[FormValue, FormValue | CellError | None]]:
    """By field: what becomes of the values that do not stay what they are; the reason where it is left out."""
    others = {}
    keys = [field.key for field in sheet.fields]
    for field, said in zip(sheet.fields, columns_of(rows, keys), strict=True):
        key, parse = field.key, parsers[field.key]
        changed = {}
        for value in plain_text_of(field).others(set(said) - {None}):
            result = _settled_value(value, parse)
            if result != value or isinstance(result, bool) is not isinstance(value, bool):
                changed[value] = result
        if changed:
            others[key] = changed
    return others


def _settled_value(value: FormValue, parse: Parser) -> FormValue | CellError | None:
    cell = value.strip() if isinstance(value, str) else value
    if cell == "":
        return None
    try:
        result: Any = parse(("d", cell.isoformat()) if isinstance(cell, date) else cell)
    except CellError as error:
        result = error if error.value is None else error.value
    if isinstance(result, str) and not (result.isascii() and len(result) <= LONGEST_TEXT):
        result = _writable(result)
    return None if result == "" else result


def _settled_row(
    row: FoundRow,
    others: Mapping[str, Mapping[FormValue, FormValue | CellError | None]],
    form: Form,
    remarks: list[Remark],
) -> FoundRow:
    changed = [key for key, other in others.items() if key in row.values and row.values[key] in other]
    if not changed:
        return row
    values = dict(row.values)
    for key in changed:
        result = others[key][values[key]]
        if isinstance(result, CellError):
            heading = form.sheet(row.sheet).field(key).headings["en"]
            reason = f"The {heading} is left out: {result.message[0].lower()}{result.message[1:]}"
            remarks.append(Remark(row.place, reason))
        if result is None or isinstance(result, CellError):
            del values[key]
        else:
            values[key] = result
    return replace(row, values=values)


def _writable(text: str) -> str:
    """The text without what XML cannot hold, and no longer than a cell."""
    text = text.translate(_NO_CHARACTERS)
    encoded = text.encode("utf-16-le")
    return (
        text if len(encoded) <= 2 * LONGEST_TEXT else encoded[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore").strip()
    )


def unreadable(diagnostics: Iterable[Diagnostic]) -> Stop:
    """The reason why a workbook is not read."""
    return Stop(*(diagnostic for diagnostic in diagnostics if diagnostic.level is Level.ERROR))
