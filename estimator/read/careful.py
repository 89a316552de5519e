"""A workbook read cell by cell, exactly: slower than the quick parser, for what that one may get wrong.

Runs in the limited child process: standard library only. It keeps cells where they are, so that one far out costs
nothing; where a part does not say clearly what it holds, the workbook is refused in a sentence that names the place.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any
from xml.parsers import expat

from estimator.read.container import (
    LAST_COLUMN,
    LAST_ROW,
    MAXIMUM_CELLS,
    SAVE_AGAIN,
    USUAL_WORKBOOK,
    RefusedError,
    column_number,
    common_name,
    refuse_document_type,
    shortened,
)

MAXIMUM_SLOTS = MAXIMUM_CELLS // 2
"""Of the rows as they are handed on, each from column A to its last cell; 8 bytes each."""
LAST_SERIAL = 2_958_466
"""The day after 9999-12-31 as a number."""
FIRST_OF_1904 = 1462
"""The first of January 1904 as a number where days are counted from 1900."""

_SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CHUNK_BYTES = 4 * 2**20  # the XML parser looks at an unfinished tag again with every chunk
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,5})?")
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # no halves of surrogate pairs
_BUILT_IN = {**dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), "date"), 46: "duration"}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.')

Attributes = dict[str, str]


def read_exactly(archive: zipfile.ZipFile) -> list[tuple[Any, ...]]:
    """Every worksheet as `(name, hidden, rows, faults)`, as the worker hands it on; raises RefusedError."""
    book = _Book(archive)
    return [book.read_sheet(*sheet) for sheet in list_sheets(archive)]


def list_sheets(archive: zipfile.ZipFile) -> list[tuple[str, bool, str]]:
    """The worksheets with their names, whether they are hidden, and the names of their parts."""
    package = _Package(archive)
    found = []
    for _parent, tag, attributes in _elements(archive, package.workbook):
        if tag != "sheet":
            continue
        name = attributes.get("name", "")
        relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        kind, target, external = package.relations.get(relation, ("", "", False))
        if external:
            raise _damaged(f"Sheet {shortened(name)} is kept in another place, which is never opened.")
        if kind and kind != "worksheet":
            continue
        part = package.parts.get(target)
        if part is None:
            raise _damaged(f"Sheet {shortened(name)} is missing from the file.")
        found.append((name, attributes.get("state", "visible") != "visible", part))
    return found


class _Package:
    """Which parts a workbook consists of: each is where the one that it belongs to says, whatever it is called."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts = {common_name(name): name for name in archive.namelist()}
        """The entries of the archive by what the parts call one another."""
        place = self._related(self._relations(""), "officeDocument") or USUAL_WORKBOOK
        if place not in self.parts:
            raise _damaged("The file does not say which of its parts is the workbook.")
        self.workbook = self.parts[place]
        self.relations = self._relations(place)
        """By id: its kind, the common name of the part, whether that lies elsewhere."""
        if not self.relations:
            raise _damaged("The workbook does not say where its sheets are.")

    def part(self, kind: str, usual: str) -> str | None:
        """The entry with the workbook's texts or styles; the usual one where the workbook names none."""
        return self.parts.get(self._related(self.relations, kind) or usual)

    def _related(self, relations: Mapping[str, tuple[str, str, bool]], kind: str) -> str | None:
        places = (place for other, place, external in relations.values() if other == kind and not external)
        return next((place for place in places if place in self.parts), None)

    def _relations(self, place: str) -> dict[str, tuple[str, str, bool]]:
        """What a part, or the package where none is named, is related to; nothing where it does not say."""
        folder, name = posixpath.split(place)
        part = self.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            attributes.get("Id", ""): (
                attributes.get("Type", "").rpartition("/")[2],
                common_name(posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))),
                attributes.get("TargetMode", "") == "External",
            )
            for _parent, tag, attributes in (_elements(self._archive, part) if part else ())
            if tag == "Relationship"
        }


class _Book:
    """What the sheets of a workbook share: texts, which formats are dates, from when days are counted."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        package = _Package(archive)
        texts = package.part("sharedStrings", "xl/sharedstrings.xml")
        styles = package.part("styles", "xl/styles.xml")
        self.texts = _shared_texts(archive, texts) if texts else []
        self.kinds = list(_kinds(archive, styles)) if styles else []
        self.from_1904 = any(
            tag == "workbookPr" and attributes.get("date1904", "") in ("1", "true", "on")
            for _parent, tag, attributes in _elements(archive, package.workbook)
        )
        self.slots = 0

    def read_sheet(self, name: str, hidden: bool, part: str) -> tuple[Any, ...]:
        """A sheet as `(name, hidden, rows, faults)`."""
        sheet = _Sheet(self, name)
        _parse(self.archive, part, sheet.start, sheet.end, sheet.characters)
        if not sheet.known:
            raise _damaged(f"Sheet {shortened(name)} is no worksheet that a spreadsheet program has written.")
        return name, hidden, sorted(sheet.rows.items()), sheet.faults


class _Sheet:
    """Takes the XML of a worksheet event by event and keeps what the cells hold."""

    def __init__(self, book: _Book, name: str) -> None:
        self.book, self.name = book, name
        self.rows: dict[int, list[Any]] = {}
        self.faults: list[tuple[str, str]] = []
        self.known = False
        self._namespace = "?"
        self._row = self._column = 0
        self._in_data = self._in_row = False
        self._cell: Attributes | None = None
        self._formula = False
        self._taking: list[str] | None = None
        self._shown: list[str] = []
        self._inline: list[str] = []
        self._aside = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        namespace, _, element = tag.rpartition(" ")
        if not self.known:
            self.known = namespace in _SPREADSHEET and element == "worksheet"
            self._namespace = namespace
            return
        if namespace != self._namespace:
            return
        if self._taking is not None:
            raise _damaged(f"{self._where()} has something else inside its value.")
        if element == "sheetData":
            self._in_data = True
        elif element in ("row", "c") and self._in_data:
            self._begin(element, attributes)
        elif self._cell is not None:
            self._enter(element)

    def _begin(self, element: str, attributes: Attributes) -> None:
        """A row or a cell begins."""
        if self._cell is not None or self._in_row == (element == "row"):
            raise _damaged(f"Sheet {shortened(self.name)} has rows and cells inside one another.")
        if element == "row":
            self._in_row, self._column = True, 0
            self._row = self._row_number(attributes["r"]) if "r" in attributes else self._row + 1
            return
        self._cell, self._formula, self._taking = attributes, False, None
        self._shown, self._inline = [], []
        self._column += 1
        if "r" in attributes:
            self._row, self._column = self._place(attributes["r"])

    def _enter(self, element: str) -> None:
        """Something inside a cell begins."""
        if element == "v":
            if self._shown:
                raise _damaged(f"{self._where()} has two values.")
            self._taking = self._shown
        elif element == "t" and not self._aside:
            self._taking = self._inline
        elif element == "f":
            self._formula = True
        elif element == "rPh":
            self._aside += 1

    def characters(self, text: str) -> None:
        """Text inside an element."""
        if self._taking is not None:
            self._taking.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        element = tag.rpartition(" ")[2]
        if element in ("v", "t"):
            self._taking = None
        elif element == "rPh":
            self._aside = max(0, self._aside - 1)
        elif element == "row":
            self._in_row = False
        elif element == "sheetData":
            self._in_data = False
        elif element == "c" and self._cell is not None:
            self._keep(self._cell, "".join(self._shown), "".join(self._inline))
            self._cell = None

    def _keep(self, cell: Attributes, shown: str, inline: str) -> None:
        kind = cell.get("t", "n")
        if self._formula and not (shown or inline) and kind != "str":
            self.faults.append((_name(self._row, self._column), ""))
            return
        value = self._value(cell, shown, inline)
        if value == "":
            return
        row = self.rows.setdefault(self._row, [])
        missing = self._column - len(row)
        if missing > 0:
            self.book.slots += missing
            if self.book.slots > MAXIMUM_SLOTS:
                raise RefusedError(
                    "far-cell",
                    f"Sheet {shortened(self.name)} is used as far as {_name(self._row, self._column)}, which makes "
                    f"more than {MAXIMUM_SLOTS:,} cells.",
                    "Delete the rows and columns beyond the table, or copy the filled cells into a new form.",
                )
            row.extend([""] * missing)
        elif row[self._column - 1] not in ("", value):
            raise _damaged(f"{self._where()} is there twice, and programs disagree on which holds.")
        row[self._column - 1] = value

    def _value(self, cell: Attributes, shown: str, inline: str) -> Any:
        """What a cell holds, `` for nothing; what is no such value as it says becomes a fault."""
        kind = cell.get("t", "n")
        if kind == "s" and shown:
            return self._shared(shown)
        if inline or kind in ("inlineStr", "str"):
            return _unescaped(inline or shown).strip()
        shown = shown.strip()
        if shown == "":
            return ""
        if kind == "b" and shown in ("0", "1", "false", "true"):
            return shown in ("1", "true")
        if kind == "d":
            return _iso_day(shown)
        if kind == "n" and _NUMBER.fullmatch(shown) and isfinite(float(shown)):
            return self._number(float(shown), cell.get("s", ""))
        if kind in ("b", "e") or cell.get("t") == "n":
            self.faults.append((_name(self._row, self._column), shown[:20]))
            return ""
        return shown

    def _shared(self, index: str) -> str:
        texts = self.book.texts
        if not (index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(texts)):
            raise _damaged(f"{self._where()} shows text {shortened(index)} of a list of {len(texts)}.")
        return texts[int(index)]

    def _number(self, number: float, style: str) -> Any:
        kinds = self.book.kinds
        kind = kinds[int(style)] if style.isdigit() and len(style) < 10 and int(style) < len(kinds) else ""
        if not kind or not 0 <= number < LAST_SERIAL - FIRST_OF_1904 * self.book.from_1904:
            return number
        if kind == "duration":
            return "p", round(number * 86_400, 3)
        return _day(number, self.book.from_1904)

    def _where(self) -> str:
        return f"Cell {_name(self._row, self._column)} of sheet {shortened(self.name)}"

    def _place(self, name: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(name.upper())
        if match:
            row, column = int(match[2]), column_number(match[1])
            if row <= LAST_ROW and column <= LAST_COLUMN:
                return row, column
        raise _damaged(f"Sheet {shortened(self.name)} has a cell called {shortened(name)}, and there is no such place.")

    def _row_number(self, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= LAST_ROW:
            return int(text)
        raise _damaged(f"Sheet {shortened(self.name)} has a row numbered {shortened(text)}, and there is no such row.")


def _name(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


# --- values ----------------------------------------------------------------------------------------------------------


def _day(serial: float, from_1904: bool) -> tuple[str, str]:
    """A date, a moment or a time of day from the days since the workbook's first."""
    seconds = round(serial * 86_400)
    if seconds < 86_400:
        return "t", (datetime.min + timedelta(seconds=seconds)).time().isoformat()
    # Day 60 of 1900 is a 29 February that never was; days before it count from one day later.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 + (seconds < 60 * 86_400))
    moment = first + timedelta(seconds=seconds)
    return "d", (moment if seconds % 86_400 else moment.date()).isoformat()


def _iso_day(text: str) -> Any:
    for kind in (date, datetime):
        try:
            return "d", kind.fromisoformat(text).isoformat()
        except ValueError:
            continue
    return text


def _kinds(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    """For every cell format of a workbook: whether its numbers are a `date`, a `duration`, or neither (``)."""
    own: dict[str, str] = {}
    for parent, tag, attributes in _elements(archive, part):
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = _kind_of_format(attributes.get("formatCode", "")[:1000])
        elif tag == "xf" and parent == "cellXfs":
            number = attributes.get("numFmtId", "0")
            yield own[number] if number in own else _BUILT_IN.get(int(number) if number.isdigit() else 0, "")


def _kind_of_format(code: str) -> str:
    bare = _NOT_FORMAT.sub("", code.partition(";")[0]).lower()
    if re.search(r"\[(?:h+|m+|s+)\]", bare):
        return "duration"
    bare = re.sub(r"\[[^\]]*\]", "", bare)
    return "date" if bare != "general" and re.search("[dmyhs]", bare) else ""


def _unescaped(text: str) -> str:
    """The text with `_x000D_` and the like as the characters they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _shared_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The texts that cells refer to by number, without what only says how to pronounce them."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = taking = False
    aside = 0

    def start(tag: str, _attributes: Attributes) -> None:
        nonlocal inside, taking, aside
        element = tag.rpartition(" ")[2]
        if taking:
            raise _damaged("A shared text has something else inside.")
        if element == "si":
            if inside:
                raise _damaged("One shared text is inside another.")
            inside = True
            pieces.clear()
        elif element == "rPh":
            aside += 1
        taking = element == "t" and not aside

    def end(tag: str) -> None:
        nonlocal inside, taking, aside
        element = tag.rpartition(" ")[2]
        taking = False
        if element == "rPh":
            aside -= 1
        elif element == "si":
            inside = False
            texts.append(_unescaped("".join(pieces)).strip())

    def characters(text: str) -> None:
        if taking:
            pieces.append(text)

    _parse(archive, part, start, end, characters)
    return texts


# --- XML -------------------------------------------------------------------------------------------------------------


def _elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, Attributes]]:
    """The elements of a small part with the name of what they stand in."""
    found: list[tuple[str, str, Attributes]] = []
    inside = [""]

    def start(tag: str, attributes: Attributes) -> None:
        element = tag.rpartition(" ")[2]
        found.append((inside[-1], element, attributes))
        inside.append(element)

    def end(_tag: str) -> None:
        inside.pop()

    _parse(archive, part, start, end)
    return found


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    characters: Callable[[str], None] | None = None,
) -> None:
    """Hands the elements of a part on, their names as `namespace name`; raises RefusedError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse_document_type
    if characters is not None:
        parser.CharacterDataHandler = characters
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged(f"The file is damaged: its part {shortened(part)} cannot be read.") from error


def _damaged(message: str) -> RefusedError:
    return RefusedError("damaged", message, SAVE_AGAIN)
