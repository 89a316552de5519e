"""Any table of devices whose headings are known words, in Dutch, French, German or English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from operator import attrgetter

from estimator.diagnostics import Stop
from estimator.model.inventory import ColumnUse, FormValue, Inventory, Remark
from estimator.read.headings import fold, fold_each
from estimator.read.importers.checks import stop
from estimator.read.importers.columns import (
    PLACE_FIELDS,
    Column,
    GenericHeadings,
    only_counts,
    other_list_of,
    tells_devices,
    tells_places,
)
from estimator.read.importers.crosstab import one_row_a_device
from estimator.read.importers.devices import Devices
from estimator.read.importers.headless import with_headings
from estimator.read.importers.identity import Draft, give_ids
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.reads import by_field, read_fields
from estimator.read.importers.remarks import Remarks
from estimator.read.importers.sections import NOTHING, Section, places_of_tables
from estimator.read.importers.settling import settle
from estimator.read.importers.several import one_row_a_serial_number
from estimator.read.importers.source import Source, SourceSheet
from estimator.read.importers.sums import SUMS_UP, sums_up
from estimator.read.importers.tables import Table, find_tables
from estimator.read.importers.upright import upright
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import plain, quoted

KIND = "generic"
LONGEST_EXAMPLE = 60
COUNTED = "It counts devices that are listed one by one elsewhere in the file."

NO_TABLE_REMEDY = (
    "Give the columns headings such as Name, Type, Serial number, Location, Manufacturer, Model, "
    "Operating system, IP address, in Dutch, French, German or English."
)


def read_generic(source: Source, mapping: ColumnMapping | None = None) -> Inventory:
    """The devices of every table of a file that has known headings, and the places of a table that lists places.

    Every row of every table is a row of the inventory or one of `not_understood`. Operating systems and makers are as
    the file writes them. Raises Stop where the file has no table, or is a list of tickets.
    """
    return _Reading(source, mapping or ColumnMapping()).inventory()


class _Reading:
    """Reads one file table by table, and gathers what it finds."""

    def __init__(self, source: Source, mapping: ColumnMapping) -> None:
        self._source, self._mapping = source, mapping
        self._words = read_vocabulary()
        self._headings = GenericHeadings(self._words, mapping.columns)
        self._remarks = Remarks()
        self._devices = Devices(self._words, mapping, self._remarks.add)
        self._places: list[Draft] = []
        self._not_understood: list[Remark] = []
        self._uses: list[ColumnUse] = []

    def inventory(self) -> Inventory:
        """Everything that the file says."""
        name = self._source.name
        tables = [table for sheet in self._source.sheets for table in find_tables(self._upright(sheet), self._headings)]
        if not tables:
            raise stop("no-table", name, "No table was found.", NO_TABLE_REMEDY)
        tables = [self._one_row_a_device(table) for table in tables]
        others = [other_list_of(table, self._words) for table in tables]
        if all(other is not None and other.id == "tickets" for other in others):
            raise _tickets(name)
        settled = [
            (table, other, () if other else self._settled(table)) for table, other in zip(tables, others, strict=True)
        ]
        above = places_of_tables(
            [(table, columns) for table, _, columns in settled if tells_devices(columns)], self._words
        )
        # Last those that only count: they may count what the others list.
        for table, other, columns in sorted(settled, key=lambda each: only_counts(each[2])):
            reason = (
                other.reason
                if other
                else self._read_table(table, columns, above.get((table.sheet, table.heading_row), NOTHING))
            )
            if reason:
                self._not_understood += [Remark(table.place(record), reason) for record in table.records]
        places, same_places = give_ids(self._places, self._remarks.add)
        devices, same_devices = give_ids(self._devices.drafts, self._remarks.add)
        self._refer(devices, places)
        return Inventory(
            KIND,
            name,
            tuple(draft.row() for draft in (*places, *devices)),
            (*self._not_understood, *self._devices.not_understood, *same_places, *same_devices),
            tuple(self._uses),
            (*self._source.remarks, *self._remarks.once()),
        )

    def _one_row_a_device(self, table: Table) -> Table:
        table = self._with_headings(table)
        turned = one_row_a_device(table, self._headings, self._words)
        if turned is not table:
            shown = ", ".join(map(quoted, [each for each in table.headings if each not in turned.headings][:5]))
            reason = f"Its columns {shown} have devices in them: each is read as a row of its own."
            self._remarks.add(f"{table.sheet} row {table.heading_row}", reason)
        turned, told = one_row_a_serial_number(turned, self._headings)
        for record, reason in told:
            self._remarks.add(turned.place(record), reason)
        return turned

    def _with_headings(self, table: Table) -> Table:
        named = with_headings(table, self._words)
        if named is not table:
            shown = ", ".join(each for each in named.headings if self._headings.find(each))
            reason = f"It has no headings; columns are taken for {shown} by their cells. Check them."
            self._remarks.add(f"{table.sheet} row {table.heading_row}", reason)
        return named

    def _upright(self, sheet: SourceSheet) -> SourceSheet:
        turned, reason = upright(sheet, self._headings)
        if reason:
            self._remarks.add(sheet.name, reason)
        return turned

    def _settled(self, table: Table) -> Sequence[Column]:
        """The columns of a table; what becomes of each is told."""
        if table.skipped:
            self._remarks.add(f"{table.sheet} row {_ranges(table.skipped)}", "It stands above the headings: not read.")
        columns = settle(table, self._headings, self._words)
        for column in columns:
            if column.read_as and column.field:
                reason = f"The heading {quoted(column.heading)} is read as {quoted(column.read_as)}."
                self._remarks.add(f"{table.sheet} row {table.heading_row}", reason)
            self._uses.append(ColumnUse(table.sheet, column.heading, column.field, _example(table, column)))
        return columns

    def _read_table(self, table: Table, columns: Sequence[Column], tab: Section) -> str:
        """Reads the rows of a table; the reason why not where it is none of devices or places."""
        if tells_places(columns):
            self._read_places(table, columns)
        elif only_counts(columns) and self._devices.are_counted_in(table, columns):
            return COUNTED
        elif tells_devices(columns):
            self._devices.read(table, columns, tab)
        else:
            return _why_no_devices(table, columns)
        return ""

    def _read_places(self, table: Table, columns: Sequence[Column]) -> None:
        columns = [replace(column, field=PLACE_FIELDS.get(column.field, "")) for column in columns]
        groups = by_field(columns)
        cells = read_fields(table, groups, self._mapping, self._remarks.add)
        for index, record in enumerate(table.records):
            place = table.place(record)
            draft = Draft(place, "locations")
            for name, reads in cells.items():
                value = reads.values[index]
                if value is not None:
                    draft.values[name.partition(".")[2]] = value
                if index in reads.reasons:
                    self._remarks.add(place, reads.reasons[index])
            draft.number = str(draft.values.pop("id", ""))
            if sums_up(record, self._words):
                self._not_understood.append(Remark(place, SUMS_UP))
            elif not draft.name:
                self._not_understood.append(Remark(place, "The place has no name."))
            else:
                self._places.append(draft)

    def _refer(self, devices: Sequence[Draft], places: Sequence[Draft]) -> None:
        """Names places and devices in the rows of devices by their ids."""
        place_ids = {fold(place.name): place.id for place in places}
        named = _devices_named(devices)
        for draft in devices:
            values = draft.values
            if place_ids and (place_id := place_ids.get(fold(str(values.get("location", ""))))):
                values["location"] = place_id
            connected = values.get("connected_to")
            if connected is None:
                continue
            found = named[connected]
            if found and found != draft.id:
                values["connected_to"] = found
            else:
                del values["connected_to"]
                reason = f"It is connected to {quoted(connected)}, which is no row of this file; that is left out."
                self._remarks.add(draft.place, reason)


def _devices_named(devices: Sequence[Draft]) -> Mapping[FormValue, str]:
    """The id of the device that each connection means, by id before name; empty where it means none."""
    texts = {draft.values["connected_to"] for draft in devices if "connected_to" in draft.values}
    folded = {text: fold(str(text)) for text in texts}
    found = _ids_of(set(folded.values()), devices, attrgetter("id"))
    found |= _ids_of(set(folded.values()) - found.keys(), devices, attrgetter("name"))
    return {text: found.get(short, "") for text, short in folded.items()}


def _ids_of(wanted: Set[str], devices: Sequence[Draft], called: Callable[[Draft], str]) -> dict[str, str]:
    """The ids of the devices that are called what is wanted, by how they are called, folded."""
    if not wanted:
        return {}
    folded = fold_each(list(map(called, devices)))
    return {short: draft.id for short, draft in zip(folded, devices, strict=True) if short in wanted}


def _tickets(name: str) -> Stop:
    message = "The file is a list of tickets, not an inventory."
    return stop("ticket-list", name, message, "Export the devices instead.")


def _why_no_devices(table: Table, columns: Sequence[Column]) -> str:
    known = [column.heading for column in columns if column.is_known]
    if not known:
        shown = ", ".join(map(quoted, table.headings[:5]))
        return f"No heading of its table is known: {shown}. Tell in a mapping which column is which."
    shown = f"{', '.join(map(quoted, known[:5]))} {'is' if len(known) == 1 else 'are'} known"
    return f"Nothing says that this is a table of devices; only {shown}. Tell in a mapping what is what."


def _example(table: Table, column: Column) -> str:
    """The first cell that says something; a title between the rows is one only where there is no other."""
    filled = (record.values for record in table.records if record.values[column.index] != "")
    first = next(filled, None)
    if first is None:
        return ""
    if len(first) - first.count("") == 1:
        first = next((values for values in filled if len(values) - values.count("") > 1), first)
    text = " ".join(plain(first[column.index]).split())
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 3]}..."


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers for people: `1-3, 7`."""
    groups: list[list[int]] = []
    for row in rows:
        if groups and groups[-1][-1] == row - 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    shown = [str(group[0]) if len(group) == 1 else f"{group[0]}-{group[-1]}" for group in groups]
    return ", ".join(shown[:5]) + (", ..." if len(shown) > 5 else "")
