"""How a location's devices hang together: a tree from `connected to`, and its drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from gettext import NullTranslations

from estimator.model.infrastructure import AssetType
from estimator.model.lifecycle import SupportState
from estimator.render.site import words
from estimator.render.site.view import Appointment, Box, Device, Drawing, Line, Network, Node, Place, Subscription

BOX_WIDTH, BOX_HEIGHT = 182, 52
COLUMN, ROW, MARGIN = 226, 64, 8
MOST_BOXES = 60
"""A drawing with more boxes than this helps nobody; the list tells it then."""
DEEPEST = 30
"""Longer chains of devices go on as a tree of their own."""
BACKBONE = frozenset(
    {
        AssetType.ROUTER,
        AssetType.FIREWALL,
        AssetType.SWITCH,
        AssetType.SERVER,
        AssetType.HYPERVISOR,
        AssetType.NAS,
        AssetType.PBX,
        AssetType.ACCESS_POINT,
    }
)
"""Kinds of device that are shown one by one even where nothing hangs on them."""
_WORST_FIRST = (SupportState.ENDED, SupportState.ENDING, SupportState.UNKNOWN, SupportState.SUPPORTED)


def network_of(
    place: Place,
    devices: Sequence[Device],
    services: tuple[Subscription, ...],
    next_appointment: Appointment | None,
    catalogue: NullTranslations,
) -> Network:
    """A location's devices as trees, those without a known connection counted by kind, and the drawing of the trees."""
    by_id = {device.id: device for device in devices}
    children: dict[str, list[Device]] = {}
    for device in devices:
        if device.connected_to in by_id:
            children.setdefault(device.connected_to, []).append(device)
    tops = [device for device in devices if device.connected_to not in by_id and device.id in children]
    seen: set[str] = set()
    roots = [_node(device, children, seen, catalogue) for device in tops]
    for device in devices:  # in a circle, or below the deepest: the first starts a tree
        if device.connected_to in by_id and device.id not in seen:
            roots.append(_node(device, children, seen, catalogue))
    alone = Counter[AssetType]()
    for device in devices:
        if device.id not in seen:
            alone[device.type] += device.quantity
    unconnected = tuple((words.asset_type(t, alone[t], catalogue), alone[t]) for t in words.ASSET_TYPES if alone[t])
    count = sum(_size(node) for node in roots)
    drawing = draw(roots) if 0 < count <= MOST_BOXES else None
    return Network(place, tuple(roots), count, unconnected, drawing, services, next_appointment)


def draw(roots: Sequence[Node]) -> Drawing:
    """Boxes and lines of the trees from left to right, each parent beside the middle of its children."""
    boxes: list[Box] = []
    lines: list[Line] = []
    row = 0

    def place(node: Node, depth: int) -> int:
        nonlocal row
        x = MARGIN + depth * COLUMN
        inside = [place(child, depth + 1) for child in node.children]
        if not inside:
            y = MARGIN + row * ROW
            row += 1
        else:
            y = (inside[0] + inside[-1]) // 2
        boxes.append(Box(node, x, y))
        for child, child_y in zip(node.children, inside, strict=True):
            middle = BOX_HEIGHT // 2
            lines.append(Line(x + BOX_WIDTH, y + middle, x + COLUMN, child_y + middle, child.redundant))
        return y

    for root in roots:
        place(root, 0)
    width = max(box.x for box in boxes) + BOX_WIDTH + MARGIN
    return Drawing(
        width, MARGIN + (row - 1) * ROW + BOX_HEIGHT + MARGIN, BOX_WIDTH, BOX_HEIGHT, tuple(boxes), tuple(lines)
    )


def _node(
    device: Device, children: dict[str, list[Device]], seen: set[str], catalogue: NullTranslations, depth: int = 1
) -> Node:
    seen.add(device.id)
    nodes: list[Node] = []
    alike: dict[AssetType, list[Device]] = {}
    for child in children.get(device.id, ()) if depth < DEEPEST else ():
        if child.id in seen:
            continue
        if child.id in children or child.type in BACKBONE or child.critical:
            nodes.append(_node(child, children, seen, catalogue, depth + 1))
        else:
            alike.setdefault(child.type, []).append(child)
    nodes += [_group(group, seen, catalogue) for group in alike.values()]
    return Node(
        title=device.name or device.id,
        subtitle=device.type_name if device.quantity == 1 else f"{device.quantity} × {device.type_name}",
        anchor=device.anchor,
        state=device.state,
        state_name=device.state_name,
        count=device.quantity,
        redundant=bool(device.redundancy_group),
        children=tuple(nodes),
    )


def _group(devices: Sequence[Device], seen: set[str], catalogue: NullTranslations) -> Node:
    if len(devices) == 1:
        return _node(devices[0], {}, seen, catalogue)
    seen.update(device.id for device in devices)
    count = sum(device.quantity for device in devices)
    worst = min(devices, key=lambda device: _WORST_FIRST.index(device.state))
    concerned = sum(device.quantity for device in devices if device.state is worst.state)
    return Node(
        title=f"{count} × {words.asset_type(devices[0].type, count, catalogue)}",
        subtitle="",
        anchor="",
        state=worst.state,
        state_name=_partly(concerned, count, worst.state_name, catalogue),
        count=count,
        redundant=False,
    )


def _partly(concerned: int, count: int, state_name: str, catalogue: NullTranslations) -> str:
    if concerned == count:
        return state_name
    text = catalogue.gettext("%(number)s of %(total)s: %(state)s")
    return text % {"number": concerned, "total": count, "state": state_name}


def _size(node: Node) -> int:
    return 1 + sum(_size(child) for child in node.children)
