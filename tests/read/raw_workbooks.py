"""Workbooks written part by part as Excel writes them, so that a test can break exactly one thing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.workbooks import VALID

Parts = dict[str, bytes]
"""The files inside a workbook by name."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DATE_STYLE = 1
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def letters(column: int) -> str:
    """The name of a column counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def raw_workbook(sheets: Mapping[str, Sequence[Sequence[Any]]] = VALID) -> Parts:
    """The parts of a workbook with these rows; texts are shared, sheet N of M is `xl/worksheets/sheetN.xml`."""
    shared: dict[str, int] = {}
    names = list(sheets)
    relation = f'<Relationship Type="{RELATIONS}/{{}}" Target="{{}}" Id="{{}}"/>'
    worksheets = {
        f"xl/worksheets/sheet{number}.xml": _worksheet(rows, shared) for number, rows in enumerate(sheets.values(), 1)
    }
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml", f"rId{number}") for number in range(1, len(names) + 1)]
    targets += [("styles", "styles.xml", "rId901"), ("sharedStrings", "sharedStrings.xml", "rId902")]
    texts = "".join(f'<si><t xml:space="preserve">{_written(text)}</t></si>' for text in shared)
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    kinds |= dict.fromkeys(worksheets, "worksheet")
    overrides = "".join(
        f'<Override PartName="/{part}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    texts_of = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relation.format('officeDocument', 'xl/workbook.xml', 'rId1')}</Relationships>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{''.join(relation.format(*target) for target in targets)}</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{len(shared)}">{texts}</sst>',
        **worksheets,
    }
    return {name: text.encode() for name, text in texts_of.items()}


def _worksheet(rows: Sequence[Sequence[Any]], shared: dict[str, int]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{letters(column)}{number}", value, shared)
            for column, value in enumerate(row, 1)
            if value is not None
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    width = max((len(row) for row in rows), default=1)
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1:{letters(width)}{len(rows) or 1}"/>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _cell(name: str, value: Any, shared: dict[str, int]) -> str:
    if isinstance(value, date):
        return f'<c r="{name}" s="{DATE_STYLE}"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>'


def _written(text: str) -> str:
    """A text as Excel writes it: what XML cannot hold as `_x001B_`, and what looks like that protected."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return escape(re.sub("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", lambda match: f"_x{ord(match[0]):04X}_", text))


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook's file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def changed(parts: Parts, part: str, old: str, new: str) -> Parts:
    """The parts with one text in one of them replaced, everywhere in it; the text must be there."""
    assert old.encode() in parts[part], f"{old!r} is not in {part}"
    return {**parts, part: parts[part].replace(old.encode(), new.encode())}


def mapped(parts: Parts, change: Callable[[str, bytes], bytes]) -> Parts:
    """The parts with each passed through a function of its name and content."""
    return {name: change(name, content) for name, content in parts.items()}
