"""Amounts on a line: round numbers that hold them all, and labels with room between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.axis import TICK, axis, round_numbers
from estimator.render.drawing.lettering import width

AMOUNTS = st.lists(st.floats(0, 5_000_000), min_size=1, max_size=10)


def euros(amount: float) -> str:
    return f"€{amount:,.0f}"


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (2404, 3200, 6, [2200, 2400, 2600, 2800, 3000, 3200, 3400]),
        (0, 100, 6, [0, 25, 50, 75, 100, 125]),
        (456, 456, 6, [455, 456, 457]),
        (0, 0, 6, [0, 1]),
        (-80, 90, 6, [-100, -50, 0, 50, 100]),
    ],
)
def test_round_numbers_enclose_the_amounts(low: float, high: float, most: int, expected: list[float]) -> None:
    assert round_numbers(low, high, most) == expected


@given(AMOUNTS, st.sampled_from([240, 328, 708]))
def test_every_amount_is_on_the_axis_and_no_number_is_cut_or_meets_another(amounts: list[float], length: int) -> None:
    made = axis(amounts, 6, length, euros)
    assert made.first <= min(amounts)
    assert made.last >= max(amounts)
    places = [made.place(amount) for amount in sorted(amounts)]
    assert places == sorted(places)
    assert 6 <= places[0] <= places[-1] <= 6 + length
    edges = []
    for tick in made.ticks:
        half = width(tick.text, TICK, bold=False) / 2
        edges += [tick.text_x - half, tick.text_x + half]
    assert len(made.ticks) >= 2
    assert edges[0] >= 6 - 0.1
    assert edges[-1] <= 6 + length + 0.1
    assert edges == sorted(edges)
