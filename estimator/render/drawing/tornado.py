"""What moves the fee as a drawing: one row an assumption, its bar reaching from the lowered to the raised side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from estimator.model.frozen import frozen
from estimator.render.drawing.axis import TICK, Tick, axis
from estimator.render.drawing.rows import LINE, MARGIN, RowPlace, Sign, legend, row_places


@frozen
class Lever:
    """An assumption: its name, its figures as text, and the amounts where it is lowered and where it is raised."""

    name: str
    figures: str
    lowered: float
    raised: float


@frozen
class LeverRow:
    """A lever's place: its texts, and its bar's two parts, which meet at the amount of today."""

    place: RowPlace
    lowered: float
    raised: float


@frozen
class Tornado:
    """Everything of the drawing, in pixels from its upper left corner; `now` is the place of today's amount."""

    width: int
    height: int
    rows: tuple[LeverRow, ...]
    now: float
    ticks: tuple[Tick, ...]
    ticks_y: float
    signs: tuple[Sign, ...]
    """Of the kinds `lowered` and `raised`."""


def tornado(
    levers: Sequence[Lever], now: float, marks: Sequence[Sign], tick_text: Callable[[float], str], drawing_width: int
) -> Tornado:
    """The levers one below the other, in their order, on one scale of amounts a month."""
    places, bottom = row_places([(each.name, each.figures) for each in levers], MARGIN, drawing_width)
    amounts = [now, *(amount for each in levers for amount in (each.lowered, each.raised))]
    scale = axis(amounts, MARGIN, drawing_width - 2 * MARGIN, tick_text)
    rows = tuple(
        LeverRow(place, scale.place(lever.lowered), scale.place(lever.raised))
        for lever, place in zip(levers, places, strict=True)
    )
    signs, height = legend(marks, bottom + LINE + MARGIN, drawing_width)
    now_x, ticks_y = scale.place(now), bottom + TICK - 6
    return Tornado(drawing_width, round(height + MARGIN), rows, now_x, scale.ticks, ticks_y, signs)
