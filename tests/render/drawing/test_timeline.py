"""Days on a scale: in order, inside the drawing, and with captions that are read whole."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.lettering import width
from estimator.render.drawing.timeline import CAPTION, DISTANCE, LABELS, MARGIN, ROW, Entry, timeline

TODAY = date(2026, 11, 22)
END = date(2029, 10, 1)
DAYS = st.dates(date(2015, 1, 1), END - timedelta(days=1))


@given(st.lists(st.tuples(st.one_of(st.none(), DAYS), st.text(max_size=40)), max_size=12), DAYS)
def test_marks_and_captions_stay_inside_and_beside_the_names(
    chosen: list[tuple[date | None, str]], today: date
) -> None:
    drawn = timeline([Entry(day, caption) for day, caption in chosen], TODAY, 12)
    for row in drawn.rows:
        reach = width(row.caption, CAPTION, bold=False)
        left, right = (row.caption_x - reach, row.caption_x) if row.leftward else (row.caption_x, row.caption_x + reach)
        assert left >= MARGIN + LABELS
        assert right <= drawn.width
        assert MARGIN + LABELS <= row.x <= drawn.width
        assert row.y + ROW <= drawn.height
    assert len({row.y for row in drawn.rows}) == len(chosen)


@given(st.lists(DAYS, min_size=2, max_size=8))
def test_a_later_day_never_stands_further_left(days: list[date]) -> None:
    rows = timeline([Entry(day, "") for day in sorted(days)], TODAY, 12).rows
    assert [row.x for row in rows] == sorted(row.x for row in rows)


def test_quarters_begin_on_their_ticks_and_today_lies_in_the_first() -> None:
    drawn = timeline([Entry(date(2027, 1, 1), "x"), Entry(date(2026, 10, 1), "y")], TODAY, 12)
    assert [tick.first for tick in drawn.ticks[:2]] == [date(2026, 10, 1), date(2027, 1, 1)]
    assert len(drawn.ticks) == 12
    assert drawn.rows[0].x == drawn.ticks[1].x
    assert drawn.rows[1].x == drawn.ticks[0].x
    assert drawn.ticks[0].x < drawn.now < drawn.ticks[1].x
    assert drawn.rows[0].caption_x == drawn.rows[0].x + DISTANCE


def test_the_past_has_a_column_of_its_own_and_what_comes_later_stands_at_the_end() -> None:
    drawn = timeline([Entry(date(2020, 1, 1), "3 of 10"), Entry(None, "2 of 4")], TODAY, 12)
    past, later = drawn.rows
    assert past.x < drawn.ticks[0].x
    assert past.bar == past.x
    assert later.leftward
    assert later.x > drawn.ticks[-1].x
