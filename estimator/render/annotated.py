"""A fresh copy of a workbook's cells, coloured and commented where something is wrong or open, behind a checklist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from estimator.diagnostics import Diagnostic, Level, errors_first
from estimator.model.estimate import Estimate, Question
from estimator.model.frozen import frozen
from estimator.model.source import Cell, cell_at
from estimator.render.diagnostics_text import LANGUAGE, counted_problems, places
from estimator.render.estimate_texts import estimate_texts
from estimator.render.figures import money_range
from estimator.render.safe_text import one_line
from estimator.render.xlsx import DATE_FORMAT, DATETIME_FORMAT, fill, workbook_bytes
from estimator.render.xlsx_table import ACCENT, FONT, PALE

Raw = str | int | float | bool | tuple[str, str] | tuple[str, float]
"""A cell as it was read: `` for empty; ("d", ISO text) a date, ("t", ISO text) a time, ("p", seconds) a duration."""

CHECKLIST = "Checklist"
LINE_HEIGHT = 15
LONGEST_NAME = 31
MOST_COMMENTS = 5_000
"""So many cells carry a comment; further ones are coloured and stand in the checklist."""
PLACE, TEXT = "Where", "To do, or to ask"
COLUMNS = (("No", 5), ("What", 10), (PLACE, 22), (TEXT, 62), ("Fee, low", 10), ("Fee, high", 10),
           ("Moves by", 10), ("Answer", 34))  # fmt: skip
COLOURS: Mapping[str, str] = {"error": "FFC7CE", "warning": "FFEB9C", "question": "DDEBF7"}
"""Pale red, amber and blue: dark text stays readable on them, also in print."""
_ORDER = ("error", "warning", "question", "remark")
_NO_NAME_MAY_HOLD = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_THIN = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@frozen
class CopiedSheet:
    """A sheet as it was read: rows with content by number from 1, each from column A on."""

    name: str
    hidden: bool
    rows: Sequence[tuple[int, Sequence[Raw]]]


@frozen
class _Entry:
    """A line of the checklist."""

    what: str
    """`error`, `warning`, `question` or `remark`."""
    place: str
    cells: tuple[Cell, ...]
    text: str
    question: Question | None = None


@dataclass(slots=True)
class _Note:
    """What is told at one cell: the worst of it gives the colour."""

    what: str
    texts: list[str] = field(default_factory=list)


def annotated_xlsx(
    file_name: str, sheets: Sequence[CopiedSheet], diagnostics: Sequence[Diagnostic], estimate: Estimate | None
) -> bytes:
    """The copy as a file: values only, never a formula, each at the position it was read from.

    `estimate` is None where errors keep the workbook from being priced; the checklist then says so.
    """
    entries = list(_entries(diagnostics, estimate))
    names = _names(sheets)
    book = Workbook(write_only=True)
    _write_checklist(book, entries, names, _head(file_name, diagnostics, estimate))
    notes = _notes(entries)
    paper = _Paper()
    for sheet in sheets:
        _write_copy(book, sheet, names[_known_as(sheet.name)], notes.get(_known_as(sheet.name), {}), paper)
    return workbook_bytes(book)


def _entries(diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> Iterator[_Entry]:
    """Errors, warnings, questions by euro, remarks."""
    found = list(map(_problem, errors_first(diagnostics)))
    if estimate is not None:
        found += [
            _Entry("question", places(question.cells), question.cells, question.question, question)
            for question in estimate.questions
        ]
    yield from sorted(found, key=lambda entry: _ORDER.index(entry.what))


def _problem(diagnostic: Diagnostic) -> _Entry:
    cell = cell_at(diagnostic.place)
    what = "remark" if diagnostic.level is Level.INFO else diagnostic.level.value
    text = " ".join(filter(None, (diagnostic.message, diagnostic.remedy)))
    return _Entry(what, one_line(diagnostic.place), (cell,) if cell else (), one_line(text))


def _notes(entries: Iterable[_Entry]) -> dict[str, dict[tuple[int, int], _Note]]:
    """What is told at which cell, by sheet and by row and column; the entries come worst first."""
    found: dict[str, dict[tuple[int, int], _Note]] = defaultdict(dict)
    for entry in entries:
        for cell in entry.cells:
            note = found[cell.sheet].setdefault((cell.row, cell.column), _Note(entry.what))
            note.texts.append(f"{entry.what.capitalize()}: {entry.text}")
    return found


# --- names of sheets --------------------------------------------------------------------------------------------------


def _known_as(name: str) -> str:
    """A sheet's name as places tell it: what cannot be printed is left out."""
    return "".join(filter(str.isprintable, name))


def _names(sheets: Iterable[CopiedSheet]) -> dict[str, str]:
    """The copies' names by the names that places use: the same where a workbook may have them, each once."""
    taken = {CHECKLIST.casefold()}
    names = {}
    for sheet in sheets:
        wanted = _known_as(sheet.name).translate(_NO_NAME_MAY_HOLD).strip("' ")[:LONGEST_NAME] or "Sheet"
        name, number = wanted, 2
        while name.casefold() in taken:
            suffix = f" {number}"
            name, number = wanted[: LONGEST_NAME - len(suffix)] + suffix, number + 1
        taken.add(name.casefold())
        names[_known_as(sheet.name)] = name
    return names


# --- the checklist ----------------------------------------------------------------------------------------------------


class _Styles:
    """Cells dressed by name: the first of a kind step by step, the others take its style over (much faster)."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._known: dict[str, Any] = {}

    def cell(self, value: str | int | Decimal | None, kind: str) -> Any:
        """A cell of the checklist: `title`, `line`, `advice`, `heading`, `text`, `money`, `link` or an entry's kind."""
        cell: Any = WriteOnlyCell(self._sheet)
        fill(cell, value)
        if kind not in self._known:
            self._dress(cell, kind)
            self._known[kind] = cell._style
        cell._style = self._known[kind]
        return cell

    @staticmethod
    def _dress(cell: Any, kind: str) -> None:
        cell.font = {
            "title": Font(FONT, 15, bold=True, color=ACCENT),
            "advice": Font(FONT, 11, italic=True),
            "heading": Font(FONT, 11, bold=True),
            "link": Font(FONT, 11, underline="single", color=ACCENT),
        }.get(kind, Font(FONT, 11))
        if kind in ("title", "line", "advice"):
            return
        cell.border, cell.alignment = _BOX, Alignment(vertical="top", wrap_text=True)
        if kind == "money":
            cell.number_format = "#,##0.00"
        colour = PALE if kind == "heading" else COLOURS.get(kind)
        if colour:
            cell.fill = PatternFill("solid", fgColor=colour)


def _write_checklist(book: Any, entries: Sequence[_Entry], names: Mapping[str, str], head: Sequence[str]) -> None:
    """`head`: the title, then sentences."""
    sheet = book.create_sheet(CHECKLIST)
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    top = len(head) + 2
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    _set_up_print(sheet)
    styles = _Styles(sheet)
    for kind, sentence in zip(("title", *("line" for _ in head[2:]), "advice"), head, strict=True):
        sheet.append([styles.cell(sentence, kind)])
    sheet.append([])
    sheet.append([styles.cell(heading, "heading") for heading, _ in COLUMNS])
    for number, entry in enumerate(entries, 1):
        sheet.row_dimensions[top + number].height = _height(entry)
        sheet.append(_checklist_row(styles, number, entry, names))


def _set_up_print(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&A, page &P of &N"))


def _head(file_name: str, diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> list[str]:
    counted = counted_problems(diagnostics)
    return [
        f"Checklist: {one_line(estimate.customer.name if estimate else file_name)}",
        counted if counted.endswith(".") else f"{counted}.",
        _fee_sentence(estimate),
        f"This copy shows values only. Write answers here, then carry them over to {one_line(file_name)}.",
    ]


def _fee_sentence(estimate: Estimate | None) -> str:
    if estimate is None:
        return "There is no fee yet: correct the errors first; then the open questions follow here with their effect."
    fee = estimate.fee
    monthly = estimate_texts(estimate, LANGUAGE).fee_short
    if not estimate.questions:
        return f"The fee is {monthly} a month, and no question is open that moves it."
    span = money_range(fee.low, fee.high, estimate.currency, LANGUAGE)
    return f"The fee is {monthly} a month; the answers to all questions together put it within {span}."


def _height(entry: _Entry) -> float:
    """Room for the wrapped text, and for an answer by hand."""
    widths = dict(COLUMNS)
    lines = max(ceil(len(entry.text) / (widths[TEXT] - 6)), ceil(len(entry.place) / (widths[PLACE] - 4)), 2)
    return LINE_HEIGHT * lines


def _checklist_row(styles: _Styles, number: int, entry: _Entry, names: Mapping[str, str]) -> list[Any]:
    asked = entry.question
    amounts = (asked.fee_low, asked.fee_high, asked.spread) if asked else (None, None, None)
    linked = bool(entry.cells) and entry.cells[0].sheet in names
    where = styles.cell(entry.place, "link" if linked else "text")
    if linked:
        first = entry.cells[0]
        quoted = names[first.sheet].replace("'", "''")
        target = f"'{quoted}'!{get_column_letter(first.column)}{first.row}"
        where.hyperlink = Hyperlink(ref="", location=target)
    return [
        styles.cell(number, "text"),
        styles.cell(entry.what, entry.what),
        where,
        styles.cell(entry.text, "text"),
        *(styles.cell(amount, "money") for amount in amounts),
        styles.cell(None, "text"),
    ]


# --- the copies -------------------------------------------------------------------------------------------------------


class _Paper:
    """The fills that all copies share, and how many more comments the workbook takes."""

    def __init__(self) -> None:
        self.fills = {what: PatternFill("solid", fgColor=colour) for what, colour in COLOURS.items()}
        self.comments_left = MOST_COMMENTS


def _write_copy(
    book: Any, sheet: CopiedSheet, name: str, notes: Mapping[tuple[int, int], _Note], paper: _Paper
) -> None:
    copy = book.create_sheet(name)
    copy.sheet_state = "hidden" if sheet.hidden and not notes else "visible"
    _set_up_print(copy)
    for column, width in _widths(sheet.rows).items():
        copy.column_dimensions[get_column_letter(column)].width = width
    told: dict[int, dict[int, _Note]] = defaultdict(dict)
    for (row, column), note in notes.items():
        told[row][column] = note
    given = dict(sheet.rows)
    written = 0
    for row in sorted(given.keys() | told.keys()):
        for _ in range(row - written - 1):
            copy.append(())
        copy.append(_copied_row(copy, given.get(row, ()), told.get(row, {}), paper))
        written = row


def _copied_row(copy: Any, cells: Sequence[Raw], notes: Mapping[int, _Note], paper: _Paper) -> list[Any]:
    width = max(len(cells), *notes) if notes else len(cells)
    row: list[Any] = []
    for column in range(1, width + 1):
        value = cells[column - 1] if column <= len(cells) else ""
        note = notes.get(column)
        row.append(
            _copied_cell(copy, value, note, paper) if note or _needs_care(value) else value if value != "" else None
        )
    return row


def _needs_care(value: Raw) -> bool:
    """Whether a value is no number and no simple text, which a workbook takes as it is."""
    return isinstance(value, tuple) or (isinstance(value, str) and (not value.isprintable() or value[:1] in ("=", "#")))


def _copied_cell(copy: Any, value: Raw, note: _Note | None, paper: _Paper) -> Any:
    cell = WriteOnlyCell(copy)
    if isinstance(value, tuple):
        cell.value, cell.number_format = _moment(value)
    elif value != "":
        fill(cell, value)
    if note is not None:
        if note.what in paper.fills:
            cell.fill = paper.fills[note.what]
        if paper.comments_left > 0:
            paper.comments_left -= 1
            cell.comment = Comment("\n\n".join(note.texts)[:2000], "estimator", height=110, width=320)
    return cell


def _moment(value: tuple[str, str] | tuple[str, float]) -> tuple[datetime | date | time | timedelta | str, str]:
    """A date, time or duration and the format it is shown in; what spreadsheets have no number for stays text."""
    kind, content = value
    if kind == "p":
        return timedelta(seconds=float(content)), "[h]:mm:ss"
    if kind == "t":
        return time.fromisoformat(str(content)), "hh:mm:ss"
    moment = datetime.fromisoformat(str(content))
    if moment.year < 1900:
        return str(content), "@"
    return (
        (moment, DATETIME_FORMAT) if "T" in str(content) and moment.time() != time() else (moment.date(), DATE_FORMAT)
    )


def _widths(rows: Sequence[tuple[int, Sequence[Raw]]]) -> dict[int, float]:
    """Columns wide enough for what the first rows hold, within reason."""
    widths: dict[int, float] = {}
    for _, cells in rows[:100]:
        for column, value in enumerate(cells, 1):
            length = 10 if isinstance(value, tuple) else len(str(value))
            widths[column] = max(widths.get(column, 8), min(length + 2, 40))
    return widths
