"""Texts of a box: they stay inside it, and long ones are cut only where no line is left."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.label import INSET, MOST_LINES, SMALL_SIZE, TITLE_SIZE, label
from estimator.render.drawing.lettering import width
from estimator.render.drawing.tree import BOX_HEIGHT, BOX_WIDTH

TEXTS = st.text(st.sampled_from("abc defg WMil-.é"), max_size=60)


@given(TEXTS, TEXTS, TEXTS, st.integers(120, 260))
def test_every_line_stays_inside_its_box_and_none_stands_on_another(
    title: str, subtitle: str, state: str, box_width: int
) -> None:
    made = label(title, subtitle, state, box_width)
    lines = [
        (text, part.x, y, TITLE_SIZE if part.title else SMALL_SIZE) for part in made.parts for text, y in part.lines
    ]
    baselines = [y for _, _, y, _ in lines]
    assert len(lines) <= MOST_LINES
    assert all(x + width(text, size, size == TITLE_SIZE) <= box_width - INSET + 2 for text, x, _, size in lines)
    assert all(below - above >= 14 for above, below in pairwise(baselines))
    assert all(y - size >= 0 and y + 3 <= BOX_HEIGHT for _, _, y, size in lines)
    if not made.cut:
        assert "".join(text for text, *_ in lines).replace(" ", "") == f"{title}{subtitle}{state}".replace(" ", "")


def test_a_long_name_takes_two_lines_and_nothing_is_cut() -> None:
    made = label("Door and telephone system", "Telephone system", "Not in our care", BOX_WIDTH)
    assert [[text for text, _ in part.lines] for part in made.parts] == [
        ["Door and telephone", "system"],
        ["Telephone system"],
        ["Not in our care"],
    ]
    assert not made.cut


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("srv-backup-target.kiischtebam.example", ["srv-backup-target.", "kiischtebam.example"]),
        ("PRODSQLCLUSTERNODE01WEST", ["PRODSQLCLUSTERN", "ODE01WEST"]),
        ("Host dmi01-binghamton-rtr01", ["Host dmi01-", "binghamton-rtr01"]),
    ],
)
def test_a_name_without_blanks_is_parted_where_no_line_holds_it(name: str, lines: list[str]) -> None:
    made = label(name, "Server", "Supported", BOX_WIDTH)
    assert [text for text, _ in made.parts[0].lines] == lines
    assert not made.cut


def test_a_long_state_takes_the_line_that_a_short_name_leaves() -> None:
    made = label("4 × printers", "", "1 of 4 in the office: No date known", BOX_WIDTH)
    assert [len(part.lines) for part in made.parts] == [1, 2]
    assert not made.cut


def test_what_finds_no_room_is_cut_and_said_to_be() -> None:
    made = label("A name of many words that no box of this width can hold", "a kind", "a state", BOX_WIDTH)
    assert made.cut
    assert made.parts[0].lines[1][0].endswith("…")
