"""An inventory joins what a workbook holds: rows by id, cells only where no person wrote, nothing dropped or lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from estimator.model.frozen import frozen
from estimator.model.inventory import FormValue, FoundRow, Inventory, Remark
from estimator.model.merging import (
    NOTES_OF_OURS,
    SHEETS,
    Change,
    Gone,
    Held,
    HeldRow,
    ImportList,
    Kept,
    Memory,
    Merged,
    NewLocation,
    Renamed,
    SheetId,
    Written,
)
from estimator.review.matching import Matches, match
from estimator.review.memory import IN_PASSING, check_of, checks_of, list_of, packed, unpacked

FALLBACK_LOCATION = "main"
"""The location of an export that names none, in a workbook that has none or several."""


@frozen
class Surroundings:
    """What merging goes by besides the export and the workbook."""

    today: date
    provider_country: str
    fields: Mapping[SheetId, tuple[str, ...]]
    """Every field of a sheet but `id`, in the form's order."""
    location: str = ""
    """The id of the location of rows that name none; empty: the only one there is, else `main`."""


def merge(inventory: Inventory, held: Held, memory: Memory, around: Surroundings) -> Merged:
    """What an inventory does to a workbook; nothing in it depends on anything but the arguments.

    A cell is changed only where it is empty or still holds what the last import of this list wrote; a cell that the
    export leaves empty is never emptied. Values must be as the workbook gives them back when it is read.
    """
    return _Merge(inventory, held, memory, around).result()


@dataclass(slots=True)
class _Cells:
    """What is written into one sheet."""

    additions: list[Mapping[str, FormValue]] = field(default_factory=list)
    changes: dict[int, dict[str, FormValue | None]] = field(default_factory=dict)


class _Merge:
    """One merge in the making: every step leaves its part of the result here."""

    def __init__(self, inventory: Inventory, held: Held, memory: Memory, around: Surroundings) -> None:
        self.inventory, self.held, self.around = inventory, held, around
        self.memory = memory
        self.fields = around.fields
        self.before = list_of(inventory, memory)
        self.others = [each for each in memory.lists if each is not self.before]
        self.place_ids: dict[str, str] = {}
        """The ids of locations by how the export writes them."""
        self.by_row: dict[int, Mapping[tuple[SheetId, str], Written]] = {}
        self.passing: dict[tuple[SheetId, str], Written] = {}
        """Locations that are made for rows that name them: no rows of the export, so they never vanish."""
        self.written: dict[tuple[SheetId, str], Written] = {}
        self.cells: dict[SheetId, _Cells] = {sheet: _Cells() for sheet in SHEETS}
        self.not_understood = list(inventory.not_understood)
        self.remarks = list(inventory.remarks)
        self.kept: list[Kept] = []
        self.renamed: list[Renamed] = []
        self.new_locations: list[NewLocation] = []
        self.added = self.updated = self.unchanged = self.returned = 0
        self.ids: dict[SheetId, dict[str, str]] = {}
        self.gone: list[Gone] = []
        self.still_gone: list[Gone] = []

    def result(self) -> Merged:
        rows = self._one_row_an_id()
        sheets = self.held.sheets
        matches = {sheet: match(sheet, rows[sheet], sheets[sheet], self.before, self.memory) for sheet in SHEETS}
        self._know_ids(rows, matches)
        places = self._know_places(rows["locations"], matches["locations"])
        for named in dict.fromkeys(found.values.get("location") for found in (*rows["assets"], *rows["services"])):
            if named:
                self._location_of(str(named), places)
        for sheet in SHEETS:
            self.renamed += matches[sheet].renamed
            held_rows = [matches[sheet].rows.get(number) for number in range(len(rows[sheet]))]
            completed = [self._completed(found, places, row) for found, row in zip(rows[sheet], held_rows, strict=True)]
            added = (values for values, row in zip(completed, held_rows, strict=True) if row is None)
            checks = iter(checks_of(self.fields[sheet], list(added)))
            for found, values, row in zip(rows[sheet], completed, held_rows, strict=True):
                if row is None:
                    self._add(sheet, values, next(checks))
                else:
                    self._update(sheet, found, values, row)
        self._mark_what_vanished(matches)
        return self._told()

    # --- which row is which ------------------------------------------------------------------------------------------

    def _one_row_an_id(self) -> dict[SheetId, list[FoundRow]]:
        """The export's rows by sheet; a second row of one id is told, not merged into the first."""
        rows: dict[SheetId, list[FoundRow]] = {sheet: [] for sheet in SHEETS}
        first: dict[tuple[str, str], str] = {}
        for found in self.inventory.rows:
            given = str(found.values.get("id", ""))
            key = found.sheet, given.casefold()
            if not given:
                self.not_understood.append(Remark(found.place, "It has no id. Give it one in the export."))
            elif key in first:
                reason = f"Its id '{given}' is that of {first[key]}. Give every row its own id, or delete one of them."
                self.not_understood.append(Remark(found.place, reason))
            else:
                first[key] = found.place
                rows[found.sheet].append(found)
        return rows

    def _know_ids(self, rows: Mapping[SheetId, Sequence[FoundRow]], matches: Mapping[SheetId, Matches]) -> None:
        """The workbook's id for every id that a row may refer to: the export's own, and those already there."""
        for sheet in SHEETS:
            held = (str(row.values["id"]) for row in self.held.sheets[sheet].rows if "id" in row.values)
            ids = {given.casefold(): given for given in held}
            for number, found in enumerate(rows[sheet]):
                given = str(found.values["id"])
                match_there = matches[sheet].rows.get(number)
                ids[given.casefold()] = str(match_there.values.get("id", given)) if match_there else given
            self.ids[sheet] = ids

    # --- locations ---------------------------------------------------------------------------------------------------

    def _know_places(self, found: Sequence[FoundRow], matches: Matches) -> dict[str, str]:
        """The id of every location by its id and by its name, case folded."""
        places: dict[str, str] = {}
        for row in self.held.sheets["locations"].rows:
            place_id = str(row.values.get("id", ""))
            if place_id:
                places.setdefault(_folded(row.values.get("name", "")), place_id)
        for number, location in enumerate(found):
            there = matches.rows.get(number)
            place_id = str((there.values if there else location.values).get("id", location.values["id"]))
            places.setdefault(_folded(location.values.get("name", "")), place_id)
        places.pop("", None)
        return places | {_folded(given): place_id for given, place_id in self.ids["locations"].items()}

    def _location_of(self, given: str, places: dict[str, str]) -> str:
        """The id of the location that a row names; a new location where there is none of that id or name."""
        if given not in self.place_ids:
            folded = _folded(given)
            if folded not in places:
                places[folded] = given
                self._new_location(given, "Only the rows of the export name it.")
            self.place_ids[given] = places[folded]
        return self.place_ids[given]

    def _fallback_location(self, places: dict[str, str]) -> str:
        """The location of a row that names none."""
        if self.around.location:
            return self._location_of(self.around.location, places)
        ids = set(places.values())
        if len(ids) == 1:
            return next(iter(ids))
        if FALLBACK_LOCATION not in places:
            places[FALLBACK_LOCATION] = FALLBACK_LOCATION
            self._new_location(FALLBACK_LOCATION, "It stands for the location that the export does not name.")
        return places[FALLBACK_LOCATION]

    def _new_location(self, place_id: str, reason: str) -> None:
        country, source = self._country()
        values: dict[str, FormValue] = {"id": place_id, "name": place_id, "country": country}
        (checks,) = checks_of(self.fields["locations"], [values])
        self.passing["locations", place_id.casefold()] = Written(place_id, checks)
        self.new_locations.append(NewLocation(place_id, country, f"{reason} {source}"))
        self.ids["locations"][place_id.casefold()] = place_id
        self.cells["locations"].additions.append(values)

    def _country(self) -> tuple[str, str]:
        if self.held.country:
            return self.held.country, "Its country is taken from the customer's."
        return (
            self.around.provider_country,
            "Its country is taken from our own, as the customer's is not filled in yet: check it.",
        )

    # --- rows --------------------------------------------------------------------------------------------------------

    def _completed(self, found: FoundRow, places: dict[str, str], row: HeldRow | None) -> Mapping[str, FormValue]:
        """The row's values with references as the workbook writes them, and what a new row must have."""
        values = found.values
        if found.sheet == "locations":
            return values if row is not None else self._new_place(found)
        place = values.get("location")
        if place:
            place = self._location_of(str(place), places)
        elif found.sheet == "assets" and (row is None or _blank(row, "location")):
            place = self._fallback_location(places)
        linked = values.get("connected_to")
        target = self.ids["assets"].get(str(linked).casefold()) if linked else linked
        if target is None and linked:
            reason = f"It is connected to '{linked}', which is neither in the export nor in the workbook: left out."
            self.remarks.append(Remark(found.place, reason))
        if place == values.get("location") and target == linked:
            return values
        written = {**values, "location": place, "connected_to": target}
        return {key: value for key, value in written.items() if value is not None}

    def _new_place(self, found: FoundRow) -> Mapping[str, FormValue]:
        """The values of a location that the workbook does not have yet."""
        values = dict(found.values)
        values.setdefault("name", values["id"])
        if "country" not in values:
            values["country"], source = self._country()
            self.remarks.append(Remark(found.place, f"The export names no country. {source}"))
        return values

    def _add(self, sheet: SheetId, values: Mapping[str, FormValue], checks: bytes) -> None:
        self.added += 1
        self.cells[sheet].additions.append(values)
        given = str(values["id"])
        self.written[sheet, given.casefold()] = Written(given, checks)

    def _update(self, sheet: SheetId, found: FoundRow, values: Mapping[str, FormValue], row: HeldRow) -> None:
        key = sheet, str(found.values["id"]).casefold()
        before = self.before.rows.get(key) if self.before else None
        known = unpacked(before.checks, self.memory.fields.get(sheet, ())) if before else {}
        checks = dict(known)
        changes: dict[str, FormValue | None] = {}
        row_id = str(row.values.get("id", "")) or str(values["id"])
        if _blank(row, "id"):
            changes["id"] = row_id
        for name in self.fields[sheet]:
            value = values.get(name)
            if value is None:
                continue
            there = row.values.get(name)
            if there is not None and _same(name, there, value):
                continue
            writer = None if there is None else self._writer_of(sheet, row_id, name, there, known)
            mine = there is None or (writer is not None and writer.kind == self.inventory.kind)
            if mine and name not in row.fixed:
                changes[name], checks[name] = value, check_of(value)
            else:
                self.kept.append(Kept(sheet, row.number, name, row_id, there or "", value, _told(writer)))
        if before and before.vanished:
            self.returned += 1
        self._carry_marks(row, changes, before.vanished if before else None)
        self.written[key] = Written(row_id, packed(self.fields[sheet], checks))
        if changes:
            self.cells[sheet].changes[row.number] = changes
            self.updated += 1
        else:
            self.unchanged += 1

    def _writer_of(
        self, sheet: SheetId, row_id: str, name: str, there: FormValue, known: Mapping[str, int]
    ) -> ImportList | None:
        """The list whose import wrote what a cell holds, one of this kind before others; None: a person did."""
        check = check_of(there)
        if self.before and known.get(name) == check:
            return self.before
        found = None
        for each in self.memory.lists:
            written = self._rows_of(each).get((sheet, row_id.casefold()))
            if written and unpacked(written.checks, self.memory.fields[sheet]).get(name) == check:
                if each.kind == self.inventory.kind:
                    return each
                found = found or each
        return found

    def _rows_of(self, each: ImportList) -> Mapping[tuple[SheetId, str], Written]:
        """What a list wrote by the workbook's ids instead of the export's."""
        key = id(each)
        if key not in self.by_row:
            self.by_row[key] = {
                (sheet, written.row_id.casefold()): written for (sheet, _), written in each.rows.items()
            }
        return self.by_row[key]

    # --- rows that vanished ------------------------------------------------------------------------------------------

    def _mark_what_vanished(self, matches: Mapping[SheetId, Matches]) -> None:
        if self.before is None:
            return
        by_id = {
            sheet: {str(row.values["id"]).casefold(): row for row in self.held.sheets[sheet].rows if "id" in row.values}
            for sheet in SHEETS
        }
        for key, written in self.before.rows.items():
            sheet = key[0]
            there = by_id[sheet].get(written.row_id.casefold())
            if key in self.written or there is None or there.number in matches[sheet].numbers:
                continue
            since = written.vanished or self.around.today
            gone = Gone(sheet, there.number, written.row_id, since)
            if written.vanished:
                self.still_gone.append(gone)
            else:
                self.gone.append(gone)
                self._mark(sheet, there)
            self.written[key] = Written(written.row_id, self._in_this_order(sheet, written.checks), since)

    def _in_this_order(self, sheet: SheetId, checks: bytes) -> bytes:
        fields = self.memory.fields.get(sheet, ())
        return checks if fields == self.fields[sheet] else packed(self.fields[sheet], unpacked(checks, fields))

    def _mark(self, sheet: SheetId, row: HeldRow) -> None:
        """Adds the line that says it to the internal notes."""
        if NOTES_OF_OURS not in self.fields[sheet] or NOTES_OF_OURS in row.fixed:
            return
        phrase = self.held.phrases[self.held.sheets[sheet].language]
        line = f"{phrase} {self.inventory.name} ({self.inventory.kind}), {self.around.today.isoformat()}."
        text = _joined(row.values.get(NOTES_OF_OURS, ""), (*row.marks, line))
        self.cells[sheet].changes.setdefault(row.number, {})[NOTES_OF_OURS] = text

    def _carry_marks(self, row: HeldRow, changes: dict[str, FormValue | None], back_from: date | None) -> None:
        """Keeps the lines of other lists below what is written, and takes this list's line away when a row is back."""
        mine = f" ({self.inventory.kind}), {back_from}."
        left = tuple(line for line in row.marks if not (back_from and line.endswith(mine)))
        if row.marks and NOTES_OF_OURS not in row.fixed and (NOTES_OF_OURS in changes or left != row.marks):
            own = changes.get(NOTES_OF_OURS) or row.values.get(NOTES_OF_OURS, "")
            changes[NOTES_OF_OURS] = _joined(own, left) or None

    # --- the account -------------------------------------------------------------------------------------------------

    def _told(self) -> Merged:
        memory = self._memory()
        return Merged(
            kind=self.inventory.kind,
            name=self.inventory.name,
            rows=self.inventory.rows_in,
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            not_understood=tuple(self.not_understood),
            additions={sheet: self.cells[sheet].additions for sheet in SHEETS},
            changes={
                sheet: [Change(number, values) for number, values in sorted(self.cells[sheet].changes.items())]
                for sheet in SHEETS
            },
            vanished=tuple(self.gone),
            still_vanished=tuple(self.still_gone),
            returned=self.returned,
            kept=tuple(self.kept),
            new_locations=tuple(self.new_locations),
            renamed=tuple(self.renamed),
            remarks=tuple(self.remarks),
            memory=memory,
            remembers_anew=memory is not self.memory,
        )

    def _memory(self) -> Memory:
        """What is remembered from now on: the very memory there was where nothing in it changes."""
        same_fields = dict(self.fields) == dict(self.memory.fields)
        before = dict(self.before.rows) if self.before else {}
        if before == self.written and not self.passing and (same_fields or not self.memory.lists):
            return self.memory
        lists = [each if same_fields else self._with_these_fields(each) for each in self.others]
        if self.passing:
            mine = next((each for each in lists if each.name == IN_PASSING and each.kind == self.inventory.kind), None)
            lists = [each for each in lists if each is not mine]
            named = {**(mine.rows if mine else {}), **self.passing}
            lists.append(ImportList(self.inventory.kind, IN_PASSING, self.around.today, named))
        if self.written:
            lists.append(ImportList(self.inventory.kind, self.inventory.name, self.around.today, self.written))
        return Memory(tuple(lists), self.fields)

    def _with_these_fields(self, other: ImportList) -> ImportList:
        rows = {
            key: Written(written.row_id, self._in_this_order(key[0], written.checks), written.vanished)
            for key, written in other.rows.items()
        }
        return ImportList(other.kind, other.name, other.imported, rows)


REFERENCES = frozenset({"id", "location", "connected_to"})
"""Fields in which upper and lower case make no difference."""


def _same(name: str, there: FormValue, value: FormValue) -> bool:
    return there == value or (name in REFERENCES and str(there).casefold() == str(value).casefold())


def _blank(row: HeldRow, name: str) -> bool:
    return name not in row.values and name not in row.fixed


def _folded(text: object) -> str:
    return " ".join(str(text).casefold().split())


def _joined(text: object, lines: Sequence[str]) -> str:
    return "\n".join(filter(None, (str(text), *lines)))


def _told(writer: ImportList | None) -> str:
    return ": ".join(filter(None, (writer.kind, writer.name))) if writer else ""
