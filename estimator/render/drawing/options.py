"""The fixed fee beside the hourly plans as a drawing: one row an option, on one scale of amounts a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from estimator.model.frozen import frozen
from estimator.render.drawing.axis import TICK, Tick, axis
from estimator.render.drawing.rows import LINE, MARGIN, RowPlace, Sign, legend, row_places


@frozen
class Option:
    """A way to pay: its name, its figures as text, and the amounts that are drawn."""

    name: str
    figures: str
    low: float
    high: float
    expected: float
    middle: float | None = None
    """The amount that half of the years stay below."""
    fixed: bool = False
    faint: bool = False
    """Does not reach the wanted service level."""


@frozen
class OptionRow:
    """An option's place: its texts, its bar, and the marks on it."""

    place: RowPlace
    left: float
    right: float
    expected: float
    middle: float | None
    fixed: bool
    faint: bool


@frozen
class OptionsDrawing:
    """Everything of the drawing, in pixels from its upper left corner; `fee` is the fixed fee's place on the scale."""

    width: int
    height: int
    rows: tuple[OptionRow, ...]
    fee: float
    ticks: tuple[Tick, ...]
    ticks_y: float
    signs: tuple[Sign, ...]
    """Of the kinds `fee`, `range`, `middle`, `expected` and `weaker`."""


def options_drawing(
    options: Sequence[Option], marks: Sequence[Sign], tick_text: Callable[[float], str], drawing_width: int
) -> OptionsDrawing:
    """The options one below the other, exactly one of them the fixed fee, above what their marks mean."""
    places, bottom = row_places([(each.name, each.figures) for each in options], MARGIN, drawing_width)
    amounts = [amount for each in options for amount in (each.low, each.high, each.expected)]
    scale = axis(amounts, MARGIN, drawing_width - 2 * MARGIN, tick_text)
    rows = tuple(
        OptionRow(
            place,
            scale.place(option.low),
            scale.place(option.high),
            scale.place(option.expected),
            None if option.middle is None else scale.place(option.middle),
            option.fixed,
            option.faint,
        )
        for option, place in zip(options, places, strict=True)
    )
    signs, height = legend(marks, bottom + LINE + MARGIN, drawing_width)
    return OptionsDrawing(
        drawing_width,
        round(height + MARGIN),
        rows,
        next(row.expected for row in rows if row.fixed),
        scale.ticks,
        bottom + TICK - 6,
        signs,
    )
