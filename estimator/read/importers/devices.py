"""The rows of a table of devices: each one a draft of an asset, or the reason why it is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from estimator.model.dates import months_later
from estimator.model.inventory import Remark
from estimator.read.headings import fold
from estimator.read.importers.columns import Column
from estimator.read.importers.device_types import DeviceTypes
from estimator.read.importers.identity import Draft
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.no_devices import why_no_devices
from estimator.read.importers.reads import Tell, by_field, read_column, read_fields
from estimator.read.importers.said import Rows, rows_of
from estimator.read.importers.sections import NOTHING, Section
from estimator.read.importers.tables import Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import quoted

_SEVERAL = re.compile(r"([1-9]\d?)\s*[x×]\s+(?=\D)", re.IGNORECASE)

Reasons = Mapping[int, str]
"""What is to be said about rows, by their index."""


class Devices:
    """Reads the rows of tables of devices into drafts."""

    def __init__(self, words: Vocabulary, mapping: ColumnMapping, tell: Tell) -> None:
        self._words, self._mapping, self._tell = words, mapping, tell
        self._defaults = {
            name.partition(".")[2]: value
            for name, value in mapping.default_values().items()
            if name.startswith("assets.")
        }
        self._types = DeviceTypes(words, self._defaults.get("type"))
        self.drafts: list[Draft] = []
        self.not_understood: list[Remark] = []

    def read(self, table: Table, columns: Sequence[Column], tab: Section = NOTHING) -> None:
        """Reads every row of a table; it ends in `drafts` or in `not_understood`.

        `tab`: what the name of the sheet says about its rows.
        """
        groups = by_field(columns)
        notes = [*groups.pop("assets.notes", ()), *groups.pop("room", ())]
        reads = read_fields(table, groups, self._mapping, self._tell)
        rows = rows_of(table, columns, reads, self._words, tab)
        kinds = [column.index for column in groups.get("assets.type", ())]
        refused = why_no_devices(rows, kinds, self._words)
        doubtful = [said.reasons for name, said in reads.items() if name != "assets.type"]
        reasons = [*doubtful, *self._completed(rows, [self._note_lines(table, column) for column in notes])]
        self._take(rows, refused)
        for index in sorted(set().union(*reasons) - refused.keys()):
            for reason in (each[index] for each in reasons if index in each):
                self._tell(table.places[index], reason)

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

    def _note_lines(self, table: Table, column: Column) -> Sequence[str]:
        """What a column adds to the notes of every row."""
        label = f"{column.heading}: " if column.field == "room" else ""
        values = read_column(table, column, self._mapping, self._tell).values
        return [f"{label}{value}" if value is not None else "" for value in values]

    def _take(self, rows: Rows, refused: Reasons) -> None:
        """Makes a draft of every row that is not refused."""
        places = rows.table.places
        name = f"{rows.table.sheet} {rows.table.heading_row}"
        self.not_understood += [Remark(places[index], refused[index]) for index in sorted(refused)]
        drafts = zip(places, rows.by_row(), rows.numbers, strict=True)
        self.drafts += [
            Draft(place, "assets", values, number, name)
            for index, (place, values, number) in enumerate(drafts)
            if index not in refused
        ]

    # --- what is filled in -------------------------------------------------------------------------------------------

    def _completed(self, rows: Rows, note_lines: Sequence[Sequence[str]]) -> Iterator[Reasons]:
        """Fills in what no cell says, or what several say together; what is to be said about it."""
        _join_notes(rows, note_lines)
        for key, default in self._defaults.items():
            rows.values[key] = [default if value is None else value for value in rows.column(key)]
        yield _counted(rows)
        _add_warranties(rows)
        rows.values["type"], remarks = self._types.find(rows)
        yield remarks
        _add_names(rows)
        yield _placed(rows)
        yield self._perhaps_unused(rows)

    def _perhaps_unused(self, rows: Rows) -> Reasons:
        said = rows.texts("status")
        doubtful = {text for text in set(said) if text and fold(text) in self._words.perhaps_unused}
        return {
            index: f"{quoted(text)}: it is taken over. Mark it as not managed where nobody uses it."
            for index, text in enumerate(said)
            if text in doubtful
        }


def _join_notes(rows: Rows, lines: Sequence[Sequence[str]]) -> None:
    """All that is told in notes, and the name of the sheet where it tells rows from those of other sheets."""
    tabs = [section.tab for section in rows.sections]
    lines = [*lines, tabs] if any(tabs) else lines
    if len(lines) == 1:
        rows.values["notes"] = [line or None for line in lines[0]]
    elif lines:
        rows.values["notes"] = ["\n".join(filter(None, told)) or None for told in zip(*lines, strict=True)]


def _counted(rows: Rows) -> Reasons:
    """How many devices a row is where no column says it: `2x Laptop`."""
    if "assets.quantity" in rows.reads:
        return {}
    counts = {text: match[1] for text in set(rows.descriptions) if (match := _SEVERAL.match(text))}
    several = {index: text for index, text in enumerate(rows.descriptions) if text in counts}
    rows.fill("quantity", {index: int(counts[text]) for index, text in several.items()})
    return {index: f"{quoted(text)} is read as {counts[text]} of them." for index, text in several.items()}


def _add_warranties(rows: Rows) -> None:
    """The end of a warranty that is told by its length."""
    if "warranty_months" not in rows.reads:
        return
    months, bought = rows.reads["warranty_months"].values, rows.column("purchased")
    told = ((index, months[index], bought[index]) for index in rows.silent(("warranty_until",)))
    ends = {
        index: months_later(first, length)
        for index, length, first in told
        if isinstance(length, int) and isinstance(first, date)
    }
    rows.fill("warranty_until", ends)


def _add_names(rows: Rows) -> None:
    """What a device is called is its name, where it does not just tell its type."""
    doubtful = rows.reads["assets.type"].reasons if "assets.type" in rows.reads else {}
    called = rows.descriptions
    rows.fill("name", {n: called[n] for n in rows.silent(("name",)) if n in doubtful and called[n]})


def _placed(rows: Rows) -> Reasons:
    """The places that sections name, where no cell names another."""
    above = ((index, rows.sections[index]) for index in rows.silent(("location",)))
    placed = {index: section for index, section in above if section.place}
    rows.fill("location", {index: section.place for index, section in placed.items()})
    return {
        index: f"Its location is taken to be {quoted(section.place)}: {section.because}."
        for index, section in placed.items()
    }
