"""One sheet's XML with other values in some of its cells and rows added; the bytes of every other row stay."""

from __future__ import annotations

import heapq
import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from itertools import chain
from xml.parsers import expat

from estimator.model.frozen import frozen
from estimator.model.source import column_letters
from estimator.render.xlsx_edit.shared_texts import SharedTexts
from estimator.render.xlsx_edit.xml import (
    UnusualXmlError,
    are_plain,
    attribute,
    cell_text,
    escaped,
    prefix_of,
    with_attribute,
    without_attribute,
)

CellText = str | int | float | date | None
"""What is written: text as text, never as a formula; None empties a cell."""
Cells = Mapping[int, CellText]
"""By column, counted from 1."""

_LAST_ROW = 1_048_576
_ROWS_AT_ONCE = 1_000
_BEFORE_FORMATS = frozenset(
    (
        "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
        "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
    )
)  # fmt: skip
"""What stands before the conditional formats: the order of a sheet's elements is part of the format."""
_NAME = re.compile(rb"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@frozen
class Highlight:
    """Rows are coloured while the text in one of their columns contains a phrase."""

    column: int
    phrase: str
    last_column: int


@frozen(slots=False)
class SheetEdit:
    """What becomes of a sheet."""

    name: str
    heading_row: int
    headings: Mapping[int, str] = field(default_factory=dict)
    """New headings by column, to the right of those there are."""
    changes: Mapping[int, Cells] = field(default_factory=dict)
    """Cells of rows that hold something already."""
    numbers: Sequence[int] = ()
    """Where the added rows go, in rising order; nothing stands there."""
    additions: Mapping[int, Sequence[CellText]] = field(default_factory=dict)
    """By column: its value in each of the added rows."""
    look: int = 0
    """The row whose cells' look the added ones take over where their column has none of its own; 0: none."""
    passed_over: frozenset[int] = frozenset()
    """Rows with content of another kind: an Excel table does not grow over them."""
    highlight: Highlight | None = None

    @cached_property
    def repeating(self) -> frozenset[int]:
        """The columns in which added rows mostly say what others say too."""
        return frozenset(column for column, said in self.additions.items() if len(set(said)) * 2 <= len(said))


@frozen
class Writing:
    """How a workbook writes what its cells hold."""

    serial: Callable[[date], int]
    """The number of a day."""
    style: Callable[[int], int]
    """The style like another one that shows its number as a day; that one itself where it does."""
    texts: SharedTexts | None
    """Where texts stand that many cells say; None: in the cells too."""


class SheetXml:
    """A sheet's XML, taken apart into rows; raises UnusualXmlError where rows cannot be told apart safely."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self.prefix = p = prefix_of(part, b"worksheet")
        self._cell = re.compile(rb"<%sc\b([^>]*?)(?:/>|>(.*?)</%sc>)" % (p, p), re.DOTALL)
        opening = re.search(rb"<%ssheetData\b[^>]*?(/?)>" % p, part)
        if opening is None:
            raise UnusualXmlError("has a sheet without cells")
        self._closed = bool(opening[1])
        self._head_end, self._rows_at = opening.start(), opening.end()
        self._rows_end = self._rows_at if self._closed else part.rfind(b"</%ssheetData" % p)
        if self._rows_end < self._rows_at:
            raise UnusualXmlError("has a sheet whose rows do not end")
        self._tail_at = self._rows_at if self._closed else part.index(b">", self._rows_end) + 1
        self._starts: dict[int, int] = {}
        self._find_rows()
        self._numbers = list(self._starts)

    def _find_rows(self) -> None:
        last = 0
        for row in re.compile(rb"<%srow\b[^>]*>" % self.prefix).finditer(self.part, self._rows_at, self._rows_end):
            digits = attribute(row[0], "r") or b""
            number = int(digits) if digits.isdigit() and len(digits) < 8 else 0
            if number <= last:
                raise UnusualXmlError("has a sheet whose rows are not numbered in order")
            self._starts[number] = row.start()
            last = number

    def formulas(self) -> frozenset[tuple[int, int]]:
        """Row and column of every cell with a formula."""
        if re.compile(rb"<%sf\b" % self.prefix).search(self.part, self._rows_at, self._rows_end) is None:
            return frozenset()
        cells = re.compile(rb"<%sc\b([^>]*)>\s*<%sf\b" % (self.prefix, self.prefix))
        return frozenset(_place(cell[1]) for cell in cells.finditer(self.part, self._rows_at, self._rows_end))

    def without_results(self) -> bytes:
        """The sheet's XML without the results of its formulas."""
        p = self.prefix
        result = re.compile(
            rb"(<%sf\b(?:[^>]*/>|[^>]*>[^<]*</%sf\s*>))\s*<%sv\b(?:[^>]*/>|[^>]*>[^<]*</%sv\s*>)" % (p, p, p, p)
        )
        rows = result.sub(rb"\1", self.part[self._rows_at : self._rows_end])
        return self.part[: self._rows_at] + rows + self.part[self._rows_end :]

    def has_fresh_rows(self, edit: SheetEdit) -> bool:
        """Whether some of the added rows are not drawn yet."""
        return not all(number in self._starts for number in edit.numbers)

    def edited(self, edit: SheetEdit, writing: Writing, highlight_style: Callable[[], int]) -> Iterator[bytes]:
        """The sheet's new XML in pieces; raises UnusualXmlError before the first one where it cannot be made."""
        changes: dict[int, Cells] = dict(edit.changes)
        if edit.headings:
            changes[edit.heading_row] = {**changes.get(edit.heading_row, {}), **edit.headings}
        drawn = [place for place, number in enumerate(edit.numbers) if number in self._starts]
        for place in drawn:  # rows that are drawn already keep their height and their cells' look
            changes[edit.numbers[place]] = {column: values[place] for column, values in edit.additions.items()}
        self._refuse_merged(edit, changes)
        last_heading = max((column for column in self._row(edit.heading_row)[1]), default=0)
        looks = {column: self._look(edit.heading_row, last_heading) for column in edit.headings}
        changed = {
            number: self._changed_row(number, cells, writing, looks if number == edit.heading_row else {})
            for number, cells in sorted(changes.items())
        }
        for column, values in edit.additions.items():  # every style is known before the first piece is written
            if any(issubclass(kind, date) for kind in set(map(type, values))):
                writing.style(self._look(edit.look, column) or 0)
        tail = self._with_highlight(self.part[self._tail_at :], edit, highlight_style)
        return self._pieces(edit, writing, changed, tail)

    def _pieces(self, edit: SheetEdit, writing: Writing, changed: Mapping[int, bytes], tail: bytes) -> Iterator[bytes]:
        yield self._with_dimension(self.part[: self._head_end], edit)
        yield b"<%ssheetData>" % self.prefix if self._closed else self.part[self._head_end : self._rows_at]
        done = self._rows_at
        others = sorted(changed.keys() | self._starts.keys())
        for number, rows in heapq.merge(changed.items(), self._added_rows(edit, writing, others)):
            start, end = self._span(number)
            if start > done:
                yield self.part[done:start]
            yield rows
            done = end
        yield self.part[done : self._rows_end]
        yield b"</%ssheetData>" % self.prefix if self._closed else self.part[self._rows_end : self._tail_at]
        yield tail

    def _span(self, number: int) -> tuple[int, int]:
        """Where a row begins and where the next one does; twice the same where there is no such row."""
        following = bisect_right(self._numbers, number)
        end = self._starts[self._numbers[following]] if following < len(self._numbers) else self._rows_end
        return self._starts.get(number, end), end

    # --- cells and rows ----------------------------------------------------------------------------------------------

    def _row(self, number: int) -> tuple[bytes, dict[int, bytes], bytes]:
        """A row's start tag, its cells by column, and what follows them."""
        start, end = self._span(number)
        if start == end:
            return b'<%srow r="%d">' % (self.prefix, number), {}, b""
        tag_end = self.part.index(b">", start) + 1
        tag = self.part[start:tag_end]
        if tag.endswith(b"/>"):
            return tag[:-2].rstrip() + b">", {}, b""
        body = self.part[tag_end : self.part.rindex(b"</%srow" % self.prefix, start, end)]
        cells: dict[int, bytes] = {}
        last = 0
        for cell in self._cell.finditer(body):
            row, column = _place(cell[1])
            if row != number or body[last : cell.start()].strip() or column <= max(cells, default=0):
                raise UnusualXmlError("has a row whose cells are not in order")
            cells[column], last = cell[0], cell.end()
        return tag, cells, body[last:]

    def _changed_row(self, number: int, changes: Cells, writing: Writing, looks: Mapping[int, int | None]) -> bytes:
        tag, cells, rest = self._row(number)
        for column, value in changes.items():
            there = cells.get(column)
            if there is None:
                style = looks[column] if column in looks else self._column_style(column)
            else:
                style = int(attribute(there, "s") or b"0")
                if b"<%sf" % self.prefix in there:
                    raise UnusualXmlError(f"has a formula in {column_letters(column)}{number}, where a value belongs")
            if value is not None or there is not None:
                end = self._cell_end(value, style or 0, writing)
                cells[column] = f'<{self.prefix.decode()}c r="{column_letters(column)}{number}{end}'.encode()
        tag = without_attribute(tag, "spans")
        return tag + b"".join(cells[column] for column in sorted(cells)) + rest + b"</%srow>" % self.prefix

    def _added_rows(self, edit: SheetEdit, writing: Writing, others: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The rows that are not drawn yet as XML, by the number of the first of those between which no other stands.

        There may be many thousands: column by column, and what follows a cell's address is made once a value.
        """
        p = self.prefix.decode()
        places = [place for place, number in enumerate(edit.numbers) if number not in self._starts]
        styles = {column: self._look(edit.look, column) or 0 for column in edit.additions}
        for first in range(0, len(places), _ROWS_AT_ONCE):
            some = places[first : first + _ROWS_AT_ONCE]
            numbers = [str(edit.numbers[place]) for place in some]
            columns = [[f'<{p}row r="{number}">' for number in numbers]]
            for column, values in sorted(edit.additions.items()):
                there = [values[place] for place in some]
                texts = writing.texts if column in edit.repeating else None
                ends = self._cell_ends(there, styles[column], writing, texts)
                start = f'<{p}c r="{column_letters(column)}'
                columns.append(
                    [f"{start}{number}{end}" if end else "" for number, end in zip(numbers, ends, strict=True)]
                )
            columns.append([f"</{p}row>"] * len(some))
            top, bottom = edit.numbers[some[0]], edit.numbers[some[-1]]
            if bisect_right(others, top) == bisect_right(others, bottom):
                yield top, "".join(chain.from_iterable(zip(*columns, strict=True))).encode()
            else:
                rows = ("".join(cells).encode() for cells in zip(*columns, strict=True))
                yield from zip((edit.numbers[place] for place in some), rows, strict=True)

    def _cell_ends(
        self, values: Sequence[CellText], style: int, writing: Writing, texts: SharedTexts | None
    ) -> Iterable[str]:
        """What follows the addresses of cells in the XML, `` where no cell is; `texts`: where their texts stand."""
        filled = [value for value in values if value is not None]
        if texts is None and are_plain(filled):  # hardly two are alike
            before, after = self._cell_end("|", style, writing).split("|")
            return [f"{before}{text}{after}" if text is not None else "" for text in values]
        ends: dict[CellText, str] = {None: ""}
        ends |= {value: self._cell_end(value, style, writing, texts) for value in dict.fromkeys(filled)}
        return map(ends.__getitem__, values)

    def _cell_end(self, value: CellText, style: int, writing: Writing, texts: SharedTexts | None = None) -> str:
        """What follows the address in a cell's XML."""
        p = self.prefix.decode()
        if isinstance(value, date):
            style = writing.style(style)
        look = f'" s="{style}"' if style else '"'
        if value is None:
            return f"{look}/>"
        if isinstance(value, str):
            if texts is not None:
                return f'{look} t="s"><{p}v>{texts.number(value)}</{p}v></{p}c>'
            return f'{look} t="inlineStr"><{p}is>{cell_text(value, p)}</{p}is></{p}c>'
        number = writing.serial(value) if isinstance(value, date) else value
        return f"{look}><{p}v>{number!r}</{p}v></{p}c>"

    def _look(self, row: int, column: int) -> int | None:
        """The style of a column; that of a row's cell where the column has none."""
        style = self._column_style(column)
        if style is None and row in self._starts and column in (cells := self._row(row)[1]):
            style = int(attribute(cells[column], "s") or b"0")
        return style

    def _column_style(self, column: int) -> int | None:
        for tag in re.compile(rb"<%scol\b[^>]*>" % self.prefix).finditer(self.part, 0, self._head_end):
            if int(attribute(tag[0], "min") or b"0") <= column <= int(attribute(tag[0], "max") or b"0"):
                return int(attribute(tag[0], "style") or b"0") or None
        return None

    # --- around the rows ---------------------------------------------------------------------------------------------

    def _with_dimension(self, head: bytes, edit: SheetEdit) -> bytes:
        """What stands before the rows, with the sheet's extent."""
        tag = re.search(rb"<%sdimension\b[^>]*>" % self.prefix, head)
        if tag is None:
            return head
        top, left, bottom, right = corners(attribute(tag[0], "ref"))
        columns = [*edit.headings, *edit.additions, *(column for cells in edit.changes.values() for column in cells)]
        rows = [*edit.changes, *edit.numbers[:1], *edit.numbers[-1:], *([edit.heading_row] if edit.headings else [])]
        top, bottom = min(top, *rows), max(bottom, *rows)
        left, right = min(left, *columns), max(right, *columns)
        extent = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
        return head[: tag.start()] + with_attribute(tag[0], "ref", extent) + head[tag.end() :]

    def _refuse_merged(self, edit: SheetEdit, changes: Mapping[int, Cells]) -> None:
        """Raises UnusualXmlError where a value would hide behind a merged cell."""
        added = set(edit.additions)
        for tag in re.compile(rb"<%smergeCell\b[^>]*>" % self.prefix).finditer(self.part, self._tail_at):
            top, left, bottom, right = corners(attribute(tag[0], "ref"))
            inside = range(left, right + 1)
            hidden = any(
                top <= row <= bottom and any(column in inside and (row, column) != (top, left) for column in cells)
                for row, cells in changes.items()
            ) or (added.intersection(inside) and any(top <= row <= bottom for row in edit.numbers))
            if hidden:
                raise UnusualXmlError(f"has merged cells among its rows ({(attribute(tag[0], 'ref') or b'').decode()})")

    def _with_highlight(self, tail: bytes, edit: SheetEdit, style: Callable[[], int]) -> bytes:
        """What stands after the rows, with the rule that colours rows, where it is not there yet."""
        if edit.highlight is None or edit.highlight.phrase in html.unescape(tail.decode()):
            return tail
        p, wanted, first = self.prefix.decode(), edit.highlight, edit.heading_row + 1
        priority = 1 + max(map(int, re.findall(rb'\bpriority="(\d{1,9})"', tail)), default=0)
        phrase = wanted.phrase.replace('"', '""')
        formula = escaped(f'ISNUMBER(SEARCH("{phrase}",${column_letters(wanted.column)}{first}))')
        cells = f"A{first}:{column_letters(wanted.last_column)}{_LAST_ROW}"
        rule = (
            f'<{p}conditionalFormatting sqref="{cells}"><{p}cfRule type="expression" dxfId="{style()}" '
            f'priority="{priority}"><{p}formula>{formula}</{p}formula></{p}cfRule></{p}conditionalFormatting>'
        )
        place = _start_of_formats(tail, p)
        return tail[:place] + rule.encode() + tail[place:]


def _start_of_formats(tail: bytes, prefix: str) -> int:
    """Where conditional formats begin or would, in what follows the rows."""
    opening = f"<{prefix}worksheet>".encode()
    found: list[int] = []
    depth = 0
    parser = expat.ParserCreate()

    def start(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and not found and name.removeprefix(prefix) not in _BEFORE_FORMATS:
            found.append(parser.CurrentByteIndex - len(opening))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0 and not found:
            found.append(parser.CurrentByteIndex - len(opening))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(opening + tail, True)
    except expat.ExpatError as error:
        raise UnusualXmlError("has a sheet that is no well-formed XML") from error
    return found[0]


def _place(attributes: bytes) -> tuple[int, int]:
    """Row and column of a cell by its start tag."""
    name = _NAME.fullmatch(attribute(attributes, "r") or b"")
    if name is None:
        raise UnusualXmlError("has cells without an address")
    return int(name[2]), _column(name[1])


def corners(reference: bytes | None) -> tuple[int, int, int, int]:
    """First row, first column, last row and last column of `A1:C9` or `A1`."""
    first, _, last = (reference or b"").partition(b":")
    corners = [_NAME.fullmatch(name) for name in (first, last or first)]
    if corners[0] is None or corners[1] is None:
        raise UnusualXmlError("has ranges without an address")
    return int(corners[0][2]), _column(corners[0][1]), int(corners[1][2]), _column(corners[1][1])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
