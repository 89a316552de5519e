"""GLPI: inventories of computers, telephones and network devices, stacks and controllers among them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estimator.model.inventory import Inventory
from tests.read.importers.conftest import Importing
from tests.read.importers.test_kinds import check_laws

Node = dict[str, Any]


def rows(inventory: Inventory) -> list[Node]:
    check_laws(inventory)
    assert inventory.kind == "glpi"
    return [dict(row.values) for row in inventory.rows]


def told(inventory: Inventory) -> str:
    return " ".join(remark.reason for remark in inventory.remarks)


def computer(**content: Node | list[Node]) -> Node:
    hardware = {"name": "PC-1", "chassis_type": "Desktop", "vmsystem": "Physical"}
    return {
        "action": "inventory",
        "deviceid": "PC-1-2026",
        "itemtype": "Computer",
        "content": {"hardware": hardware, "versionclient": "GLPI-Agent_v1.7"} | content,
    }


WINDOWS = {
    "full_name": "Microsoft Windows 11 Professionnel",
    "name": "Windows",
    "version": "23H2",
    "kernel_version": "10.0.22631.3593",
}
SERVER = {"full_name": "Microsoft Windows Server 2019 Standard", "name": "Windows", "kernel_version": "10.0.17763"}
DEBIAN = {"full_name": "Debian GNU/Linux 12 (bookworm)", "name": "Debian GNU/Linux", "version": "12 (bookworm)"}
ESXI = {"full_name": "VMware ESXi 7.0.3 build-20328353", "name": "VMware ESXi", "version": "7.0.3"}

COMPUTERS = (
    # the case, the hypervisor it runs on, the system, the model; the type and system of the form
    ("Laptop", "Physical", WINDOWS, "Whatever", ("laptop", "Windows 11 Pro", "23H2")),
    ("Tower", "Physical", WINDOWS, "Whatever", ("workstation", "Windows 11 Pro", "23H2")),
    ("Rack Mount Chassis", "Physical", SERVER, "PowerEdge R640", ("server", "Windows Server 2019 Standard", None)),
    ("Tower", "Physical", SERVER, "Whatever", ("server", "Windows Server 2019 Standard", None)),
    ("Other", "VMware", SERVER, "VMware7,1", ("virtual-server", "Windows Server 2019 Standard", None)),
    ("Other", "", DEBIAN, "VMware Virtual Platform", ("virtual-server", "Debian", "12")),
    ("Rack Mount Chassis", "Physical", ESXI, "PowerEdge R640", ("hypervisor", "VMware ESXi", "7.0.3")),
    ("Unknown", "Physical", DEBIAN, "Latitude 5440", ("laptop", "Debian", "12")),
)


@pytest.mark.parametrize(("chassis", "virtual", "system", "model", "expected"), COMPUTERS)
def test_a_computer_is_told_by_its_case_and_its_system(  # noqa: PLR0917
    importing: Importing, chassis: str, virtual: str, system: Node, model: str, expected: tuple[str | None, ...]
) -> None:
    hardware = {"name": "PC-1", "chassis_type": chassis, "vmsystem": virtual}
    bios = {"smanufacturer": "Dell Inc.", "smodel": model, "ssn": "ABC1234"}
    device = computer(hardware=hardware, bios=bios, operatingsystem=system)
    (row,) = rows(importing(json.dumps(device), name="x.json"))
    assert (row["type"], row["operating_system"], row.get("version")) == expected
    assert (row["id"], row["serial_number"]) == ("PC-1", "ABC1234")


def test_only_an_address_that_stays_is_taken_over(importing: Importing) -> None:
    cards = [
        {"ipaddress": "127.0.0.1", "status": "up"},
        {"ipaddress": "172.17.0.1", "status": "up", "virtualdev": True},
        {"ipaddress": "10.0.0.50", "status": "up", "ipdhcp": "10.0.0.1"},
        {"ipaddress": "10.0.0.51", "status": "down"},
        {"ipaddress": "10.0.0.5", "status": "up"},
    ]
    (fixed,) = rows(importing(json.dumps(computer(networks=cards)), name="x.json"))
    assert fixed["ip_address"] == "10.0.0.5"
    (changing,) = rows(importing(json.dumps(computer(networks=cards[:4])), name="x.json"))
    assert "ip_address" not in changing


def test_what_hangs_on_a_computer_is_told(importing: Importing) -> None:
    device = computer(virtualmachines=[{"name": "vm1"}, {"name": "vm2"}], monitors=[{"name": "U2419H"}])
    inventory = importing(json.dumps(device), name="x.json")
    assert len(rows(inventory)) == 1
    assert "2 virtual machines or containers run on it (vm1, vm2)" in told(inventory)
    assert "Monitors that it knows are not taken in: U2419H." in told(inventory)


def test_a_part_of_an_inventory_is_told(importing: Importing) -> None:
    inventory = importing(json.dumps(computer() | {"partial": True}), name="x.json")
    assert not inventory.rows
    assert "a part of an inventory only" in inventory.not_understood[0].reason


def test_several_devices_in_one_file_are_so_many_rows(importing: Importing) -> None:
    second = computer(hardware={"name": "PC-2", "chassis_type": "Laptop"})
    both = rows(importing(json.dumps([computer(), second]), name="x.json"))
    assert [row["id"] for row in both] == ["PC-1", "PC-2"]


def switch(components: list[Node], **seen: str) -> Node:
    return {
        "action": "netinventory",
        "deviceid": "sw-2026",
        "itemtype": "NetworkEquipment",
        "content": {
            "network_device": {
                "type": "Networking",
                "name": "sw-core",
                "manufacturer": "Cisco",
                "model": "C1000",
                "serial": "FOC0",
                "firmware": "15.2(7)E6",
                "ips": ["10.0.0.2"],
            }
            | seen,
            "network_components": components,
        },
    }


def test_a_stack_is_a_row_for_each_of_its_switches(importing: Importing) -> None:
    components = [
        {"index": 1, "type": "stack", "name": "Stack"},
        {"index": 2001, "type": "chassis", "model": "WS-C3750G-48TS-S", "serial": "FOC2", "firmware": "12.2(55)SE6"},
        {"index": 1001, "type": "chassis", "model": "WS-C3750G-24TS-S", "serial": "FOC1"},
        {"index": 1003, "type": "powerSupply", "serial": "AZS1"},
    ]
    first, second = rows(importing(json.dumps(switch(components)), name="x.json"))
    assert (first["id"], first["serial_number"], first["model"]) == ("sw-core - 1", "FOC1", "WS-C3750G-24TS-S")
    assert (second["id"], second["serial_number"], second["version"]) == ("sw-core - 2", "FOC2", "12.2(55)SE6")
    assert {first["type"], second["type"]} == {"switch"}
    assert (first["ip_address"], second.get("ip_address")) == ("10.0.0.2", None)


def test_a_controller_brings_its_access_points(importing: Importing) -> None:
    points = [
        {
            "index": 1,
            "name": "ap1",
            "ip": "10.0.1.1",
            "mac": "00:11:22:33:44:55",
            "model": "AIR-AP2802",
            "serial": "F1",
        },
        {
            "index": 2,
            "name": "ap2",
            "ip": "10.0.1.2",
            "mac": "00:11:22:33:44:56",
            "model": "AIR-AP2802",
            "serial": "F2",
        },
    ]
    controller, *aps = rows(importing(json.dumps(switch(points, name="wlc1")), name="x.json"))
    assert controller["id"] == "wlc1"
    assert [(ap["id"], ap["type"], ap["ip_address"]) for ap in aps] == [
        ("ap1", "access-point", "10.0.1.1"),
        ("ap2", "access-point", "10.0.1.2"),
    ]


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [("Printer", "Printer", "printer"), ("Phone", "Phone", "ip-phone"), ("NetworkEquipment", "Storage", "nas")],
)
def test_what_answers_snmp_tells_what_it_is(importing: Importing, item: str, kind: str, expected: str) -> None:
    device = switch([], type=kind, model="X") | {"itemtype": item}
    (row,) = rows(importing(json.dumps(device), name="x.json"))
    assert row["type"] == expected


def test_many_ports_with_vlans_are_a_switch_and_that_is_told(importing: Importing) -> None:
    device = switch([], model="Unheard-of", manufacturer="Acme", name="box")
    device["content"]["network_ports"] = [{"iftype": 6, "vlans": [{"number": 1}]} for _ in range(24)]
    inventory = importing(json.dumps(device), name="x.json")
    assert rows(inventory)[0]["type"] == "switch"
    assert "taken for a switch, for it has 24 Ethernet ports" in told(inventory)


@pytest.mark.parametrize("wrong", [None, 3, "text", [], [1], {}, {"name": {"a": 1}}, [{"name": []}]])
@pytest.mark.parametrize(
    "key", ["hardware", "bios", "operatingsystem", "networks", "virtualmachines", "network_device"]
)
def test_a_part_of_another_shape_is_no_reason_to_fail(importing: Importing, key: str, wrong: object) -> None:
    device = computer()
    device["content"][key] = wrong
    inventory = importing(json.dumps(device), name="x.json")
    check_laws(inventory)
    assert inventory.rows_in == 1
