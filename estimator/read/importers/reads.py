"""What the columns of a table say, row by row: cells read once each, and the columns of one field as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from estimator.model.inventory import FormValue
from estimator.read.cells import Value
from estimator.read.headings import fold, read_form
from estimator.read.importers.columns import Column
from estimator.read.importers.dates import DateOrder, date_order, months_of
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.products import MORE_EXACT
from estimator.read.importers.read import EMPTY, Read
from estimator.read.importers.sums import rows_that_sum_up
from estimator.read.importers.tables import Table
from estimator.read.importers.values import form_value, plain_text_of, reader_of
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import NO_TEXT, PlainText, plain, quoted

Tell = Callable[[str, str], None]
"""Takes a remark: place and reason."""

_YEARS = re.compile(r"year|yrs?\b|jaar|jaren|\bjr|\ban(?:s|nées?)?\b|jahr", re.IGNORECASE)
_MONTHS = re.compile(r"month|\bmnd|maand|mois|monat|mths?\b", re.IGNORECASE)
MOST_YEARS = 10
"""A bare number up to this is years, where the heading does not say that it is months: nobody warrants three months."""
_BARE_RELEASE = re.compile(r"(?:xp|vista|7|8|8\.1|10|11|20\d\d|server)\b", re.IGNORECASE)
"""A release of Windows in a column whose heading says that it is one."""
_DATES = frozenset(
    f"{sheet}.{entry.key}"
    for sheet in ("assets", "locations")
    for entry in read_form().sheet(sheet).fields
    if entry.kind == "date"
)


class Reads(NamedTuple):
    """What a column says, row by row."""

    values: Sequence[FormValue | None]
    """None where a cell says nothing, or nothing that can be read."""
    reasons: Mapping[int, str]
    """What is to be said about cells, by the index of their row."""

    def of(self, index: int) -> Read:
        """What one row says."""
        return Read(self.values[index], self.reasons.get(index, ""))


def by_field(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """The columns that are used, by their field, the preferred first."""
    groups: dict[str, list[Column]] = {}
    for column in sorted(columns, key=lambda column: (column.rank, column.index)):
        if column.field:
            groups.setdefault(column.field, []).append(column)
    return groups


def read_fields(
    table: Table, groups: Mapping[str, Sequence[Column]], mapping: ColumnMapping, tell: Tell
) -> dict[str, Reads]:
    """What the rows of a table say, by field; of several columns the one that counts."""
    return {
        name: _merged(name, table, [read_column(table, column, mapping, tell) for column in group])
        for name, group in groups.items()
    }


def read_column(table: Table, column: Column, mapping: ColumnMapping, tell: Tell) -> Reads:
    """What every cell of a column means; each different cell is read once, text that stays as it is not at all."""
    cells = table.columns[column.index]
    different = dict.fromkeys(cells)
    read, stays = _reader(table, column, different, tell)
    meanings = {fold(text): meaning for text, meaning in mapping.values.get(column.field, {}).items()}
    if meanings:
        known = {cell: read(meanings.get(fold(plain(cell)), cell)) for cell in different}
    else:
        known = {cell: read(cell) for cell in stays.others(different)}
    if "" in different:
        known[""] = EMPTY
    values: dict[Value, Any] = {cell: found.value for cell, found in known.items()}
    said: Sequence[Any] = list(map(values.get, cells, cells)) if values else cells
    reasons = {cell: found.reason for cell, found in known.items() if found.reason}
    told = {index: reasons[cell] for index, cell in enumerate(cells) if cell in reasons} if reasons else {}
    return Reads(said, told)


def _reader(
    table: Table, column: Column, values: Iterable[Value], tell: Tell
) -> tuple[Callable[[Value], Read], PlainText]:
    """How the cells of a column are read, and the text that stays as it is."""
    name = column.field
    if name == "warranty_months":
        in_years = bool(_YEARS.search(column.heading))
        is_open = not in_years and not _MONTHS.search(column.heading)
        return lambda value: _months(value, in_years, is_open), NO_TEXT
    if "." not in name:
        name = "assets.notes"
    if name == "assets.operating_system" and "windows" in fold(column.heading):
        read = reader_of(name)
        return lambda value: read(f"Windows {plain(value)}" if _BARE_RELEASE.match(plain(value)) else value), NO_TEXT
    if column.meaning == "programs":
        read = reader_of(name)
        return lambda value: read(read_vocabulary().system_among(plain(value))), NO_TEXT
    order = DateOrder.DAY_FIRST
    if name in _DATES:
        if column.meaning == "date":
            reason = f"{quoted(column.heading)} does not say which date it is; it is taken for the purchase."
            tell(f"{table.sheet} row {table.heading_row}", reason)
        order, ambiguous = date_order(values)
        if ambiguous:
            reason = f"The dates of {quoted(column.heading)} can be read in two ways; they are read day first."
            tell(f"{table.sheet} row {table.heading_row}", reason)
    return reader_of(name, order), plain_text_of(name)


def _months(value: Value, in_years: bool, is_open: bool) -> Read:
    months = months_of(value, in_years)
    if is_open and months is not None and months <= MOST_YEARS and months_of(value, True) != months:
        return Read(months * 12, f"{quoted(plain(value))} is read as {months} years of warranty.")
    if months is None and form_value("assets.notes", value).value is not None:
        return Read(None, f"{quoted(plain(value))} is no length of a warranty; it is left out.")
    return Read(months)


def _merged(name: str, table: Table, columns: Sequence[Reads]) -> Reads:
    """The columns of one field as one."""
    first, *others = columns
    if others and name == "assets.type":
        types = [_most_exact([reads.of(index) for reads in columns]) for index in range(len(first.values))]
        return Reads([read.value for read in types], {n: read.reason for n, read in enumerate(types) if read.reason})
    for other in others:
        first = _first_that_speaks(first, other)
    if name != "assets.location" or all(value is not None for value in first.values):
        return first
    sums = rows_that_sum_up(table, read_vocabulary())
    return _filled_down(first, [index in sums for index in range(len(first.values))])


def _most_exact(told: list[Read]) -> Read:
    """What several columns say about the type: the first that says something, unless another says it more exactly."""
    known = [read for read in told if read.value is not None]
    if not known:
        return next((read for read in told if read.reason), told[0])
    return next((read for read in known[1:] if (known[0].value, read.value) in MORE_EXACT), known[0])


def _first_that_speaks(first: Reads, other: Reads) -> Reads:
    """What the first says where it says something, else what the other does, else why neither does."""
    pairs = enumerate(zip(first.values, other.values, strict=True))
    taken = {index for index, (value, more) in pairs if value is None and more is not None}
    values = [other.values[index] if index in taken else value for index, value in enumerate(first.values)]
    kept = {index: reason for index, reason in first.reasons.items() if index not in taken}
    more = {
        index: reason
        for index, reason in other.reasons.items()
        if index in taken or (first.values[index] is None and index not in kept)
    }
    return Reads(values, kept | more)


def _filled_down(places: Reads, sums: Sequence[bool]) -> Reads:
    """The places with those left out that a cell over several rows, or one written once for all below it, means.

    That is how a column is read in which each place is named only once and most rows name none. `sums`: which rows sum
    up others.
    """
    named = [value for value, is_sum in zip(places.values, sums, strict=True) if value is not None and not is_sum]
    once = len(named) > 1 and all(left != right for left, right in pairwise(named))
    if not once or places.values[0] is None or len(named) * 2 > sums.count(False):
        return places
    values, reasons = list(places.values), dict(places.reasons)
    last = values[0]
    for index, value in enumerate(values):
        if value is None and not sums[index]:
            values[index] = last
            reasons[index] = f"Its location is that of a row above: {last}."
        elif not sums[index]:
            last = value
    return Reads(values, reasons)
