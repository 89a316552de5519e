"""Trees from left to right: boxes, twins in one frame, many leaves on a shelf, lines that run between the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from estimator.model.frozen import frozen

BOX_WIDTH, BOX_HEIGHT = 184, 76
WIDE_BOX = 212
"""Where there is room for it."""
PAGE_WIDTH, LEGIBLE_WIDTH = 740, 870
"""What a tablet held upright shows in full size, and what is still legible there when it is made to fit."""
GAP = 12
"""Between boxes one below the other, and between the columns of a shelf."""
GUTTER = 48
"""Between the columns of a tree, without links that run there besides."""
LANE = 7
"""Between two lines that run side by side in a gutter."""
SPREAD = 12
"""Between the lines of the first and of the last twin that has children."""
PADDING, LABEL = 10, 24
"""Of frames: around their boxes, and for the line of text above them."""
MARGIN = 8
CORNER = 6
"""Radius of a line's corners."""

WireStyle = Literal["solid", "dashed", "none"]


@frozen
class Tree:
    """A box with what hangs on it. `wire`: the line to its own parent."""

    key: str
    children: tuple[Part, ...] = ()
    wire: WireStyle = "solid"


@frozen
class Twins:
    """Boxes that stand in for one another, in one frame; each may have children of its own."""

    label: str
    members: tuple[Tree, ...]


@frozen
class Shelf:
    """Boxes without children side by side in one frame, on which one line ends."""

    label: str
    keys: tuple[str, ...]
    columns: int
    wire: WireStyle = "solid"


Part = Tree | Twins | Shelf


@frozen
class Box:
    """Where a box stands: its upper left corner, in pixels."""

    key: str
    x: int
    y: int


@frozen
class Frame:
    """A frame around boxes, with a line of text at its top."""

    label: str
    x: int
    y: int
    width: int
    height: int


@frozen
class Wire:
    """A line with right angles, as its corners."""

    points: tuple[tuple[int, int], ...]
    dashed: bool = False

    @property
    def path(self) -> str:
        """The line as an SVG path with rounded corners."""
        steps = ["M{} {}".format(*self.points[0])]
        for (x0, y0), (x1, y1), (x2, y2) in zip(self.points, self.points[1:], self.points[2:], strict=False):
            radius = min(CORNER, _distance(x0, y0, x1, y1) // 2, _distance(x1, y1, x2, y2) // 2)
            before = (x1 + radius * _sign(x0 - x1), y1 + radius * _sign(y0 - y1))
            after = (x1 + radius * _sign(x2 - x1), y1 + radius * _sign(y2 - y1))
            steps.append(f"L{before[0]} {before[1]}Q{x1} {y1} {after[0]} {after[1]}")
        return "".join((*steps, "L{} {}".format(*self.points[-1])))


@frozen
class Drawing:
    """Everything of a drawing, in pixels from its upper left corner."""

    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]
    wires: tuple[Wire, ...]


def draw(parts: Sequence[Part], links: Sequence[tuple[str, str]] = (), box_width: int = BOX_WIDTH) -> Drawing:
    """The parts one below the other, each with its children to its right.

    `links` are dashed lines between boxes of the same or of neighbouring columns, by their keys; between others there
    is no way around the boxes: ValueError.
    """
    plan = _Plan(box_width, gutter=GUTTER + LANE * len(links))
    top = MARGIN
    for part in parts:
        plan.place(part, MARGIN + PADDING, top, None)
        top += height(part) + GAP
    plan.link(links)
    right = max(
        [box.x + box_width for box in plan.boxes]
        + [frame.x + frame.width for frame in plan.frames]
        + [x for wire in plan.wires for x, _ in wire.points],
        default=0,
    )
    return Drawing(
        right + MARGIN,
        top - GAP + MARGIN,
        box_width,
        tuple(plan.boxes),
        tuple(plan.frames),
        tuple(_solid_last(plan.wires)),
    )


def height(part: Part) -> int:
    """How much of the drawing's height belongs to a part alone."""
    if isinstance(part, Tree):
        return max(BOX_HEIGHT, _stack(list(map(height, part.children))))
    if isinstance(part, Shelf):
        rows = -(-len(part.keys) // _columns(part))
        return _head(part) + _stack([BOX_HEIGHT] * rows) + PADDING
    return _head(part) + _stack(list(map(_slot_height, _slots(part)))) + PADDING


def _head(part: Shelf | Twins) -> int:
    """What is above the boxes of a frame."""
    return LABEL if part.label else PADDING


def _stack(heights: Sequence[int]) -> int:
    return sum(heights) + GAP * (len(heights) - 1) if heights else 0


def _columns(shelf: Shelf) -> int:
    return max(1, min(shelf.columns, len(shelf.keys)))


def _slots(twins: Twins) -> list[list[Tree]]:
    """The members in stretches, each around one that has children: the others of a stretch stand by for it."""
    slots: list[list[Tree]] = []
    for member in twins.members:
        if slots and not (member.children and any(other.children for other in slots[-1])):
            slots[-1].append(member)
        else:
            slots.append([member])
    return slots


def _slot_height(slot: Sequence[Tree]) -> int:
    children = [child for member in slot for child in member.children]
    return max(_stack([BOX_HEIGHT] * len(slot)), _stack(list(map(height, children))))


@dataclass
class _Plan:
    """The drawing as it grows."""

    box_width: int
    gutter: int
    boxes: list[Box] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    def place(self, part: Part, x: int, top: int, join: _Join | None) -> None:
        if isinstance(part, Tree):
            self._tree(part, x, top, join)
        elif isinstance(part, Shelf):
            self._shelf(part, x, top, join)
        else:
            self._twins(part, x, top, join)

    def _tree(self, tree: Tree, x: int, top: int, join: _Join | None) -> None:
        own = height(tree)
        y = top + (own - BOX_HEIGHT) // 2
        self._box(tree, x, y, join)
        self._children(tree.children, x, top, own, self._join(x, y))

    def _shelf(self, shelf: Shelf, x: int, top: int, join: _Join | None) -> None:
        columns = _columns(shelf)
        for number, key in enumerate(shelf.keys):
            row, column = divmod(number, columns)
            self.boxes.append(
                Box(key, x + column * (self.box_width + GAP), top + _head(shelf) + row * (BOX_HEIGHT + GAP))
            )
        width = columns * (self.box_width + GAP) - GAP + 2 * PADDING
        self.frames.append(Frame(shelf.label, x - PADDING, top, width, height(shelf)))
        if join and shelf.wire != "none":
            self.wires.append(join(x - PADDING, top + height(shelf) // 2, shelf.wire == "dashed"))

    def _twins(self, twins: Twins, x: int, top: int, join: _Join | None) -> None:
        slots, y = _slots(twins), top + _head(twins)
        own_boxes: list[int] = []
        for number, slot in enumerate(slots):
            own, boxes = _slot_height(slot), _stack([BOX_HEIGHT] * len(slot))
            # Lower lines turn further left: so no two of them cross.
            shift = SPREAD * (len(slots) - 1 - number) // max(1, len(slots) - 1)
            box_y, joins = y + (own - boxes) // 2, []
            for member in slot:
                self._box(member, x, box_y, join)
                own_boxes.append(box_y)
                joins.append((member, self._join(x, box_y, shift)))
                box_y += BOX_HEIGHT + GAP
            for member, onward in joins:
                if member.children:
                    self._children(member.children, x, y, own, onward)
                    self.wires += [onward.beside(other) for stand_by, other in joins if stand_by is not member]
            y += own + GAP
        frame_top = own_boxes[0] - _head(twins)
        frame_height = own_boxes[-1] + BOX_HEIGHT + PADDING - frame_top
        self.frames.append(Frame(twins.label, x - PADDING, frame_top, self.box_width + 2 * PADDING, frame_height))

    def _box(self, tree: Tree, x: int, y: int, join: _Join | None) -> None:
        self.boxes.append(Box(tree.key, x, y))
        if join and tree.wire != "none":
            self.wires.append(join(x, y + BOX_HEIGHT // 2, tree.wire == "dashed"))

    def _children(self, children: Sequence[Part], x: int, top: int, own: int, join: _Join) -> None:
        y = top + (own - _stack(list(map(height, children)))) // 2
        for child in children:
            self.place(child, x + self.box_width + self.gutter, y, join)
            y += height(child) + GAP

    def _join(self, x: int, y: int, shift: int = 0) -> _Join:
        return _Join(x + self.box_width, y + BOX_HEIGHT // 2, x + self.box_width + self.gutter - GUTTER // 2 + shift)

    def link(self, links: Sequence[tuple[str, str]]) -> None:
        at: Mapping[str, Box] = {box.key: box for box in self.boxes}
        for number, (one, other) in enumerate(links):
            left, right = sorted((at[one], at[other]), key=lambda box: (box.x, box.y))
            columns = (right.x - left.x) // (self.box_width + self.gutter)
            if columns > 1:
                raise ValueError(f"no free way from {one!r} to {other!r}")
            lane = left.x + self.box_width + PADDING + LANE // 2 + LANE * number
            end = right.x + (self.box_width if columns == 0 else 0)
            start_y, end_y = (box.y + BOX_HEIGHT * 3 // 4 for box in (left, right))
            self.wires.append(
                Wire(((left.x + self.box_width, start_y), (lane, start_y), (lane, end_y), (end, end_y)), dashed=True)
            )


@frozen
class _Join:
    """Where the lines to a box's children begin (`x`, `y`) and the column in which they part (`trunk`)."""

    x: int
    y: int
    trunk: int

    def __call__(self, x: int, y: int, dashed: bool) -> Wire:
        """The line to a child."""
        corners = ((self.trunk, self.y), (self.trunk, y)) if y != self.y else ()
        return Wire(((self.x, self.y), *corners, (x, y)), dashed)

    def beside(self, other: _Join) -> Wire:
        """The line with which a box that stands by reaches the same children."""
        return Wire(((other.x, other.y), (self.trunk, other.y), (self.trunk, self.y)), dashed=True)


def _solid_last(wires: Sequence[Wire]) -> Iterator[Wire]:
    """Dashed lines first: where a solid one shares their way, it is seen."""
    yield from sorted(wires, key=lambda wire: not wire.dashed)


def _distance(x1: int, y1: int, x2: int, y2: int) -> int:
    return abs(x1 - x2) + abs(y1 - y2)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
