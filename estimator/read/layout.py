"""Where things stand in a workbook: sheets by name, columns by heading, in any language and order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from estimator.model.form import Field, Form, Sheet
from estimator.model.frozen import frozen
from estimator.model.source import Cell
from estimator.read.cells import RawSheet, Value
from estimator.read.checks import Problems
from estimator.read.headings import fold
from estimator.read.values import plain, quoted
from estimator.read.words import Spelling, did_you_mean

ROWS_TO_SEARCH = 40
"""How many rows with content may stand above the headings, or be the headings."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^\d{1,2}\s?[.)]\s")
_FIELD_VALUE_WORDS = frozenset(map(fold, ("field", "veld", "champ", "Feld", "value", "waarde", "valeur", "Wert")))


@frozen
class Layout:
    """A sheet of the form as it stands in a workbook."""

    sheet: Sheet
    raw: RawSheet
    language: str
    """The language of most of its headings."""
    heading_row: int
    columns: Mapping[str, int]
    """By field: its column, counted from 1."""
    example_tags: Set[str] = frozenset()
    """In lower case, what marks a row in its first field as an example."""
    total_words: Set[str] = frozenset()
    """Folded, what a row of sums begins with."""

    @property
    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """The rows with content below the headings, but for examples of a row and headings that come again."""
        column = self.columns.get(self.sheet.fields[0].key, 0)
        headings = next((cells for number, cells in self.raw.rows if number == self.heading_row), [])
        for number, cells in self.raw.rows:
            if number <= self.heading_row or cells == headings:
                continue
            tag = cells[column - 1] if 0 < column <= len(cells) else ""
            if not (isinstance(tag, str) and tag.casefold() in self.example_tags):
                yield number, cells

    def is_total(self, cells: Sequence[Value]) -> bool:
        """Whether a row says of itself that it sums up others; rows that lack nothing are not asked.

        Its first cell is such a word, or begins with one where the row has no other text.
        """
        first, *others = (cell for cell in cells if cell != "")
        if not isinstance(first, str):
            return False
        label = first[:40] if any(isinstance(other, str) for other in others) else first.split()[0][:40]
        return not self.total_words.isdisjoint((fold(first[:40]), fold(label)))


class HeadingWords:
    """The fields of one sheet by what their headings are called."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
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
        """The field whose heading a cell holds; a number before, a unit in brackets, further lines do not matter."""
        text = plain(value)[:200]
        for candidate in (text, _BRACKETS.sub("", text), text.split("\n")[0], _NUMBERING.sub("", text)):
            field = self.fields.get(fold(candidate))
            if field is not None:
                return field
        return None

    def suggest(self, value: Value) -> str | None:
        """The heading that a mistyped one resembles."""
        return self._spelling.suggest(plain(value))

    def language(self, values: Iterable[Value], preferred: str = "") -> str:
        """The language that most of these headings are written in; where it is even the preferred one, or English."""
        counts = Counter(language for value in values for language in self._languages.get(fold(plain(value)), ()))
        return max(("en", "nl", "fr", "de"), key=lambda language: (counts[language], language == preferred))


def find_sheets(form: Form, raw_sheets: Sequence[RawSheet], file_name: str, problems: Problems) -> dict[str, RawSheet]:
    """The workbook's sheets by their id in the form; reports those that are missing, double, hidden or unknown."""
    words = {fold(word): sheet for sheet in form.sheets for word in (sheet.id, *sheet.titles.values(), *sheet.synonyms)}
    spelling = Spelling((title for sheet in form.sheets for title in sheet.titles.values()), cutoff=0.8)
    ignored = set(map(fold, form.ignored_sheets))
    found: dict[str, RawSheet] = {}
    titled = {sheet.id: raw.name for raw in reversed(raw_sheets) if (sheet := words.get(fold(raw.name)))}
    tables = [HeadingWords(sheet) for sheet in form.sheets if sheet.layout == "table"]
    for raw in raw_sheets:
        sheet, top = words.get(fold(raw.name)), Cell(raw.name, 1, 1)
        if sheet is None and (marked := _marked_sheet(form, raw)) and marked.id not in titled:
            sheet = marked
            _report_renamed_sheet(form, sheet, raw, "which it was in the form", problems)
        if sheet is None and raw.rows and not raw.hidden and fold(raw.name) not in ignored:
            headed = _headed_sheet(tables, raw)
            if headed is None or headed.id in titled:
                _report_unknown_sheet(raw, titled[headed.id] if headed else None, spelling, problems)
            else:
                sheet = headed
                _report_renamed_sheet(form, sheet, raw, "whose headings it has", problems)
        if sheet is None:
            continue
        if sheet.id in found:
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


def _marked_sheet(form: Form, raw: RawSheet) -> Sheet | None:
    """The sheet of the form whose marks most headings of a sheet carry."""
    marks = Counter(sheet_id for sheet_id, _key in raw.keys.values())
    return next((sheet for sheet in form.sheets if marks and sheet.id == max(marks, key=lambda id: marks[id])), None)


def _headed_sheet(tables: Iterable[HeadingWords], raw: RawSheet) -> Sheet | None:
    """The sheet of the form whose headings a sheet has: all that are required, and more than any other's."""
    fitting: list[tuple[int, Sheet]] = []
    for words in tables:
        fields, _ = _row_of_headings(words, raw)
        if words.sheet.required_keys <= fields:
            fitting.append((len(fields), words.sheet))
    return max(fitting, key=lambda fit: fit[0])[1] if fitting else None


def _report_renamed_sheet(form: Form, sheet: Sheet, raw: RawSheet, why: str, problems: Problems) -> None:
    title = quoted(sheet.titles[raw.language if raw.language in form.languages else "en"])
    message = f"The sheet is read as {title}, {why}."
    problems.add("renamed-sheet", Cell(raw.name, 1, 1), message, "Give it that name, or delete it.")


def _report_unknown_sheet(raw: RawSheet, like: str | None, spelling: Spelling, problems: Problems) -> None:
    """Reports a sheet that is ignored; `like`: the name of the one that has its headings and is read."""
    close = spelling.suggest(raw.name)
    top = Cell(raw.name, 1, 1)
    if like:
        message = f"The sheet is ignored, though it has the headings of {quoted(like)}."
        problems.add("unknown-sheet", top, message, "Move its rows to that sheet, or delete it.")
    elif close:
        problems.add("unknown-sheet", top, "The sheet is not known and is ignored.", did_you_mean(close, ""))
    else:
        problems.add("ignored-sheet", top, "The sheet is not part of the assessment and is ignored.")


Heading = tuple[int, Value]
"""A heading and the row it stands in: headings may be merged over two rows."""


def find_columns(form: Form, sheet: Sheet, raw: RawSheet, problems: Problems) -> Layout | None:
    """Where the columns of a table sheet stand; None, and a problem, where there is content without headings.

    The headings are the row, among the first with content, that has most of them, and a row above or below it where
    they stand in two.
    """
    words = HeadingWords(sheet)
    fields, place = _row_of_headings(words, raw)
    if len(fields) < 2:
        if raw.rows:
            names = ", ".join(field.headings["en"] for field in sheet.fields if field.required)
            problems.add(
                "no-headings",
                Cell(raw.name, 1, 1),
                "No row of headings was found.",
                f"Give the columns the headings {names}.",
            )
        return None
    headings, heading_row = _headings(words, raw, place)
    language = words.language((value for _row, value in headings), raw.language)
    columns = _columns(words, raw, headings, language, problems)
    for field in sheet.fields:
        if field.required and field.key not in columns:
            cell = Cell(raw.name, heading_row, 1)
            problems.add("missing-column", cell, f"There is no column {quoted(field.headings[language])}.", "Add it.")
    tags = frozenset(tag.casefold() for tag in form.example_tags.values())
    totals = frozenset(map(fold, form.total_words))
    layout = Layout(sheet, raw, language, heading_row, columns, tags, totals)
    _report_cells_without_heading(layout, headings, problems)
    return layout


def _row_of_headings(words: HeadingWords, raw: RawSheet) -> tuple[Set[str], int]:
    """The fields in the row, among the first with content, that has most headings; and the row's index."""
    best, place = set[str](), 0
    for index, (number, row) in enumerate(raw.rows[:ROWS_TO_SEARCH]):
        fields = {field.key for cell in row if cell != "" and (field := words.find(cell))}
        marks = (key for (row_of, _), (owner, key) in raw.keys.items() if row_of == number and owner == words.sheet.id)
        fields.update(marks)
        if len(fields) > len(best):
            best, place = fields, index
    return best, place


def _headings(words: HeadingWords, raw: RawSheet, index: int) -> tuple[list[Heading], int]:
    """The headings that begin in the row of that index, and the last row they take."""
    number, row = raw.rows[index]
    headings: list[Heading] = [(number, value) for value in row]
    above, below = (_neighbour(raw, index, step) for step in (-1, 1))
    for column, value in enumerate(above):
        if value != "" and words.find(value) and (column >= len(row) or row[column] == ""):
            _set(headings, column, (number - 1, value))
    if not _continues(words, headings, below):
        return headings, number
    for column, value in enumerate(below):
        if value != "":
            _set(headings, column, (number + 1, value))
    return headings, number + 1


def _neighbour(raw: RawSheet, index: int, step: int) -> list[Value]:
    """The cells of the row directly above or below; none where that is empty."""
    other = index + step
    if 0 <= other < len(raw.rows) and raw.rows[other][0] == raw.rows[index][0] + step:
        return raw.rows[other][1]
    return []


def _continues(words: HeadingWords, headings: Sequence[Heading], below: Sequence[Value]) -> bool:
    """Whether a row goes on with the headings above it.

    All its cells are headings, each under nothing or, from the group's first column on, under the title of a group that
    is merged over several columns. A row of data has something under a heading of its own.
    """

    def is_blank(column: int) -> bool:
        return column >= len(headings) or headings[column][1] == ""

    filled = [column for column, value in enumerate(below) if value != ""]
    return bool(filled) and all(
        words.find(below[column]) and (is_blank(column) or (is_blank(column + 1) and column + 1 in filled))
        for column in filled
    )


def _set(headings: list[Heading], column: int, heading: Heading) -> None:
    headings.extend((heading[0], "") for _ in range(column + 1 - len(headings)))
    headings[column] = heading


def _columns(
    words: HeadingWords, raw: RawSheet, headings: Sequence[Heading], language: str, problems: Problems
) -> dict[str, int]:
    """The column of every field: by its heading, else by the mark of the form on a heading that is not known."""
    columns: dict[str, int] = {}
    unknown: list[tuple[Cell, Value]] = []
    for column, (row, cell) in enumerate(headings, start=1):
        place, field = Cell(raw.name, row, column), words.find(cell) if cell != "" else None
        if field is None:
            unknown.append((place, cell))
        elif field.key in columns and _stands_aside(words, headings, column, columns):
            message = f"The column {quoted(plain(cell))} is part of a table beside this one and is ignored."
            problems.add("unknown-column", place, message, "Move that table to a sheet of its own.")
        elif field.key in columns:
            other = str(Cell(raw.name, row, columns[field.key])).rpartition("!")[2].rstrip("0123456789")
            message = f"{quoted(plain(cell))} is the same field as column {other}."
            problems.add("duplicate-heading", place, message, "Keep one of them.")
        else:
            columns[field.key] = column
    for place, cell in unknown:
        field = _marked_field(words.sheet, raw, place)
        if field is not None and field.key not in columns:
            columns[field.key] = place.column
            _report_renamed(field.headings[language], cell, place, "column", problems)
        elif cell != "":
            _report_unknown_heading(words, cell, place, "column", problems)
    return columns


def _stands_aside(words: HeadingWords, headings: Sequence[Heading], column: int, columns: Mapping[str, int]) -> bool:
    """Whether a heading belongs to another table, beside a blank column, of which no row could be one of this sheet."""
    shown = [value != "" for _row, value in headings]
    first, last = column, column
    while first > 1 and shown[first - 2]:
        first -= 1
    while last < len(shown) and shown[last]:
        last += 1
    fields = {field.key for _row, value in headings[first - 1 : last] if (field := words.find(value))}
    left = {key for key, place in columns.items() if place < first}
    return 1 < first < last and fields <= left and not words.sheet.required_keys <= fields


def _marked_field(sheet: Sheet, raw: RawSheet, place: Cell) -> Field | None:
    """The field that the form has marked a heading cell with."""
    sheet_id, key = raw.keys.get((place.row, place.column), ("", ""))
    return next((field for field in sheet.fields if field.key == key), None) if sheet_id == sheet.id else None


def _report_renamed(heading: str, cell: Value, place: Cell, what: str, problems: Problems) -> None:
    """Reports a heading that is known by its mark alone: somebody may have meant something else by the new word."""
    named = f"{quoted(plain(cell))} is" if cell != "" else f"The {what} without a heading is"
    message = f"{named} read as {quoted(heading)}, which the {what} was in the form."
    problems.add(
        "renamed-heading", place, message, f"Write that again, or insert a {what} of its own for something else."
    )


def _report_unknown_heading(words: HeadingWords, cell: Value, place: Cell, what: str, problems: Problems) -> None:
    suggestion = words.suggest(cell)
    name = quoted(plain(cell))
    if suggestion:
        message = f"The {what} {name} is not known and is ignored."
        problems.add("unknown-column", place, message, did_you_mean(suggestion, ""))
    else:
        problems.add("ignored-column", place, f"The {what} {name} is not part of the form and is ignored.")


def _report_cells_without_heading(layout: Layout, headings: Sequence[Heading], problems: Problems) -> None:
    known = set(layout.columns.values())
    gaps = [column for column, (_, heading) in enumerate(headings, start=1) if heading == "" and column not in known]
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
    unknown: list[tuple[Cell, Value, Value]] = []
    for number, row in raw.rows:
        column = next(index for index, cell in enumerate(row, start=1) if cell != "")
        label, value = row[column - 1], row[column] if column < len(row) else ""
        place, field = Cell(raw.name, number, column), words.find(label)
        if field is None:
            unknown.append((place, label, value))
        elif field.key in cells:
            message = f"{quoted(plain(label))} is the same field as row {cells[field.key].row}."
            problems.add("duplicate-heading", place, message, "Keep one of them.")
        else:
            labels.append(label)
            cells[field.key] = Cell(raw.name, number, column + 1)
            values[field.key] = value
    language = words.language(labels, raw.language)
    for place, label, value in unknown:
        field = _marked_field(sheet, raw, place)
        if field is not None and field.key not in cells:
            cells[field.key], values[field.key] = Cell(raw.name, place.row, place.column + 1), value
            _report_renamed(field.headings[language], label, place, "row", problems)
        elif value != "" and fold(plain(label)) not in _FIELD_VALUE_WORDS:
            _report_unknown_heading(words, label, place, "field", problems)
    return cells, values, language
