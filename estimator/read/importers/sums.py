"""Rows of a table that say how many there are, or what they cost together, instead of being one of them."""

from __future__ import annotations

import re

from estimator.read.importers.tables import Record
from estimator.read.importers.vocabulary import Vocabulary

SUMS_UP = "The row sums up others; it is no device."

FEW_CELLS = 3
"""A row that sums up has so many filled cells at most, or a third of them."""
_NUMBER = re.compile(r"[\s\d.,'’€$%+-]*")


def sums_up(record: Record, words: Vocabulary) -> bool:
    """Whether a row says how many there are, instead of one of them: `Totaal: 25`."""
    values = record.values
    filled = len(values) - values.count("")
    texts = (value for value in values if isinstance(value, str) and value)
    first, second = next(texts, ""), next(texts, "")
    is_full = filled > max(FEW_CELLS, len(values) // 3)
    if is_full and not (_NUMBER.fullmatch(second) and all(map(_NUMBER.fullmatch, texts))):
        return False
    return words.is_summary(first) or words.is_summary(second)
