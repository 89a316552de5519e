"""A file that somebody else's tool wrote, whatever its format: as sheets of cells, or as a JSON or XML document."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from estimator.diagnostics import Stop
from estimator.model.frozen import frozen
from estimator.model.inventory import Remark
from estimator.read.cells import MAXIMUM_FILE_BYTES, RawSheet, Value, read_cells
from estimator.read.importers.checks import stop
from estimator.read.importers.encoding import encoding_of
from estimator.read.values import clean

MAXIMUM_DOCUMENT_BYTES = 50 * 2**20
"""Of a JSON or XML file, whose values take many times their length in memory."""

MAXIMUM_CELLS = 4_000_000
"""Of a text table; also values of a JSON file, and elements and attributes of an XML file."""

MAXIMUM_LINES = 500_000
MOST_SHARED = 50_000
"""Different cells that are looked up; what comes often comes early."""
DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 200
"""How many rows decide which delimiter a text table has."""

SMALLER = "Export fewer columns, or in parts."
EXPORT_AGAIN = "Export it again."


@frozen
class SourceSheet:
    """A sheet, or the one table of a text file: its rows with content, by number from 1, trailing blanks left out."""

    name: str
    """The sheet's name; of a text file the file's."""
    rows: Sequence[tuple[int, list[Value]]]
    hidden: bool = False


@frozen
class Source:
    """A foreign file as it was read; `sheets` for tables and workbooks, `document` for JSON and XML."""

    name: str
    """The file's name, without its folder."""
    format: Literal["table", "workbook", "json", "xml"]
    sheets: tuple[SourceSheet, ...] = ()
    document: Any = None
    """The parsed JSON, or the root element of the XML."""
    remarks: tuple[Remark, ...] = ()
    """What was noticed while reading: macros, cells that show an error, bytes that are no text."""


def read_source(path: Path) -> Source:
    """The file's cells or document, its format told by its content, not by its name.

    Raises Stop, with one sentence, for a file that is none of the four formats, too large, damaged, encrypted or
    dangerous. Memory stays below 1 GiB and time below 20 seconds whatever the file contains; entities and external
    references of XML are never followed.
    """
    state, name = path.stat(), name_of(path)
    if not stat.S_ISREG(state.st_mode):
        raise stop("no-inventory", name, "This is a folder or a device, not a file.", "Name the exported file.")
    size = state.st_size
    if size > MAXIMUM_FILE_BYTES:
        message = f"The file is {size / 2**20:,.0f} MiB large; {MAXIMUM_FILE_BYTES // 2**20} are read at most."
        raise stop("inventory-too-large", name, message, SMALLER)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("D0CF11E0A1B11AE1"))):
        return _read_workbook(path, name)
    _refuse_other_formats(start, name)
    data = path.read_bytes()
    encoding = encoding_of(data)
    if encoding is None:
        message = "The file is no text, and no format that is known."
        raise stop("no-inventory", name, message, "Export the inventory as CSV or xlsx.")
    opening = data[:4096].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\0")
    if opening.startswith("<"):
        return _read_xml(data, name, opening)
    if opening.startswith(("{", "[")) and (path.suffix.lower() == ".json" or not _is_text_table(path)):
        return _read_json(data, encoding, name)
    lines = lines_of(data, encoding, name)
    del data  # beside the lines it would take up to 100 MiB more
    return read_text_table(lines, name)


def without_end(cells: list[Value]) -> list[Value]:
    """The same list of cells, from which the empty ones at its end are taken."""
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def name_of(path: Path) -> str:
    """The file's name, without its folder, as text: bytes in it that are none are replaced."""
    return os.fsencode(path.name).decode(errors="replace")


def _is_text_table(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".tsv", ".txt")


# --- what it is ------------------------------------------------------------------------------------------------------

_OTHER_FORMATS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)


def _refuse_other_formats(start: bytes, name: str) -> None:
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise stop("no-inventory", name, "The file is empty.", "Ask for another copy.")
    for magic, what in _OTHER_FORMATS:
        # Two letters are too few to go by: a table may begin with them.
        if start.startswith(magic) and (len(magic) > 2 or b"\0" in start[:64]):
            remedy = "Export the inventory as CSV or xlsx."
            raise stop("no-inventory", name, f"The file is {what}, not an inventory.", remedy)


# --- workbooks -------------------------------------------------------------------------------------------------------


def _read_workbook(path: Path, name: str) -> Source:
    raw_sheets, diagnostics = read_cells(path)
    if raw_sheets is None:
        raise Stop(*diagnostics)
    remarks = [Remark(name, f"{found.message} {found.remedy}".strip()) for found in diagnostics]
    for raw in raw_sheets:
        remarks += _remarks_about(raw)
    sheets = tuple(SourceSheet(" ".join(clean(raw.name).split()), raw.rows, raw.hidden) for raw in raw_sheets)
    return Source(name, "workbook", sheets, remarks=tuple(remarks))


def _remarks_about(raw: RawSheet) -> Iterator[Remark]:
    if raw.hidden and raw.rows:
        yield Remark(raw.name, "The sheet is hidden, and is read all the same.")
    errors = [cell for cell, shown in raw.faults.items() if shown]
    never_calculated = [cell for cell, shown in raw.faults.items() if not shown]
    for cells, what in ((errors, "an error"), (never_calculated, "a formula that was never calculated")):
        if cells:
            reason = f"There is {what} in {_counted(len(cells), 'cell')}, read as empty; the first is {cells[0]}."
            yield Remark(raw.name, reason)


# --- text tables -----------------------------------------------------------------------------------------------------

_SEPARATOR_LINE = re.compile(r"[\"']?sep=(.)[\"']?\s*", re.IGNORECASE)


def read_text_table(lines: list[str], name: str) -> Source:
    """The table that lines of text hold, its delimiter found out; cells are text, stripped of blanks around them.

    Empties the lines as it goes. Raises Stop where there are more cells than are read.
    """
    remarks = _remarks_about_text(lines, name)
    first = 0
    separator = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if separator:
        first, delimiter = 1, separator[1]
    else:
        delimiter = delimiter_of(lines)
    if sum(line.count(delimiter) for line in lines) + len(lines) > MAXIMUM_CELLS:
        raise stop("inventory-too-large", name, f"The file has more than {MAXIMUM_CELLS:,} cells.", SMALLER)
    rows: list[tuple[int, list[Value]]] = []
    reader, stripped = _RecordReader(lines, delimiter), _Stripped()
    for number, record in enumerate(reader.records(first), start=first + 1):
        if cells := without_end([stripped[cell] for cell in record]):
            rows.append((number, cells))
    for number in reader.unclosed:
        reason = "A quotation mark is opened and never closed; the line is read without it. Check that row."
        remarks.append(Remark(f"{name} row {number}", reason))
    return Source(name, "table", (SourceSheet(name, rows),), remarks=tuple(remarks))


class _Stripped(dict[str, str]):
    """Cells without the blanks around them; those that say the same are one object: less to hold and to compare."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        if len(self) < MOST_SHARED:
            self[cell] = text
        return text


def lines_of(data: bytes, encoding: str, name: str) -> list[str]:
    """The lines of a text file with their ends made one, without NULs and without a byte order mark.

    Raises Stop where it has more lines than are read.
    """
    if data.count(b"\n") + data.count(b"\r") > MAXIMUM_LINES * 2:
        raise stop("inventory-too-large", name, f"The file has more than {MAXIMUM_LINES:,} lines.", SMALLER)
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline=None)
    lines = [line.replace("\0", "") if "\0" in line else line for line in stream]
    if len(lines) > MAXIMUM_LINES:
        raise stop("inventory-too-large", name, f"The file has more than {MAXIMUM_LINES:,} lines.", SMALLER)
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
        lines[-1] = lines[-1].rstrip("\x1a")
    return lines


def _remarks_about_text(lines: Sequence[str], name: str) -> list[Remark]:
    unreadable = [number for number, line in enumerate(lines, start=1) if "\ufffd" in line]
    if not unreadable:
        return []
    reason = f"There are bytes that are no text, shown as \ufffd, in {_counted(len(unreadable), 'line')}. Check them."
    return [Remark(f"{name} line {unreadable[0]}", reason)]


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def delimiter_of(lines: list[str]) -> str:
    """The delimiter under which the first rows fall into the most columns most evenly, and soonest; `,` for none."""
    found: list[tuple[int, float, float, str]] = []
    for delimiter in DELIMITERS:
        records = csv_records(lines[: SAMPLE_ROWS * 2], delimiter, SAMPLE_ROWS)
        widths = [len(record) for record in records if any(record)]
        common = Counter(width for width in widths if width > 1).most_common(1)
        if common:
            width, count = common[0]
            ragged = sum(other > 1 for other in widths) - count
            share = (count + ragged / 2) / len(widths)
            found.append((widths.index(width), share, (width - 1) * share, delimiter))
    if not found:
        return ","
    # A list inside a cell looks even too, but does not begin with the headings.
    soonest = min((first for first, share, _, _ in found if share > 0.5), default=0)
    return max(found, key=lambda candidate: candidate[2] * (1 if candidate[0] <= soonest else 0.2))[3]


def csv_records(lines: list[str], delimiter: str, most: int) -> Iterator[list[str]]:
    """At most so many records of the lines."""
    for number, record in enumerate(_RecordReader(list(lines), delimiter).records(0)):
        if number == most:
            return
        yield record


_END = "\x01the end\x01"


class _RecordReader:
    """Reads the records of a text table, and does not let a quotation mark that is never closed swallow the rest.

    Empties the lines that it has read.
    """

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._next = 0
        self._width = 0
        self.unclosed: list[int] = []
        """The numbers of the records in which a quotation mark is never closed."""

    def records(self, first: int) -> Iterator[list[str]]:
        """Every record from a line on, also the empty ones."""
        self._next = first
        number = first
        limit = csv.field_size_limit(MAXIMUM_FILE_BYTES)
        try:
            while self._next < len(self._lines):
                for record in self._until_unclosed():
                    number += 1
                    yield record
                if self._next < len(self._lines):
                    number += 1
                    self.unclosed.append(number)
                    line = self._lines[self._next]
                    self._next += 1
                    yield [cell.strip(' "') for cell in line.rstrip("\n").split(self._delimiter)]
        finally:
            csv.field_size_limit(limit)

    def _until_unclosed(self) -> Iterator[list[str]]:
        """Records up to one that swallows others; `_next` is then its first line, else the end."""
        reader = csv.reader(self._feed(), delimiter=self._delimiter, skipinitialspace=True)
        begun = start = self._next
        for record in reader:
            end = begun + reader.line_num
            if end - start > 1 and self._swallows(record, start, end):
                self._next = start
                return
            if end > len(self._lines):
                break
            self._width = max(self._width, len(record))
            for index in range(start, end):
                self._lines[index] = ""  # the cells take as much memory again
            start = end
            yield record
        self._next = len(self._lines)

    def _feed(self) -> Iterator[str]:
        for index in range(self._next, len(self._lines)):
            yield self._lines[index]
        yield _END

    def _swallows(self, record: Sequence[str], start: int, end: int) -> bool:
        """Whether a record of several lines has run into the end, or into lines that are records themselves.

        A cell of several lines whose quotation marks are as they should be is one, whatever its lines look like.
        """
        if end > len(self._lines):
            return True
        if self._width < 4:
            return False
        inner = (line for cell in record if "\n" in cell for line in cell.split("\n")[1:])
        if not any(line.count(self._delimiter) >= self._width - 1 for line in inner):
            return False
        try:
            next(csv.reader(self._lines[start:end], delimiter=self._delimiter, skipinitialspace=True, strict=True))
        except csv.Error:
            return True
        return False


# --- documents -------------------------------------------------------------------------------------------------------


def _check_size(data: bytes, marks: bytes, name: str) -> None:
    if len(data) > MAXIMUM_DOCUMENT_BYTES:
        message = f"The file is {len(data) >> 20} MiB large; {MAXIMUM_DOCUMENT_BYTES >> 20} are read at most."
        raise stop("inventory-too-large", name, message, "Export it in parts.")
    if sum(data.count(mark) for mark in marks) > MAXIMUM_CELLS:
        message = f"The file has more than {MAXIMUM_CELLS:,} values."
        raise stop("inventory-too-large", name, message, "Export it in parts.")


def _read_json(data: bytes, encoding: str, name: str) -> Source:
    _check_size(data, b",[{", name)
    text = data.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        document = json.loads(text)
        if "\\ud" in text.lower():
            document = _without_surrogates(document)
    except json.JSONDecodeError as error:
        message = f"The file is no valid JSON: {error.msg} in line {error.lineno}."
        raise stop("inventory-damaged", name, message, EXPORT_AGAIN) from None
    except RecursionError:
        raise stop("inventory-damaged", name, "The file is JSON, nested too deep.", EXPORT_AGAIN) from None
    except ValueError as error:
        raise stop("inventory-damaged", name, f"The file is no valid JSON: {error}.", EXPORT_AGAIN) from None
    return Source(name, "json", document=document)


def _without_surrogates(document: Any) -> Any:
    """The document with halves of characters replaced, which no file or terminal can hold."""
    if isinstance(document, str):
        return document.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(document, list):
        return [_without_surrogates(item) for item in document]
    if isinstance(document, dict):
        return {_without_surrogates(key): _without_surrogates(value) for key, value in document.items()}
    return document


def _read_xml(data: bytes, name: str, opening: str) -> Source:
    if re.match(r"(?:<!doctype\s+html|<html)", opening, re.IGNORECASE):
        remedy = "Export the inventory as CSV or xlsx."
        raise stop("no-inventory", name, "The file is a web page, not an inventory.", remedy)
    _check_size(data, b"<=", name)
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        message = "The file declares XML entities, as attacks do and inventories do not; nothing of it is read."
        raise stop("inventory-entities", name, message, "Export it again with the tool itself.") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        message = f"The file is no valid XML: {error}."
        raise stop("inventory-damaged", name, message, EXPORT_AGAIN) from None
    return Source(name, "xml", document=root)
