"""What hangs on what at a location: trees from `connected to` without circles, twins beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from estimator.model.frozen import frozen
from estimator.render.site.view import Device

DEEPEST = 8
"""Columns of a drawing; what hangs deeper begins a tree of its own."""


@frozen(slots=False)
class Forest:
    """A location's devices by what they hang on. Every device is in exactly one place."""

    roots: tuple[Device, ...]
    """What others hang on, or what hangs on something outside."""
    children: Mapping[str, Sequence[Device]]
    """By the parent's id."""
    twins: Mapping[str, Sequence[Device]]
    """By the id of a group's first device: the others, which stand beside it."""
    cut: Mapping[str, str]
    """By the id of a root: what it is connected to all the same: in a circle, deeper than is drawn, or elsewhere."""
    hanging: frozenset[str]
    """Ids of the devices that are recorded to hang on another one here."""
    loose: tuple[Device, ...]
    """Without a recorded connection, in either direction."""


def forest_of(devices: Sequence[Device], everywhere: Mapping[str, Device]) -> Forest:
    """The trees of one location; `everywhere`: all the customer's devices by id, for connections that lead away."""
    here = {device.id: device for device in devices}
    parent = {d.id: d.connected_to for d in devices if d.connected_to in here}
    hanging = frozenset(parent)
    cut = {d.id: everywhere[d.connected_to].label for d in devices if _leads_away(d, here, everywhere)}

    def cut_off(tops: Sequence[str]) -> None:
        for top in tops:
            if (above := here[parent.pop(top)]) and top in hanging:
                cut[top] = above.label

    cut_off(_first_of_circles(devices, parent))
    twins = _twins(devices, parent)
    cut_off(_too_deep(devices, parent))
    beside = {device.id for others in twins.values() for device in others}
    children: dict[str, list[Device]] = {}
    for device in devices:
        if device.id in parent and device.id not in beside:
            children.setdefault(parent[device.id], []).append(device)
    tops = [device for device in devices if device.id not in parent and device.id not in beside]

    def hangs_together(device: Device) -> bool:
        group = (device, *twins.get(device.id, ()))
        return len(group) > 1 or device.id in cut or device.id in children

    return Forest(
        roots=tuple(device for device in tops if hangs_together(device)),
        children=children,
        twins=twins,
        cut=cut,
        hanging=hanging,
        loose=tuple(device for device in tops if not hangs_together(device)),
    )


def _leads_away(device: Device, here: Mapping[str, Device], everywhere: Mapping[str, Device]) -> bool:
    return device.connected_to in everywhere and device.connected_to not in here


def _first_of_circles(devices: Sequence[Device], parent: Mapping[str, str]) -> list[str]:
    """One device of each circle, the first in the order of the inventory: there the circle is opened."""
    rank = {device.id: number for number, device in enumerate(devices)}
    done: set[str] = set()
    opened = []
    for device in devices:
        path: dict[str, None] = {}
        at: str | None = device.id
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = parent.get(at)
        if at in path:
            way = list(path)
            opened.append(min(way[way.index(at) :], key=rank.__getitem__))
        done.update(path)
    return opened


def _too_deep(devices: Sequence[Device], parent: Mapping[str, str]) -> list[str]:
    """Devices so deep below their root that a new tree begins with them."""
    depth: dict[str, int] = {}
    for device in devices:
        way = [device.id]
        while way[-1] not in depth and way[-1] in parent:
            way.append(parent[way[-1]])
        for at in reversed(way):
            depth.setdefault(at, depth[parent[at]] + 1 if at in parent else 0)
    return [device.id for device in devices if depth[device.id] and depth[device.id] % DEEPEST == 0]


def _twins(devices: Sequence[Device], parent: dict[str, str]) -> dict[str, list[Device]]:
    """Devices that can stand beside the first of their redundancy group: with its parent, or without any.

    Those without a parent get that of the first, as long as they are not above it.
    """
    groups: dict[str, list[Device]] = {}
    for device in devices:
        if device.redundancy_group:
            groups.setdefault(device.redundancy_group, []).append(device)
    found: dict[str, list[Device]] = {}
    for group in groups.values():
        # The first that is recorded to hang on something leads: a twin without a record joins it, not the other way.
        first = next((device for device in group if device.id in parent), group[0])
        for device in group:
            if device is first or parent.get(device.id) not in (None, parent.get(first.id)):
                continue
            if device.id not in _above(first.id, parent):
                found.setdefault(first.id, []).append(device)
                if first.id in parent:
                    parent[device.id] = parent[first.id]
    return found


def _above(device: str, parent: Mapping[str, str]) -> Iterator[str]:
    while device in parent:
        device = parent[device]
        yield device
