"""What a workbook holds, what earlier imports wrote into it, and what merging an inventory with both comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Literal

from estimator.model.frozen import frozen
from estimator.model.inventory import FormValue, Remark

SheetId = Literal["locations", "assets", "services"]
SHEETS: tuple[SheetId, ...] = ("locations", "assets", "services")
"""The sheets that an import fills, locations first: the others refer to them."""
NOTES_OF_OURS = "internal_notes"
"""The field that says in words that a row vanished from its export; locations have none."""


@frozen
class HeldRow:
    """A row of the workbook: the value of every cell that is not empty, as far as it is understood."""

    number: int
    values: Mapping[str, FormValue]
    """By field; a cell that its field does not understand stands here as its text. Notes come without `marks`."""
    fixed: frozenset[str] = frozenset()
    """Fields whose cell is a formula or shows an error: never written."""
    marks: tuple[str, ...] = ()
    """Lines of its internal notes that say that it vanished from an export."""


@frozen
class HeldSheet:
    """A table sheet as it stands in the workbook."""

    name: str
    language: str
    """Of its headings, and so of the labels and sentences that are written into it."""
    heading_row: int = 0
    """0 where the sheet is not there, or empty."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """By field: its column, counted from 1."""
    rows: Sequence[HeldRow] = ()
    last_row: int = 0
    """The last row with content under one of the headings; the heading row where there is none."""
    occupied: frozenset[int] = frozenset()
    """Rows below the headings with content that is no record: new rows pass over them."""
    width: int = 0
    """The last column with content anywhere on the sheet."""


@frozen
class Held:
    """What the workbook holds."""

    sheets: Mapping[SheetId, HeldSheet]
    country: str = ""
    """The customer's, empty where the form does not say it yet."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """By language: how a line begins that says that a row vanished from its export."""


@frozen
class Written:
    """What the imports of one list have written into one row."""

    row_id: str
    """The row's id in the workbook; people may have given it another one than the export has."""
    checks: bytes
    """Four bytes a field, in the order of `Memory.fields`: the check of the value that was written, 0 for none."""
    vanished: date | None = None
    """Since when the export does not list it any more."""


@frozen
class ImportList:
    """An export that comes again and again: all devices of one system, all its sites, one report of one scanner."""

    kind: str
    name: str
    """The file's name when it was imported last."""
    imported: date
    """The last import that changed something."""
    rows: Mapping[tuple[SheetId, str], Written]
    """By sheet and the export's own id, case folded."""


@frozen
class Memory:
    """What the workbook remembers of earlier imports."""

    lists: tuple[ImportList, ...] = ()
    fields: Mapping[SheetId, tuple[str, ...]] = field(default_factory=dict)
    """The fields that `Written.checks` speaks of, in their order."""
    unreadable: bool = False
    """The memory was there and is broken: every filled cell then counts as typed by hand."""


@frozen
class Change:
    """Cells of one row that get another value; None empties a cell."""

    number: int
    values: Mapping[str, FormValue | None]


@frozen
class Kept:
    """A cell that stays although the export says something else."""

    sheet: SheetId
    number: int
    key: str
    row_id: str
    held: FormValue
    found: FormValue
    writer: str = ""
    """Which other import wrote it; empty: a person."""


@frozen
class NewLocation:
    """A location that only the rows of the export name, or that stands for the one they do not name."""

    id: str
    country: str
    reason: str
    """A sentence: why it was made, and where its country comes from."""


@frozen
class Renamed:
    """A row that has another id in the workbook than in the export."""

    sheet: SheetId
    found_id: str
    row_id: str
    by: str
    """How it was recognised: `serial number`, `an earlier import`, `name`, `ip address`."""


@frozen
class Gone:
    """A row of the workbook that its export does not list any more."""

    sheet: SheetId
    number: int
    row_id: str
    since: date


@frozen
class Merged:
    """What an import does to a workbook: the account of the export's rows, the cells to write, what to tell."""

    kind: str
    name: str
    rows: int
    """Rows of the export: `added + updated + unchanged + len(not_understood)`."""
    added: int
    updated: int
    unchanged: int
    not_understood: tuple[Remark, ...]
    additions: Mapping[SheetId, Sequence[Mapping[str, FormValue]]]
    changes: Mapping[SheetId, Sequence[Change]]
    vanished: tuple[Gone, ...]
    """Since the last import of this list."""
    still_vanished: tuple[Gone, ...]
    """Since an earlier one."""
    returned: int
    """Rows that had vanished and are back."""
    kept: tuple[Kept, ...]
    new_locations: tuple[NewLocation, ...]
    renamed: tuple[Renamed, ...]
    remarks: tuple[Remark, ...]
    memory: Memory
    """What the workbook remembers from now on."""
    remembers_anew: bool
    """Whether that differs from what it remembered."""

    @property
    def changes_something(self) -> bool:
        """Whether the workbook has to be written at all."""
        return self.remembers_anew or any(self.additions.values()) or any(self.changes.values())
