"""NetBox: the columns of its imports and exports, old and new, and its tables as people see them."""

from __future__ import annotations

from typing import Any

import pytest

from estimator.model.inventory import Inventory
from tests.read.importers.conftest import Importing
from tests.read.importers.test_kinds import check_laws

CURRENT_VIEW = (
    "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address,Platform,Serial number,Asset tag,"
    "Position,Comments\n"
)


def by_id(inventory: Inventory) -> dict[str, dict[str, Any]]:
    check_laws(inventory)
    assert inventory.kind == "netbox"
    return {str(row.values["id"]): dict(row.values) for row in inventory.rows}


def test_devices_of_the_current_view(importing: Importing) -> None:
    inventory = importing(
        CURRENT_VIEW
        + "fw1,Active,Acme,Lux,,R1,Firewall,Fortinet,FortiGate-100F,10.0.0.1/24,FortiOS v7.2.8,FG1,AT1,U40,main\n"
        + "sw1,Planned,Acme,Lux,,R1,Access Layer,Cisco,C9200L-48P,10.0.0.2/24,Cisco IOS-XE 17.09.04a,F1,AT2,U38,\n"
        + "—,Active,Acme,Lux,,R1,Patch Panel,Generic,24-port,—,—,—,—,U37,—\n"
        + "srv1,Active,Acme,Lux,,R1,Hypervisor,Dell,PowerEdge R640,10.0.0.5/24,VMware ESXi 8.0.2,X1,AT9,U10,\n"
        + "pdu1,Active,Acme,Lux,,R1,PDU,APC,AP8853,,,,,,\n"
    )
    rows = by_id(inventory)
    assert rows["fw1"] == {
        "id": "fw1",
        "name": "fw1",
        "type": "firewall",
        "location": "Lux",
        "manufacturer": "Fortinet",
        "model": "FortiGate-100F",
        "serial_number": "FG1",
        "operating_system": "FortiOS",
        "version": "7.2.8",
        "ip_address": "10.0.0.1",
        "notes": "main\nRack R1 U40",
    }
    assert rows["sw1"]["managed"] is False
    assert (rows["sw1"]["type"], rows["sw1"]["version"]) == ("switch", "17.09.04a")
    panel = rows["Lux R1 U37"]
    assert (panel["type"], panel["managed"], panel.get("name")) == ("other", False, None)
    assert (rows["srv1"]["type"], rows["srv1"]["operating_system"]) == ("hypervisor", "VMware ESXi")
    assert (rows["pdu1"]["type"], rows["pdu1"].get("managed")) == ("other", None)


@pytest.mark.parametrize("role", ["role", "device_role", "Device role"])
def test_the_role_of_every_release_is_the_type(importing: Importing, role: str) -> None:
    inventory = importing(f"name,{role},tenant,device_type,site,rack,position\nrt1,Edge Router,,ISR 1111,HQ,R1,4.0\n")
    assert by_id(inventory)["rt1"]["type"] == "router"


def test_devices_of_one_name_at_two_sites_are_two_devices(importing: Importing) -> None:
    head = "name,role,tenant,manufacturer,device_type,site,rack,position,face\n"
    rows = by_id(
        importing(head + "sw1,Switch,,HP,2530-48G,Lux,R1,4.0,front\nsw1,Switch,,HP,2530-48G,Arlon,R1,4.0,front\n")
    )
    assert set(rows) == {"sw1", "sw1 (Arlon)"}


def test_a_nameless_device_is_known_by_its_place_in_the_rack_from_one_export_to_the_next(importing: Importing) -> None:
    head = "name,role,tenant,manufacturer,device_type,site,rack,position,face\n"
    row, other = ",Patch Panel,,P,24,Lux,R1,4.0,front\n", ",Patch Panel,,P,24,Lux,R1,4.0,rear\n"
    once, turned = by_id(importing(head + row + other)), by_id(importing(head + other + row))
    assert once == turned
    assert set(once) == {"Lux R1 U4", "Lux R1 U4 rear"}


def test_a_device_without_name_number_or_place_is_told(importing: Importing) -> None:
    inventory = importing("name,role,tenant,device_type,site,rack,position\n,Switch,,2530-48G,Lux,,\n")
    assert not inventory.rows
    assert inventory.not_understood[0].reason.startswith("Nothing tells this row from others")


def test_virtual_machines_stand_on_their_device_or_tell_their_cluster(importing: Importing) -> None:
    inventory = importing(
        "Name,Status,Site,Cluster,Device,Role,Tenant,VCPUs,Memory (MB),Disk (GB),IP Address,Platform\n"
        "vm1,Active,Lux,prod,,App,,2,4096,50,10.0.0.7/24,Windows Server 2022 Standard\n"
        "vm2,Offline,Lux,prod,esx9,App,,2,4096,50,,Debian 12\n"
    )
    rows = by_id(inventory)
    assert rows["vm1"]["operating_system"] == "Windows Server 2022 Standard"
    assert (rows["vm1"]["notes"], rows["vm1"]["ip_address"]) == ("Cluster prod", "10.0.0.7")
    assert rows["vm2"]["managed"] is False
    assert "connected_to" not in rows["vm2"]
    assert any("hangs on 'esx9', which is not in the export" in remark.reason for remark in inventory.remarks)


ADDRESSES = (
    ("Rue du Kiem 1\n8010 Strassen", ("Rue du Kiem 1", "8010", "Strassen")),
    ("Rue du Kiem 1, L-8010 Strassen", ("Rue du Kiem 1", "8010", "Strassen")),
    ("Keizersgracht 1\n1015 CJ Amsterdam", ("Keizersgracht 1", "1015 CJ", "Amsterdam")),
    ("401 Dan Allen Dr., Raleigh, NC 27607", ("401 Dan Allen Dr.", "NC 27607", "Raleigh")),
    ("Somewhere", ("Somewhere", None, None)),
    ("A\nB\nC", ("A, B, C", None, None)),
)


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_sites_are_locations_and_addresses_are_taken_apart_where_it_is_plain_how(
    importing: Importing, address: str, expected: tuple[str | None, ...]
) -> None:
    text = f'name,slug,status,region,facility,time_zone,physical_address\nHQ,hq,active,Lux,,,"{address}"\n'
    inventory = importing(text)
    row = by_id(inventory)["HQ"]
    assert inventory.rows[0].sheet == "locations"
    assert tuple(row.get(key) for key in ("street", "postcode", "city")) == expected


def test_an_address_counts_where_it_is_the_first_one_of_a_device(importing: Importing) -> None:
    inventory = importing(
        "address,vrf,tenant,status,role,device,interface,is_primary,dns_name\n"
        "10.0.0.1/24,,,active,,sw1,vlan1,true,sw1.example\n"
        "10.0.0.2/24,,,active,,sw1,vlan2,false,\n"
        "10.0.0.3/24,,,reserved,,,,,\n"
    )
    rows = by_id(inventory)
    assert rows["sw1"]["ip_address"] == "10.0.0.1"
    assert len(inventory.not_understood) == 2
