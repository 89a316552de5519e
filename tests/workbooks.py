"""Small assessment workbooks for tests: a valid one, with whatever cells a test changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

ASSET_HEADINGS = (
    "id", "name", "type", "location", "quantity", "manufacturer", "model", "serial number", "operating system",
    "version", "ip address", "purchased", "warranty until", "in stock programme", "substitute available",
    "spare on site", "managed", "critical", "connected to", "redundancy group", "notes", "internal notes",
)  # fmt: skip
VALID: dict[str, Sequence[Sequence[Any]]] = {
    "Customer": (
        ("name", "Acme S.à r.l."),
        ("language", "fr"),
        ("country", "LU"),
        ("VAT number", "LU12345678"),
        ("sector", "insurance"),
        ("contact name", "Anna Weber"),
        ("contact e-mail", "anna@acme.example"),
        ("account manager", "Tom Klein"),
        ("assessor", "Eva Muller"),
        ("assessment date", date(2026, 11, 2)),
        ("contract start", date(2027, 1, 1)),
        ("contract term months", 36),
        ("service level", "business"),
        ("current plan", "none"),
        ("inventory review months", 6),
        ("freeze periods", "2026-12-20..2027-01-03"),
        ("notes", None),
    ),
    "Locations": (
        ("id", "name", "street", "postcode", "city", "country", "travel zone", "on-site support",
         "maintenance window", "notes"),
        ("hq", "Head office", "1 Main Street", "L-1234", "Luxembourg", "LU", None, "auto", "Tue 18:00-20:00", None),
        ("arlon", "Arlon branch", None, "6700", "Arlon", "Belgium", "middle", None, None, None),
    ),
    "Seats": (
        ("location", "profile", "count", "notes"),
        ("hq", "office", 4, None),
        ("arlon", "frontline", 2, None),
    ),
    "Assets": (
        ASSET_HEADINGS,
        ("PC-01", "Reception", "workstation", "hq", 3, "Dell", "OptiPlex 7010", None, "Windows 11 Pro", "25H2"),
        ("LT-01", "Sales", "laptop", "arlon", 1, "Lenovo", "T14", "00123", "Windows 11 Pro", "25H2"),
        ("SW-01", "Core switch", "switch", "hq", 1, "Aruba", "2930F", "SG01", None, None, "192.168.1.2"),
        ("SRV-01", "Files", "server", "hq", 1, "HPE", "ML350", "CZ01", "Windows Server 2022", None, "192.168.1.10",
         date(2024, 3, 15), date(2029, 3, 14), "yes", "no", "no", "yes", "yes", "SW-01", None, "In the cellar", "Old"),
    ),
    "Services": (
        ("id", "name", "type", "provider", "quantity", "predefined SLA", "SLA level", "renewal date", "location",
         "notes", "internal notes"),
        ("BK-01", "Cloud backup", "backup", "Acronis", 1, "no", None, date(2027, 6, 30), None, None, None),
        ("NET-01", "Fibre", "internet", "Mixvoip", 1, "yes", "gold", None, "hq", None, None),
    ),
}  # fmt: skip
TICKETS: Sequence[Sequence[Any]] = (
    ("opened", "responded", "started", "resolved", "minutes", "channel", "role", "driver or asset id", "location",
     "summary"),
    ("2026-09-14 09:30", "2026-09-14 09:40", None, "2026-09-14 11:00", 25, "remote", None, "SRV-01", "hq",
     "Disk full"),
)  # fmt: skip


def make_workbook(path: Path, **changes: Any) -> Path:
    """Writes the valid workbook with changes and gives its path.

    A change is a cell (`**{"Assets!C2": "printer"}`) or a whole sheet (`Seats=rows`, None to leave it out).
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {**VALID, **{name: rows for name, rows in changes.items() if "!" not in name}}
    for name, rows in sheets.items():
        if rows is not None:
            _fill(book.create_sheet(name), rows)
    for place, value in changes.items():
        if "!" in place:
            sheet, _, cell = place.partition("!")
            book[sheet][cell] = value
    book.save(path)
    return path


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)
