"""What is written in a box: its title, what it is and how it stands, on as many lines as the box has room for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from estimator.model.frozen import frozen
from estimator.render.drawing.lettering import tidy, wrapped
from estimator.render.drawing.tree import BOX_HEIGHT

INSET = 12
"""Between a box's left edge and its text, and a little less on the right."""
SIGN = 18
"""What the sign before the state takes of its lines."""
TITLE_SIZE, SMALL_SIZE = 13, 11
MOST_LINES = 4


@frozen
class Part:
    """One of the texts: its lines, each with its baseline. `title`: in the title's size and weight."""

    lines: tuple[tuple[str, int], ...]
    x: int
    title: bool


@frozen
class Label:
    """The texts of a box. `sign_y`: the upper edge of the sign; `cut`: not everything found room."""

    parts: tuple[Part, ...]
    sign_y: int
    cut: bool


def label(title: str, subtitle: str, state: str, box_width: int) -> Label:
    """The texts of a box, each on one line; a line that is left over goes to the first of them that needs it.

    The state's turn comes before the subtitle's, for it is what the reader looks for.
    """
    room = box_width - INSET - INSET + 2
    rooms = (room, room, room - SIGN)
    texts = [tidy(text) for text in (title, subtitle, state)]
    most = [1 if text else 0 for text in texts]
    for part in (0, 2, 2, 1):
        lines = most[part]
        if sum(most) < MOST_LINES and lines and len(_lines(texts[part], rooms[part], lines + 1, part == 0)) > lines:
            most[part] += 1
    written = [_lines(texts[part], rooms[part], most[part], part == 0) if most[part] else () for part in range(3)]
    step = 16 if sum(most) < MOST_LINES else 15
    baselines = count((BOX_HEIGHT - step * sum(map(len, written))) // 2 + 12, step)
    parts = [
        Part(tuple((_ended(line), next(baselines)) for line in lines), INSET + (SIGN if part == 2 else 0), part == 0)
        for part, lines in enumerate(written)
    ]
    return Label(
        tuple(part for part in parts if part.lines),
        parts[2].lines[0][1] - 10 if parts[2].lines else 0,
        any(_letters(lines) != _letters([text]) for lines, text in zip(written, texts, strict=True)),
    )


def _lines(text: str, room: int, most: int, title: bool) -> tuple[str, ...]:
    return wrapped(text, room, TITLE_SIZE if title else SMALL_SIZE, most, title)


def _ended(line: str) -> str:
    """A line without the dot between it and the next."""
    return line.removesuffix("·").rstrip()


def _letters(lines: Sequence[str]) -> str:
    """A text without its blanks, which are lost where a line ends."""
    return "".join("".join(lines).split())
