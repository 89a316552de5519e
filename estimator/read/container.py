"""A look at a workbook file before it is parsed: what it is, how large it becomes, what hides in it.

Runs in the limited child process: standard library only, nothing else of ours. No dataclasses: to import those takes
as long as to look into a small workbook.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

MAXIMUM_PARTS = 10_000
MAXIMUM_UNPACKED_BYTES = 512 * 2**20
MAXIMUM_CELLS = 16_000_000
"""Of the rectangle that holds all cells of a sheet: the quick parser stores empty cells too, 32 bytes each."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of any sheet: XFD1048576."""
USUAL_WORKBOOK = "xl/workbook.xml"
"""The part that is the workbook, in nearly every file."""

CHUNK_BYTES = 2**20
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as .xlsx."
SAVE_AGAIN = "Open it in Excel or LibreOffice, which may repair it, and save it again, or ask for another copy."

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_ANY_WORKBOOK = re.compile(r"(?:\w+/)?workbook\w*\.xml")
# What the quick parser looks for at its usual place only, and reads room for as many texts as a list says it has.
_TAG = re.compile(rb"<[^<>]*>")
_RELATED = re.compile(rb"""/(?:officeDocument|sharedStrings|styles)["']""")
_USUAL_PLACE = re.compile(rb"""\bTarget\s*=\s*["']/?(?:xl/)?(?:workbook|sharedStrings|styles)\.xml["']""")
_FAR_TOO_MANY_TEXTS = re.compile(rb"""<(?:\w+:)?sst\b[^<>]*ount\s*=\s*["']\s*\+?[0-9]{8}""")
_WORKSHEET = re.compile(rb"<(\w+:)?worksheet\b")
# Columns from AA on or rows from 100,000 on; a sheet without any such is at most 26 x 99,999 cells.
_FAR_REFERENCE = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2,}[0-9]|[A-Za-z][0-9]{6})""")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,20})["']""")
_CELL_WITHOUT_CONTENT = re.compile(rb"<c\b[^<>]*(?:/>|>\s*</c\s*>)")
_ERROR_CELL = re.compile(rb"""<c\b([^>]*\bt=["']e["'][^>]*)>(.*?)</c>""", re.DOTALL)
_SHOWN = re.compile(rb"<v>([^<]{1,20})")
_FORMULA_CELL = re.compile(rb"""<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>""")
_CELL_NAME = re.compile(rb"""\br=["'](\w+)["']""")
_TEXT_WITHOUT_NUMBER = re.compile(rb'"s"><v>(?![0-9]{1,9}</v>|</v>)')


_EMPTY_TEXT = re.compile(rb"<si\b[^<>]*(?:/>|>(?:<[^<>]*>)*?</si\s*>)")
_TEXT_ITEM = re.compile(rb"<si\b")
_START_OF_TEXT_CELL = re.compile(rb"""<c\b[^<>]*\bt=["']s["'][^<>]*>\s*""")
MOST_EMPTY_TEXTS = 20
"""Entries without a character in a list of shared texts; each is looked for in every sheet, and one is enough."""


class RefusedError(Exception):
    """Why the file is not read: the check's id, the problem and the remedy."""

    def __init__(self, check: str, message: str, remedy: str) -> None:
        super().__init__(check, message, remedy)
        self.check, self.message, self.remedy = check, message, remedy


class Contents:
    """What the look found: remarks as (check, message, remedy), and what the sheets are made of."""

    def __init__(self, remarks: Iterable[tuple[str, str, str]]) -> None:
        self.remarks = list(remarks)
        self.doubtful = False
        """Whether the quick parser might read something else than what is there, or abort."""
        self.filled = 0
        """How many cells have a value, in all sheets together."""
        self.faults: dict[str, list[tuple[str, str]]] = {}
        """By part: cell name and the error it shows; `` where a formula was never calculated."""

    def add(self, name: str, part: _Part) -> None:
        """Adds what was found in a part."""
        outside = part.last_row > LAST_ROW or column_number(part.last_column) > LAST_COLUMN
        self.doubtful |= part.doubtful or outside or part.cells > MAXIMUM_CELLS
        self.filled += part.filled
        if part.faults:
            self.faults[name] = part.faults


def look_inside(path: Path) -> Contents:
    """What the file is made of, without parsing it; raises RefusedError where that is impossible or unsafe."""
    _check_magic(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            contents = Contents(_remarks(common_name(entry.filename) for entry in entries))
            for entry in entries:
                if not entry.is_dir():
                    contents.add(entry.filename, _scan(archive, entry))
            return contents
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        RuntimeError,
        ArithmeticError,
        ValueError,
        OSError,
    ) as error:
        raise RefusedError("damaged", "The file is damaged or incomplete.", SAVE_AGAIN) from error


def empty_texts(path: Path) -> int:
    """How many cells of a workbook hold a shared text without a character: filled in the file, empty to a reader.

    None are counted where the list has so many such texts that no program wrote it.
    """
    with zipfile.ZipFile(path) as archive:
        parts = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
        texts = next((archive.read(part) for part in parts if part.filename.lower() == "xl/sharedstrings.xml"), b"")
        empty = [place.start() for place in islice(_EMPTY_TEXT.finditer(texts), MOST_EMPTY_TEXTS + 1)]
        if not empty or len(empty) > MOST_EMPTY_TEXTS:
            return 0
        values = [b"<v>%d</v>" % len(_TEXT_ITEM.findall(texts, 0, place)) for place in empty]
        sheets = (part for part in parts if part.filename.lower().startswith("xl/worksheets/"))
        return sum(_text_cells(sheet, values) for sheet in map(archive.read, sheets))


def _text_cells(sheet: bytes, values: Iterable[bytes]) -> int:
    """How many cells of a sheet have one of these values and say that it is the number of a shared text."""
    count = 0
    for value in values:
        place = sheet.find(value)
        while place >= 0:
            start = sheet.rfind(b"<", 0, place)
            count += start >= 0 and _START_OF_TEXT_CELL.fullmatch(sheet, start, place) is not None
            place = sheet.find(value, place + len(value))
    return count


def _check_magic(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
        if start == OLE_MAGIC:
            rest = file.read(64 * 2**20)
            if "EncryptedPackage".encode("utf-16-le") in rest:
                raise RefusedError(
                    "encrypted",
                    "The file is encrypted with a password.",
                    "Open it in Excel, remove the password and save it.",
                )
            if "WordDocument".encode("utf-16-le") in rest:
                raise RefusedError("no-workbook", "The file is a Word document, not a workbook.", SAVE_AS_XLSX)
            raise RefusedError("old-format", "The file is an old Excel workbook (.xls).", SAVE_AS_XLSX)
    if not start:
        raise RefusedError("no-workbook", "The file is empty.", "Ask for another copy.")
    if not start.startswith(b"PK"):
        raise RefusedError("no-workbook", "The file is not an Excel workbook.", SAVE_AS_XLSX)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted", "The file is encrypted with a password.", "Save it without a password.")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise RefusedError("damaged", "The file is packed in a way that workbooks are not.", SAVE_AGAIN)
    names = Counter(common_name(entry.filename) for entry in entries)
    _check_kind(names)
    if len(entries) > MAXIMUM_PARTS:
        raise RefusedError("too-large", f"The file has {len(entries):,} parts; a workbook has a few dozen.", SAVE_AGAIN)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise RefusedError(
            "too-large",
            f"The file is {unpacked >> 20:,} MiB large when unpacked; {MAXIMUM_UNPACKED_BYTES >> 20} are read at most.",
            "Copy the filled cells into a new form.",
        )
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise RefusedError(
            "duplicate-part",
            f"The file contains {shortened(twice)} twice, and programs disagree on which holds.",
            SAVE_AGAIN,
        )
    outside = next((name for name in names if ".." in name.split("/") or not name.isprintable()), None)
    if outside is not None:
        message = f"The file has a part named {shortened(outside)}, as no spreadsheet program names one."
        raise RefusedError("damaged", message, SAVE_AGAIN)


def common_name(name: str) -> str:
    """The name of a part as the most lenient program reads it: slashes, capitals and a root make no difference."""
    return name.replace("\\", "/").lstrip("/").lower()


def shortened(text: str) -> str:
    """A text from the file as it stands in a message: quoted, plain ASCII, not too long."""
    return ascii(text if len(text) <= 60 else text[:57] + "...")


def _check_kind(names: Iterable[str]) -> None:
    if any(map(_ANY_WORKBOOK.fullmatch, names)):
        return
    if "xl/workbook.bin" in names:
        raise RefusedError("old-format", "The file is a binary Excel workbook (.xlsb).", SAVE_AS_XLSX)
    if "content.xml" in names:
        raise RefusedError("old-format", "The file is an OpenDocument file.", SAVE_AS_XLSX)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise RefusedError("no-workbook", "The file is a Word or PowerPoint document, not a workbook.", SAVE_AS_XLSX)
    raise RefusedError("no-workbook", "The file is a zip archive without a workbook in it.", SAVE_AS_XLSX)


def _remarks(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    parts = set(names)
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in parts):
        yield "macros", "The workbook carries macros, which are never run.", "Save it as .xlsx to leave them out."
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in parts):
        yield (
            "external-links",
            "The workbook links to other files or data sources, which are never opened.",
            "Check that the linked cells show what they should.",
        )


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Part:
    """What a part of the archive has in it; raises RefusedError for what must not reach a parser."""
    part = _Part()
    with archive.open(entry) as stream:
        buffer = stream.read(CHUNK_BYTES)
        if buffer.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"<" in buffer[:4] and b"\0" in buffer[:4]):
            part.doubtful = True
            return part
        if not buffer.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return part
        part.doubtful = bool(_OTHER_ENCODING.search(buffer, 0, 200) or _FAR_TOO_MANY_TEXTS.search(buffer, 0, 2000))
        if entry.filename.lower().endswith(".rels"):
            related = filter(_RELATED.search, _TAG.findall(buffer))
            part.doubtful |= not all(map(_USUAL_PLACE.search, related))
        worksheet = _WORKSHEET.search(buffer)
        cells = worksheet or b"<sst" in buffer
        while buffer:
            # One byte is found ten times as fast as two: most parts have no such byte at all, here and in `_faults`.
            if b"!" in buffer and b"<!" in buffer:
                if _DECLARATION.search(buffer):
                    refuse_document_type()
                part.doubtful |= bool(cells)
            more = stream.read(CHUNK_BYTES)
            end = _end_of_whole_cells(buffer) if more else len(buffer)
            if worksheet:
                part.add(buffer[:end])
            buffer = buffer[end:] + more
        part.doubtful |= bool(worksheet and worksheet.group(1))
    return part


def refuse_document_type(*_declaration: object) -> None:
    """Raises the RefusedError of a part that declares a document type or entities."""
    message = "The workbook contains XML declarations that no spreadsheet program writes."
    raise RefusedError("document-type", message, SAVE_AGAIN)


def _end_of_whole_cells(buffer: bytes) -> int:
    """Where the last cell of the buffer begins; near its end where there is none."""
    last = max(buffer.rfind(token) for token in (b"<c ", b"<row "))
    start = buffer.rfind(b"<", 0, last + 1)
    return start if start > 0 else max(len(buffer) - 64, 1)


class _Part:
    """A sheet's cells that show an error or nothing, and the corner of the rectangle that holds all its cells."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.filled = 0
        self.doubtful = False
        self.last_row, self.last_column = 1, "Z"
        self.far = False

    @property
    def cells(self) -> int:
        return self.last_row * column_number(self.last_column) if self.far else 0

    def add(self, text: bytes) -> None:
        self.faults += _faults(text)
        self.filled += text.count(b"<v>") - text.count(b"<v></v>") + text.count(b"<is>")
        self.doubtful |= bool(_TEXT_WITHOUT_NUMBER.search(text))
        if not _FAR_REFERENCE.search(text):
            last = _REFERENCE.search(text, max(text.rfind(b"<c "), 0))
            self.last_row = max(self.last_row, int(last.group(2)) if last else 1)
            return
        for letters, digits in set(_REFERENCE.findall(_CELL_WITHOUT_CONTENT.sub(b"", text))):
            self.far = True
            self.last_row = max(self.last_row, int(digits))
            self.last_column = max(self.last_column, letters.decode().upper(), key=column_number)


def column_number(letters: str) -> int:
    """The number of a column, counted from 1, by its letters of any case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _faults(text: bytes) -> Iterator[tuple[str, str]]:
    if b't="e"' in text or (b"'" in text and b"t='e'" in text):
        for attributes, content in _ERROR_CELL.findall(text):
            named, shown = _CELL_NAME.search(attributes), _SHOWN.search(content)
            if named and shown:
                yield named.group(1).decode(), shown.group(1).decode(errors="replace")
    if b"<f" in text:
        for attributes in _FORMULA_CELL.findall(text):
            named = _CELL_NAME.search(attributes)
            if named and b't="str"' not in attributes:
                yield named.group(1).decode(), ""
