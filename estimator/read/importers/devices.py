"""The rows of a table of devices: each one a draft of an asset, or the reason why it is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from estimator.model.dates import months_later
from estimator.model.inventory import FormValue, Remark
from estimator.read.headings import fold, read_form
from estimator.read.importers.columns import Column
from estimator.read.importers.device_types import DeviceTypes
from estimator.read.importers.identity import Draft
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.read import EMPTY, Read
from estimator.read.importers.reads import Reads, Tell, by_field, read_column, read_fields
from estimator.read.importers.sections import NOTHING, Section, sections
from estimator.read.importers.sums import SUMS_UP, sums_up
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain, quoted

NO_LONGER_USED = "a device that is no longer used is not looked after."

_IDENTITY = frozenset(("name", "model", "serial_number", "manufacturer", "operating_system", "ip_address"))

_PARTS_OF_STATUS = re.compile(
    r"\s+[-–]\s+|[,;:()]|\s+(?=\d)|\s+(?:le|en|au|aux|à|de|du|depuis|par|op|aan|in|sinds|door|am|an|im|seit|on|to|since|by)\s",
    re.IGNORECASE,
)
"""What ends a word for a status: `volé le 12/03/2022`."""
_SEVERAL = re.compile(r"([1-9]\d?)\s*[x×]\s+(?=\D)", re.IGNORECASE)
_OF_PROGRAMS = frozenset(("assets.name", "assets.version", "assets.operating_system", "assets.notes"))
"""In a table that tells no more than this, a name that comes again is the same device: it lists programs."""
_CERTAIN = frozenset(("type", "serial_number", "manufacturer"))
"""What nobody tells of what is no device."""


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
    section: Section
    title: str
    """Its text, where it is a title or a note."""
    description: str
    """What its device is called in words that may name its type."""
    kinds: Sequence[int] = ()
    """The columns of types."""
    number: str = ""

    def read(self, name: str) -> Read:
        """What a column says."""
        return self.columns[name].of(self.index) if name in self.columns else EMPTY

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
        self._types = DeviceTypes(words, self._defaults.get("type"))
        self.drafts: list[Draft] = []
        self.not_understood: list[Remark] = []

    def read(self, table: Table, columns: Sequence[Column], tab: Section = NOTHING) -> None:
        """Reads every row of a table; it ends in `drafts` or in `not_understood`.

        `tab`: what the name of the sheet says about its rows.
        """
        groups = by_field(columns)
        notes = [*groups.pop("assets.notes", ()), *groups.pop("room", ())]
        cells = read_fields(table, groups, self._mapping, self._tell)
        note_lines = zip(*(self._note_lines(table, column) for column in notes), strict=True)
        keys = [name[7:] for name in cells if name.startswith("assets.")]
        values = zip(*(cells[f"assets.{key}"].values for key in keys), strict=True)
        doubtful = [reads.reasons for name, reads in cells.items() if name != "assets.type" and reads.reasons]
        name = f"{table.sheet} {table.heading_row}"
        above = sections(table, columns, self._words, tab)
        described = next((column.index for column in columns if _describes(column)), None)
        kinds = [column.index for column in groups.get("assets.type", ())]
        by_name = cells.keys() <= _OF_PROGRAMS
        for index, (record, (section, title)) in enumerate(zip(table.records, above, strict=True)):
            filled = {key: value for key, value in zip(keys, next(values, ()), strict=True) if value is not None}
            description = "" if described is None else plain(record.values[described])
            said = _Said(record, table.place(record), filled, cells, index, section, title, description, kinds)
            if by_name:
                said.number = str(filled.get("name", ""))
            remarks = [reasons[index] for reasons in doubtful if index in reasons]
            reason = self._take(said, "\n".join(filter(None, next(note_lines, ()))), remarks, name)
            if reason:
                self.not_understood.append(Remark(said.place, reason))

    def are_counted_in(self, table: Table, columns: Sequence[Column]) -> bool:
        """Whether a table of types and quantities has, of one of them at least, just what was read before it."""
        there: Counter[object] = Counter()
        for draft in self.drafts:
            quantity = draft.values.get("quantity", 1)
            there[draft.values["type"]] += quantity if isinstance(quantity, int) else 1
        groups = by_field(columns)
        types, counts = (
            read_column(table, groups[name][0], self._mapping, lambda *_: None).values
            for name in ("assets.type", "assets.quantity")
        )
        told: Counter[object] = Counter()
        for each, count in zip(types, counts, strict=True):
            told[each] += count if isinstance(count, int) else 0
        return any(there[each] == count for each, count in told.items() if each is not None and count)

    def _note_lines(self, table: Table, column: Column) -> list[str]:
        """What a column adds to the notes of every row."""
        label = f"{column.heading}: " if column.field == "room" else ""
        values = read_column(table, column, self._mapping, self._tell).values
        return [f"{label}{value}" if value is not None else "" for value in values]

    def _take(self, said: _Said, notes: str, remarks: list[str], table: str) -> str:
        """Makes a draft of a row; the reason where it is no device that is looked after."""
        said.number = str(said.values.pop("id", said.number))
        status, in_use = said.text("status"), said.text("in_use")
        if reason := self._why_no_device(said, status, in_use):
            return reason
        values = said.values
        for key, default in self._defaults.items():
            values.setdefault(key, default)
        if said.section.tab:
            notes = "\n".join(filter(None, (notes, said.section.tab)))
        if notes:
            values["notes"] = notes
        if "assets.quantity" not in said.columns and (several := _SEVERAL.match(said.description)):
            values["quantity"] = int(several[1])
            remarks.append(f"{quoted(said.description)} is read as {several[1]} of them.")
        if "warranty_months" in said.columns:
            _add_warranty(said)
        told = said.read("assets.type")
        values["type"], remark = self._types.find(told, values, said.description, said.section)
        remarks.append(remark)
        if "name" not in values and told.reason and said.description:
            values["name"] = said.description
        if said.section.place and "location" not in values:
            values["location"] = said.section.place
            remarks.append(f"Its location is taken to be {quoted(said.section.place)}: {said.section.because}.")
        if status and fold(status) in self._words.perhaps_unused:
            remarks.append(f"{quoted(status)}: it is taken over. Mark it as not managed where nobody uses it.")
        for remark in filter(None, remarks):
            self._tell(said.place, remark)
        self.drafts.append(Draft(said.place, "assets", values, said.number, table))
        return ""

    def _why_no_device(self, said: _Said, status: str, in_use: str) -> str:
        if sums_up(said.record, self._words):
            return SUMS_UP
        values = said.values
        if "type" not in values and not values.keys() & _IDENTITY:
            return "Only its number is filled in." if said.number else "Nothing that tells a device is filled in."
        if said.title:
            only = "Only " if said.record.values.count("") == len(said.record.values) - 1 else ""
            return f"{only}{quoted(said.title)} is filled in, which is a title or a note."
        kinds = [plain(said.record.values[index]) for index in said.kinds if "type" not in values]
        if program := next(filter(self._words.is_program, kinds), ""):
            return f"{quoted(program)} is no device."
        if not values.keys() & _CERTAIN:
            called = str(values.get("name") or said.description or values.get("model", ""))
            if self._words.is_no_device(called):
                return f"{quoted(called)} is no device."
        for text in filter(None, (status, in_use)):
            if self._is_retired(text):
                return f"{quoted(text)}: {NO_LONGER_USED}"
        if in_use and fold(in_use) in self._no:
            return f"It is not in use: {NO_LONGER_USED}"
        if values.get("quantity") == 0:
            return "The quantity is 0: there is none of them."
        return ""

    def _is_retired(self, text: str) -> bool:
        """Whether a status is or begins with a word for retired, or a part of it is one: `defect - verkocht`."""
        if text not in self._retired:
            folded, words = fold(text[:200]), self._words.retired
            begins = any(len(word) > 6 and folded.startswith(word) for word in words)
            parts = {fold(part) for part in _PARTS_OF_STATUS.split(text[:200])}
            self._retired[text] = folded in words or begins or bool(parts & words)
        return self._retired[text]


def _add_warranty(said: _Said) -> None:
    """The end of a warranty that is told by its length."""
    months = said.read("warranty_months").value
    if isinstance(months, int) and isinstance(bought := said.values.get("purchased"), date):
        said.values.setdefault("warranty_until", months_later(bought, months))


def _describes(column: Column) -> bool:
    """Whether the cells of a column are what people call devices: `Ordinateur portable Dell`."""
    told = (
        ("assets.name", "assets.type")
        if column.meaning == "description"
        else ("assets.name", "assets.type", "assets.notes")
    )
    return column.meaning in ("thing", "description") and column.field in told


def _words_for_no() -> frozenset[str]:
    no = next(choice for choice in read_form().sheet("assets").field("managed").choices if choice.id == "no")
    return frozenset(map(fold, (*no.labels.values(), *no.synonyms)))
