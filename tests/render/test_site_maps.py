"""The maps: every device is in them once, whatever hangs on what, and they stay small enough to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.model.infrastructure import Assessment, Asset, AssetType, Location, Service, ServiceType
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.render.example_office import example_office
from estimator.render.site.build_view import MOST_PLACES_ON_A_PAGE, build_view
from estimator.render.site.forest import DEEPEST, forest_of
from estimator.render.site.network import MOST_BOXES, Maps
from estimator.render.site.view import Device, Estate, Network, Node, SiteView
from estimator.render.texts import translations
from tests.builders import large
from tests.render.site_inputs import inputs_of, office_inputs

NO_BREAK = "\N{NO-BREAK SPACE}"
BOXES = {"device", "group", "location"}
PLACE = build_view(office_inputs()).places[0]
MODEL = build_view(office_inputs()).devices[0]
MAPS = Maps({}, translations("en"), "en")
IDS = [f"D{n}" for n in range(14)]
DEVICES = st.lists(
    st.builds(
        lambda id, **changes: replace(MODEL, id=id, label=id, **changes),
        id=st.sampled_from(IDS),
        type=st.sampled_from([AssetType.SWITCH, AssetType.LAPTOP, AssetType.FIREWALL, AssetType.CAMERA]),
        quantity=st.integers(1, 4),
        connected_to=st.sampled_from([*IDS, "", "nobody"]),
        redundancy_group=st.sampled_from(["", "", "a", "b"]),
        critical=st.booleans(),
        managed=st.booleans(),
        state=st.sampled_from(SupportState),
    ),
    max_size=14,
    unique_by=lambda device: device.id,
)


def each(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from each(node.children)


def told(network: Network) -> Counter[str]:
    return Counter(device.id for node in each(network.roots) for device in node.devices)


def view_of(assets: Sequence[Asset], **changes: object) -> SiteView:
    office = replace(example_office(), assets=tuple(assets), services=())
    return build_view(replace(inputs_of(office), **changes))  # type: ignore[arg-type]


def several(kind: AssetType, number: int, prefix: str, **changes: object) -> list[Asset]:
    return [Asset(f"{prefix}{n}", kind, "lux", name=f"{prefix} {n}", **changes) for n in range(number)]  # type: ignore[arg-type]


@settings(max_examples=300)
@given(DEVICES)
def test_every_device_is_on_the_map_once_whatever_hangs_on_what(devices: list[Device]) -> None:
    network = MAPS.network(PLACE, devices)
    assert told(network) == Counter(device.id for device in devices)
    assert sum(node.units for node in each(network.roots)) == sum(device.quantity for device in devices)
    boxes = [node.key for node in each(network.roots) if node.kind in BOXES]
    assert len(boxes) == len(set(boxes)) <= MOST_BOXES
    if network.drawing is not None:
        assert sorted(box.key for box in network.drawing.boxes) == sorted(boxes)
    assert MAPS.network(PLACE, devices) == network


@given(DEVICES)
def test_no_tree_is_deeper_than_is_drawn(devices: list[Device]) -> None:
    def depth(node: Node) -> int:
        return (node.kind in BOXES) + max(map(depth, node.children), default=0)

    assert max(map(depth, MAPS.network(PLACE, devices).roots), default=0) <= DEEPEST


def test_a_switch_with_computers_behind_it_has_one_box_for_the_computers() -> None:
    view = view_of([*several(AssetType.SWITCH, 1, "SW"), *several(AssetType.LAPTOP, 30, "L", connected_to="SW0")])
    network = view.networks[0]
    assert [node.title for node in network.roots] == ["SW 0"]
    assert [(node.title, node.units) for node in network.roots[0].children] == [(f"30{NO_BREAK}×{NO_BREAK}laptops", 30)]
    assert network.drawing is not None
    assert len(network.drawing.boxes) == 2


def test_a_box_of_several_counts_their_states_the_worst_first() -> None:
    laptops = several(AssetType.LAPTOP, 10, "L")
    fine, ended = LifecycleStatus(SupportState.SUPPORTED), LifecycleStatus(SupportState.ENDED)
    lifecycles = {asset.id: ended if n < 3 else fine for n, asset in enumerate(laptops)}
    group = view_of(laptops, lifecycles=lifecycles).networks[0].roots[0]
    assert (group.state, group.state_name) == (
        SupportState.ENDED,
        f"Ended:{NO_BREAK}3{NO_BREAK}· Supported:{NO_BREAK}7",
    )
    alone = [replace(asset, managed=n < 3) for n, asset in enumerate(laptops)]
    group = view_of(alone, lifecycles=lifecycles).networks[0].roots[0]
    assert group.state_name.replace(NO_BREAK, " ") == "Ended: 3 · Not in our care: 7"


def test_a_box_that_counts_what_hangs_on_it_does_not_hide_that_some_of_it_has_ended() -> None:
    switches = several(AssetType.SWITCH, 70, "SW", connected_to="CORE")
    laptops = [Asset(f"X{n}", AssetType.LAPTOP, "lux", connected_to=f"SW{n % 70}") for n in range(210)]
    assets = [Asset("CORE", AssetType.SWITCH, "lux"), *switches, *laptops]
    ended = {asset.id: LifecycleStatus(SupportState.ENDED) for asset in laptops[:5]}
    (core,) = view_of(assets, lifecycles=ended).networks[0].roots
    (group,) = core.children
    assert (group.title, group.state_name) == (
        f"70{NO_BREAK}×{NO_BREAK}network switches",
        f"Ended:{NO_BREAK}5{NO_BREAK}· No{NO_BREAK}date{NO_BREAK}known:{NO_BREAK}275",
    )


def test_twins_stand_in_one_frame_and_the_one_without_a_record_stands_by() -> None:
    firewalls = several(AssetType.FIREWALL, 2, "FW", redundancy_group="edge")
    switch = Asset("SW", AssetType.SWITCH, "lux", connected_to="FW0")
    network = view_of([*firewalls, switch]).networks[0]
    assert [node.kind for node in network.roots] == ["twins"]
    first, second = network.roots[0].children
    assert [node.title for node in first.children] == ["SW"]
    assert second.wire == "dashed"
    assert network.drawing is not None
    assert [frame.label for frame in network.drawing.frames] == ["Twins"]
    assert [wire.dashed for wire in network.drawing.wires].count(True) == 1


def test_twins_on_the_same_device_both_have_a_line_to_it() -> None:
    hosts = several(AssetType.HYPERVISOR, 2, "H", redundancy_group="hosts", connected_to="SW")
    network = view_of([Asset("SW", AssetType.SWITCH, "lux"), *hosts]).networks[0]
    twins = network.roots[0].children[0]
    assert [(twins.kind, [node.wire for node in twins.children])] == [("twins", ["solid", "solid"])]


def test_devices_in_a_circle_are_a_tree_that_says_where_it_was_opened() -> None:
    ring = [Asset(f"R{n}", AssetType.SWITCH, "lux", connected_to=f"R{(n + 1) % 4}") for n in range(4)]
    network = view_of(ring).networks[0]
    assert [node.title for node in network.roots] == ["R0"]
    assert "connected to R1" in network.roots[0].subtitle
    assert told(network) == Counter(f"R{n}" for n in range(4))


def test_twins_of_two_groups_that_hang_on_one_another_are_all_on_the_map() -> None:
    crossed = [
        Asset("A1", AssetType.SWITCH, "lux", redundancy_group="a"),
        Asset("B1", AssetType.SWITCH, "lux", redundancy_group="b"),
        Asset("A2", AssetType.SWITCH, "lux", redundancy_group="a", connected_to="B1"),
        Asset("B2", AssetType.SWITCH, "lux", redundancy_group="b", connected_to="A1"),
    ]
    assert told(view_of(crossed).networks[0]) == Counter(["A1", "A2", "B1", "B2"])


def test_a_device_connected_to_itself_or_to_nothing_known_is_without_a_connection() -> None:
    devices = [replace(MODEL, id="A", connected_to="A"), replace(MODEL, id="B", connected_to="gone")]
    forest = forest_of(devices, {device.id: device for device in devices})
    assert [device.id for device in forest.roots] == ["A"]
    assert forest.cut == {"A": MODEL.label}
    assert [device.id for device in forest.loose] == ["B"]


@pytest.mark.parametrize("number", [6, 60, 500])
def test_a_map_stays_readable_from_six_devices_to_thousands(number: int) -> None:
    switches = several(AssetType.SWITCH, max(1, number // 12), "SW", connected_to="CORE")
    others = [
        Asset(f"X{n}", list(AssetType)[n % 15], "lux", connected_to=switches[n % len(switches)].id)
        for n in range(number - len(switches) - 1)
    ]
    network = view_of([Asset("CORE", AssetType.SWITCH, "lux"), *switches, *others]).networks[0]
    assert told(network).total() == number
    assert network.drawing is not None
    assert len(network.drawing.boxes) <= MOST_BOXES
    assert network.drawing.width < 1400
    assert len(network.drawing.boxes) > min(number, 120) // 3


def test_thousands_of_devices_at_one_location_are_counted_by_kind() -> None:
    switches = several(AssetType.SWITCH, 400, "SW", connected_to="CORE")
    laptops = [Asset(f"X{n}", AssetType.LAPTOP, "lux", connected_to=f"SW{n % 400}") for n in range(4599)]
    network = view_of([Asset("CORE", AssetType.SWITCH, "lux"), *switches, *laptops]).networks[0]
    (core,) = network.roots
    assert [(node.title, node.subtitle, node.units) for node in core.children] == [
        (f"400{NO_BREAK}×{NO_BREAK}network switches", f"and 4,599{NO_BREAK}devices behind", 4999)
    ]


def test_many_leaves_of_one_device_stand_on_a_shelf() -> None:
    points = several(AssetType.ACCESS_POINT, 12, "AP", connected_to="SW")
    drawing = view_of([Asset("SW", AssetType.SWITCH, "lux"), *points]).networks[0].drawing
    assert drawing is not None
    assert len(drawing.frames) == len(drawing.wires) == 1
    assert drawing.height < 700


def estate(locations: int, links: Sequence[tuple[int, int]], online: Sequence[int]) -> Estate:
    places = tuple(Location(f"P{n}", f"Place {n}", "LU") for n in range(locations))
    cores = [Asset(f"C{n}", AssetType.ROUTER, f"P{n}") for n in range(locations)]
    ties = [
        Asset(f"T{n}", AssetType.ROUTER, f"P{one}", connected_to=f"C{other}") for n, (one, other) in enumerate(links)
    ]
    lines = tuple(Service(f"I{n}", f"Line {n}", ServiceType.INTERNET, location=f"P{n}") for n in online)
    office: Assessment = replace(example_office(), locations=places, seats=(), assets=(*cores, *ties), services=lines)
    found = build_view(inputs_of(office)).estate
    assert found is not None
    return found


def test_one_location_alone_has_no_map_of_all() -> None:
    office = example_office()
    alone = replace(office, locations=office.locations[:1], assets=(), services=(), seats=())
    assert build_view(inputs_of(alone)).estate is None


def test_locations_hang_on_the_internet_or_on_the_one_they_are_linked_to() -> None:
    found = estate(4, [(1, 0)], online=[0])
    internet, loose = found.roots
    assert [node.title for node in internet.children] == ["Place 0"]
    assert [node.title for node in internet.children[0].children] == ["Place 1"]
    assert [node.title for node in loose.children] == ["Place 2", "Place 3"]
    assert [link.place.id for link in found.links["P0"]] == ["P1"]
    assert [(link.near.id, link.far.id) for link in found.links["P1"]] == [("T0", "C0")]


def test_a_link_between_locations_that_have_internet_is_a_dashed_second_way() -> None:
    drawing = estate(3, [(1, 0)], online=[0, 1, 2]).drawing
    assert [wire.dashed for wire in drawing.wires].count(True) == 1


@settings(max_examples=60)
@given(
    st.integers(2, 6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
    st.sets(st.integers(0, 5)),
)
def test_every_location_is_on_the_map_once_whatever_is_linked(
    number: int, links: list[tuple[int, int]], online: set[int]
) -> None:
    inside = [(one, other) for one, other in links if one < number and other < number and one != other]
    found = estate(number, inside, sorted(n for n in online if n < number))
    keys = [box.key for box in found.drawing.boxes if box.key != "internet"]
    assert sorted(keys) == sorted(f"p-P{n}" for n in range(number))


def test_forty_locations_stand_side_by_side() -> None:
    found = build_view(inputs_of(large(400, 40))).estate
    assert found is not None
    assert len(found.drawing.boxes) == 40
    assert found.drawing.height < 1600


def test_few_locations_share_a_page_and_many_have_one_each() -> None:
    few, many = (build_view(inputs_of(large(60, n))) for n in (MOST_PLACES_ON_A_PAGE, MOST_PLACES_ON_A_PAGE + 1))
    assert {place.link for place in few.places} == {f"sites.html#{place.anchor}" for place in few.places}
    assert [place.link for place in many.places] == [f"location-{n + 1}.html" for n in range(len(many.places))]
