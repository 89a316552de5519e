"""Rows of a table that say how many there are, or what they cost together, instead of being one of them."""

from __future__ import annotations

import re

from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import Vocabulary

SUMS_UP = "The row sums up others; it is no device."

FEW_CELLS = 3
"""A row that sums up has so many filled cells at most, or a third of them."""
_NUMBER = re.compile(r"[\s\d.,'’€$%+-]*")


def rows_that_sum_up(table: Table, words: Vocabulary) -> frozenset[int]:
    """Which rows say how many there are, instead of one of them: `Totaal: 25`.

    Most rows tell by their first two cells that they are none: those of a row that is full are texts, not numbers.
    """
    few = _few(len(table.headings))
    first, second = table.columns[0], table.columns[:2][-1]
    perhaps = [
        index
        for index, (filled, one, other) in enumerate(zip(table.filled, first, second, strict=True))
        if filled <= few
        or not (isinstance(one, str) and one and isinstance(other, str) and not _NUMBER.fullmatch(other))
    ]
    return frozenset(index for index in perhaps if sums_up(table.records[index], words))


def _few(width: int) -> int:
    return max(FEW_CELLS, width // 3)


def sums_up(record: Record, words: Vocabulary) -> bool:
    """Whether a row says how many there are, instead of one of them."""
    values = record.values
    filled = len(values) - values.count("")
    texts = (value for value in values if isinstance(value, str) and value)
    first, second = next(texts, ""), next(texts, "")
    if filled > _few(len(values)) and not (_NUMBER.fullmatch(second) and all(map(_NUMBER.fullmatch, texts))):
        return False
    return words.is_summary(first) or words.is_summary(second)
