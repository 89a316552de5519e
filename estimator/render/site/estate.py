"""The map of all locations: their internet lines, the links between them, and how each one stands."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from gettext import NullTranslations

from estimator.model.infrastructure import ServiceType
from estimator.model.lifecycle import SupportState
from estimator.render import figures
from estimator.render.site.network import by_key, drawing_of
from estimator.render.site.view import Device, Estate, Link, Node, Place, Subscription
from estimator.render.site.words import N_

INTERNET = "internet"
"""Key of the node that stands for the internet; those of locations begin otherwise."""


def estate_of(
    places: Sequence[Place],
    devices: Sequence[Device],
    services: Sequence[Subscription],
    catalogue: NullTranslations,
    language: str,
) -> Estate | None:
    """How several locations are connected; None where there is but one.

    A location with an internet line hangs on the internet, another one on the location that it is linked to. A link
    between two that hang on something already is a second way, and dashed.
    """
    if len(places) < 2:
        return None
    lines = {
        place.id: tuple(s for s in services if s.type is ServiceType.INTERNET and s.place_id == place.id)
        for place in places
    }
    links = _links(places, devices)
    linked = {place.id: tuple(dict.fromkeys(link.place.id for link in links[place.id])) for place in places}
    parent = _parents([place.id for place in places], lines, linked)
    nodes = _nodes(places, devices, parent, catalogue, language)
    second = [
        (f"p-{one}", f"p-{other}")
        for one, others in linked.items()
        for other in others
        if one < other and parent[one] != other and parent[other] != one
    ]
    return Estate(
        roots=nodes,
        drawing=drawing_of(nodes, second, across=1 if second else 2),
        nodes=by_key(nodes),
        lines=lines,
        links=links,
    )


def _links(places: Sequence[Place], devices: Sequence[Device]) -> dict[str, tuple[Link, ...]]:
    """Connections that leave a location, seen from both of its ends."""
    by_id = {device.id: device for device in devices}
    place_of = {place.id: place for place in places}
    found: dict[str, list[Link]] = {place.id: [] for place in places}
    for device in devices:
        other = by_id.get(device.connected_to)
        if other and other.location != device.location and {device.location, other.location} <= place_of.keys():
            found[device.location].append(Link(device, other, place_of[other.location]))
            found[other.location].append(Link(other, device, place_of[device.location]))
    return {place: tuple(links) for place, links in found.items()}


def _parents(
    places: Sequence[str], lines: Mapping[str, Sequence[Subscription]], linked: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """What each location hangs on, `` for nothing; found step by step from the internet: no link skips a column."""
    parent = {place: INTERNET for place in places if lines[place]}
    waiting, rest = deque(parent), iter(places)
    while True:
        while waiting:
            here = waiting.popleft()
            for other in linked[here]:
                if other not in parent:
                    parent[other] = here
                    waiting.append(other)
        first = next((place for place in rest if place not in parent), None)
        if first is None:
            return parent
        parent[first] = ""
        waiting.append(first)


def _nodes(
    places: Sequence[Place],
    devices: Sequence[Device],
    parent: Mapping[str, str],
    catalogue: NullTranslations,
    language: str,
) -> tuple[Node, ...]:
    at: dict[str, list[Device]] = {place.id: [] for place in places}
    for device in devices:
        at.setdefault(device.location, []).append(device)
    below: dict[str, list[Place]] = {}
    for place in places:
        below.setdefault(parent[place.id], []).append(place)

    def node(place: Place) -> Node:
        state, state_name = _state(at[place.id], catalogue, language)
        return Node(
            kind="location",
            key=f"p-{place.id}",
            title=place.name,
            subtitle=_size(place, catalogue, language),
            link=place.link,
            state=state,
            state_name=state_name,
            children=tuple(node(child) for child in below.get(place.id, ())),
        )

    online = tuple(node(place) for place in below.get(INTERNET, ()))
    others = [node(place) for place in below.get("", ())]
    linked = tuple(other for other in others if other.children)
    loose = tuple(other for other in others if not other.children)
    internet = Node(kind="internet", key=INTERNET, title=catalogue.gettext("Internet"), children=online)
    connected, none = N_("Without a recorded connection"), N_("No connection between them is recorded")
    label = catalogue.gettext(connected if online or linked else none)
    return (
        *((internet,) if online else ()),
        *linked,
        *((Node(kind="loose", key="loose", title=label, children=loose),) if loose else ()),
    )


def _size(place: Place, catalogue: NullTranslations, language: str) -> str:
    people = catalogue.ngettext("%(number)s person", "%(number)s people", place.seats)
    devices = catalogue.ngettext("%(number)s device", "%(number)s devices", place.devices)
    parts = ((people, place.seats), (devices, place.devices))
    return ", ".join(text % {"number": figures.count(number, language)} for text, number in parts if number)


def _state(devices: Sequence[Device], catalogue: NullTranslations, language: str) -> tuple[SupportState | None, str]:
    """How the makers' support of a location's devices stands, by the worst of them."""
    numbers: Counter[SupportState] = Counter()
    for device in devices:
        if device.managed:
            numbers[device.state] += device.quantity
    ended, ending = numbers[SupportState.ENDED], numbers[SupportState.ENDING]
    if ended:
        text = catalogue.ngettext("%(number)s without fixes", "%(number)s without fixes", ended)
        return SupportState.ENDED, text % {"number": figures.count(ended, language)}
    if ending:
        text = catalogue.ngettext("%(number)s ends soon", "%(number)s end soon", ending)
        return SupportState.ENDING, text % {"number": figures.count(ending, language)}
    if numbers[SupportState.SUPPORTED]:
        return SupportState.SUPPORTED, catalogue.gettext("Nothing ends soon")
    if numbers:
        return SupportState.UNKNOWN, catalogue.gettext("No date known")
    return None, catalogue.gettext("No devices in our care")
