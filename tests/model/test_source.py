"""Cells and their names."""

from __future__ import annotations

import pytest

from estimator.model.source import column_letters, column_number
from estimator.read import container


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")],
)
def test_columns_are_named_as_in_a_spreadsheet(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    # The process that reads a workbook may import nothing of the model and so counts for itself.
    assert column_number(letters) == container.column_number(letters.lower()) == number
