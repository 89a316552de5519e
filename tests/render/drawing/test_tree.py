"""Drawings of trees: whatever hangs on whatever, boxes stay apart and lines stay between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.render.drawing.tree import (
    BOX_HEIGHT,
    BOX_WIDTH,
    Box,
    Drawing,
    Frame,
    Part,
    Shelf,
    Tree,
    Twins,
    Wire,
    draw,
)

Area = tuple[int, int, int, int]
SHAPES = st.recursive(
    st.just("leaf"),
    lambda inner: st.one_of(
        st.tuples(st.just("tree"), st.lists(inner, max_size=4)),
        st.tuples(st.just("twins"), st.lists(st.lists(inner, max_size=3), min_size=1, max_size=4)),
        st.tuples(st.just("shelf"), st.integers(1, 14), st.integers(1, 4)),
    ),
    max_leaves=12,
)


def part_of(shape: object, keys: Iterator[int]) -> Part:
    """A part of a drawing from what hypothesis chose; no two boxes have a key in common."""
    if not isinstance(shape, tuple):
        return Tree(str(next(keys)))
    if shape[0] == "tree":
        return Tree(str(next(keys)), tuple(part_of(child, keys) for child in shape[1]))
    if shape[0] == "twins":
        return Twins(
            "Twins",
            tuple(Tree(str(next(keys)), tuple(part_of(child, keys) for child in inner)) for inner in shape[1]),
        )
    return Shelf("Shelf", tuple(str(next(keys)) for _ in range(shape[1])), shape[2])


def boxes_of(drawing: Drawing) -> dict[str, Area]:
    return {box.key: (box.x, box.y, box.x + BOX_WIDTH, box.y + BOX_HEIGHT) for box in drawing.boxes}


def area(frame: Frame) -> Area:
    return frame.x, frame.y, frame.x + frame.width, frame.y + frame.height


def overlap(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(inner: Area, outer: Area) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def stretches(wire: Wire) -> Iterator[Area]:
    for (x1, y1), (x2, y2) in zip(wire.points, wire.points[1:], strict=False):
        assert x1 == x2 or y1 == y2
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def crosses(stretch: Area, box: Area) -> bool:
    """Whether a stretch of a line runs through a box; ending on its edge is no crossing."""
    return stretch[0] < box[2] and box[0] < stretch[2] and stretch[1] < box[3] and box[1] < stretch[3]


@given(st.lists(SHAPES, min_size=1, max_size=4))
def test_no_box_overlaps_another_no_line_runs_through_a_box_and_everything_is_inside(shapes: list[object]) -> None:
    keys = count()
    parts = [part_of(shape, keys) for shape in shapes]
    drawing = draw(parts)
    boxes = boxes_of(drawing)
    assert len(boxes) == len(drawing.boxes) == next(keys)
    for one, other in combinations(boxes.values(), 2):
        assert not overlap(one, other)
    for wire in drawing.wires:
        for stretch in stretches(wire):
            assert not any(crosses(stretch, box) for box in boxes.values())
    paper = (0, 0, drawing.width, drawing.height)
    for frame in drawing.frames:
        assert inside(area(frame), paper)
        for box in boxes.values():
            assert inside(box, area(frame)) or not overlap(box, area(frame))
    for one_frame, other_frame in combinations(drawing.frames, 2):
        assert not overlap(area(one_frame), area(other_frame))
    for x, y in (point for wire in drawing.wires for point in wire.points):
        assert 0 <= x <= drawing.width
        assert 0 <= y <= drawing.height
    assert draw(parts) == drawing


def test_a_parent_stands_beside_the_middle_of_its_children() -> None:
    drawing = draw([Tree("top", (Tree("a"), Tree("b"), Tree("c")))])
    at = boxes_of(drawing)
    assert at["top"][1] == at["b"][1]
    assert at["a"][1] < at["b"][1] < at["c"][1]
    assert len({at[key][0] for key in "abc"}) == 1
    assert [wire.dashed for wire in drawing.wires] == [False] * 3


def test_a_twin_without_children_reaches_those_of_the_other_by_a_dashed_line() -> None:
    drawing = draw([Twins("Twins", (Tree("one", (Tree("below"),)), Tree("two")))])
    dashed = [wire for wire in drawing.wires if wire.dashed]
    two = next(box for box in drawing.boxes if box.key == "two")
    assert [wire.points[0] for wire in dashed] == [(two.x + BOX_WIDTH, two.y + BOX_HEIGHT // 2)]
    solid = next(wire for wire in drawing.wires if not wire.dashed)
    assert dashed[0].points[-1][0] in {x for x, _ in solid.points} or dashed[0].points[-1][1] == solid.points[0][1]


def test_one_line_ends_on_a_shelf_however_much_stands_on_it() -> None:
    drawing = draw([Tree("top", (Shelf("12 switches", tuple(map(str, range(12))), 3),))])
    assert len(drawing.wires) == 1
    assert len({box.y for box in drawing.boxes if box.key != "top"}) == 4


def test_links_beside_the_tree_run_between_the_columns() -> None:
    parts = [Tree("net", (Tree("a", (Tree("x"),)), Tree("b"), Tree("c")))]
    drawing = draw(parts, (("a", "c"), ("b", "x"), ("a", "b")))
    boxes = boxes_of(drawing)
    dashed = [wire for wire in drawing.wires if wire.dashed]
    assert len(dashed) == 3
    for wire in drawing.wires:
        for stretch in stretches(wire):
            assert not any(crosses(stretch, box) for box in boxes.values())
    with pytest.raises(ValueError, match="no free way"):
        draw(parts, (("net", "x"),))


def test_corners_are_round_and_a_straight_line_has_none() -> None:
    assert Wire(((0, 0), (40, 0))).path == "M0 0L40 0"
    assert Wire(((0, 0), (20, 0), (20, 30), (40, 30))).path == "M0 0L14 0Q20 0 20 6L20 24Q20 30 26 30L40 30"


def test_a_box_alone_is_a_drawing() -> None:
    drawing = draw([Tree("only")])
    assert [type(box) for box in drawing.boxes] == [Box]
    assert drawing.width > BOX_WIDTH
    assert drawing.height > BOX_HEIGHT
