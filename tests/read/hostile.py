"""Hostile and broken files: a table of names, how each is made, and what is told of it.

`OFFICE` is the workbook that most are made from; sheet 4 holds its assets, in rows 2 to 5.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tests.read.raw_workbooks import HEAD, MAIN, Parts, changed, mapped, packed, raw_workbook
from tests.workbooks import VALID

ASSETS = "xl/worksheets/sheet4.xml"
WORKBOOK, RELATIONS, TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
STRICT = (
    ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE a [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10)) + "]>"


@dataclass(frozen=True)
class Case:
    """A hostile file: `told` has `place: check` of everything that is told of it, `file` being its name."""

    name: str
    make: Callable[[], bytes]
    told: tuple[str, ...] = ()
    assets: int = 4
    """How many assets are read where nothing that is told is an error."""
    heavy: bool = False
    """Takes more than a second or hundreds of megabytes."""


@cache
def office() -> Parts:
    """The parts of the workbook that nothing is wrong with."""
    return raw_workbook()


def in_part(part: str, old: str, new: str) -> Callable[[], bytes]:
    """The office with one text of a part replaced."""
    return lambda: packed(changed(office(), part, old, new))


def in_assets(xml: str) -> Callable[[], bytes]:
    """The office with XML after the last row of its assets."""
    return in_part(ASSETS, "</sheetData>", f"{xml}</sheetData>")


def cell(xml: str) -> Callable[[], bytes]:
    """The office with another cell as the quantity of its first asset, E2."""
    return in_part(ASSETS, '<c r="E2"><v>3</v></c>', xml)


def everywhere(change: Callable[[bytes], bytes], only: str = "") -> Callable[[], bytes]:
    """The office with all its parts changed, or those whose name contains a text."""
    return lambda: packed(mapped(office(), lambda name, content: change(content) if only in name else content))


def replaced(pattern: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of all that a pattern matches."""
    return lambda content: re.sub(pattern, new, content)


def without(part: str) -> Callable[[], bytes]:
    """The office without a part."""
    return lambda: packed({name: content for name, content in office().items() if name != part})


def and_part(name: str, content: bytes = b"<a/>") -> Callable[[], bytes]:
    """The office with another part, also one of a name that is there already."""

    def make() -> bytes:
        target = io.BytesIO(packed(office()))
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.NameToInfo.clear()  # or it warns of the double name, which is what we want
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return target.getvalue()

    return make


def in_other_names(change: Callable[[str], str]) -> Callable[[], bytes]:
    """The office with a formula that was never calculated and all its parts called otherwise."""

    def make() -> bytes:
        parts = changed(office(), ASSETS, '<c r="E2"><v>3</v></c>', '<c r="E2"><f>1+2</f></c>')
        return packed({change(name): content for name, content in parts.items()})

    return make


def elsewhere(old: str, new: str) -> Callable[[], bytes]:
    """The office with a part of the workbook called otherwise, everywhere it is named."""
    return lambda: packed(
        {
            name.replace(f"/{old}.xml", f"/{new}.xml"): content.replace(f"{old}.xml".encode(), f"{new}.xml".encode())
            for name, content in office().items()
        }
    )


def in_sheet(title: str, *rows: Sequence[Any], first: int = 0) -> Callable[[], bytes]:
    """The office with more rows in a sheet, after its last or before row `first` as Python counts."""
    there = VALID[title]
    place = first or len(there)
    return lambda: packed(raw_workbook({**VALID, title: (*there[:place], *rows, *there[place:])}))


def cut(share: float) -> Callable[[], bytes]:
    """The beginning of the office's file."""
    return lambda: packed(office())[: int(len(packed(office())) * share)]


def patched(old: bytes, new: bytes) -> Callable[[], bytes]:
    """The office's file with its bytes changed after it was packed."""

    def make() -> bytes:
        content = packed(office())
        assert old in content
        return content.replace(old, new)

    return make


def ole(*streams: str) -> bytes:
    """An OLE container, as .xls and encrypted .xlsx are, with streams of zeros of these names."""
    header = struct.pack(
        "<8s16x5H6x10I", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0,
        0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header = header.ljust(512, b"\xff")
    table = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = (("Root Entry", 5), *((name, 2) for name in streams))
    folder = b"".join(
        struct.pack("<64sH2B3I36x", name.encode("utf-16-le"), 2 * len(name) + 2, kind, 1, *(0xFFFFFFFF,) * 3).ljust(
            128, b"\0"
        )
        for name, kind in entries
    )
    return header + table + folder.ljust(512, b"\0") + b"\0" * 4096


def encoded(part: str, encoding: str, declared: str | None = None) -> Callable[[], bytes]:
    """The office with a part in another character encoding."""

    def make() -> bytes:
        text = office()[part].decode().replace('encoding="UTF-8"', f'encoding="{declared or encoding}"')
        return packed({**office(), part: text.encode(encoding)})

    return make


def prefixed(content: bytes) -> bytes:
    """A part whose elements have a namespace prefix, as some programs write them."""
    content = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", content)
    return content.replace(b" xmlns=", b" xmlns:x=")


def streamed() -> bytes:
    """The office written to a pipe: sizes follow the data in descriptors."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.content = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.content += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in office().items():
            archive.writestr(name, content)
    return pipe.content


def zip64() -> bytes:
    """The office with the large headers of zip64 though nothing is large."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in office().items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                part.write(content)
    return target.getvalue()


def commented(comment: bytes) -> Callable[[], bytes]:
    """The office with a comment at the end of its archive."""

    def make() -> bytes:
        target = io.BytesIO(packed(office()))
        with zipfile.ZipFile(target, "a") as archive:
            archive.comment = comment
        return target.getvalue()

    return make


def claiming(size: int, declared: int) -> Callable[[], bytes]:
    """The office with a part of a size that says it has another."""

    def make() -> bytes:
        content = and_part("xl/bomb.xml", b"<a>" + b" " * (size - 3))()
        assert struct.pack("<I", size) in content
        return content.replace(struct.pack("<I", size), struct.pack("<I", declared))

    return make


def overlapping() -> bytes:
    """An archive of a thousand entries that all lie on the same megabytes."""
    target = io.BytesIO(packed(office()))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/0.xml", b"<a>" + b" " * 5_000_000)
        kernel = archive.infolist()[-1]
        for number in range(1, 1000):
            copy = zipfile.ZipInfo(f"xl/media/{number}.xml")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(copy, field, getattr(kernel, field))
            archive.filelist.append(copy)
    return target.getvalue()


def shared_bomb(length: int, uses: int) -> Callable[[], bytes]:
    """A long text that many cells share."""

    def make() -> bytes:
        last = office()[TEXTS].count(b"<si>")
        cells = "".join(f'<row r="{n}"><c r="B{n}" t="s"><v>{last}</v></c></row>' for n in range(6, 6 + uses))
        longer = changed(office(), TEXTS, "</sst>", f"<si><t>{'x' * length}</t></si></sst>")
        return packed(changed(longer, ASSETS, "</sheetData>", f"{cells}</sheetData>"))

    return make


def rows(xml: str, first: int, last: int) -> Callable[[], bytes]:
    """The office with many more rows of assets, `{n}` being their numbers."""
    return in_assets("".join(xml.replace("{n}", str(n)) for n in range(first, last + 1)))


def asset_rows(count: int) -> Callable[[], bytes]:
    """An office of so many assets."""
    head, *some = VALID["Assets"]
    return lambda: packed(
        raw_workbook(
            {**VALID, "Assets": (head, *some, *((f"X-{n}", f"Desk {n}", "printer", "hq") for n in range(4, count)))}
        )
    )


def with_rows(title: str, count: int, row: Callable[[int], Sequence[Any]]) -> Callable[[], bytes]:
    """The office with more rows in a sheet, made from their numbers."""
    return lambda: packed(raw_workbook({**VALID, title: (*VALID[title], *map(row, range(count)))}))


def renamed(old: str, new: str) -> Callable[[], bytes]:
    """The office with a sheet called otherwise, as XML writes it."""
    return in_part(WORKBOOK, f'name="{old}"', f'name="{new}"')


def another(name: str) -> Callable[[], bytes]:
    """The office with one more sheet, which shows the seats again."""
    return in_part(WORKBOOK, "</sheets>", f'<sheet name="{name}" sheetId="9" r:id="rId3"/></sheets>')


def inline(xml: str) -> str:
    """An inline text instead of the name of the first asset."""
    return f'<c r="B2" t="inlineStr"><is>{xml}</is></c>'


def name_cell(xml: str) -> Callable[[], bytes]:
    """The office with another cell as the name of its first asset, B2."""
    return everywhere(replaced(rb'<c r="B2" t="s"><v>\d+</v></c>', xml.encode()), ASSETS)


DAMAGED, NO_WORKBOOK, OLD = ("file: damaged",), ("file: no-workbook",), ("file: old-format",)
TODAY = date(2026, 11, 22)
FOUR_YEARS_LATER = ("Customer!B10: assessment-in-the-future",)
TOO_LARGE, TOO_MUCH, DOCTYPE = ("file: too-large",), ("file: too-much",), ("file: document-type",)
FAR, TOO_MANY = ((f"file: {check}",) for check in ("far-cell", "too-many-units"))
UNCALCULATED = ("Assets!E2: formula-without-value",)
TWICE, ENCRYPTED = ("file: duplicate-part",), ("file: encrypted",)
BAD_E2, NOT_E2 = ("Assets!E2: error-value",), ("Assets!E2: not-a-number",)

FILES = (
    Case("empty", lambda: b"", NO_WORKBOOK),
    Case("one byte", lambda: b"P", NO_WORKBOOK),
    Case("the magic alone", lambda: b"PK\3\4", DAMAGED),
    Case("zeros", lambda: b"\0" * 5000, NO_WORKBOOK),
    Case("html", lambda: b"<html><table><tr><td>id</td></tr></table></html>", NO_WORKBOOK),
    Case("csv", lambda: b"id;name\r\nPC-1;Desk\r\n", NO_WORKBOOK),
    Case(
        "xml spreadsheet of 2003", lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', NO_WORKBOOK
    ),
    Case("pdf", lambda: b"%PDF-1.7\n%%EOF", NO_WORKBOOK),
    Case("xls", lambda: ole("Workbook"), OLD),
    Case("xls of Excel 95", lambda: ole("Book"), OLD),
    Case("encrypted", lambda: ole("EncryptionInfo", "EncryptedPackage"), ENCRYPTED),
    Case("encrypted and cut", lambda: ole("EncryptionInfo", "EncryptedPackage")[:1500], ENCRYPTED),
    Case("old Word document", lambda: ole("WordDocument"), NO_WORKBOOK),
    Case("xlsb", lambda: packed({"xl/workbook.bin": b"\x83\x01"}), OLD),
    Case("ods", lambda: packed({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}), OLD),
    Case("docx", lambda: packed({"word/document.xml": b"<a/>"}), NO_WORKBOOK),
    Case("zip of something", lambda: packed({"readme.txt": b"hello"}), NO_WORKBOOK),
    Case("empty zip", lambda: packed({}), NO_WORKBOOK),
    Case("zip in a zip", lambda: packed({"office.xlsx": packed(office())}), NO_WORKBOOK),
    *(Case(f"cut at {share}", cut(share), DAMAGED) for share in (0.01, 0.2, 0.5, 0.8, 0.99, 0.999)),
)

PACKAGES = (
    Case("nothing wrong", lambda: packed(office())),
    Case("stored", lambda: packed(office(), zipfile.ZIP_STORED)),
    Case("packed by bzip2", lambda: packed(office(), zipfile.ZIP_BZIP2), DAMAGED),
    Case("streamed with descriptors", streamed),
    Case("zip64", zip64),
    Case("something before the archive", lambda: b"MZ" + b"\0" * 998 + packed(office()), NO_WORKBOOK),
    Case("an archive after an archive", lambda: packed({"a.txt": b"x"}) + packed(office())),
    Case("garbage after the archive", lambda: packed(office()) + b"garbage" * 100),
    Case("a comment", commented(b"made by hand")),
    Case("a comment that looks like an end", commented(b"PK\5\6" + b"\0" * 30), NO_WORKBOOK),
    Case("a password on the archive", patched(b"\x14\0\0\0\x08\0", b"\x14\0\1\0\x08\0"), ENCRYPTED),
    Case("a wrong checksum", patched(struct.pack("<I", zlib.crc32(office()[ASSETS])), b"\1\2\3\4"), DAMAGED),
    Case("a part twice", and_part(WORKBOOK), TWICE),
    Case("a part twice but for case", and_part("XL/WORKBOOK.XML"), TWICE),
    Case("a part twice but for a slash", and_part("/xl/workbook.xml"), TWICE),
    Case("a part twice but for a backslash", and_part("xl\\workbook.xml"), TWICE),
    Case("a part that climbs", and_part("../../../../tmp/evil"), DAMAGED),
    Case("a part at the root", and_part("/etc/passwd")),
    Case("a part with a control character", and_part("xl/\x1b[2Jevil.xml"), DAMAGED),
    Case("a part named in another script", and_part("xl/печать.xml")),
    Case("a folder", and_part("xl/worksheets/", b"")),
    Case("macros", and_part("xl/vbaProject.bin", b"\xd0\xcf"), ("file: macros",)),
    Case("macro sheets", and_part("xl/macrosheets/sheet1.xml"), ("file: macros",)),
    Case("external links", and_part("xl/externalLinks/externalLink1.xml"), ("file: external-links",)),
    Case("connections", and_part("xl/connections.xml"), ("file: external-links",)),
    Case("external links behind a slash", and_part("/xl/externalLinks/externalLink1.xml"), ("file: external-links",)),
    *(Case(f"parts named {name}", in_other_names(change), UNCALCULATED) for name, change in (
         ("in capitals", str.upper), ("with backslashes", lambda part: part.replace("/", "\\")),
         ("from the root", lambda part: f"/{part}"))),
    Case("no content types", without("[Content_Types].xml")),
    Case("wrong content types", in_part("[Content_Types].xml", "spreadsheetml.worksheet+xml", "x-evil")),
    Case("no relations of the package", without("_rels/.rels")),
    Case("no relations", without(RELATIONS), DAMAGED),
    Case("no workbook part", without(WORKBOOK), NO_WORKBOOK),
    Case("no shared texts", without(TEXTS), DAMAGED),
    Case("no styles", without("xl/styles.xml"), ("Customer!B10: not-a-date", "Customer!B11: not-a-date",
         "Assets!L5: not-a-date", "Assets!M5: not-a-date", "Services!H2: not-a-date")),
    *(Case(f"{old} called {new}", elsewhere(old, new)) for old, new in (("workbook", "workbook2"),
         ("sharedStrings", "texts"), ("styles", "looks"))),
    Case("a workbook in another folder", lambda: packed({name.replace("xl/", "book/"): content.replace(
         b"xl/workbook", b"book/workbook") for name, content in office().items()})),
    Case("a workbook that nothing leads to", lambda: packed({
         ("xl/workbook2.xml" if name == WORKBOOK else name): content for name, content in office().items()}), DAMAGED),
    Case("texts of a list that lies beside another", lambda: packed({
         **changed(office(), RELATIONS, "sharedStrings.xml", "texts.xml"), "xl/texts.xml": office()[TEXTS],
         TEXTS: office()[TEXTS].replace(b"PC-01", b"PC-99")})),
    Case("room for a billion texts", everywhere(replaced(rb'count="\d+"', b'count="1" uniqueCount="999999999999"'),
         TEXTS)),
    Case("no worksheet", without(ASSETS), DAMAGED),
    Case("empty worksheet part", everywhere(lambda _content: b"", ASSETS), DAMAGED),
    Case("a sheet at a web address", in_part(RELATIONS, 'Target="worksheets/sheet4.xml"',
         'Target="http://evil.example/sheet4.xml" TargetMode="External"'), DAMAGED),
    Case("a sheet outside", in_part(RELATIONS, "worksheets/sheet4.xml", "../../../etc/passwd"), DAMAGED),
    Case("a sheet that is the workbook", in_part(RELATIONS, "worksheets/sheet4.xml", "workbook.xml"), DAMAGED),
    Case("a sheet that is the relations", in_part(RELATIONS, "worksheets/sheet4.xml", "_rels/workbook.xml.rels"),
         DAMAGED),
    Case("a sheet by an absolute name", in_part(RELATIONS, "worksheets/sheet4", "/xl/worksheets/sheet4")),
    Case("a sheet without relation", in_part(WORKBOOK, 'r:id="rId4"', 'r:id="rId77"'), DAMAGED),
    Case("two sheets of one part", in_part(RELATIONS, "worksheets/sheet3.xml", "worksheets/sheet2.xml"),
         ("Seats!A1: no-headings",)),
)  # fmt: skip

XML = (
    Case("entities in a sheet", in_part(ASSETS, HEAD, HEAD + ENTITY), DOCTYPE),
    Case("entities in the relations", in_part(RELATIONS, HEAD, HEAD + ENTITY), DOCTYPE),
    Case("entities in the styles", in_part("xl/styles.xml", HEAD, HEAD + ENTITY), DOCTYPE),
    Case("entities in a part that is not read", and_part("docProps/app.xml", ENTITY.encode() + b"<a>&x;</a>"), DOCTYPE),
    Case("a billion laughs", in_part(TEXTS, HEAD, HEAD + LAUGHS), DOCTYPE),
    Case("a document type alone", in_part(ASSETS, HEAD, HEAD + "<!DOCTYPE worksheet>"), DOCTYPE),
    Case("entities in UTF-16", lambda: packed({**office(), ASSETS: (ENTITY + "<a/>").encode("utf-16")}), DOCTYPE),
    Case("entities in UTF-16 texts", lambda: packed({**office(), TEXTS: (ENTITY + "<a/>").encode("utf-16")}), DOCTYPE),
    Case("entities in UTF-7", lambda: packed({**office(), TEXTS: b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/>'}),
         DAMAGED),
    Case("an unknown entity", name_cell(inline("<t>&evil;</t>")), DAMAGED),
    Case("a BOM", everywhere(lambda content: b"\xef\xbb\xbf" + content)),
    Case("UTF-16", encoded(ASSETS, "utf-16")),
    Case("UTF-16 texts", encoded(TEXTS, "utf-16")),
    Case("Latin-1", encoded(TEXTS, "latin-1")),
    Case("code page 1252", encoded(TEXTS, "cp1252", "windows-1252")),
    Case("an encoding nobody knows", encoded(TEXTS, "utf-8", "klingon"), DAMAGED),
    Case("an encoding that is not so", encoded(TEXTS, "latin-1", "utf-8"), DAMAGED),
    Case("no declaration", everywhere(lambda content: content.removeprefix(HEAD.encode()))),
    Case("prefixes", everywhere(prefixed, "xl/worksheets")),
    Case("prefixes everywhere", everywhere(prefixed, "xl/")),
    Case("another namespace", in_part(ASSETS, MAIN, "http://evil.example/")),
    Case("no namespace", in_part(ASSETS, f' xmlns="{MAIN}"', "")),
    Case("Strict", everywhere(lambda content: content.replace(*(text.encode() for text in STRICT[0])).replace(
         *(text.encode() for text in STRICT[1])))),
    Case("a comment between cells", in_part(ASSETS, "</row>", "<!-- <c r='A9'><v>1</v></c> --></row>")),
    Case("a comment in a value", cell('<c r="E2"><v>3<!-- 9 --></v></c>')),
    Case("CDATA in a value", cell('<c r="E2"><v><![CDATA[3]]></v></c>')),
    Case("CDATA in a shared text", in_part(TEXTS, ">PC-01<", "><![CDATA[PC-01]]><")),
    Case("a processing instruction", cell('<c r="E2"><?evil run?><v>3</v></c>')),
    Case("numbers as references", cell('<c r="E2"><v>&#51;</v></c>')),
    Case("a cell called by reference", cell('<c r="&#69;2"><v>3</v></c>')),
    Case("single quotes", cell("<c r='E2' t='n'><v>3</v></c>")),
    Case("spaces in tags", cell('<c  r = "E2"\n\tt = "n" ><v\n>3</v ></c\n>')),
    Case("attributes of another namespace", cell('<c xmlns:y="urn:y" y:r="XFD1" r="E2" y:t="s"><v>3</v></c>')),
    Case("cells of another namespace", cell('<c r="E2"><v>3</v></c><y:c xmlns:y="urn:y" r="F2"><y:v>9</y:v></y:c>')),
    Case("extensions", in_part(ASSETS, "</sheetData>", '</sheetData><extLst><ext uri="x"><c r="A9"><v>9</v></c></ext>'
         "</extLst>")),
    Case("an unclosed tag", in_part(ASSETS, "</sheetData>", ""), DAMAGED),
    Case("a NUL", in_part(ASSETS, "<sheetData>", "<sheetData>\0")),
    Case("a control character", name_cell(inline("<t>Reception\x1b</t>"))),
    Case("two roots", in_part(ASSETS, "</worksheet>", "</worksheet><worksheet/>")),
    Case("an attribute twice", cell('<c r="E2" r="E3"><v>3</v></c>'), DAMAGED),
    Case("100,000 elements deep", in_assets("<row>" + "<a>" * 100_000 + "</a>" * 100_000 + "</row>")),
    Case("an attribute of 20 MB", in_assets(f'<row r="7" spans="{"x" * 20_000_000}"/>'), heavy=True),
    Case("a million attributes", in_assets("<row " + " ".join(f"a{n}=''" for n in range(300_000)) + "/>"), heavy=True),
)  # fmt: skip

CELLS = (
    Case("an error in a number", cell('<c r="E2" t="e"><v>#REF!</v></c>'), BAD_E2),
    Case("an error of a formula", cell('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), BAD_E2),
    Case("an error in a text", name_cell('<c r="B2" t="e"><v>#N/A</v></c>'), ("Assets!B2: error-value",)),
    Case("an error of a new kind", cell('<c r="E2" t="e"><v>#SPILL!</v></c>'), BAD_E2),
    Case("an error on a row of its own", in_assets('<row r="9"><c r="A9" t="e"><v>#REF!</v></c></row>'),
         ("Assets!A9: error-value",)),
    Case("a formula never calculated", cell('<c r="E2"><f>1+2</f></c>'), ("Assets!E2: formula-without-value",)),
    Case("a formula with an empty value", cell('<c r="E2"><f>1+2</f><v></v></c>'),
         ("Assets!E2: formula-without-value",)),
    Case("a formula with a value", cell('<c r="E2"><f>1+2</f><v>3</v></c>')),
    Case("a formula with a text", name_cell('<c r="B2" t="str"><f>"a"</f><v>Reception</v></c>')),
    Case("a formula whose text is empty", name_cell('<c r="B2" t="str"><f>""</f><v></v></c>')),
    Case("an array formula never calculated", cell('<c r="E2"><f t="array" ref="E2">SUM(A1:A9)</f></c>'),
         ("Assets!E2: formula-without-value",)),
    Case("a command as a formula", name_cell('<c r="B2" t="str"><f>cmd|\' /C calc\'!A0</f><v>x</v></c>')),
    Case("an unknown type", name_cell('<c r="B2" t="x"><v>Reception</v></c>')),
    Case("a truth that is 2", cell('<c r="E2" t="b"><v>2</v></c>'), BAD_E2),
    Case("a number that is NaN", cell('<c r="E2"><v>NaN</v></c>'), NOT_E2),
    Case("a number that is INF", cell('<c r="E2"><v>INF</v></c>'), NOT_E2),
    Case("a number that is 1e400", cell('<c r="E2"><v>1e400</v></c>'), NOT_E2),
    Case("a number that is -0", cell('<c r="E2"><v>-0</v></c>'), ("Assets!E2: out-of-range",)),
    Case("a number that is text", cell('<c r="E2"><v>three</v></c>'), NOT_E2),
    Case("a number in Arabic digits", cell('<c r="E2"><v>٣</v></c>')),
    Case("a number with an underscore", cell('<c r="E2"><v>3_0</v></c>'), NOT_E2),
    Case("a number of a thousand digits", cell(f'<c r="E2"><v>{"9" * 1000}</v></c>'), NOT_E2),
    Case("NaN as a date", in_part(ASSETS, "<v>45366</v>", "<v>NaN</v>"), ("Assets!L5: implausible-date",)),
    Case("a negative date", in_part(ASSETS, "<v>45366</v>", "<v>-45366</v>"), ("Assets!L5: not-a-date",)),
    Case("a date after 9999", in_part(ASSETS, "<v>45366</v>", "<v>2958466</v>"), ("Assets!L5: not-a-date",)),
    Case("the 29 February of 1900", in_part(ASSETS, "<v>45366</v>", "<v>60</v>"), ("Assets!L5: implausible-date",)),
    Case("a date of far too many days", in_part(ASSETS, "<v>45366</v>", "<v>1e300</v>"), ("Assets!L5: not-a-date",)),
    Case("days from 1904", in_part(WORKBOOK, "<workbookPr/>", '<workbookPr date1904="1"/>'), FOUR_YEARS_LATER),
    Case("the last day from 1904", lambda: packed(changed(changed(changed(office(), WORKBOOK, "<workbookPr/>",
         '<workbookPr date1904="1"/>'), ASSETS, "<v>45366</v>", "<v>2958465</v>"), TEXTS, ">PC-01<",
         "><![CDATA[PC-01]]><")), ("Assets!L5: not-a-date", *FOUR_YEARS_LATER)),
    Case("a shared text out of range", name_cell('<c r="B2" t="s"><v>99999</v></c>'), DAMAGED),
    Case("a shared text below zero", name_cell('<c r="B2" t="s"><v>-1</v></c>'), DAMAGED),
    Case("a shared text that is no number", name_cell('<c r="B2" t="s"><v>first</v></c>'), DAMAGED),
    Case("an inline text", name_cell(inline("<t>Reception</t>"))),
    Case("an inline text as a value", name_cell('<c r="B2" t="inlineStr"><v>Reception</v></c>')),
    Case("rich text", name_cell(inline("<r><rPr><b/></rPr><t>Recep</t></r><r><t>tion</t></r>"))),
    Case("phonetic text", name_cell(inline('<t>Reception</t><rPh sb="0" eb="1"><t>EVIL</t></rPh>'))),
    Case("escaped control characters", name_cell(inline("<t>Reception_x001B_[2J_x0000_</t>"))),
    Case("escaped half characters", name_cell(inline("<t>Reception_xD800_</t>"))),
    Case("a style that is not there", cell('<c r="E2" s="4000000000"><v>3</v></c>')),
    Case("a style below zero", cell('<c r="E2" s="-1"><v>3</v></c>')),
    Case("two values in a cell", cell('<c r="E2"><v>3</v><v>4</v></c>'), DAMAGED),
    Case("a value beside a text", name_cell('<c r="B2" t="inlineStr"><is><t>Reception</t></is><v>9</v></c>')),
)  # fmt: skip

PLACES = (
    Case("no places of cells", everywhere(replaced(rb'<c r="[A-Z]+\d+"', b"<c"), "sheet3")),
    Case("no places of rows", everywhere(replaced(rb'<row r="\d+"', b"<row"), "worksheets")),
    Case("the last cell of all, empty", in_assets('<row r="1048576"><c r="XFD1048576"/></row>')),
    Case("the last cell of all, styled", in_assets('<row r="1048576"><c r="XFD1048576" s="1"></c></row>')),
    Case("the last cell of all", in_assets('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
         ("Assets!XFD1048576: cell-without-heading",)),
    Case("the last cell, called by reference", in_assets('<row><c r="&#88;FD1048576"><v>1</v></c></row>'),
         ("Assets!XFD1048576: cell-without-heading",)),
    Case("the last column", in_assets('<row r="3"/><row r="2"><c r="XFD2"><v>1</v></c></row>'),
         ("Assets!XFD2: cell-without-heading",)),
    *(Case(f"a cell called {name!r}", in_assets(f'<row r="6"><c r="{name}"><v>1</v></c></row>'), DAMAGED)
      for name in ("A0", "AAAA1", "XFE1", "A1048577", "A-1", "A99999999999", "6", "A", "$A$6", "R6C1", "", "Å6")),
    *(Case(f"a row numbered {number!r}", in_assets(f'<row r="{number}"><c t="str"><v>x</v></c></row>'), DAMAGED)
      for number in ("0", "-1", "x", "")),
    Case("a row numbered beyond memory", in_assets('<row r="4294967295"><c t="str"><v>x</v></c></row>'), TOO_MUCH),
    Case("a cell twice", in_assets('<row r="6"><c r="A6"><v>1</v></c><c r="A6"><v>2</v></c></row>'), DAMAGED),
    Case("rows not in order", everywhere(replaced(rb'(<row r="2">.*?</row>)(.*)(</sheetData>)', rb"\2\1\3"), ASSETS)),
    Case("cells not in order", everywhere(replaced(rb'(<c r="A2".*?</c>)(.*?)(</row>)', rb"\2\1\3"), ASSETS)),
    Case("a row in two pieces", in_part(ASSETS, '<c r="E2">', '</row><row r="2"><c r="E2">')),
    Case("a wrong dimension", in_part(ASSETS, '<dimension ref="A1:V5"/>', '<dimension ref="A1:B2"/>')),
    Case("a dimension of everything", in_part(ASSETS, 'ref="A1:V5"', 'ref="A1:XFD1048576"')),
    Case("a dimension that is none", in_part(ASSETS, 'ref="A1:V5"', 'ref="evil"')),
    Case("merged headings", in_part(ASSETS, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B1"/>'
         "</mergeCells>")),
    Case("merged data", in_part(ASSETS, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="D2:D5"/>'
         "</mergeCells>")),
    Case("merged everything", in_part(ASSETS, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/>'
         "</mergeCells>")),
)  # fmt: skip

SHEETS = (
    Case("hidden", in_part(WORKBOOK, 'sheetId="4"', 'sheetId="4" state="hidden"'), ("Assets!A1: hidden-sheet",)),
    Case("very hidden", in_part(WORKBOOK, 'sheetId="4"', 'sheetId="4" state="veryHidden"'),
         ("Assets!A1: hidden-sheet",)),
    Case("a state nobody knows", in_part(WORKBOOK, 'sheetId="4"', 'sheetId="4" state="evil"'),
         ("Assets!A1: hidden-sheet",)),
    Case("two sheets of one name", another("Assets"), ("Assets!A1: duplicate-sheet",)),
    Case("two sheets of one name but for case", another("ASSETS"), ("ASSETS!A1: duplicate-sheet",)),
    Case("two sheets in two languages", another("Matériel"), ("Matériel!A1: duplicate-sheet",)),
    Case("no sheets", everywhere(replaced(rb"<sheet .*?/>", b""), WORKBOOK), ("file: missing-sheet",) * 2),
    Case("a nameless sheet", renamed("Seats", ""), ("!A1: renamed-sheet",)),
    Case("a quoted name", renamed("Seats", "&apos;&quot;]Seats&apos;!A1"), ("'\"]Seats'!A1!A1: renamed-sheet",)),
    Case("a formula as a name", renamed("Seats", "=cmd|&apos;/C calc&apos;!A0"),
         ("=cmd|'/C calc'!A0!A1: renamed-sheet",)),
    Case("a name of 5,000 letters", renamed("Seats", "S" * 5000), (f"{'S' * 60}!A1: renamed-sheet",)),
    Case("assets under another name", renamed("Assets", "Blad4"), ("Blad4!A1: renamed-sheet",)),
    Case("assets once more under another name", lambda: packed(raw_workbook({**VALID, "Arlon": VALID["Assets"]})),
         ("Arlon!A1: unknown-sheet",)),

    Case("a chart sheet", lambda: packed({
         **changed(changed(office(), WORKBOOK, "</sheets>", '<sheet name="Chart" sheetId="9" r:id="rId9"/></sheets>'),
                   RELATIONS, "</Relationships>", '<Relationship Id="rId9" Target="chartsheets/sheet1.xml" '
                   'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet"/>'
                   "</Relationships>"),
         "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>'.encode()})),
    Case("only hidden sheets", everywhere(replaced(rb'sheetId=', b'state="hidden" sheetId='), WORKBOOK),
         tuple(f"{name}!A1: hidden-sheet" for name in VALID)),
    Case("no rows", everywhere(replaced(rb"<row.*</row>", b""), "sheet2"), ("Locations!A1: no-locations",
         "Seats!A2: unknown-location", "Seats!A3: unknown-location", "Services!I3: unknown-location",
         *(f"Assets!D{n}: unknown-location" for n in range(2, 6)))),
)  # fmt: skip

SIZES = (
    Case("a part that says it is 2 GB", claiming(1_234_567, 2**31 - 1), TOO_LARGE),
    Case("a part that says it is small", claiming(1_234_567, 100), DAMAGED),
    Case("a real bomb", and_part("xl/bomb.xml", b"<a>" + b" " * 600_000_000), TOO_LARGE, heavy=True),
    Case("a large part that is not needed", and_part("xl/media/a.xml", b"<a>" + b" " * 300_000_000), heavy=True),
    Case("overlapping parts", overlapping, TOO_LARGE, heavy=True),
    Case("twelve thousand parts", lambda: packed({**office(), **{f"a/{n}": b"" for n in range(12_000)}}), TOO_LARGE),
    Case("a shared text beyond memory", shared_bomb(32_000, 60_000), TOO_MUCH, heavy=True),
    Case("five million filled cells", rows(f'<row r="{{n}}">{"<c><v>1</v></c>" * 100}</row>', 10, 50_010), TOO_LARGE,
         heavy=True),
    Case("a million rows that only have a style", rows('<row r="{n}" s="1"><c r="A{n}" s="1"/></row>', 10, 1_048_576),
         heavy=True),
    Case("a million formats", in_part("xl/styles.xml", "</cellXfs>", '<xf/>' * 1_000_000 + "</cellXfs>"), heavy=True),
    Case("many cells far out", rows('<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>', 10, 1_100), FAR),
    Case("a sheet as wide as can be", in_assets('<row r="6">' + '<c s="1"/>' * 16_384 + "</row>")),
    Case("100,000 assets", asset_rows(100_000), assets=100_000, heavy=True),
)  # fmt: skip

COUNTS = (
    Case("ten million seats", with_rows("Seats", 100, lambda n: ("hq", "office", 100_000, None)),
         (*TOO_MANY, "Seats!C2: too-many-seats")),
    Case("ten million devices", with_rows("Assets", 100, lambda n: (f"X{n}", "", "server", "hq", 100_000)), TOO_MANY),
    Case("ten million licences", with_rows("Services", 100, lambda n: (f"X{n}", "x", "microsoft-365", None, 100_000)),
         TOO_MANY),
    Case("all servers in one group", with_rows("Assets", 30_000, lambda n: (
         f"X{n}", "", "server", "hq", 1, *[None] * 14, "yes")), assets=30_004, heavy=True),
    Case("all devices in one chain", with_rows("Assets", 10_000, lambda n: (
         f"X{n}", "", "switch", "hq", 1, *[None] * 13, f"X{n + 1}" if n < 9_999 else None)), assets=10_004, heavy=True),
    Case("five thousand locations", with_rows("Locations", 5_000, lambda n: (
         f"X{n}", "x", None, None, None, "LU", None, None, "Tue 18:00-20:00")),
         tuple(f"Locations!A{n}: empty-location" for n in range(4, 5_004)), heavy=True),
)  # fmt: skip

ASSETS_WITH_A_SIDE_TABLE = [
    (*row, *(None,) * (23 - len(row)), *beside)
    for row, beside in zip(VALID["Assets"], (("type", "count"), ("server", 1), (), (), ()), strict=True)
]
TABLES = (
    Case("a table beside", lambda: packed(raw_workbook({**VALID, "Assets": ASSETS_WITH_A_SIDE_TABLE})),
         ("Assets!X1: unknown-column", "Assets!Y1: unknown-column")),
    Case("headings that come again", in_sheet("Assets", VALID["Assets"][0], first=3)),
    Case("numbered headings", lambda: packed(raw_workbook({**VALID, "Assets": (
         tuple(f"{n}. {heading}" for n, heading in enumerate(VALID["Assets"][0], 1)), *VALID["Assets"][1:])}))),
    *(Case(f"{words!r} below", in_sheet("Assets", (words, None, None, None, 6)), ("Assets!A6: total-row",))
      for words in ("Total assets: 6", "Nombre total de postes", "Aantal", "Σ")),
    Case("an asset that begins like a total", in_sheet("Assets", ("Total Station", "survey", None, "hq")),
         ("Assets!C6: required",)),
    Case("words that cannot be seen", lambda: packed(raw_workbook({**VALID, "Assets": tuple(
         (row[0], row[1], row[2], "\u202a\u200bhq\u200f" if row[3] == "hq" else row[3], *row[4:])
         for row in VALID["Assets"])}))),
)  # fmt: skip

CASES = (*TABLES, *COUNTS, *FILES, *PACKAGES, *XML, *CELLS, *PLACES, *SHEETS, *SIZES)
