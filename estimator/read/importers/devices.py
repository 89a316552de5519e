"""The rows of a table of devices: each one a draft of an asset, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from estimator.model.dates import months_later
from estimator.model.inventory import FormValue, Remark
from estimator.read.cells import Value
from estimator.read.headings import fold, read_form
from estimator.read.importers.columns import Column
from estimator.read.importers.identity import HOST_NAME, Draft
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.products import type_of_model
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.values import (
    EMPTY,
    DateOrder,
    Read,
    date_order,
    form_value,
    months_of,
    plain_text_of,
    reader_of,
)
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain, quoted

Tell = Callable[[str, str], None]
"""Takes a remark: place and reason."""

SUMS_UP = "The row sums up others; it is no device."
NO_LONGER_USED = "a device that is no longer used is not looked after."
NO_TYPE = "No type is told."

FEW_CELLS = 3
"""A row that sums up has so many filled cells at most, or a third of them."""

WIDE_TABLE = 4
"""In a table of so many known columns a row with one filled cell is a title or a note."""

_IDENTITY = frozenset(("name", "model", "serial_number", "manufacturer", "operating_system", "ip_address"))

_YEARS = re.compile(r"year|jaar|jaren|\ban(?:s|nées?)?\b|jahr", re.IGNORECASE)
_DATES = frozenset(
    f"{sheet}.{entry.key}"
    for sheet in ("assets", "locations")
    for entry in read_form().sheet(sheet).fields
    if entry.kind == "date"
)


# --- columns ---------------------------------------------------------------------------------------------------------


def by_field(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """The columns that are used, by their field, the preferred first."""
    groups: dict[str, list[Column]] = {}
    for column in sorted(columns, key=lambda column: (column.rank, column.index)):
        if column.field:
            groups.setdefault(column.field, []).append(column)
    return groups


class Reads(NamedTuple):
    """What a column says, row by row."""

    values: Sequence[FormValue | None]
    """None where a cell says nothing, or nothing that can be read."""
    reasons: Mapping[int, str]
    """What is to be said about cells, by the index of their row."""


def read_column(table: Table, column: Column, mapping: ColumnMapping, tell: Tell) -> Reads:
    """What every cell of a column means; each different cell is read once, text that stays as it is not at all."""
    cells = table.columns[column.index]
    different = dict.fromkeys(cells)
    read, stays = _reader(table, column, different, tell)
    meanings = {fold(text): meaning for text, meaning in mapping.values.get(column.field, {}).items()}
    if meanings:
        known = {cell: read(meanings.get(fold(plain(cell)), cell)) for cell in different}
    else:
        known = {cell: read(cell) for cell in different if not isinstance(cell, str) or not stays(cell)}
    known[""] = EMPTY
    values: dict[Value, Any] = {cell: found.value for cell, found in known.items()}
    reasons = {cell: found.reason for cell, found in known.items() if found.reason}
    told = {index: reasons[cell] for index, cell in enumerate(cells) if cell in reasons} if reasons else {}
    return Reads(list(map(values.get, cells, cells)), told)


def _reader(
    table: Table, column: Column, values: Iterable[Value], tell: Tell
) -> tuple[Callable[[Value], Read], Callable[[str], object]]:
    """How the cells of a column are read, and what tells text that stays as it is."""
    name = column.field
    if name == "warranty_months":
        in_years = bool(_YEARS.search(column.heading))
        return lambda value: _months(value, in_years), lambda _: False
    if "." not in name:
        name = "assets.notes"
    order = DateOrder.DAY_FIRST
    if name in _DATES:
        order, ambiguous = date_order(values)
        if ambiguous:
            reason = f"The dates of {quoted(column.heading)} can be read in two ways; they are read day first."
            tell(f"{table.sheet} row {table.heading_row}", reason)
    return reader_of(name, order), plain_text_of(name)


def _months(value: Value, in_years: bool) -> Read:
    months = months_of(value, in_years)
    if months is None and form_value("assets.notes", value).value is not None:
        return Read(None, f"{quoted(plain(value))} is no length of a warranty; it is left out.")
    return Read(months)


def merged(columns: Sequence[Reads]) -> Reads:
    """The columns of one field as one: what the first says that says something, else why none does."""
    first, *others = columns
    for other in others:
        pairs = enumerate(zip(first.values, other.values, strict=True))
        taken = {index for index, (value, more) in pairs if value is None and more is not None}
        values = [other.values[index] if index in taken else value for index, value in enumerate(first.values)]
        kept = {index: reason for index, reason in first.reasons.items() if index not in taken}
        more = {
            index: reason
            for index, reason in other.reasons.items()
            if index in taken or (first.values[index] is None and index not in kept)
        }
        first = Reads(values, kept | more)
    return first


# --- rows ------------------------------------------------------------------------------------------------------------


def sums_up(record: Record, words: Vocabulary) -> bool:
    """Whether a row says how many there are, instead of one of them: `Totaal: 25`."""
    values = record.values
    filled = len(values) - values.count("")
    if filled > max(FEW_CELLS, len(values) // 3):
        return False
    texts = [value for value in values if isinstance(value, str) and value]
    return any(words.is_summary(text) for text in texts[:2])


def _alone(record: Record) -> str:
    """The text of the only cell of a row that is filled; empty where there are more."""
    if record.values.count("") < len(record.values) - 1:
        return ""
    return plain(next(value for value in record.values if value != ""))


@dataclass(slots=True)
class _Said:
    """What one row says."""

    record: Record
    place: str
    values: dict[str, FormValue]
    """Of the fields of an asset."""
    columns: Mapping[str, Reads]
    """By field; of several columns the one that counts."""
    index: int
    known_columns: int
    number: str = ""

    def read(self, name: str) -> Read:
        """What a column says."""
        if name not in self.columns:
            return EMPTY
        reads = self.columns[name]
        return Read(reads.values[self.index], reads.reasons.get(self.index, ""))

    def text(self, name: str) -> str:
        """What a special column says, as text."""
        value = self.columns[name].values[self.index] if name in self.columns else None
        return "" if value is None else str(value)


class Devices:
    """Reads the rows of tables of devices into drafts."""

    def __init__(self, words: Vocabulary, mapping: ColumnMapping, tell: Tell) -> None:
        self._words, self._mapping, self._tell = words, mapping, tell
        self._defaults = {
            name.partition(".")[2]: value
            for name, value in mapping.default_values().items()
            if name.startswith("assets.")
        }
        self._no = _words_for_no()
        self._retired: dict[str, bool] = {}
        self._types: dict[tuple[Read | FormValue | None, ...], tuple[str, str]] = {}
        self.drafts: list[Draft] = []
        self.not_understood: list[Remark] = []

    def read(self, table: Table, columns: Sequence[Column]) -> None:
        """Reads every row of a table; it ends in `drafts` or in `not_understood`."""
        groups = by_field(columns)
        notes = [*groups.pop("assets.notes", ()), *groups.pop("room", ())]
        cells = {
            name: merged([read_column(table, column, self._mapping, self._tell) for column in group])
            for name, group in groups.items()
        }
        lines = zip(*(self._note_lines(table, column) for column in notes), strict=True)
        known = sum(column.is_known for column in columns)
        keys = [name[7:] for name in cells if name.startswith("assets.")]
        values = zip(*(cells[f"assets.{key}"].values for key in keys), strict=True)
        doubtful = [reads.reasons for name, reads in cells.items() if name != "assets.type" and reads.reasons]
        name = f"{table.sheet} {table.heading_row}"
        for index, record in enumerate(table.records):
            filled = {key: value for key, value in zip(keys, next(values, ()), strict=True) if value is not None}
            said = _Said(record, table.place(record), filled, cells, index, known)
            remarks = [reasons[index] for reasons in doubtful if index in reasons]
            reason = self._take(said, "\n".join(filter(None, next(lines, ()))), remarks, name)
            if reason:
                self.not_understood.append(Remark(said.place, reason))

    def _note_lines(self, table: Table, column: Column) -> list[str]:
        """What a column adds to the notes of every row."""
        label = f"{column.heading}: " if column.field == "room" else ""
        values = read_column(table, column, self._mapping, self._tell).values
        return [f"{label}{value}" if value is not None else "" for value in values]

    def _take(self, said: _Said, notes: str, remarks: list[str], table: str) -> str:
        """Makes a draft of a row; the reason where it is no device that is looked after."""
        said.number = str(said.values.pop("id", ""))
        status, in_use = said.text("status"), said.text("in_use")
        if reason := self._why_no_device(said, status, in_use):
            return reason
        values = said.values
        for key, default in self._defaults.items():
            values.setdefault(key, default)
        if notes:
            values["notes"] = notes
        if "warranty_months" in said.columns:
            _add_warranty(said)
        values["type"], remark = self._type(said)
        remarks.append(remark)
        if status and fold(status) in self._words.stored:
            remarks.append(f"{quoted(status)}: it is taken over. Mark it as not managed where nobody uses it.")
        for remark in filter(None, remarks):
            self._tell(said.place, remark)
        self.drafts.append(Draft(said.place, "assets", values, said.number, table))
        return ""

    def _why_no_device(self, said: _Said, status: str, in_use: str) -> str:
        values, cells = said.values, said.record.values
        has_few = len(cells) - cells.count("") <= max(FEW_CELLS, len(cells) // 3)
        if has_few and sums_up(said.record, self._words):
            return SUMS_UP
        if "type" not in values and not values.keys() & _IDENTITY:
            return "Only its number is filled in." if said.number else "Nothing that tells a device is filled in."
        if (
            has_few
            and said.known_columns >= WIDE_TABLE
            and (alone := _alone(said.record))
            and not HOST_NAME.fullmatch(alone)
        ):
            return f"Only {quoted(alone)} is filled in, which is a title or a note."
        for text in filter(None, (status, in_use)):
            if self._is_retired(text):
                return f"{quoted(text)}: {NO_LONGER_USED}"
        if in_use and fold(in_use) in self._no:
            return f"It is not in use: {NO_LONGER_USED}"
        if values.get("quantity") == 0:
            return "The quantity is 0: there is none of them."
        return ""

    def _is_retired(self, text: str) -> bool:
        """Whether a status begins with a word for retired: `Hors service depuis 2022`."""
        if text not in self._retired:
            folded, words = fold(text[:200]), self._words.retired
            begins = any(len(word) > 6 and folded.startswith(word) for word in words)
            self._retired[text] = folded in words or begins
        return self._retired[text]

    # --- types ---

    def _type(self, said: _Said) -> tuple[str, str]:
        """The type of a device, and what is to be said about it."""
        told = said.read("assets.type")
        values = said.values
        key = told, values.get("model"), values.get("manufacturer"), values.get("operating_system")
        if key not in self._types:
            self._types[key] = self._type_of_product(told, *(str(each or "") for each in key[1:]))
        found, remark = self._types[key]
        if found:
            return found, remark
        because = told.reason or NO_TYPE
        if by_name := self._words.hint("name", str(values.get("name", ""))):
            return by_name, f"{because} Taken for {by_name} by its name."
        if by_system := self._words.hint("common_system", str(values.get("operating_system", ""))):
            return by_system, f"{because} Taken for {by_system} by its operating system."
        if "type" in self._defaults:
            return str(self._defaults["type"]), ""
        return "other", f"{because} Taken for other; choose the type."

    def _type_of_product(self, told: Read, model: str, maker: str, system: str) -> tuple[str, str]:
        """The type by what is told, by the product and by the system; empty where these do not tell."""
        product = f"{maker} {model}" if model and not model.startswith(maker) else model or maker
        by_product = type_of_model(product) or self._words.hint("model", product)
        if told.value is not None:
            if (told.value, by_product) in _MORE_EXACT:
                return str(by_product), f"Taken for {by_product}, not {told.value}: {quoted(model)} is one."
            return str(told.value), told.reason
        because = told.reason or NO_TYPE
        if by_product:
            return by_product, f"{because} Taken for {by_product}: {quoted(product)} is one."
        if by_system := self._words.hint("operating_system", system):
            return by_system, f"{because} Taken for {by_system}: it runs {quoted(system)}."
        return "", ""


_MORE_EXACT = frozenset((("workstation", "laptop"), ("server", "virtual-server"), ("workstation", "virtual-server")))
"""What lists call a device, and what its model says more exactly."""


def _add_warranty(said: _Said) -> None:
    """The end of a warranty that is told by its length."""
    months = said.read("warranty_months").value
    if isinstance(months, int) and isinstance(bought := said.values.get("purchased"), date):
        said.values.setdefault("warranty_until", months_later(bought, months))


def _words_for_no() -> frozenset[str]:
    no = next(choice for choice in read_form().sheet("assets").field("managed").choices if choice.id == "no")
    return frozenset(map(fold, (*no.labels.values(), *no.synonyms)))
