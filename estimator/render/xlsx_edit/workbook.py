"""A workbook file of which a few parts are changed: the others are copied, and the file appears whole or not at all."""

from __future__ import annotations

import os
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.frozen import frozen
from estimator.render.xlsx_edit.shared_texts import SharedTexts
from estimator.render.xlsx_edit.sheet import SheetEdit, SheetXml, Writing
from estimator.render.xlsx_edit.styles import Styles
from estimator.render.xlsx_edit.tables import grown
from estimator.render.xlsx_edit.xml import (
    UnusualXmlError,
    attribute,
    cell_text,
    escaped,
    prefix_of,
    with_attribute,
)

LARGEST_PART = 256 * 2**20
"""In bytes: a part is changed in memory."""
HIGHLIGHT = "D9DEE3"
"""Rows that vanished from their export."""

_WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_TEXTS = "xl/sharedStrings.xml"
_TYPES = "[Content_Types].xml"
_PIECE_BYTES = 2**18
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 2
"""Of changed parts: a third of the time of the usual level 6; level 1 is no quicker, and an eighth larger."""


@frozen
class _Sheet:
    """A sheet's name and the name of its part."""

    name: str
    part: str


class EditedWorkbook:
    """A workbook and the changes that are made to it; nothing is written before `save`.

    Read it with the limited reader first: what that refuses must not come here. Every method raises Stop, with one
    sentence, where the workbook cannot be changed safely.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive = zipfile.ZipFile(path)
        self._parts: dict[str, bytes | _Pending] = {}
        """What changed parts have become."""
        self._sheets_read: dict[str, SheetXml] = {}
        try:
            self._names = set(self._archive.namelist())
            if any(name.startswith("_xmlsignatures/") for name in self._names):
                raise UnusualXmlError("is digitally signed, and a change would break the signature")
            self._prefix = prefix_of(self._read(_WORKBOOK), b"workbook")
            self._sheets = {sheet.name: sheet for sheet in self._find_sheets()}
            self._styles = Styles(self._read(_STYLES)) if _STYLES in self._names else None
            self._texts = self._shared_texts()
            self._writing = Writing(
                _days_since(self._first_day()), lambda style: self._all_styles().date_style(style), self._texts
            )
        except (UnusualXmlError, ElementTree.ParseError, KeyError, zipfile.BadZipFile) as problem:
            self._archive.close()
            raise self._stop(problem) from problem
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> EditedWorkbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    # --- what is there -----------------------------------------------------------------------------------------------

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self._sheets)

    def formulas(self, sheet_name: str) -> frozenset[tuple[int, int]]:
        """Row and column of every formula of a sheet."""
        try:
            return self._sheet_xml(sheet_name).formulas()
        except UnusualXmlError as problem:
            raise self._stop(problem) from problem

    def _find_sheets(self) -> Iterator[_Sheet]:
        targets = self._relations(_WORKBOOK)
        for sheet in ElementTree.fromstring(self._read(_WORKBOOK)).iter():
            if sheet.tag.endswith("}sheet"):
                relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
                yield _Sheet(sheet.get("name", ""), targets.get(relation, ("", ""))[1])

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The kind and the part of each relation of a part, by its id; those that leave the file are left out."""
        found = {}
        name = _relations_of(part)
        if name in self._names:
            for relation in ElementTree.fromstring(self._read(name)):
                if relation.get("TargetMode") != "External":
                    target = posixpath.join("/", posixpath.dirname(part), unquote(relation.get("Target", "")))
                    kind = relation.get("Type", "").rpartition("/")[2]
                    found[relation.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")
        return found

    def _read(self, name: str) -> bytes:
        there = self._parts.get(name)
        if isinstance(there, bytes):
            return there
        if self._archive.getinfo(name).file_size > LARGEST_PART:
            raise UnusualXmlError(f"is too large: {name} has more than {LARGEST_PART >> 20} MiB")
        return self._archive.read(name)

    def _sheet_xml(self, sheet_name: str) -> SheetXml:
        if sheet_name not in self._sheets_read:
            part = self._sheets[sheet_name].part
            if part not in self._names and part not in self._parts:
                raise UnusualXmlError("has a sheet without a part of its own")
            self._sheets_read[sheet_name] = SheetXml(self._read(part))
        return self._sheets_read[sheet_name]

    # --- changes -----------------------------------------------------------------------------------------------------

    def edit(self, edit: SheetEdit) -> None:
        """Changes cells of a sheet and adds rows; its Excel table grows with them."""
        try:
            sheet = self._sheet_xml(edit.name)
            pieces = sheet.edited(edit, self._writing, lambda: self._all_styles().highlight(HIGHLIGHT))
            part = self._sheets[edit.name].part
            self._parts[part] = _Pending(pieces)
            del self._sheets_read[edit.name]
            if self._texts is not None and edit.repeating and sheet.has_fresh_rows(edit):
                self._put_texts(self._texts)
            for kind, table in self._relations(part).values():
                if kind == "table" and (edit.numbers or edit.headings):
                    fresh = grown(self._read(table), edit)
                    if fresh != self._read(table):
                        self._parts[table] = fresh
        except (UnusualXmlError, ElementTree.ParseError, KeyError) as problem:
            raise self._stop(problem) from problem

    def _put_texts(self, texts: SharedTexts) -> None:
        if _TEXTS not in self._names | self._parts.keys():
            self._introduce(_TEXTS, "sharedStrings", "sharedStrings")
        self._parts[_TEXTS] = _Pending(texts.pieces())

    def put_sheet(self, name: str, rows: Sequence[Sequence[str]], hidden: bool = False) -> None:
        """A sheet of text from its first row on: a new one at the end, or in the place of the one of that name."""
        try:
            part = self._sheets[name].part if name in self._sheets else self._new_sheet(name, hidden)
        except UnusualXmlError as problem:
            raise self._stop(problem) from problem
        self._sheets_read.pop(name, None)
        self._parts[part] = _text_sheet(rows)

    def forget_results(self, name: str) -> None:
        """Takes away what the formulas of a sheet came to; every program then calculates them when it opens the file.

        LibreOffice shows what is saved, whatever the workbook says about calculating.
        """
        try:
            sheet = self._sheet_xml(name)
        except UnusualXmlError as problem:
            raise self._stop(problem) from problem
        if sheet.formulas():
            self._parts[self._sheets[name].part] = sheet.without_results()

    def _new_sheet(self, name: str, hidden: bool) -> str:
        number = 1
        while f"xl/worksheets/sheet{number}.xml" in self._names | self._parts.keys():
            number += 1
        part = f"xl/worksheets/sheet{number}.xml"
        relation = self._introduce(part, "worksheet", "worksheet")
        workbook, p = self._read(_WORKBOOK), self._prefix
        taken = [int(identity) for identity in re.findall(rb'\bsheetId="(\d{1,9})"', workbook)]
        state = ' state="hidden"' if hidden else ""
        element = (
            f'<{p.decode()}sheet name="{escaped(name)}" sheetId="{max(taken, default=0) + 1}"{state} '
            f'xmlns:r="{_OFFICE}" r:id="{relation}"/>'
        )
        end = workbook.index(b"</%ssheets" % p)
        self._parts[_WORKBOOK] = workbook[:end] + element.encode() + workbook[end:]
        self._sheets[name] = _Sheet(name, part)
        return part

    def _introduce(self, part: str, relation: str, content: str) -> str:
        """Tells the workbook of a new part; the id of the relation."""
        override = f'<Override PartName="/{part}" ContentType="{_CONTENT_TYPE.format(content)}"/>'.encode()
        self._parts[_TYPES] = _before_end(self._read(_TYPES), b"Types", override)
        name = _relations_of(_WORKBOOK)
        relations = self._read(name)
        taken = set(self._relations(_WORKBOOK))
        number = 1
        while f"rId{number}" in taken or f'"rId{number}"'.encode() in relations:
            number += 1
        target = posixpath.relpath(part, "xl")
        element = f'<Relationship Id="rId{number}" Type="{_OFFICE}/{relation}" Target="{target}"/>'.encode()
        self._parts[name] = _before_end(relations, b"Relationships", element)
        return f"rId{number}"

    def _calculate_when_opened(self) -> None:
        """Lets formulas that look at changed cells show what is there now, the next time the workbook is opened."""
        has_formulas = "xl/calcChain.xml" in self._names or any(
            self._mentions_formulas(sheet.part) for sheet in self._sheets.values()
        )
        if not has_formulas:
            return
        workbook, p = self._read(_WORKBOOK), self._prefix
        tag = re.search(rb"<%scalcPr\b[^>]*>" % p, workbook)
        if tag:
            fresh = with_attribute(tag[0], "fullCalcOnLoad", "1")
            if attribute(tag[0], "fullCalcOnLoad") not in (b"1", b"true"):
                self._parts[_WORKBOOK] = workbook[: tag.start()] + fresh + workbook[tag.end() :]
            return
        before = re.compile(rb"</%s(?:definedNames|externalReferences|functionGroups|sheets)\s*>" % p)
        ends = [found.end() for found in before.finditer(workbook)]
        if ends:
            element = b'<%scalcPr fullCalcOnLoad="1"/>' % p
            self._parts[_WORKBOOK] = workbook[: max(ends)] + element + workbook[max(ends) :]

    def _mentions_formulas(self, part: str) -> bool:
        return part in self._names and re.search(rb"<(?:\w+:)?f\b", self._archive.read(part)) is not None

    # --- texts and dates ---------------------------------------------------------------------------------------------

    def _shared_texts(self) -> SharedTexts | None:
        """The workbook's list of texts, an empty one where it has none; None where it is unusual."""
        parts = [part for kind, part in self._relations(_WORKBOOK).values() if kind == "sharedStrings"]
        try:
            if parts == [_TEXTS]:
                return SharedTexts(self._read(_TEXTS))
            return None if parts or _TEXTS in self._names else SharedTexts()
        except UnusualXmlError:
            return None

    def _first_day(self) -> date:
        tag = re.search(rb"<%sworkbookPr\b[^>]*>" % self._prefix, self._read(_WORKBOOK))
        counts_from_1904 = tag is not None and attribute(tag[0], "date1904") in (b"1", b"true")
        return _EPOCH_1904 if counts_from_1904 else _EPOCH

    def _all_styles(self) -> Styles:
        if self._styles is None:
            raise UnusualXmlError("has no styles")
        return self._styles

    # --- the file ----------------------------------------------------------------------------------------------------

    def save(self, target: Path) -> None:
        """Writes the workbook with its changes; `target` has all of it or stays as it was."""
        self._calculate_when_opened()
        if self._styles is not None and self._styles.part != self._archive.read(_STYLES):
            self._parts[_STYLES] = self._styles.part
        fresh = target.with_name(f".{target.name}-{os.urandom(4).hex()}")
        try:
            self._write(fresh)
            if target.exists():
                fresh.chmod(target.stat().st_mode & 0o7777)
            self._archive.close()  # an open file cannot be replaced everywhere
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)

    def _write(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as written:
            written.comment = self._archive.comment
            # Which texts there are is known once all the sheets that name them are written.
            for entry in sorted(self._entries(), key=lambda entry: entry.filename == _TEXTS):
                if entry.filename in self._parts:
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    _write_part(written, entry, self._parts[entry.filename])
                else:
                    written.writestr(_plain_entry(entry), self._archive.read(entry.filename))

    def _entries(self) -> Iterator[zipfile.ZipInfo]:
        """The parts that were there and the new ones."""
        yield from map(copy, self._archive.infolist())
        for name in sorted(self._parts.keys() - self._names):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.external_attr = 0o600 << 16
            yield entry

    def _stop(self, problem: Exception) -> Stop:
        what = str(problem) if isinstance(problem, UnusualXmlError) else "has parts that no spreadsheet program writes"
        remedy = "Open it in Excel or LibreOffice, save it as .xlsx under another name, and import into that."
        return Stop(
            Diagnostic(
                Level.ERROR,
                self._path.name,
                "cannot-be-changed",
                f"The workbook {what}: nothing was written.",
                remedy,
            )
        )


def _days_since(first: date) -> Callable[[date], int]:
    start = first.toordinal()
    return lambda day: day.toordinal() - start


class _Pending:
    """A part that is put together while it is written, once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces


def _write_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, part: bytes | _Pending) -> None:
    entry = _plain_entry(entry)
    entry._compresslevel = _COMPRESSION  # type: ignore[attr-defined]  # an entry of its own forgets the archive's
    with archive.open(entry, "w", force_zip64=False) as stream:
        if isinstance(part, bytes):
            stream.write(part)
        else:
            _write_pieces(stream, part.pieces)


def _write_pieces(stream: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Writes the pieces in blocks; while one is packed, the next is put together."""
    from concurrent.futures import Future, ThreadPoolExecutor

    with ThreadPoolExecutor(1) as packing:
        packed: Future[int] | None = None
        for block in _blocks(pieces):
            if packed is not None:
                packed.result()
            packed = packing.submit(stream.write, block)
        if packed is not None:
            packed.result()


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pending: list[bytes] = []
    size = 0
    for piece in pieces:
        pending.append(piece)
        size += len(piece)
        if size > _PIECE_BYTES:
            yield b"".join(pending)
            pending, size = [], 0
    yield b"".join(pending)


def _plain_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's name, date and rights without what describes the bytes of another archive."""
    plain = zipfile.ZipInfo(entry.filename, entry.date_time)
    plain.compress_type = entry.compress_type
    plain.external_attr, plain.create_system = entry.external_attr, entry.create_system
    plain.comment = entry.comment
    return plain


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _before_end(part: bytes, root: bytes, element: bytes) -> bytes:
    """The part with an element more at its end; raises UnusualXmlError where its elements have a prefix."""
    end = part.rfind(b"</%s>" % root)
    if end < 0:
        raise UnusualXmlError("has parts that no spreadsheet program writes")
    return part[:end] + element + part[end:]


def _text_sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """The XML of a sheet of nothing but text."""
    written = []
    for number, cells in enumerate(rows, 1):
        row = "".join(
            f'<c r="{chr(64 + column)}{number}" t="inlineStr"><is>{cell_text(text)}</is></c>'
            for column, text in enumerate(cells, 1)
            if text
        )
        written.append(f'<row r="{number}">{row}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(written)
        + "</sheetData></worksheet>"
    ).encode()
