"""Where things stand in a workbook: sheets by name, columns by heading, in any language and order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from estimator.model.form import Field, Form, Sheet
from estimator.model.source import Cell
from estimator.read.cells import RawSheet, Value
from estimator.read.checks import Problems
from estimator.read.headings import fold
from estimator.read.values import plain, quoted
from estimator.read.words import Spelling, did_you_mean

ROWS_TO_SEARCH = 40
"""How many rows with content may stand above the headings, or be the headings."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FIELD_VALUE_WORDS = frozenset(map(fold, ("field", "veld", "champ", "Feld", "value", "waarde", "valeur", "Wert")))


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet of the form as it stands in a workbook."""

    sheet: Sheet
    raw: RawSheet
    language: str
    """The language of most of its headings."""
    heading_row: int
    columns: Mapping[str, int]
    """By field: its column, counted from 1."""

    @property
    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """The rows with content below the headings."""
        return ((number, cells) for number, cells in self.raw.rows if number > self.heading_row)


class HeadingWords:
    """The fields of one sheet by what their headings are called."""

    def __init__(self, sheet: Sheet) -> None:
        self.fields: dict[str, Field] = {}
        self._spelling = Spelling(
            (word for field in sheet.fields for word in (*field.headings.values(), *field.synonyms)), cutoff=0.8
        )
        self._languages: dict[str, set[str]] = {}
        for field in sheet.fields:
            for word in (*field.headings.values(), field.key, *field.synonyms):
                self.fields.setdefault(fold(word), field)
            for language, word in field.headings.items():
                self._languages.setdefault(fold(word), set()).add(language)

    def find(self, value: Value) -> Field | None:
        """The field whose heading a cell holds; a unit in brackets and further lines do not matter."""
        text = plain(value)[:200]
        for candidate in (text, _BRACKETS.sub("", text), text.split("\n")[0]):
            field = self.fields.get(fold(candidate))
            if field is not None:
                return field
        return None

    def suggest(self, value: Value) -> str | None:
        """The heading that a mistyped one resembles."""
        return self._spelling.suggest(plain(value))

    def language(self, values: Sequence[Value]) -> str:
        """The language that most of these headings are written in; the first of the form where it is even."""
        counts = Counter(language for value in values for language in self._languages.get(fold(plain(value)), ()))
        return max(("en", "nl", "fr", "de"), key=lambda language: counts[language])


def find_sheets(form: Form, raw_sheets: Sequence[RawSheet], file_name: str, problems: Problems) -> dict[str, RawSheet]:
    """The workbook's sheets by their id in the form; reports those that are missing, double, hidden or unknown."""
    words = {fold(word): sheet for sheet in form.sheets for word in (sheet.id, *sheet.titles.values(), *sheet.synonyms)}
    spelling = Spelling((title for sheet in form.sheets for title in sheet.titles.values()), cutoff=0.8)
    ignored = set(map(fold, form.ignored_sheets))
    found: dict[str, RawSheet] = {}
    for raw in raw_sheets:
        sheet = words.get(fold(raw.name))
        top = Cell(raw.name, 1, 1)
        if sheet is None:
            if raw.rows and not raw.hidden and fold(raw.name) not in ignored:
                _report_unknown_sheet(raw, spelling, problems)
        elif sheet.id in found:
            other = found[sheet.id].name
            problems.add(
                "duplicate-sheet", top, f"This sheet and {quoted(other)} are both the {sheet.id}.", "Keep one of them."
            )
        else:
            found[sheet.id] = raw
            if raw.hidden and raw.rows:
                problems.add(
                    "hidden-sheet",
                    top,
                    "The sheet is hidden, and is read all the same.",
                    "Show it, or delete what no longer holds.",
                )
    for sheet in form.sheets:
        if sheet.required and sheet.id not in found:
            title = quoted(sheet.titles["en"])
            problems.add("missing-sheet", file_name, f"There is no sheet {title}.", "Add it, or start from a new form.")
    return found


def _report_unknown_sheet(raw: RawSheet, spelling: Spelling, problems: Problems) -> None:
    close = spelling.suggest(raw.name)
    top = Cell(raw.name, 1, 1)
    if close:
        problems.add("unknown-sheet", top, "The sheet is not known and is ignored.", did_you_mean(close, ""))
    else:
        problems.add("ignored-sheet", top, "The sheet is not part of the assessment and is ignored.")


def find_columns(sheet: Sheet, raw: RawSheet, problems: Problems) -> Layout | None:
    """Where the columns of a table sheet stand; None, and a problem, where there is content without headings.

    The headings are the row, among the first with content, that has most of them.
    """
    words = HeadingWords(sheet)
    best, cells = 0, []
    heading_row = 0
    for number, row in raw.rows[:ROWS_TO_SEARCH]:
        fields = {field.key for cell in row if cell != "" and (field := words.find(cell))}
        if len(fields) > best:
            best, heading_row, cells = len(fields), number, row
    if best < 2:
        if raw.rows:
            names = ", ".join(field.headings["en"] for field in sheet.fields if field.required)
            problems.add(
                "no-headings",
                Cell(raw.name, 1, 1),
                "No row of headings was found.",
                f"Give the columns the headings {names}.",
            )
        return None
    columns, language = _columns(words, raw.name, heading_row, cells, problems), words.language(cells)
    for field in sheet.fields:
        if field.required and field.key not in columns:
            place = Cell(raw.name, heading_row, 1)
            problems.add("missing-column", place, f"There is no column {quoted(field.headings[language])}.", "Add it.")
    layout = Layout(sheet, raw, language, heading_row, columns)
    _report_cells_without_heading(layout, cells, problems)
    return layout


def _columns(
    words: HeadingWords, sheet_name: str, row: int, cells: Sequence[Value], problems: Problems
) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(cells, start=1):
        if cell == "":
            continue
        place, field = Cell(sheet_name, row, column), words.find(cell)
        if field is None:
            _report_unknown_heading(words, cell, place, "column", problems)
        elif field.key in columns:
            other = str(Cell(sheet_name, row, columns[field.key])).rpartition("!")[2].rstrip("0123456789")
            message = f"{quoted(plain(cell))} is the same field as column {other}."
            problems.add("duplicate-heading", place, message, "Keep one of them.")
        else:
            columns[field.key] = column
    return columns


def _report_unknown_heading(words: HeadingWords, cell: Value, place: Cell, what: str, problems: Problems) -> None:
    suggestion = words.suggest(cell)
    name = quoted(plain(cell))
    if suggestion:
        message = f"The {what} {name} is not known and is ignored."
        problems.add("unknown-column", place, message, did_you_mean(suggestion, ""))
    else:
        problems.add("ignored-column", place, f"The {what} {name} is not part of the form and is ignored.")


def _report_cells_without_heading(layout: Layout, headings: Sequence[Value], problems: Problems) -> None:
    gaps = [column for column, heading in enumerate(headings, start=1) if heading == ""]
    reported: set[int] = set()
    for number, cells in layout.rows:
        width = len(cells)
        if not gaps and width <= len(headings):
            continue
        for column in (*gaps, *range(len(headings) + 1, width + 1)):
            if column <= width and cells[column - 1] != "" and column not in reported:
                reported.add(column)
                problems.add(
                    "cell-without-heading",
                    Cell(layout.raw.name, number, column),
                    "The column has no heading and is ignored.",
                    "Give it a heading, or delete the cells.",
                )


def find_fields(sheet: Sheet, raw: RawSheet, problems: Problems) -> tuple[dict[str, Cell], dict[str, Value], str]:
    """The value cell and the value of every field of a field/value sheet, and the language of its labels.

    A row's label is its first cell with content, its value the cell to the right.
    """
    words = HeadingWords(sheet)
    cells: dict[str, Cell] = {}
    values: dict[str, Value] = {}
    labels: list[Value] = []
    for number, row in raw.rows:
        column = next(index for index, cell in enumerate(row, start=1) if cell != "")
        label, value = row[column - 1], row[column] if column < len(row) else ""
        place, field = Cell(raw.name, number, column), words.find(label)
        if field is None:
            if value != "" and fold(plain(label)) not in _FIELD_VALUE_WORDS:
                _report_unknown_heading(words, label, place, "field", problems)
        elif field.key in cells:
            message = f"{quoted(plain(label))} is the same field as row {cells[field.key].row}."
            problems.add("duplicate-heading", place, message, "Keep one of them.")
        else:
            labels.append(label)
            cells[field.key] = Cell(raw.name, number, column + 1)
            values[field.key] = value
    return cells, values, words.language(labels)
