"""Rows of bars, each with its texts on lines of their own above it, so that nothing is cut on a phone or on paper."""

from __future__ import annotations

from collections.abc import Sequence

from estimator.model.frozen import frozen
from estimator.render.drawing.axis import TICK
from estimator.render.drawing.lettering import width, wrapped

NAME, FIGURES = 13, 12
"""Font sizes of a row's name (bold) and of its figures."""
LINE = 17
"""Height of a line of text."""
BAR = 14
"""Height of a row's bar."""
ABOVE, BELOW = 6, 12
"""Between texts and bar, and between a bar and the next row."""
MARGIN = 6
"""Around everything, so that lines at the edge are drawn whole."""
GAP = 14
"""The least room between a name and its figures on one line."""
SIGN = 22
"""Width of a mark in the legend, with the room after it."""
BETWEEN_SIGNS = 18


@frozen
class Text:
    """A line of text and where it begins; `right`: where it ends."""

    x: float
    y: float
    text: str
    right: bool = False


@frozen
class RowPlace:
    """A row's lines of text and the top of its bar; a text is cut only where even two lines do not hold it."""

    name: tuple[Text, ...]
    figures: tuple[Text, ...]
    bar_y: float
    full_name: str
    """Where the name was shortened; else empty."""


@frozen
class Sign:
    """An entry of a legend: the kind of mark that it explains, and what that means."""

    kind: str
    text: str
    x: float = 0
    y: float = 0


def row_places(
    named: Sequence[tuple[str, str]], top: float, drawing_width: float
) -> tuple[tuple[RowPlace, ...], float]:
    """The places of rows with these names and figures, one below the other, and where the last one ends.

    Figures stand at the right of the name where every row has room for that, else on a line of their own in all.
    """
    room = drawing_width - 2 * MARGIN
    beside = all(width(name, NAME) + GAP + width(figures, FIGURES, bold=False) <= room for name, figures in named)
    places = []
    for name, figures in named:
        lines = [name] if beside else wrapped(name, room, NAME, 2)
        texts = _lines(lines, top)
        bottom = top + LINE * len(lines)
        if beside:
            told: tuple[Text, ...] = (Text(drawing_width - MARGIN, texts[0].y, figures, right=True),)
        else:
            told = _lines(wrapped(figures, room, FIGURES, 2), bottom)
            bottom += LINE * len(told)
        shortened = "" if " ".join(lines) == " ".join(name.split()) else name
        places.append(RowPlace(texts, told, bottom + ABOVE, shortened))
        top = bottom + ABOVE + BAR + BELOW
    return tuple(places), top


def _lines(lines: Sequence[str], top: float) -> tuple[Text, ...]:
    return tuple(Text(MARGIN, top + LINE * (number + 1) - 4, line) for number, line in enumerate(lines))


def legend(signs: Sequence[Sign], top: float, drawing_width: int) -> tuple[tuple[Sign, ...], float]:
    """The signs beside one another, on as many lines as they need, and where they end."""
    placed: list[Sign] = []
    x, y = float(MARGIN), top + LINE - 4
    for sign in signs:
        reach = SIGN + width(sign.text, TICK, bold=False)
        if x > MARGIN and x + reach > drawing_width - MARGIN:
            x, y = float(MARGIN), y + LINE
        placed.append(Sign(sign.kind, sign.text, round(x, 1), y))
        x += reach + BETWEEN_SIGNS
    return tuple(placed), y + ABOVE
