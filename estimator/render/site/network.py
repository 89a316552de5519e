"""The map of a location: its devices as few nodes, alike ones counted in one, and where they stand in a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import count

from estimator.model.frozen import frozen
from estimator.model.infrastructure import AssetType
from estimator.model.lifecycle import SupportState
from estimator.render import figures
from estimator.render.drawing.tree import BOX_WIDTH, PAGE_WIDTH, WIDE_BOX, Drawing, Part, Shelf, Tree, Twins, draw
from estimator.render.site import nobreak, words
from estimator.render.site.forest import Forest, forest_of
from estimator.render.site.view import DateRow, Device, Network, Node, Place, Subscription
from estimator.render.site.words import N_

MOST_BOXES = 60
"""More boxes than this help nobody: more devices are counted in one."""
MOST_ACROSS = 3
"""How many boxes stand side by side in a frame of their own."""
SHELF = 6
"""More leaves than this on one device stand side by side on a shelf."""
ALL_STATES, MOST_STATES = 5, 2
"""With the devices that are not in our care; what a box has room for in any case."""
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
"""Kinds of device that are shown one by one while there is room."""
_WORST_FIRST = (SupportState.ENDED, SupportState.ENDING, SupportState.UNKNOWN, SupportState.SUPPORTED)


@frozen
class Detail:
    """How much a map shows. Columns are counted from 0, the roots'."""

    counts: Callable[[Device], bool]
    """Whether a device that nothing hangs on may be counted with others of its kind."""
    folded: int = 99
    """In this column, what hangs on a device is only counted, in its own box."""
    by_kind: int = 99
    """From this column on, all devices of a kind that hang on the same are counted in one box."""


def _everything(_: Device) -> bool:
    return True


DETAILS = (
    Detail(lambda device: device.type not in BACKBONE and not device.critical and not device.redundancy_group),
    Detail(lambda device: not device.critical and not device.redundancy_group),
    Detail(_everything),
    *(Detail(_everything, folded=column) for column in (3, 2, 1)),
    *(Detail(_everything, by_kind=column) for column in (1, 0)),
)
"""From the finest on; the last has at most one box a kind of device, twice."""


@frozen
class Maps:
    """What the maps of all locations share. `everywhere`: all the customer's devices by id."""

    everywhere: Mapping[str, Device]
    catalogue: NullTranslations
    language: str
    details: dict[str, int] | None = None
    """By location: for which of DETAILS there was room. Found in one language, it is so in all."""

    def network(
        self,
        place: Place,
        devices: Sequence[Device],
        services: tuple[Subscription, ...] = (),
        dates: tuple[DateRow, ...] = (),
    ) -> Network:
        """A location's map, with as much detail as there is room for."""
        names = Counter(device.name for device in devices if device.name)
        writer = _Writer(forest_of(devices, self.everywhere), names, self.catalogue, self.language)
        known = {} if self.details is None else self.details
        for number in range(known.get(place.id, 0), len(DETAILS)):
            roots = writer.nodes(DETAILS[number])
            if sum(_boxes(node) for node in roots) <= MOST_BOXES:
                break
        known[place.id] = number
        connected = [node for node in roots if node.kind != "loose"]
        return Network(
            place=place,
            roots=roots if connected else tuple(child for node in roots for child in node.children),
            drawing=drawing_of(roots) if connected else None,
            nodes=by_key(roots),
            services=services,
            dates=dates,
        )


def drawing_of(roots: Sequence[Node], links: Sequence[tuple[str, str]] = (), across: int = 3) -> Drawing:
    """Where the nodes stand, in wide boxes if a page holds them. `across`: how many boxes a shelf may have in a row."""
    parts = [_part(node, across) for node in roots]
    drawing = draw(parts, links, WIDE_BOX)
    return drawing if drawing.width <= PAGE_WIDTH else draw(parts, links, BOX_WIDTH)


@dataclass
class _Writer:
    """Turns devices into nodes."""

    forest: Forest
    names: Mapping[str, int]
    """How many devices of the location have a name."""
    catalogue: NullTranslations
    language: str

    def nodes(self, detail: Detail) -> tuple[Node, ...]:
        keys = map("n{}".format, count())
        nodes = self._beside(self.forest.roots, detail, 0, keys)
        if self.forest.loose:
            label = self.catalogue.gettext("Without a recorded connection")
            children = self._beside(self.forest.loose, detail, 0, keys)
            nodes = (*nodes, Node(kind="loose", key=next(keys), title=label, children=children))
        return nodes

    def _beside(self, devices: Sequence[Device], detail: Detail, depth: int, keys: Iterator[str]) -> tuple[Node, ...]:
        """The nodes of devices that hang on the same."""
        nodes: list[Node] = []
        alike: dict[tuple[AssetType, str], list[Device]] = {}
        for device in devices:
            leaf = not self.forest.children.get(device.id) and device.id not in self.forest.twins
            if depth >= detail.by_kind or (leaf and detail.counts(device)):
                cut = "" if detail.by_kind == 0 else self.forest.cut.get(device.id, "")
                alike.setdefault((device.type, cut), []).append(device)
            elif device.id in self.forest.twins:
                nodes.append(self._twins(device, detail, depth, keys))
            else:
                nodes.append(self._device(device, detail, depth, keys))
        return (*nodes, *(self._group(group, detail, depth, keys) for group in alike.values()))

    def _device(self, device: Device, detail: Detail, depth: int, keys: Iterator[str]) -> Node:
        key, folded = next(keys), depth == detail.folded
        children = () if folded else self.forest.children.get(device.id, ())
        behind = self._hanging_on(device) if folded else []
        return Node(
            kind="device",
            key=key,
            title=device.name if self.names[device.name] == 1 else device.label,
            subtitle=nobreak.listed(self._with(self._kind(device), behind), self._connection(device)),
            link=f"equipment.html#{device.anchor}",
            state=self._worst((device, *behind)),
            state_name=self._states((device, *behind)),
            state_brief=self._states((device, *behind), MOST_STATES),
            units=device.quantity + sum(other.quantity for other in behind),
            devices=(device, *behind),
            children=self._beside(children, detail, depth + 1, keys),
        )

    def _twins(self, first: Device, detail: Detail, depth: int, keys: Iterator[str]) -> Node:
        key = next(keys)
        # A twin of which no connection is recorded stands by: its line to what the first hangs on is dashed.
        members = [self._device(first, detail, depth, keys)]
        for device in self.forest.twins[first.id]:
            node = self._device(device, detail, depth, keys)
            members.append(node if device.id in self.forest.hanging else node.standing_by())
        _ = self.catalogue.gettext
        title, subtitle = _("Twins"), _("one stands in for the other")
        return Node(kind="twins", key=key, title=title, subtitle=subtitle, children=tuple(members))

    def _group(self, devices: Sequence[Device], detail: Detail, depth: int, keys: Iterator[str]) -> Node:
        members = [member for device in devices for member in (device, *self.forest.twins.get(device.id, ()))]
        behind = [other for device in members for other in self._hanging_on(device)]
        if len(members) == 1 and not behind:
            return self._device(members[0], detail, depth, keys)
        number = sum(device.quantity for device in members)
        return Node(
            kind="group",
            key=next(keys),
            title=nobreak.times(number, words.asset_type(members[0].type, number, self.catalogue), self.language),
            subtitle=nobreak.listed(self._counted(behind), self._connection(members[0], detail)),
            state=self._worst((*members, *behind)),
            state_name=self._states((*members, *behind)),
            state_brief=self._states((*members, *behind), MOST_STATES),
            units=number + sum(device.quantity for device in behind),
            devices=(*members, *behind),
        )

    def _hanging_on(self, device: Device) -> list[Device]:
        """Everything that hangs on a device, however deep."""
        found: list[Device] = []
        waiting = [device]
        while waiting:
            for child in self.forest.children.get(waiting.pop().id, ()):
                inside = (child, *self.forest.twins.get(child.id, ()))
                found += inside
                waiting += inside
        return found

    def _kind(self, device: Device) -> str:
        if device.quantity == 1:
            return device.type_name
        return nobreak.times(device.quantity, device.type_name, self.language)

    def _connection(self, device: Device, detail: Detail | None = None) -> str:
        cut = self.forest.cut.get(device.id, "")
        if not cut or (detail and detail.by_kind == 0):
            return ""
        return self.catalogue.gettext("connected to %(name)s") % {"name": cut}

    def _with(self, kind: str, behind: Sequence[Device]) -> str:
        """A device's kind, and how many devices hang on it: `Network switch + 14`."""
        number = sum(device.quantity for device in behind)
        return f"{kind} + {figures.count(number, self.language)}" if number else kind

    def _counted(self, behind: Sequence[Device]) -> str:
        number = sum(device.quantity for device in behind)
        if not number:
            return ""
        text = self.catalogue.ngettext("and %(number)s device behind", "and %(number)s devices behind", number)
        return text % {"number": figures.count(number, self.language)}

    def _worst(self, devices: Sequence[Device]) -> SupportState | None:
        states = {device.state for device in devices if device.managed}
        return next((state for state in _WORST_FIRST if state in states), None)

    def _states(self, devices: Sequence[Device], most: int = ALL_STATES) -> str:
        """Their states, the worst first, each with how many are in it where not all are; of more states the rest."""
        numbers: Counter[SupportState | None] = Counter()
        for device in devices:
            numbers[device.state if device.managed else None] += device.quantity
        states = [state for state in (*_WORST_FIRST, None) if numbers[state]]
        if len(states) == 1:
            return self._state(states[0]).replace(" ", nobreak.SPACE)
        told = [self._counted_state(state, numbers[state]) for state in states[:most]]
        if rest := sum(numbers[state] for state in states[most:]):
            told.append(f"+ {figures.count(rest, self.language)}")
        return nobreak.listed(*(each.replace(" ", nobreak.SPACE) for each in told))

    def _state(self, state: SupportState | None) -> str:
        return self.catalogue.gettext(words.SUPPORT_STATES[state] if state else N_("Not in our care"))

    def _counted_state(self, state: SupportState | None, number: int) -> str:
        text = self.catalogue.gettext("%(kind)s: %(number)s")
        return text % {"kind": self._state(state), "number": figures.count(number, self.language)}


def _part(node: Node, across: int) -> Part:
    if node.kind == "twins":
        return Twins(node.title, tuple(_tree(member, across) for member in node.children))
    if node.kind == "loose":
        return Shelf(node.title, tuple(child.key for child in node.children), MOST_ACROSS, wire="none")
    return _tree(node, across)


def _tree(node: Node, across: int) -> Tree:
    leaves = [child for child in node.children if not child.children and child.shelved]
    if len(leaves) <= SHELF:
        return Tree(node.key, tuple(_part(child, across) for child in node.children), node.wire)
    others = tuple(_part(child, across) for child in node.children if child not in leaves)
    columns = min(across, 2 if len(leaves) <= 2 * SHELF else 3)
    return Tree(node.key, (*others, Shelf("", tuple(leaf.key for leaf in leaves), columns)), node.wire)


def by_key(roots: Iterable[Node]) -> dict[str, Node]:
    """Every node of some trees by its key."""
    return {node.key: node for node in _each(roots)}


def _each(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _each(node.children)


def _boxes(node: Node) -> int:
    return (node.kind in {"device", "group", "location"}) + sum(_boxes(child) for child in node.children)
