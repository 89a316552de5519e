"""Days on a scale of quarters: one row an entry, a bar up to its day, a caption that never leaves the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from estimator.model.dates import months_later
from estimator.model.frozen import frozen
from estimator.render.drawing.lettering import fitted, width

LABELS = 258
"""Pixels of the column with the entries' names."""
PAST = 58
"""Pixels of the column for days before the first quarter."""
QUARTER, ROW, HEAD, MARGIN = 39, 40, 34, 8
LEFT = MARGIN + LABELS + PAST
"""Where the first quarter begins."""
CAPTION = 11
"""Font size of captions."""
DISTANCE = 12
"""Between a mark and its caption."""


@frozen
class Entry:
    """Something that happens on a day; later than the scale: `day` None."""

    day: date | None
    caption: str


@frozen
class Row:
    """An entry's place: its top, its mark, and where its caption begins, or ends (`leftward`)."""

    y: int
    x: int
    bar: int
    """Where the bar to the mark begins; the mark's own place where there is none."""
    caption: str
    caption_x: int
    leftward: bool


@frozen
class Tick:
    """The beginning of a quarter."""

    x: int
    first: date


@frozen
class Timeline:
    """Everything of the drawing, in pixels from its upper left corner; `now` is today's place."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    now: int
    rows: tuple[Row, ...]


def timeline(entries: Sequence[Entry], today: date, quarters: int) -> Timeline:
    """The entries one below the other, on a scale that begins with the quarter of `today`."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    scale = _Scale(tuple(months_later(first, 3 * n) for n in range(quarters + 1)))
    now = scale.place(today)
    return Timeline(
        width=scale.right + MARGIN,
        height=MARGIN + HEAD + ROW * len(entries) + MARGIN,
        ticks=tuple(Tick(LEFT + QUARTER * n, start) for n, start in enumerate(scale.starts[:-1])),
        now=now,
        rows=tuple(_row(entry, MARGIN + HEAD + ROW * n, scale, now) for n, entry in enumerate(entries)),
    )


@frozen
class _Scale:
    """Quarters of equal width; `starts` holds the day after the last as well."""

    starts: tuple[date, ...]

    @property
    def right(self) -> int:
        return LEFT + QUARTER * (len(self.starts) - 1)

    def place(self, day: date | None) -> int:
        """Pixels from the left; days before the scale share a column, those after it stand at its end."""
        if day is None or day >= self.starts[-1]:
            return self.right - DISTANCE // 2
        if day < self.starts[0]:
            return LEFT - PAST // 2
        n = max(number for number, start in enumerate(self.starts[:-1]) if start <= day)
        return LEFT + round(QUARTER * (n + (day - self.starts[n]) / (self.starts[n + 1] - self.starts[n])))


def _row(entry: Entry, y: int, scale: _Scale, now: int) -> Row:
    x = scale.place(entry.day)
    end = scale.right if x > now else x - DISTANCE  # above a bar there is room up to the scale's end
    after, before = scale.right - x - DISTANCE, end - (MARGIN + LABELS)
    leftward = width(entry.caption, CAPTION, bold=False) > after and before > after
    caption = fitted(entry.caption, before if leftward else after, CAPTION, bold=False)
    return Row(y, x, min(now, x), caption, end if leftward else x + DISTANCE, leftward)
