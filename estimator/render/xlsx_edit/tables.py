"""An Excel table's part with more rows and more columns."""

from __future__ import annotations

import re

from estimator.model.source import column_letters
from estimator.render.xlsx_edit.sheet import SheetEdit, corners
from estimator.render.xlsx_edit.xml import attribute, escaped, prefix_of, with_attribute


def grown(part: bytes, edit: SheetEdit) -> bytes:
    """The table with the added rows and with the new headings that stand right beside its own.

    The same bytes where its headings stand elsewhere, where it ends with a row of totals, or where something else
    stands below it.
    """
    p = prefix_of(part, b"table")
    root = re.search(rb"<%stable\b[^>]*>" % p, part)
    if root is None or attribute(root[0], "totalsRowCount") not in (None, b"0"):
        return part
    top, left, bottom, right = corners(attribute(root[0], "ref"))
    if top != edit.heading_row:
        return part
    last_row = max((bottom, *edit.numbers[-1:]))
    if any(bottom < row <= last_row for row in edit.passed_over):
        last_row = bottom
    beside: list[str] = []
    while right + 1 + len(beside) in edit.headings:
        beside.append(edit.headings[right + 1 + len(beside)])
    area = f"{column_letters(left)}{top}:{column_letters(right + len(beside))}{last_row}"
    if beside:
        part = _with_columns(part, p, beside)
    for name in (b"table", b"autoFilter"):
        part = re.sub(rb"<%s%s\b[^>]*>" % (p, name), lambda tag: with_attribute(tag[0], "ref", area), part, count=1)
    return part


def _with_columns(part: bytes, prefix: bytes, headings: list[str]) -> bytes:
    p = prefix.decode()
    last = max(int(number) for number in re.findall(rb'<%stableColumn\b[^>]*?\bid="(\d+)"' % prefix, part))
    columns = "".join(
        f'<{p}tableColumn id="{number}" name="{escaped(heading)}"/>'
        for number, heading in enumerate(headings, last + 1)
    )
    end = part.rindex(b"</%stableColumns" % prefix)
    part = part[:end] + columns.encode() + part[end:]

    def counted(tag: re.Match[bytes]) -> bytes:
        return with_attribute(tag[0], "count", str(int(attribute(tag[0], "count") or b"0") + len(headings)))

    return re.sub(rb"<%stableColumns\b[^>]*>" % prefix, counted, part, count=1)
