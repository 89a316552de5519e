"""GLPI: the inventory that its agent writes of one device, as JSON.

Keys as in inventory.schema.json of https://github.com/glpi-project/inventory_format; how a stack of switches and the
access points of a controller are told as in src/Inventory/Asset/NetworkEquipment.php of
https://github.com/glpi-project/glpi.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from estimator.model.inventory import ColumnUse
from estimator.read.importers.gathering import Draft, Gathering, told
from estimator.read.importers.products import type_of_model
from estimator.read.importers.source import Source

Node = Mapping[str, Any]

LAPTOP_CHASSIS = frozenset(
    ("laptop", "notebook", "portable", "sub notebook", "convertible", "detachable", "tablet", "hand held")
)
DESKTOP_CHASSIS = frozenset(
    ("desktop", "low profile desktop", "mini tower", "tower", "pizza box", "all in one", "space-saving", "lunch box",
     "mini pc", "stick pc", "sealed-case pc", "pc")
)  # fmt: skip
SERVER_CHASSIS = frozenset(("main server chassis", "rack mount chassis", "blade", "blade enclosure", "rack mount"))
"""What SMBIOS calls kinds of cases (DSP0134, `System Enclosure or Chassis Types`)."""

SERVER_SYSTEM = re.compile(r"\bserver\b|esxi|proxmox|xcp-ng", re.IGNORECASE)
MANY_PORTS = 20
ETHERNET = 6
"""The kind of a port in ifType of RFC 2863."""

TYPES = {"printer": "printer", "phone": "ip-phone", "storage": "nas", "power": "ups", "video": "camera"}
"""`network_device.type` of what SNMP has told."""


def claims(source: Source) -> int:
    """How many of the keys of an inventory the document has; 0 for another one."""
    return sum(key in node for node in _devices(source) for key in ("content", "deviceid", "action", "itemtype"))


def read(source: Source, gathering: Gathering) -> None:
    """Takes the device of the document, or each of several; a stack is as many rows as it has switches."""
    devices = list(_devices(source))
    for number, device in enumerate(devices, start=1):
        place = source.name if len(devices) == 1 else f"{source.name} device {number}"
        content = _node(device, "content")
        if device.get("partial"):
            gathering.take(Draft(place, refused="It is a part of an inventory only: ask for a full one."))
        elif "network_device" in content:
            for draft in _network_device(place, device, content, gathering):
                gathering.take(draft)
        else:
            gathering.take(_computer(place, device, content))
            _tell_what_is_left(place, content, gathering)
    gathering.use(_columns(source.name, devices))


def _devices(source: Source) -> Iterator[Node]:
    documents = source.document if isinstance(source.document, list) else [source.document]
    for document in documents:
        if (
            isinstance(document, dict)
            and isinstance(document.get("content"), dict)
            and ("deviceid" in document or "action" in document)
        ):
            yield document


def _node(node: Node, key: str) -> Node:
    value = node.get(key)
    return value if isinstance(value, dict) else {}


def _nodes(node: Node, key: str) -> list[Node]:
    value = node.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


# --- computers and telephones -----------------------------------------------------------------------------------------


def _computer(place: str, device: Node, content: Node) -> Draft:
    hardware, bios, system = (_node(content, key) for key in ("hardware", "bios", "operatingsystem"))
    draft = Draft(place)
    name, serial = told(hardware.get("name")), told(bios.get("ssn"))
    draft.ids = [name, serial, told(device.get("deviceid"))]
    draft.values = {
        "name": name,
        "manufacturer": told(bios.get("smanufacturer")) or told(bios.get("mmanufacturer")),
        "model": told(bios.get("smodel")) or told(bios.get("mmodel")),
        "serial_number": serial,
        "ip_address": _address(content),
        "location": told(_node(content, "location").get("name")),
    }
    draft.values["operating_system"], draft.values["version"] = _system(content, system)
    asset_type = _computer_type(device, content, draft)
    if asset_type:
        draft.values["type"] = asset_type
    return draft


def _system(content: Node, system: Node) -> tuple[str, str]:
    """The full name, which has edition and release, and the kernel's version of Windows, which is its build."""
    full, name = told(system.get("full_name")), told(system.get("name"))
    android = re.search(r"Android\s*([\d.]+)", full or name)
    if android:
        return "Android", android[1].removesuffix(".0")
    hardware = _node(content, "hardware")
    text = full or name or told(hardware.get("osname"))
    version = told(system.get("version")) or told(hardware.get("osversion"))
    build = told(system.get("kernel_version"))
    if "windows" in text.casefold():
        return text, build if re.fullmatch(r"\d+\.\d+\.\d+[\d.]*", build) else version
    if name and version:
        return name, re.sub(r"\s*\(.*\)", "", version)
    return text, (version if version not in text else "")


def _address(content: Node) -> str:
    """The address of the first card that is in use, and that no DHCP server gives another one."""
    for card in _nodes(content, "networks"):
        address = told(card.get("ipaddress"))
        is_own = address and not address.startswith("127.") and not card.get("virtualdev") and not card.get("ipdhcp")
        if is_own and told(card.get("status")).casefold() != "down":
            return address
    return ""


def _computer_type(device: Node, content: Node, draft: Draft) -> str | None:
    hardware = _node(content, "hardware")
    chassis = told(hardware.get("chassis_type")).casefold()
    virtual = told(hardware.get("vmsystem")).casefold()
    model, maker = str(draft.values["model"]), str(draft.values["manufacturer"])
    system = str(draft.values["operating_system"])
    if told(device.get("itemtype")).casefold() == "phone" or system == "Android":
        return "other"
    if virtual not in ("", "physical") or type_of_model(model, maker) == "virtual-server":
        return "virtual-server"
    if re.search(r"esxi|proxmox|xcp-ng", system, re.IGNORECASE):
        return "hypervisor"
    if SERVER_SYSTEM.search(system) or chassis in SERVER_CHASSIS:
        return "server"
    if chassis in LAPTOP_CHASSIS:
        return "laptop"
    return type_of_model(model, maker) or ("workstation" if chassis in DESKTOP_CHASSIS else None)


def _tell_what_is_left(place: str, content: Node, gathering: Gathering) -> None:
    machines = [told(machine.get("name")) for machine in _nodes(content, "virtualmachines")]
    if machines:
        names = ", ".join(filter(None, machines[:8])) + (", ..." if len(machines) > 8 else "")
        reason = f"{len(machines)} virtual machines or containers run on it ({names}); import the inventory of each."
        gathering.remark(place, reason)
    for key, what in (("monitors", "Monitors"), ("printers", "Printers")):
        names = ", ".join(name for node in _nodes(content, key)[:8] if (name := told(node.get("name"))))
        if names:
            gathering.remark(place, f"{what} that it knows are not taken in: {names}.")


# --- what answers SNMP ------------------------------------------------------------------------------------------------


def _network_device(place: str, device: Node, content: Node, gathering: Gathering) -> Iterator[Draft]:
    seen = _node(content, "network_device")
    name = told(seen.get("name")) or told(seen.get("description"))
    addresses = seen.get("ips")
    address = next((text for ip in addresses if (text := told(ip))), "") if isinstance(addresses, list) else ""
    draft = Draft(place)
    draft.ids = [name, told(seen.get("serial")), told(seen.get("mac")), told(device.get("deviceid"))]
    draft.values = {
        "name": name,
        "manufacturer": told(seen.get("manufacturer")),
        "model": told(seen.get("model")),
        "serial_number": told(seen.get("serial")),
        "version": _firmware(seen, content),
        "ip_address": address or told(seen.get("ip")),
        "location": told(seen.get("location")),
    }
    _network_type(draft, device, content)
    stack = _stack(content)
    points = [node for node in _nodes(content, "network_components") if told(node.get("ip")) and told(node.get("mac"))]
    if len(stack) < 2:
        yield draft
        for number, point in enumerate(points, start=1):
            yield _access_point(place, number, point)
        return
    for number, member in enumerate(stack, start=1):
        yield _stack_member(draft, number, member)


def _firmware(seen: Node, content: Node) -> str:
    firmwares = [told(node.get("version")) for node in _nodes(content, "firmwares")]
    return told(seen.get("firmware")) or next(filter(None, firmwares), "")


def _network_type(draft: Draft, device: Node, content: Node) -> None:
    values, item = draft.values, told(device.get("itemtype")).casefold()
    kind = told(_node(content, "network_device").get("type")).casefold()
    found = TYPES.get(kind) or TYPES.get(item) or type_of_model(str(values["model"]), str(values["manufacturer"]))
    ports = [port for port in _nodes(content, "network_ports") if port.get("iftype") in (ETHERNET, str(ETHERNET))]
    if found:
        values["type"] = found
    elif len(ports) >= MANY_PORTS and any(port.get("vlans") or port.get("trunk") for port in ports):
        values["type"] = "switch"
        draft.remarks.append(
            f"It is taken for a switch, for it has {len(ports)} Ethernet ports with VLANs. Check the type."
        )


def _stack(content: Node) -> list[Node]:
    members = [
        node
        for node in _nodes(content, "network_components")
        if told(node.get("type")).casefold() == "chassis" and told(node.get("serial"))
    ]
    return sorted(members, key=lambda node: (len(told(node.get("index"))), told(node.get("index"))))


def _stack_member(whole: Draft, number: int, member: Node) -> Draft:
    """A switch of a stack: what the stack has in common, and its own model and serial number."""
    serial, name = told(member.get("serial")), str(whole.values["name"])
    own = {
        "name": f"{name} - {number}" if name else "",
        "model": told(member.get("model")) or told(member.get("description")),
        "serial_number": serial,
        "version": told(member.get("firmware")) or told(member.get("version")) or whole.values["version"],
    }
    values = whole.values | {key: value for key, value in own.items() if value}
    draft = Draft(f"{whole.place} switch {number}", values=values, ids=[str(own["name"]), serial])
    draft.values.setdefault("type", "switch")
    if number > 1:
        draft.values.pop("ip_address")
    return draft


def _access_point(place: str, number: int, point: Node) -> Draft:
    name, serial = told(point.get("name")), told(point.get("serial"))
    values = {
        "type": "access-point",
        "name": name,
        "manufacturer": told(point.get("manufacturer")),
        "model": told(point.get("model")),
        "serial_number": serial,
        "version": told(point.get("firmware")) or told(point.get("version")),
        "ip_address": told(point.get("ip")),
    }
    return Draft(f"{place} access point {number}", values=dict(values), ids=[name, serial, told(point.get("mac"))])


# --- what was used ----------------------------------------------------------------------------------------------------

_USED = (
    ("hardware", "name", "name"), ("hardware", "chassis_type", "type"), ("hardware", "vmsystem", "type"),
    ("bios", "smanufacturer", "manufacturer"), ("bios", "smodel", "model"), ("bios", "ssn", "serial_number"),
    ("operatingsystem", "full_name", "operating_system"), ("operatingsystem", "version", "version"),
    ("network_device", "name", "name"), ("network_device", "type", "type"),
    ("network_device", "manufacturer", "manufacturer"), ("network_device", "model", "model"),
    ("network_device", "serial", "serial_number"), ("network_device", "firmware", "version"),
)  # fmt: skip


def _columns(name: str, devices: list[Node]) -> Iterator[ColumnUse]:
    for part, key, field in _USED:
        example = next((text for node in devices if (text := told(_node(_node(node, "content"), part).get(key)))), "")
        if example:
            yield ColumnUse(name, f"{part}.{key}", f"assets.{field}", example)
    used = {part for part, _, _ in _USED} | {"networks", "network_components", "firmwares", "virtualmachines"}
    for key in dict.fromkeys(key for node in devices for key in _node(node, "content") if key not in used):
        yield ColumnUse(name, str(key), "")
