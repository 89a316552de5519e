"""NetBox: its devices, virtual machines and sites as CSV; its racks and addresses are told.

Columns as in NetBox's bulk import and `All Data` exports (netbox/dcim/forms/bulk_import.py: `name`, `device_type`,
`role`, `device_role` before 3.6) and as in its tables exported from the `Current View` (netbox/dcim/tables/devices.py,
dcim/tables/sites.py, virtualization/tables/virtualmachines.py, ipam/tables/ip.py: `Name`, `Type`, `IP Address`),
releases 2.11 to 4.x, https://github.com/netbox-community/netbox.
"""

from __future__ import annotations

import re

from estimator.read.importers.gathering import Draft, type_of_words
from estimator.read.importers.tabular import Column, Layout

OUT_OF_USE = frozenset(("offline", "planned", "inventory", "decommissioning", "retired", "paused"))
"""Statuses of what is not in service (dcim/choices.py, virtualization/choices.py)."""

PASSIVE = re.compile(
    r"\b(patch\s*panel|cable\s*manage\w*|blank\w*|fib(?:er|re)\s*panel|shelf|brush\s*panel|keystone)\b", re.IGNORECASE
)
POWER = re.compile(r"\b(r?pdu|power\s*distribution\w*|ats)\b", re.IGNORECASE)
TRUE = frozenset(("true", "1", "yes", "x", "✔"))


def _status(draft: Draft) -> None:
    status = draft.said.get("status", "").casefold()
    if status in OUT_OF_USE:
        draft.unmanaged(f"Its status in NetBox is {status}.")


def refine_device(draft: Draft) -> None:
    """Type from the role; a place in a rack as the name of what has none."""
    said = draft.said
    site, rack, position = said.get("site", ""), said.get("rack", ""), said.get("position", "")
    unit = f"U{position.removesuffix('.0').removeprefix('U')}" if position else ""
    if name := said.get("name"):
        draft.ids.insert(1, f"{name} ({site})" if site else name)
    if rack and unit:
        rear = "rear" if said.get("face", "").casefold() == "rear" else ""
        draft.ids.append(" ".join(filter(None, (site, rack, unit, rear))))
    if said.get("id"):
        draft.ids.append(f"netbox-{said['id']}")
    draft.add_note(" ".join(filter(None, ("Rack", rack, unit))) if rack else "")
    role, device_type = said.get("role", ""), said.get("model", "")
    _status(draft)
    if PASSIVE.search(f"{role} {device_type}"):
        draft.values["type"] = "other"
        if "managed" not in draft.values:
            draft.unmanaged(f"A {(role or device_type).lower()} is passive.")
    elif found := "other" if POWER.search(role) else type_of_words(role):
        draft.values["type"] = found


def refine_machine(draft: Draft) -> None:
    """A virtual machine on its device or cluster."""
    draft.values["type"] = "virtual-server"
    cluster = draft.said.get("cluster", "")
    if name := draft.said.get("name"):
        draft.ids.insert(1, f"{name} ({cluster})" if cluster else name)
    draft.add_note(f"Cluster {cluster}" if cluster else "")
    _status(draft)


_POSTCODE_FIRST = re.compile(r"(?:[A-Z]{1,2}[- ])?(\d{4,5}(?:\s?[A-Z]{2})?)\s+(\D.+)")
_POSTCODE_LAST = re.compile(r"(.+?),?\s+([A-Z]{2}\s+\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})")


def refine_site(draft: Draft) -> None:
    """A location, known by its name as devices know their site; its address taken apart where it is plain how."""
    if draft.said.get("status", "").casefold() in OUT_OF_USE:
        draft.remarks.append(f"Its status in NetBox is {draft.said['status'].casefold()}.")
    draft.add_note(" ".join(filter(None, (draft.said.get("facility"), draft.said.get("region")))))
    address = draft.said.get("address", "")
    parts = [part.strip() for part in re.split(r"[\n\r]+", address) if part.strip()]
    if len(parts) == 1 and address.count(",") >= 1:
        street, _, rest = address.partition(",")
        parts = [street.strip(), rest.strip()]
    if not parts:
        return
    if len(parts) == 2 and (town := _town(parts[1])):
        draft.values["street"] = parts[0]
        draft.values["postcode"], draft.values["city"] = town
    else:
        draft.values["street"] = ", ".join(parts)


def _town(text: str) -> tuple[str, str] | None:
    """Postcode and city, in either order."""
    if first := _POSTCODE_FIRST.fullmatch(text):
        return first[1], first[2]
    last = _POSTCODE_LAST.fullmatch(text)
    return (last[2], last[1]) if last else None


def refine_rack(draft: Draft) -> None:
    """A rack is nothing that the form has."""
    draft.refused = "A rack is no asset of the form; what stands in it comes with the devices."


def refine_address(draft: Draft) -> None:
    """An address counts where it is the first one of a device that is named."""
    device = draft.said.get("device", "")
    if not device or draft.said.get("primary", "").casefold() not in TRUE:
        draft.refused = "The address is not the first one of a device that is named: it updates nothing."
        return
    draft.ids = [device]


DEVICES = Layout(
    "devices",
    {
        "name": Column(("name",), "assets.name"),
        "role": Column(("role", "device_role"), "assets.type", copied=False),
        "manufacturer": Column(("manufacturer",), "assets.manufacturer"),
        "model": Column(("device_type", "type"), "assets.model"),
        "platform": Column(("platform",), "assets.operating_system"),
        "serial": Column(("serial", "serial number"), "assets.serial_number"),
        "asset_tag": Column(("asset_tag",)),
        "site": Column(("site",), "assets.location"),
        "rack": Column(("rack",), "assets.notes", copied=False),
        "position": Column(("position",)),
        "face": Column(("face", "rack face")),
        "status": Column(("status",), "assets.managed", copied=False),
        "address": Column(
            ("primary_ip", "ip address", "primary_ip4", "ipv4 address", "primary_ip6"), "assets.ip_address"
        ),
        "comments": Column(("comments",), "assets.notes"),
        "tenant": Column(("tenant",)),
        "location": Column(("location",)),
        "cluster": Column(("cluster",), "assets.redundancy_group"),
        "id": Column(("id",)),
        "description": Column(("description",)),
        "airflow": Column(("airflow",)),
        "virtual_chassis": Column(("virtual_chassis",)),
    },
    marks=("name", "site", "role", "model"),
    more_marks=("tenant", "rack", "platform", "face", "position", "virtual_chassis", "airflow"),
    enough=2,
    ids=("name", "asset_tag", "serial"),
    refine=refine_device,
)

MACHINES = Layout(
    "virtual machines",
    {
        "name": Column(("name",), "assets.name"),
        "role": Column(("role",)),
        "platform": Column(("platform",), "assets.operating_system"),
        "cluster": Column(("cluster",), "assets.notes", copied=False),
        "site": Column(("site",), "assets.location"),
        "device": Column(("device",), "assets.connected_to"),
        "status": Column(("status",), "assets.managed", copied=False),
        "address": Column(
            ("primary_ip", "ip address", "primary_ip4", "ipv4 address", "primary_ip6"), "assets.ip_address"
        ),
        "comments": Column(("comments",), "assets.notes"),
        "vcpus": Column(("vcpus",)),
        "memory": Column(("memory", "memory (mb)")),
        "disk": Column(("disk", "disk (gb)", "disk size (gb)", "disk_space")),
        "tenant": Column(("tenant",)),
        "id": Column(("id",)),
        "description": Column(("description",)),
    },
    marks=("name", "cluster", "vcpus"),
    more_marks=("memory", "disk", "role", "tenant"),
    enough=2,
    ids=("name",),
    refine=refine_machine,
)

SITES = Layout(
    "sites",
    {
        "name": Column(("name",), "locations.name"),
        "address": Column(("physical_address",), "locations.street", copied=False),
        "region": Column(("region",), "locations.notes", copied=False),
        "facility": Column(("facility",), "locations.notes", copied=False),
        "comments": Column(("comments",), "locations.notes"),
        "status": Column(("status",)),
        "slug": Column(("slug",)),
        "tenant": Column(("tenant",)),
        "time_zone": Column(("time_zone",)),
        "latitude": Column(("latitude",)),
        "longitude": Column(("longitude",)),
        "group": Column(("group",)),
        "asns": Column(("asn", "asns", "asn_count")),
        "description": Column(("description",)),
        "id": Column(("id",)),
    },
    marks=("name", "region"),
    more_marks=("slug", "facility", "address", "time_zone", "latitude", "group", "asns"),
    enough=3,
    ids=("name", "slug"),
    sheet="locations",
    refine=refine_site,
)

RACKS = Layout(
    "racks",
    {
        "site": Column(("site",)),
        "name": Column(("name",)),
        "height": Column(("u_height", "height")),
        "location": Column(("location",)),
        "status": Column(("status",)),
        "role": Column(("role",)),
        "serial": Column(("serial", "serial number")),
        "asset_tag": Column(("asset_tag",)),
        "facility_id": Column(("facility_id",)),
        "width": Column(("width",)),
        "units": Column(("desc_units", "devices", "device_count", "space", "utilization")),
        "rack_type": Column(("rack_type", "type")),
    },
    marks=("name", "site", "height"),
    more_marks=("status", "role", "facility_id", "width", "units", "asset_tag"),
    enough=2,
    ids=("name",),
    refine=refine_rack,
)

ADDRESSES = Layout(
    "ip addresses",
    {
        "address": Column(("address", "ip address"), "assets.ip_address"),
        "status": Column(("status",)),
        "role": Column(("role",)),
        "tenant": Column(("tenant",)),
        "dns_name": Column(("dns_name",)),
        "description": Column(("description",)),
        "vrf": Column(("vrf",)),
        "device": Column(("device", "parent", "assigned_object_parent"), "assets.id"),
        "machine": Column(("virtual_machine",)),
        "interface": Column(("interface", "assigned_object")),
        "primary": Column(("is_primary",)),
        "nat": Column(("nat_inside", "nat (inside)")),
    },
    marks=("address", "status", "dns_name"),
    more_marks=("vrf", "role", "tenant", "interface", "nat"),
    enough=2,
    refine=refine_address,
)

LAYOUTS = (DEVICES, MACHINES, SITES, RACKS, ADDRESSES)
