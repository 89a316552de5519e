"""Workbooks written safely: text never becomes a formula, and the same input gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CellValue = str | int | float | Decimal | date | datetime | bool | None
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
DATETIME_FORMAT = "yyyy-mm-dd hh:mm"
_WRITTEN = datetime(2026, 1, 1)  # stands in every file's properties, so that its bytes follow from its content
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_LONGEST_TEXT = 32_767  # what Excel keeps of a cell


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


def workbook_bytes(workbook: Workbook) -> bytes:
    """The file of a workbook, without a clock in it: same content, same bytes."""
    properties = workbook.properties
    properties.creator = "estimator"
    properties.created = _WRITTEN
    raw = BytesIO()
    workbook.save(raw)
    target = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _without_clock(content)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written.writestr(entry, content)
    return target.getvalue()


def _without_clock(core: bytes) -> bytes:
    modified = rb"(<dcterms:modified[^>]*>)[^<]*"
    return re.sub(modified, rb"\g<1>" + _WRITTEN.isoformat().encode() + b"Z", core)
