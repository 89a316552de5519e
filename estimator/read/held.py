"""What a workbook holds before an inventory is merged into it, and an inventory as a workbook would give it back."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.form import Form, Sheet
from estimator.model.inventory import FormValue, FoundRow, Inventory, Remark
from estimator.model.merging import NOTES_OF_OURS, SHEETS, Held, HeldRow, HeldSheet, SheetId
from estimator.model.rate_card import RateCard
from estimator.read.cells import RawSheet, Value
from estimator.read.checks import Problems
from estimator.read.layout import Layout, find_columns, find_fields, find_sheets
from estimator.read.rows import fault_cells
from estimator.read.values import CellError, Parser, parse_text, plain
from estimator.read.workbook import field_parsers

LONGEST_TEXT = 32_767
"""What a spreadsheet keeps of a cell, in UTF-16 units."""

_MOST_VALUES_KEPT = 10_000
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
    """The inventory with its values as a workbook gives them back once they are written; what cannot be, is told."""
    writers = {
        sheet: _Settler(form.sheet(sheet), _parsers(form, form.sheet(sheet), "en", rate_card)) for sheet in SHEETS
    }
    rows = tuple(writers[row.sheet].settle(row) for row in inventory.rows)
    remarks = (remark for writer in writers.values() for remark in writer.remarks)
    return replace(inventory, rows=rows, remarks=(*inventory.remarks, *remarks))


class _Settler:
    """Makes the values of one sheet what a workbook would give back."""

    def __init__(self, sheet: Sheet, parsers: Mapping[str, Parser]) -> None:
        self._fields = {field.key: (field, parsers[field.key]) for field in sheet.fields}
        self._known: dict[str, dict[FormValue, FormValue]] = {key: {} for key in self._fields}
        """By field and value: what becomes of it; most values of an export stand in it many times."""
        self.remarks: list[Remark] = []

    def settle(self, row: FoundRow) -> FoundRow:
        """The row with its values settled."""
        values: dict[str, FormValue] = {}
        for key, value in row.values.items():
            known = self._known[key]
            result = known.get(value)
            if result is None:
                result = self._settled(row, key, value)
                if result is None:
                    continue
                if len(known) < _MOST_VALUES_KEPT:
                    known[value] = result
            values[key] = result
        return FoundRow(row.place, row.sheet, values)

    def _settled(self, row: FoundRow, key: str, value: FormValue) -> FormValue | None:
        field, parse = self._fields[key]
        try:
            result = parse(_as_cell(value))
        except CellError as error:
            result = error.value
            if result is None:
                reason = f"The {field.headings['en']} is left out: {error.message[0].lower()}{error.message[1:]}"
                self.remarks.append(Remark(row.place, reason))
        if isinstance(result, str) and not (result.isascii() and len(result) <= LONGEST_TEXT):
            result = _writable(result)
        return None if result == "" else result  # type: ignore[return-value]  # parsers of these fields give no other


def _as_cell(value: FormValue) -> Value:
    return ("d", value.isoformat()) if isinstance(value, date) else value


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
