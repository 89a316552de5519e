"""The kinds of export that are known: which one a file is, told by its content, and its rows in the form's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from estimator.model.frozen import frozen
from estimator.model.inventory import FoundRow, Inventory
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.read.importers import glpi, intune, lansweeper, netbox, nmap, rvtools, snipe_it, tactical
from estimator.read.importers.checks import stop
from estimator.read.importers.gathering import Devices, Gathering
from estimator.read.importers.generic import read_generic
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.remarks import Remarks
from estimator.read.importers.source import Source
from estimator.read.importers.tabular import FoundTable, Layout, best_table, gather_table

GENERIC = "generic"


@frozen
class Kind:
    """A tool's export: how to tell it, and how to read it."""

    id: str
    title: str
    """What it is, for people: `a NetBox export`."""
    claims: Callable[[Source], int]
    """How much of it a file shows: 0 for another file, else the more the surer."""
    read: Callable[[Source, Gathering], None]
    """Takes its rows."""


def _tables(source: Source, layouts: Sequence[Layout]) -> list[FoundTable]:
    return [found for sheet in source.sheets if (found := best_table(sheet, layouts))]


def _kind_of_tables(id: str, title: str, layouts: Sequence[Layout]) -> Kind:
    def claims(source: Source) -> int:
        return max((table.score for table in _tables(source, layouts)), default=0)

    def read(source: Source, gathering: Gathering) -> None:
        tables = _tables(source, layouts)
        for table in tables:
            gather_table(table, gathering)
        understood = {table.sheet.name for table in tables}
        others = [sheet for sheet in source.sheets if sheet.name not in understood and sheet.rows]
        if others:
            names = ", ".join(f"{sheet.name} ({len(sheet.rows):,} rows)" for sheet in others)
            gathering.remark(source.name, f"Not read, for they list no {_names(layouts)}: {names}.")

    return Kind(id, title, claims, read)


def _names(layouts: Sequence[Layout]) -> str:
    *names, last = (layout.name for layout in layouts)
    return f"{', '.join(names)} or {last}" if names else last


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            _kind_of_tables("netbox", "a NetBox export", netbox.LAYOUTS),
            _kind_of_tables("rvtools", "an RVTools export", rvtools.LAYOUTS),
            Kind("glpi", "a GLPI inventory", glpi.claims, glpi.read),
            Kind("nmap", "an nmap scan in XML", nmap.claims, nmap.read),
            _kind_of_tables("snipe-it", "a Snipe-IT export", snipe_it.LAYOUTS),
            _kind_of_tables("lansweeper", "a Lansweeper report", lansweeper.LAYOUTS),
            _kind_of_tables("intune", "an Intune export", intune.LAYOUTS),
            _kind_of_tables("tactical", "a Tactical RMM export", tactical.LAYOUTS),
        )
    }
)
"""By the word for `--from`; `generic` is any other table and stands beside them."""

KIND_NAMES: tuple[str, ...] = (*KINDS, GENERIC)
"""Every word for `--from`."""


def recognise(source: Source) -> str:
    """The kind that knows most of a file, the first one of several; `generic` where none knows it."""
    best, most = GENERIC, 0
    for kind in KINDS.values():
        claimed = kind.claims(source)
        if claimed > most:
            best, most = kind.id, claimed
    return best


def import_source(
    source: Source, kind: str | None, mapping: ColumnMapping | None, lifecycle: LifecycleCatalogue
) -> Inventory:
    """The rows of an export in the form's words, each row of it understood or listed with its reason.

    `kind` is one of KIND_NAMES, or None to find it out. Raises Stop, with one sentence, where the file is not of the
    kind that was asked for, or holds nothing that can be read.
    """
    chosen = kind or recognise(source)
    if chosen == GENERIC:
        return _generic(source, mapping, lifecycle)
    known = KINDS[chosen]
    if not known.claims(source):
        raise stop("wrong-kind", source.name, f"The file is not {known.title}.", _instead(source))
    gathering = Gathering(chosen, source.name, lifecycle, mapping)
    for remark in source.remarks:
        gathering.remark(remark.place, remark.reason)
    known.read(source, gathering)
    return gathering.inventory()


def _instead(source: Source) -> str:
    """What to do with a file that is not what somebody took it for."""
    found = recognise(source)
    if found != GENERIC:
        return f"It looks like {KINDS[found].title}: use --from {found}, or leave --from out."
    if source.sheets:
        return "Leave --from out, or use --from generic for any table."
    return "Leave --from out, or check the file."


def _generic(source: Source, mapping: ColumnMapping | None, lifecycle: LifecycleCatalogue) -> Inventory:
    """Any other table, its systems, makers and models in the words that the other kinds use."""
    if not source.sheets:
        message = f"The file is neither {KINDS['glpi'].title} nor {KINDS['nmap'].title}."
        raise stop("unknown-document", source.name, message, "Export the inventory as CSV or xlsx.")
    inventory = read_generic(source, mapping)
    devices = Devices(lifecycle)
    rows, told = [], Remarks()
    for row in inventory.rows:
        if row.sheet != "assets":
            rows.append(row)
            continue
        values, remarks = devices.normalise(row.values)
        rows.append(row if values is row.values else FoundRow(row.place, row.sheet, values))
        for remark in remarks:
            told.add(row.place, remark)
    return replace(inventory, rows=tuple(rows), remarks=(*inventory.remarks, *told.once()))
