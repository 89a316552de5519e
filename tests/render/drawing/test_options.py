"""The options and the levers as drawings: everything inside, no text on another, marks where their amounts are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.lettering import width
from estimator.render.drawing.options import Option, OptionsDrawing, options_drawing
from estimator.render.drawing.rows import BAR, FIGURES, LINE, NAME, RowPlace, Sign
from estimator.render.drawing.tornado import Lever, tornado

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=80)
AMOUNTS = st.integers(0, 3_000_000).map(float)
LEGEND = (Sign("fee", "fixed fee"), Sign("range", "8 years of 10"), Sign("weaker", "weaker service level"))


def euros(amount: float) -> str:
    return f"€{amount:,.0f}"


def option(name: str, amounts: list[float], fixed: bool = False) -> Option:
    low, middle, expected, high = sorted(amounts)
    return Option(name, f"{euros(low)}-{euros(high)}, expected {euros(expected)}", low, high, expected, middle, fixed)


OPTIONS = st.builds(option, NAMES, st.lists(AMOUNTS, min_size=4, max_size=4))


def text_boxes(place: RowPlace) -> list[tuple[float, float, float]]:
    """Left, right and baseline of every text of a row."""
    found = []
    for texts, size, bold in ((place.name, NAME, True), (place.figures, FIGURES, False)):
        for text in texts:
            reach = width(text.text, size, bold)
            found.append((text.x - reach if text.right else text.x, text.x if text.right else text.x + reach, text.y))
    return found


def check_rows(places: list[RowPlace], drawing_width: int, ticks_y: float) -> None:
    end = 0.0
    for place in places:
        boxes = text_boxes(place)
        for left, right, _ in boxes:
            assert left >= 0
            assert right <= drawing_width
        for one, other in pairwise(boxes):
            apart = other[0] - one[1] if one[2] == other[2] else other[2] - one[2] - (LINE - 4)
            assert apart >= 0
        assert min(baseline for *_, baseline in boxes) - NAME >= end - 2
        assert max(baseline for *_, baseline in boxes) < place.bar_y
        end = place.bar_y + BAR
    assert ticks_y >= end


@given(st.lists(OPTIONS, max_size=5), st.lists(AMOUNTS, min_size=4, max_size=4), st.sampled_from([340, 720]))
def test_nothing_leaves_the_drawing_and_no_text_meets_another(
    plans: list[Option], fee: list[float], drawing_width: int
) -> None:
    drawn = options_drawing([option("Fixed fee", fee, fixed=True), *plans], LEGEND, euros, drawing_width)
    check_rows([row.place for row in drawn.rows], drawing_width, drawn.ticks_y)
    for row in drawn.rows:
        assert 0 <= row.left <= row.expected <= row.right <= drawing_width
        assert row.middle is not None
        assert row.left <= row.middle <= row.right
    for one, other in pairwise(drawn.signs):
        assert other.y > one.y or other.x > one.x + 22 + width(one.text, 11, bold=False)
    assert max(sign.y for sign in drawn.signs) < drawn.height


def drawn_office(drawing_width: int) -> OptionsDrawing:
    fixed = Option("Fixed fee", "€2,000", 1950, 2100, 2000, fixed=True)
    plan = Option("Business", "€1,500-3,000, expected €2,250", 1500, 3000, 2250, 2200)
    return options_drawing([fixed, plan], LEGEND, euros, drawing_width)


def test_marks_stand_where_their_amounts_are_on_the_scale() -> None:
    drawn = drawn_office(720)
    first, last = drawn.ticks[0], drawn.ticks[-1]
    assert (first.text, last.text) == ("€1,000", "€3,500")
    per_euro = (last.x - first.x) / 2500
    fixed, plan = drawn.rows
    assert drawn.fee == fixed.expected == round(first.x + 1000 * per_euro, 1)
    assert plan.left == round(first.x + 500 * per_euro, 1)
    assert plan.middle == round(first.x + 1200 * per_euro, 1)
    assert plan.expected == round(first.x + 1250 * per_euro, 1)


def test_figures_stand_beside_the_names_where_there_is_room_and_below_them_where_not() -> None:
    wide, narrow = drawn_office(720), drawn_office(240)
    assert all(row.place.figures[0].y == row.place.name[0].y and row.place.figures[0].right for row in wide.rows)
    assert all(row.place.figures[0].y > row.place.name[0].y for row in narrow.rows)


def test_a_name_that_no_two_lines_hold_is_kept_whole_beside_its_beginning() -> None:
    long = "driver.something-with-a-name-of-its-own.tickets_per_unit_month_and_more (0.35)"
    row = tornado([Lever(long, "€1-2", 1, 2)], 1.5, (), euros, 340).rows[0]
    assert row.place.full_name == long
    assert row.place.name[-1].text.endswith("…")
    assert tornado([Lever("short", "€1-2", 1, 2)], 1.5, (), euros, 340).rows[0].place.full_name == ""


@given(
    st.lists(st.builds(Lever, NAMES, st.just("€1-2"), AMOUNTS, AMOUNTS), max_size=20),
    AMOUNTS,
    st.sampled_from([340, 720]),
)
def test_the_two_sides_of_a_lever_lie_where_its_amounts_are(
    levers: list[Lever], now: float, drawing_width: int
) -> None:
    drawn = tornado(levers, now, (Sign("lowered", "20% lower"), Sign("raised", "20% higher")), euros, drawing_width)
    check_rows([row.place for row in drawn.rows], drawing_width, drawn.ticks_y)
    for lever, row in zip(levers, drawn.rows, strict=True):
        assert (row.lowered <= drawn.now) == (lever.lowered <= now) or abs(row.lowered - drawn.now) < 0.1
        assert (row.raised >= drawn.now) == (lever.raised >= now) or abs(row.raised - drawn.now) < 0.1
