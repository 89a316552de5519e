"""Exports that are tables whose columns are known: told by their headings, read by one function a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from estimator.model.frozen import frozen
from estimator.model.inventory import ColumnUse
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.dates import DateOrder, date_order
from estimator.read.importers.gathering import Draft, Gathering, SheetName, told
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.source import SourceSheet
from estimator.read.importers.vocabulary import read_vocabulary
from estimator.read.values import clean, plain

ROWS_SEARCHED = 50
"""Headings stand this far down at most: a tool writes them first, people put a title and a date above."""

DATES = frozenset(("assets.purchased", "assets.warranty_until"))


@frozen
class Column:
    """A column of an export. `field` empty: it only helps to understand the row."""

    headings: tuple[str, ...]
    """Every heading it has in some version or language; case, blanks and punctuation make no difference."""
    field: str = ""
    """The field it goes to, such as `assets.serial_number`."""
    copied: bool = True
    """Whether its cells go there as they are; otherwise the layout's `refine` makes something of them."""


@frozen
class Layout:
    """One of the tables that a tool exports."""

    name: str
    """What its rows are, for people: `devices`."""
    columns: Mapping[str, Column]
    """By a key of ours. Where two go to one field, the first that is filled counts."""
    marks: tuple[str, ...]
    """Keys of columns which only this table has together; all must be there."""
    more_marks: tuple[str, ...] = ()
    """Keys of columns of which some must be there too."""
    enough: int = 0
    """How many of `more_marks`."""
    ids: tuple[str, ...] = ()
    """Keys of columns by which a row may be known, the best first."""
    sheet: SheetName = "assets"
    refine: Callable[[Draft], None] = lambda _: None
    """Does with a row what the columns alone do not say."""


@frozen
class FoundTable:
    """A table of a known layout in a sheet."""

    layout: Layout
    sheet: SourceSheet
    heading_row: int
    headings: Mapping[int, str]
    """By column, counted from 0; those without a heading are left out."""
    keys: Mapping[str, int]
    """The column of each key that is there."""

    @property
    def score(self) -> int:
        """How many of its columns are known: the more, the surer."""
        return len(self.keys)

    @property
    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Every row below the headings."""
        return ((number, cells) for number, cells in self.sheet.rows if number > self.heading_row)


def best_table(sheet: SourceSheet, layouts: Sequence[Layout]) -> FoundTable | None:
    """The layout that knows most columns of a sheet, the first one of several; None where none fits."""
    best: FoundTable | None = None
    for number, cells in sheet.rows[:ROWS_SEARCHED]:
        for layout in layouts:
            found = _table(sheet, number, cells, layout)
            if found and (best is None or found.score > best.score):
                best = found
    return best


def _table(sheet: SourceSheet, number: int, cells: Sequence[Value], layout: Layout) -> FoundTable | None:
    headings = {place: text for place, cell in enumerate(cells) if (text := " ".join(clean(plain(cell)).split()))}
    places: dict[str, int] = {}
    for place, text in headings.items():
        places.setdefault(fold(text), place)
    keys: dict[str, int] = {}
    for key, column in layout.columns.items():
        there = [places[name] for heading in column.headings if (name := fold(heading)) in places]
        if there:
            keys[key] = there[0]
    if (
        any(mark not in keys for mark in layout.marks)
        or sum(mark in keys for mark in layout.more_marks) < layout.enough
    ):
        return None
    return FoundTable(layout, sheet, number, headings, keys)


def gather_table(table: FoundTable, gathering: Gathering) -> None:
    """Takes every row of a table, by its layout and by what somebody decided about its columns."""
    fields = dict.fromkeys(table.headings, "") | {
        place: table.layout.columns[key].field for key, place in table.keys.items()
    }
    wanted = {fold(heading): field for heading, field in gathering.mapping.columns.items()}
    decided = {
        place: wanted[fold(text)]
        for place, text in table.headings.items()
        if fold(text) in wanted and wanted[fold(text)] != fields[place]
    }
    kept = replace(table, keys={key: place for key, place in table.keys.items() if place not in decided})
    order, ways = _order_of_dates(kept, gathering), _ways(kept)
    examples, without = dict[int, str](), set(fields)
    for number, cells in table.rows:
        draft = _draft(kept, ways, number, cells)
        draft.date_order = order
        if not draft.refused:
            meant = _meanings(kept, draft, gathering.mapping)
            table.layout.refine(draft)
            draft.values |= meant
            _decide(draft, cells, decided)
        gathering.take(draft)
        found = {place: text for place in without if place < len(cells) and (text := told(cells[place]))}
        examples |= found
        without -= found.keys()
    gathering.use(
        ColumnUse(table.sheet.name, text, (fields | decided)[place], examples.get(place, ""))
        for place, text in table.headings.items()
    )


def _meanings(table: FoundTable, draft: Draft, mapping: ColumnMapping) -> dict[str, Value]:
    """What the words of a row mean by somebody's own mapping, by field key."""
    meant: dict[str, Value] = {}
    if mapping.values:
        for key, text in draft.said.items():
            field = table.layout.columns[key].field
            known = {fold(word): value for word, value in mapping.values.get(field, {}).items()}
            if fold(text) in known:
                meant[field.partition(".")[2]] = known[fold(text)]
    return meant


def _decide(draft: Draft, cells: Sequence[Value], decided: Mapping[int, str]) -> None:
    """Puts cells where somebody's own mapping wants them."""
    for place, field in decided.items():
        sheet, _, key = field.partition(".")
        if sheet == draft.sheet and place < len(cells) and told(cells[place]):
            if key == "id":
                draft.ids.insert(0, told(cells[place]))
            else:
                draft.values[key] = cells[place]


def _order_of_dates(table: FoundTable, gathering: Gathering) -> DateOrder:
    """One order for all dates of a table: the tool wrote them all in one way."""
    places = [place for key, place in table.keys.items() if table.layout.columns[key].field in DATES]
    order, is_open = date_order(cells[place] for _, cells in table.rows for place in places if place < len(cells))
    if is_open:
        reason = f"The dates do not show which number is the day; they are read {order.value}. Check one of them."
        gathering.remark(table.sheet.name, reason)
    return order


def _ways(table: FoundTable) -> list[tuple[str, int, str]]:
    """Every column that is known: its key, its place, and the key of the field to which its cells go as they are."""
    columns = table.layout.columns
    return [
        (key, place, columns[key].field.partition(".")[2] if columns[key].copied else "")
        for key, place in table.keys.items()
    ]


def _draft(table: FoundTable, ways: Sequence[tuple[str, int, str]], number: int, cells: Sequence[Value]) -> Draft:
    said: dict[str, str] = {}
    values: dict[str, Value] = {}
    width = len(cells)
    for key, place, field in ways:
        cell = cells[place] if place < width else ""
        if cell == "" or not (text := told(cell)):
            continue
        said[key] = text
        if field and field not in values:
            values[field] = cell
    ids = [said[key] for key in table.layout.ids if key in said]
    draft = Draft(f"{table.sheet.name} row {number}", said, values, ids, table.layout.sheet)
    if not said:
        draft.refused = "The row fills none of the columns that are understood."
    elif all(text == table.headings[table.keys[key]] for key, text in said.items()):
        draft.refused = "The row repeats the headings."
    elif len(said) < 3 < len(table.keys) and read_vocabulary().is_summary(next(iter(said.values()))):
        draft.refused = "The row sums up others."
    return draft
