"""Sheets that stand on their side: headings below one another in the first column, a device in each column after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estimator.model.source import column_letters
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.known_headings import HeadingMatcher
from estimator.read.importers.source import SourceSheet, without_end
from estimator.read.importers.tables import Row, first_filled
from estimator.read.values import plain

LEAST_HEADINGS = 3
"""So many different fields make a column of headings."""

MOST_HEADINGS = 100
"""No device has more."""


ON_ITS_SIDE = "Its headings stand in column {}, so it is read column by column: row {} is its column {}."
IN_CARDS = "Its headings come again down column {}, so each group of them is read as one row."


def upright(sheet: SourceSheet, known: HeadingMatcher) -> tuple[SourceSheet, str]:
    """The sheet with its columns as rows where its headings stand in its first column, and how it was read.

    Where they come again further down, each group of them is a card about one device. Any other sheet stays as it is,
    and nothing is told.
    """
    if len(sheet.rows) > MOST_HEADINGS:
        return sheet, ""
    first = min((first_filled(cells) for _, cells in sheet.rows), default=0)
    moved = [(number, cells[first:]) for number, cells in sheet.rows]
    if not _stands_on_its_side(moved, known):
        return sheet, ""
    cards = list(_cards(moved, known))
    letter, after = column_letters(first + 1), column_letters(first + 2)
    if len(cards) > 1:
        return SourceSheet(sheet.name, _listed(cards, known), sheet.hidden), IN_CARDS.format(letter)
    reason = ON_ITS_SIDE.format(letter, first + 2, after)
    return SourceSheet(sheet.name, _columns(moved, first), sheet.hidden), reason


def _columns(rows: Sequence[Row], first: int) -> list[Row]:
    turned: list[Row] = []
    for column in range(max(len(cells) for _, cells in rows)):
        cells = [row[column] if column < len(row) else "" for _, row in rows]
        if any(cell != "" for cell in cells):
            turned.append((first + column + 1, without_end(cells)))
    return turned


def _cards(rows: Sequence[Row], known: HeadingMatcher) -> Iterator[list[Row]]:
    """The rows in groups that each name a field once; a title stands above the group that follows it."""
    card: list[Row] = []
    seen: set[str] = set()
    for row in rows:
        found = known.find(row[1][0])
        if found in seen:
            end = len(card)
            while len(card[end - 1][1]) == 1 and not known.find(card[end - 1][1][0]):
                end -= 1
            yield card[:end]
            card, seen = card[end:], set()
        card.append(row)
        seen |= {found} if found else set()
    yield card


def _listed(cards: Sequence[Sequence[Row]], known: HeadingMatcher) -> list[Row]:
    """The cards as a list below one row of headings, the titles above them in a column without one."""
    headings: dict[str, Value] = {}
    for card in cards:
        for _, cells in card:
            if len(cells) > 1 or known.find(cells[0]):
                headings.setdefault(fold(plain(cells[0])), cells[0])
    rows: list[Row] = [(cards[0][0][0], ["", *headings.values()])]
    for card in cards:
        told = {fold(plain(cells[0])): cells for _, cells in card}
        title = next((cells[0] for _, cells in card if fold(plain(cells[0])) not in headings), "")
        for column in range(1, max(2, *(len(cells) for _, cells in card))):
            values = (told.get(key, ()) for key in headings)
            cells = [title, *(value[column] if column < len(value) else "" for value in values)]
            rows.append((card[0][0], without_end(cells)))
    return [row for row in rows if row[1]]


def _stands_on_its_side(rows: Sequence[Row], known: HeadingMatcher) -> bool:
    labels = [cells[0] for _, cells in rows if cells[0] != ""]
    fields = {found for label in labels if (found := known.find(label))}
    if len(fields) < LEAST_HEADINGS or sum(known.find(label) is not None for label in labels) * 2 < len(labels):
        return False
    return not any(any(known.find(cell) for cell in cells[1:]) for _, cells in rows)
