"""The tables in a sheet: where their headings stand, which columns belong to them, and which rows are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from estimator.model.frozen import frozen
from estimator.model.source import column_letters
from estimator.read.cells import Value
from estimator.read.importers.known_headings import FILLERS, LONGEST_HEADING, HeadingMatcher, words_of
from estimator.read.importers.source import SourceSheet, without_end
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import clean, plain

ROWS_SEARCHED_WHOLE = 500
"""In rows further down headings are looked for after an empty row, and where the first cells are headings."""


@frozen
class Record:
    """A row of a table."""

    row: int
    values: Sequence[Value]
    """One for each heading of its table, `` for an empty cell."""
    headings: tuple[str, ...]

    @property
    def cells(self) -> Mapping[str, Value]:
        """The cells with content, by heading."""
        return {heading: value for heading, value in zip(self.headings, self.values, strict=True) if value != ""}


@frozen(slots=False)
class Table:
    """A table in a sheet; every row below its headings that has content in its columns is a record."""

    sheet: str
    """The sheet's name, or the file's."""
    heading_row: int
    headings: tuple[str, ...]
    """No two alike: a second `Model` is `Model #2`, a column without a heading `column F`."""
    records: Sequence[Record]
    known: bool = True
    """Whether its headings are known; otherwise its first row is taken for them."""
    skipped: tuple[int, ...] = ()
    """Rows above its headings that belong to no table: titles, dates, who made the list."""
    title: str = ""
    """The line of one cell right above its headings."""

    @cached_property
    def columns(self) -> tuple[tuple[Value, ...], ...]:
        """The values of all records by column: most columns have few different ones, and those are read once."""
        return tuple(zip(*(record.values for record in self.records), strict=True)) or ((),) * len(self.headings)

    @cached_property
    def places(self) -> Sequence[str]:
        """Where the records stand, for people: `devices.csv row 12`."""
        return [f"{self.sheet} row {record.row}" for record in self.records]

    @cached_property
    def filled(self) -> Sequence[int]:
        """How many cells of each record have content."""
        width = len(self.headings)
        return [width - record.values.count("") for record in self.records]

    def place(self, record: Record) -> str:
        """Where a record stands, for people: `devices.csv row 12`."""
        return f"{self.sheet} row {record.row}"


def find_tables(sheet: SourceSheet, known: HeadingMatcher) -> tuple[Table, ...]:
    """Every table of a sheet, from top to bottom and left to right; none where the sheet is empty.

    A table begins with a row in which at least two cells that stand together are known headings, or one that is all
    there is; it ends where another begins in its columns. Rows above the first headings that look like a table of
    their own, and sheets without known headings, come out as tables that are not `known`.
    """
    return tuple(_Sweep(sheet, known).tables())


# --- the sweep -------------------------------------------------------------------------------------------------------

Row = tuple[int, list[Value]]


@dataclass(slots=True)
class _Open:
    """A table being gathered: its columns from `first` to before `end`, counted from 0."""

    heading_row: int
    first: int
    end: int
    headings: dict[int, str]
    """By column; those without a heading are left out."""
    known: bool = True
    skipped: tuple[int, ...] = ()
    title: str = ""
    above: Sequence[Value] = ()
    """The row right above its headings."""
    rows: list[Row] = field(default_factory=list)

    def overlaps(self, first: int, end: int) -> bool:
        return self.first < end and first < self.end

    def has_content(self, cells: Sequence[Value]) -> bool:
        return any(cell != "" for cell in cells[self.first : self.end])


class _Sweep:
    """Goes through the rows once; the tables that are open at a row own distinct columns."""

    def __init__(self, sheet: SourceSheet, known: HeadingMatcher) -> None:
        self._sheet, self._find = sheet, known.find
        self._one_column = all(len(cells) == 1 for _, cells in sheet.rows)
        self._open: list[_Open] = []
        self._closed: list[_Open] = []
        self._above: list[Row] = []

    def tables(self) -> Iterator[Table]:
        """Every table in its order."""
        previous, before = 0, list[Value]()
        begun: _Open | None = None
        for index, row in enumerate(self._sheet.rows):
            number, cells = row
            follows = number == previous + 1
            fresh, begun = begun, None
            if fresh and follows and self._is_second_row(fresh, cells):
                self._merge(fresh, cells)
            elif self._worth_a_look(index, follows, cells) and (span := self._heading_span(cells)):
                begun = self._begin(number, cells, span, before if follows else [])
                for table in self._open[:-1]:
                    table.rows.append(row)
            elif self._open:
                for table in self._open:
                    table.rows.append(row)
            else:
                self._above.append(row)
            previous, before = number, cells
        self._close(self._open)
        first_known = min((table.heading_row for table in self._closed), default=0)
        self._closed += self._unknown_tables(first_known)
        for table in sorted(self._closed, key=lambda table: (table.heading_row, table.first)):
            yield _finished(self._sheet.name, table, self._find)

    # --- headings ---

    def _worth_a_look(self, index: int, follows: bool, cells: Sequence[Value]) -> bool:
        if index < ROWS_SEARCHED_WHOLE or not follows:
            return True
        first = cells[:3]
        for cell in first:
            if not isinstance(cell, str) or _DIGIT.search(cell):
                return False  # it looks like data
        return any(map(self._find, first))

    def _heading_span(self, cells: Sequence[Value]) -> tuple[int, int] | None:
        """The columns of the headings in a row, from the first to before the last; None where there are none.

        Cells under a table that is open already are its data, unless they are headings themselves.
        """
        if self._one_column:
            return (0, 1) if not self._open and self._find(cells[0]) else None
        strong: list[tuple[int, int]] = []
        others: list[tuple[int, int]] = []
        for first, end in _runs(cells):
            is_strong = self._is_heading_run(cells[first:end]) and self._fits_among_rows(cells, first, end)
            (strong if is_strong else others).append((first, end))
        if not strong:
            # Headings with a gap after each are no run of two.
            whole = [cell for cell in cells if cell != ""]
            return (first_filled(cells), len(cells)) if not self._open and self._is_heading_run(whole) else None
        taken = [table for table in self._open if not any(table.overlaps(*run) for run in strong)]
        free = [run for run in others if not any(table.overlaps(*run) for table in taken)]
        first = min(first for first, _ in (*strong, *free))
        return first, max(end for _, end in (*strong, *free))

    def _is_heading_run(self, cells: Sequence[Value]) -> bool:
        if any(isinstance(cell, tuple) for cell in cells):
            return False
        share = 0.5 if any(table.rows for table in self._open) else 0.25
        return self._has_fields(cells, max(2, share * len(cells)))

    def _has_fields(self, cells: Sequence[Value], least: float) -> bool:
        """Whether so many different fields are among the cells; given up as soon as there cannot be so many."""
        fields: set[str] = set()
        for left in range(len(cells) - 1, -1, -1):
            if found := self._find(cells[left]):
                fields.add(found)
            if len(fields) + left < least:
                return False
        return True

    def _fits_among_rows(self, cells: Sequence[Value], first: int, end: int) -> bool:
        """Whether half of a row are headings, or more of it than the table above has, where one is open.

        A few words of a device happen to be headings too: `Computer`, `Windows`, `Office`, `No`.
        """
        above = [table for table in self._open if table.overlaps(first, end)]
        if not above:
            return True
        first, end = min(first, *(table.first for table in above)), max(end, *(table.end for table in above))
        filled = [cell for cell in cells[first:end] if cell != ""]
        told = len(self._fields(filled))
        return told * 2 >= len(filled) or all(told > len(self._fields(table.headings.values())) for table in above)

    def _fields(self, cells: Iterable[Value]) -> set[str]:
        return {found for cell in cells if (found := self._find(cell))}

    def _begin(self, number: int, cells: Sequence[Value], span: tuple[int, int], before: Sequence[Value]) -> _Open:
        """Opens the table whose headings stand in a row; those that it ends are closed."""
        first, end = span
        ended = [table for table in self._open if table.overlaps(first, end)]
        self._open = [table for table in self._open if table not in ended]
        skipped = tuple(row for row in _take_titles(ended, number))
        if not self._closed and not ended:
            skipped = tuple(row for row, _ in self._above)
        above = [table for table in ended if table.heading_row == number - 1 and not table.rows]
        self._close([table for table in ended if table not in above])
        above_them = [plain(cell).strip() for cell in before if cell != ""]
        groups, title = (_filled_forward(before), "") if len(above_them) > 1 else ([], "".join(above_them))
        headings: dict[int, str] = {}
        seen: set[str] = set()
        for column in range(first, end):
            if cells[column] == "":
                seen.clear()  # what comes again behind a gap may be another table's
            else:
                text = plain(cells[column]).strip()
                group = groups[min(column, len(groups) - 1)] if groups else ""
                both = f"{group} {text}" if group else text
                meaning = self._find(text)
                if meaning in seen if meaning else self._find(both):
                    text, meaning = both, self._find(both)
                seen |= {meaning} if meaning else set()
                headings[column] = text
        for table in above:
            # Headings of two rows, of which some reach over both.
            kept = {column: text for column, text in table.headings.items() if not first <= column < end}
            headings |= kept
            skipped = (*table.skipped, *(() if kept else (table.heading_row,)), *skipped)
        first, end = min(first, *headings), max(end, *(column + 1 for column in headings))
        self._open.append(_Open(number, first, end, headings, skipped=skipped, title=title, above=before))
        return self._open[-1]

    def _is_second_row(self, table: _Open, cells: Sequence[Value]) -> bool:
        """Whether the row below the headings holds more headings, under one that spans several columns."""
        filled = [column for column, cell in enumerate(cells) if cell != ""]
        if not all(isinstance(cells[column], str) for column in filled) or filled[0] <= table.first:
            return False
        empty_below = [column for column in table.headings if column not in filled]
        if not any(self._find(table.headings[column]) for column in empty_below):
            return False
        known = sum(
            self._find(self._second(table, column, cells)) is not None
            for column in filled
            if words_of(plain(cells[column])) - FILLERS
        )
        return known * 2 >= len(filled)

    def _merge(self, table: _Open, cells: Sequence[Value]) -> None:
        merged = {column: self._second(table, column, cells) for column, cell in enumerate(cells) if cell != ""}
        table.headings |= merged
        table.end = max(table.end, len(cells))

    def _second(self, table: _Open, column: int, cells: Sequence[Value]) -> str:
        """A heading of the second row with that above it, or alone where it is known alone."""
        below = plain(cells[column]).strip()
        above = next((table.headings[left] for left in range(column, -1, -1) if left in table.headings), "")
        both = f"{above} {below}".strip()
        return below if self._find(both) is None and self._find(below) else both

    # --- ends ---

    def _close(self, tables: Sequence[_Open]) -> None:
        for table in tables:
            self._extend(table)
            self._closed += _split(table, self._find)

    def _extend(self, table: _Open) -> None:
        """Takes the filled columns without a heading on both sides into the table, up to the next table's."""
        least = max((other.end for other in (*self._open, *self._closed) if other.end <= table.first), default=0)
        if least < table.first:
            filled = (cells[least:] for _, cells in table.rows if any(cell != "" for cell in cells[least:]))
            table.first = min((least + first_filled(cells) for cells in filled), default=table.first)
            table.first = min(table.first, *table.headings)
        limit = min((other.first for other in (*self._open, *self._closed) if other.first >= table.end), default=None)
        for _, cells in table.rows:
            if len(cells) > table.end:
                table.end += len(without_end(cells[table.end : limit]))

    def _unknown_tables(self, first_known: int) -> list[_Open]:
        """What looks like tables without known headings: the whole sheet, or a block of rows above the first headings.

        A row or two above headings, or lines of one cell, are no table.
        """
        least_cells, least_rows = (3, 3) if first_known else (2, 2)
        found = []
        for block in _blocks(self._above) if first_known else [self._above]:
            rows = [(number, cells) for number, cells in block if sum(cell != "" for cell in cells) >= least_cells]
            if len(rows) >= least_rows:
                (number, cells), end = rows[0], max(len(cells) for _, cells in block)
                headings = {column: plain(cell) for column, cell in enumerate(cells) if cell != ""}
                below = [row for row in block if row[0] > number]
                above = tuple(row for row, _ in block if row < number)
                first = min(first_filled(cells) for _, cells in (rows[0], *below))
                found.append(_Open(number, first, end, headings, known=False, skipped=above, rows=below))
        in_tables = {row for table in found for row, _ in table.rows} | {table.heading_row for table in found}
        for table in self._closed:
            table.skipped = tuple(row for row in table.skipped if row not in in_tables)
        return found


_DIGIT = re.compile(r"\d")


def _runs(cells: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """The groups of filled cells with nothing between them, as first column and end."""
    first = None
    for column, cell in enumerate(cells):
        if cell == "":
            if first is not None:
                yield first, column
            first = None
        elif first is None:
            first = column
    if first is not None:
        yield first, len(cells)


def first_filled(cells: Sequence[Value]) -> int:
    """The column of the first cell with content, counted from 0."""
    return next(column for column, cell in enumerate(cells) if cell != "")


def _filled_forward(cells: Sequence[Value]) -> list[str]:
    """The cells of a row of merged headings, each empty one with what stands to its left."""
    filled, last = [], ""
    for cell in cells:
        last = plain(cell).strip() if cell != "" else last
        filled.append(last)
    return filled


def _take_titles(ended: Sequence[_Open], heading_row: int) -> list[int]:
    """Takes the lines of one cell right above new headings out of the table that ends there: they are its title."""
    titles = []
    for table in ended:
        number = heading_row - 1
        while table.rows and table.rows[-1][0] == number and sum(cell != "" for cell in table.rows[-1][1]) == 1:
            table.rows.pop()
            titles.append(number)
            number -= 1
    return sorted(titles)


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in groups that follow on one another without an empty row."""
    block: list[Row] = []
    for number, cells in rows:
        if block and number != block[-1][0] + 1:
            yield block
            block = []
        block.append((number, cells))
    if block:
        yield block


# --- side by side ----------------------------------------------------------------------------------------------------


def _split(table: _Open, find: Callable[[Value], str | None]) -> list[_Open]:
    """The tables that share a row of headings with an empty column between, each with its own rows."""
    segments = _segments(table)
    tables = [segments[0]]
    is_spread = len(segments) > 2 and all(len(segment.headings) == 1 for segment in segments[:2])
    for segment in segments[1:]:
        if _is_own_table(tables[-1], segment, find, is_spread):
            tables.append(segment)
        else:
            tables[-1].end = segment.end
            tables[-1].headings |= segment.headings
    if len(tables) == 1:
        return [table]
    for own in tables:
        own.rows = [(number, cells) for number, cells in table.rows if own.has_content(cells)]
        own.title = _title_of(table.above, own.first, own.end)
    tables[0].skipped, tables[0].title = table.skipped, table.title or tables[0].title
    return tables


def _title_of(above: Sequence[Value], first: int, end: int) -> str:
    """The one cell above some columns; empty where there are none or several."""
    told = [plain(cell).strip() for cell in above[first:end] if cell != ""]
    return told[0] if len(told) == 1 else ""


def _segments(table: _Open) -> list[_Open]:
    """The table cut at the columns that have neither a heading nor content."""
    gaps = [column for column in range(table.first, table.end) if column not in table.headings]
    gaps = [
        column for column in gaps if not any(column < len(cells) and cells[column] != "" for _, cells in table.rows)
    ]
    segments, first = [], table.first
    for gap in (*gaps, table.end):
        if gap > first:
            headings = {column: text for column, text in table.headings.items() if first <= column < gap}
            segments.append(_Open(table.heading_row, first, gap, headings, rows=table.rows))
        first = gap + 1
    return segments or [table]


_TOLD_ONCE = frozenset(("assets.location", "assets.name", "assets.type", "assets.serial_number"))
"""What nobody tells twice about one row."""
_NAMES_OF_PLACES = ("assets.location", "assets.name", "building")


def _is_own_table(left: _Open, right: _Open, find: Callable[[Value], str | None], is_spread: bool) -> bool:
    """Whether what stands on the right of an empty column tells of other things than what stands on the left.

    It does where its headings are those of the left once more, where it lists places, where it has rows that the left
    has not, or where it stops early on. `is_spread`: there is an empty column after every heading, which tells nothing.
    """
    fields, others = (
        {found for text in segment.headings.values() if (found := find(text))} for segment in (left, right)
    )
    if fields & others & _TOLD_ONCE:
        return True
    if len(others) < 2:
        return False
    if fields & others or _lists_places(right, find):
        return True
    if is_spread:
        return False
    on_left = [left.has_content(cells) for _, cells in left.rows]
    on_right = [right.has_content(cells) for _, cells in right.rows]
    if any(there and not here for here, there in zip(on_left, on_right, strict=True)):
        return True
    count = sum(on_right)
    return count * 2 < sum(on_left) and all(on_right[:count])


def _lists_places(table: _Open, find: Callable[[Value], str | None]) -> bool:
    """Whether a table is addresses beside places of which none comes twice; devices have places in common."""
    meanings = {column: find(text) or "" for column, text in table.headings.items()}
    if not any(meaning.startswith("locations.") for meaning in meanings.values()):
        return False
    named = next((column for column, meaning in meanings.items() if meaning in _NAMES_OF_PLACES), None)
    if named is None:
        return False
    names = [cells[named] for _, cells in table.rows if named < len(cells) and cells[named] != ""]
    return len(names) > 1 and len(set(names)) == len(names)


def _finished(name: str, table: _Open, find: Callable[[Value], str | None]) -> Table:
    headings = _headings(table, find)
    first, end = table.first, table.end
    width = end - first
    records: list[Record] = []
    ditto = read_vocabulary().ditto
    for number, cells in table.rows:
        values = cells if first == 0 and len(cells) == width else cells[first:end]
        if len(values) < width:
            values = values + [""] * (width - len(values))
        if records and not ditto.isdisjoint(values):
            values = [
                above if value in ditto else value for value, above in zip(values, records[-1].values, strict=True)
            ]
        if values is cells or values.count("") < width:  # a row ends with a cell that is filled
            records.append(Record(number, values, headings))
    return Table(name, table.heading_row, headings, records, table.known, table.skipped, table.title)


def _headings(table: _Open, find: Callable[[Value], str | None]) -> tuple[str, ...]:
    """The headings on one line, each with a name of its own; of several lines the first where only that is known."""
    names: dict[str, None] = {}
    for column in range(table.first, table.end):
        written = clean(table.headings.get(column, ""))
        text = " ".join(written.split())[:LONGEST_HEADING]
        if "\n" in written and not find(text) and find(written):
            text = " ".join(written.strip().split("\n", maxsplit=1)[0].split())
        text = text or f"column {column_letters(column + 1)}"
        name, number = text, 1
        while name in names:
            number += 1
            name = f"{text} #{number}"
        names[name] = None
    return tuple(names)
