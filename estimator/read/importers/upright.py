"""Sheets that stand on their side: headings below one another in the first column, a device in each column after it."""

from __future__ import annotations

from estimator.read.cells import Value
from estimator.read.importers.known_headings import HeadingMatcher
from estimator.read.importers.source import SourceSheet

LEAST_HEADINGS = 3
"""So many different fields make a column of headings."""

MOST_HEADINGS = 100
"""No device has more."""


def upright(sheet: SourceSheet, known: HeadingMatcher) -> SourceSheet:
    """The sheet with its columns as rows where its headings stand in its first column; any other sheet as it is."""
    if not _stands_on_its_side(sheet, known):
        return sheet
    rows: list[tuple[int, list[Value]]] = []
    for column in range(max(len(cells) for _, cells in sheet.rows)):
        cells = [row[column] if column < len(row) else "" for _, row in sheet.rows]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            rows.append((column + 1, cells))
    return SourceSheet(sheet.name, rows, sheet.hidden)


def _stands_on_its_side(sheet: SourceSheet, known: HeadingMatcher) -> bool:
    if len(sheet.rows) > MOST_HEADINGS:
        return False
    labels = [cells[0] for _, cells in sheet.rows if cells[0] != ""]
    fields = {found for label in labels if (found := known.find(label))}
    if len(fields) < LEAST_HEADINGS or sum(known.find(label) is not None for label in labels) * 2 < len(labels):
        return False
    return not any(any(known.find(cell) for cell in cells[1:]) for _, cells in sheet.rows)
