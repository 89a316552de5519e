"""Amounts on a line: round numbers along it, and where an amount lies between its ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from estimator.model.frozen import frozen
from estimator.render.drawing.lettering import width

ROUND = (1, 2, 2.5, 5, 10)
"""What the distance of two numbers on an axis may be, times a power of ten."""
TICK = 11
"""Font size of the numbers on an axis."""
BETWEEN = 14
"""The least room between two numbers on an axis."""


@frozen
class Tick:
    """A number on an axis: its place, its text, and where the text's middle stands so that it is not cut."""

    x: float
    text: str
    text_x: float


@frozen
class Axis:
    """An axis from `left` on, `length` long, for amounts from `first` to `last`."""

    first: float
    last: float
    left: float
    length: float
    ticks: tuple[Tick, ...]

    def place(self, amount: float) -> float:
        """Pixels from the drawing's left edge; an amount beyond an end stands on it."""
        share = (amount - self.first) / (self.last - self.first)
        return round(self.left + self.length * min(max(share, 0.0), 1.0), 1)


def axis(amounts: Sequence[float], left: float, length: float, text: Callable[[float], str]) -> Axis:
    """An axis that holds all the amounts, with as many round numbers as there is room for, two at least."""
    low, high = min(amounts), max(amounts)
    numbers = round_numbers(low, high, 6)
    for most in (5, 4, 3, 2):
        # One and a half times the width, as the numbers at both ends move inwards by half of it.
        if 1.5 * _widest(numbers, text) + BETWEEN <= length / (len(numbers) - 1):
            break
        numbers = round_numbers(low, high, most)
    made = Axis(numbers[0], numbers[-1], left, length, ())
    ticks = (_tick(made, number, text(number)) for number in numbers)
    return Axis(made.first, made.last, left, length, tuple(ticks))


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """Round numbers at even distances that enclose both ends; none below 0 unless an end is."""
    margin = max(high - low, abs(high) * 0.05, 1.0) * 0.04
    wanted = (high - low + 2 * margin) / max(1, most - 1)
    magnitude = 10.0 ** math.floor(math.log10(wanted))
    step = max(1.0, next(each * magnitude for each in ROUND if each * magnitude >= wanted * (1 - 1e-9)))
    first, last = math.floor((low - margin) / step), math.ceil((high + margin) / step)
    first = max(first, 0) if low >= 0 else first
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _widest(numbers: Sequence[float], text: Callable[[float], str]) -> float:
    return max(width(text(number), TICK, bold=False) for number in numbers)


def _tick(made: Axis, number: float, text: str) -> Tick:
    x, half = made.place(number), width(text, TICK, bold=False) / 2
    return Tick(x, text, round(min(max(x, made.left + half), made.left + made.length - half), 1))
