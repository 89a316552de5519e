"""Workbooks written safely: text never becomes a formula, and the same input gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | Decimal | date | datetime | bool | None
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
DATETIME_FORMAT = "yyyy-mm-dd hh:mm"
_FORMULA = re.compile(rb'<c( r="(\w+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')
_WRITTEN = datetime(2026, 1, 1)  # stands in every file's properties, so that its bytes follow from its content
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_LONGEST_TEXT = 32_767  # what Excel keeps of a cell


class ErrorValue(Exception):  # noqa: N818 - a value to spreadsheets, and named as they name it
    """What a formula comes to that cannot be calculated, as `#DIV/0!`."""


def put(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    """Write a value into a cell; text stays text whatever it begins with, control characters become spaces."""
    cell = sheet.cell(row, column)
    fill(cell, value)
    if isinstance(value, str):
        cell.number_format = TEXT_FORMAT


def fill(cell: Any, value: CellValue) -> None:
    """Write a value into a cell as `put` does, and leave its format alone."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:_LONGEST_TEXT]
    cell.data_type = "s"  # openpyxl takes a leading "=" for a formula


def workbook_bytes(
    workbook: Workbook, values: Mapping[str, Mapping[str, float | str | ErrorValue]] | None = None
) -> bytes:
    """The file of a workbook, without a clock in it: same content, same bytes.

    `values` of formulas, by sheet and cell, stand beside them: a preview, a telephone and a mailed file that is opened
    protected do not calculate, and would show nothing.
    """
    parts = {f"xl/worksheets/sheet{i}.xml": sheet.title for i, sheet in enumerate(workbook.worksheets, 1)}
    properties = workbook.properties
    properties.creator = "estimator"
    properties.created = properties.modified = _WRITTEN
    raw = BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(raw, "w")).save()  # its `save` asks the clock, and packs what is packed below
    target = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            content = source.read(name)
            if values and name in parts:
                content = _with_values(content, values[parts[name]])
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, content)
    return target.getvalue()


def _with_values(sheet: bytes, values: Mapping[str, float | str | ErrorValue]) -> bytes:
    def beside(formula: re.Match[bytes]) -> bytes:
        begun, cell = formula.groups()
        value = values[cell.decode()]
        if isinstance(value, int | float):
            return b"<c%s<v>%r</v>" % (begun, value)
        kind = b"str" if isinstance(value, str) else b"e"
        return b'<c t="%s"%s<v>%s</v>' % (kind, begun, escape(str(value)).encode())

    return _FORMULA.sub(beside, sheet)
