"""nmap: the hosts of a scan, from the XML that `-oX` writes; what listens on them is no asset.

Elements as in docs/nmap.dtd of https://github.com/nmap/nmap; device types as in
https://nmap.org/book/osdetect-device-types.html. nmap tells how sure it is: only what it is sure of is taken over, the
rest is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from estimator.model.inventory import ColumnUse
from estimator.read.importers.gathering import Draft, Gathering, told
from estimator.read.importers.source import Source
from estimator.read.values import quoted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SURE = 100
"""The accuracy, in per cent, at which a fingerprint fits wholly."""

TYPES = {
    "broadband router": "router", "router": "router", "switch": "switch", "WAP": "access-point", "firewall": "firewall",
    "printer": "printer", "print server": "printer", "storage-misc": "nas", "VoIP phone": "ip-phone", "PBX": "pbx",
    "webcam": "camera", "bridge": "other", "hub": "other", "load balancer": "other", "media device": "other",
    "PDA": "other", "phone": "other", "power-device": "other", "proxy server": "other", "remote management": "other",
    "security-misc": "other", "specialized": "other", "telecom-misc": "other", "terminal": "other",
    "terminal server": "other", "VoIP adapter": "other", "game console": "other",
}  # fmt: skip
"""nmap's device types in the form's words; `general purpose` is any computer."""

_OS_LINE = re.compile(r"^\s*OS:\s*(.+?)\s*(?:\(.*)?$", re.MULTILINE)


def claims(source: Source) -> int:
    """Whether the document is a scan."""
    return int(source.format == "xml" and getattr(source.document, "tag", "") == "nmaprun") * 100


def read(source: Source, gathering: Gathering) -> None:
    """Takes every host of the scan."""
    hosts = list(source.document.iter("host"))
    for number, host in enumerate(hosts, start=1):
        gathering.take(_draft(f"{source.name} host {number}", host))
    gathering.use(_columns(source.name, hosts))


def _draft(place: str, host: Element) -> Draft:
    addresses = {told(node.get("addrtype")): told(node.get("addr")) for node in reversed(host.findall("address"))}
    address = addresses.get("ipv4") or addresses.get("ipv6") or ""
    name = _host_name(host)
    draft = Draft(place, ids=[] if name == "localhost" else [name])
    draft.ids += [address, addresses.get("mac", "")]
    draft.values = {"name": name, "ip_address": "" if address.startswith("127.") else address}
    if name == "localhost" or address.startswith("127."):
        draft.remarks.append("It is the machine that scanned, seen by itself. Give it its own name and address.")
    status = host.find("status")
    if status is not None and status.get("state") != "up":
        draft.refused = f"The host did not answer ({address or name or 'no address'}): nothing is known of it."
        return draft
    asset_type, guess = _type(host)
    if asset_type:
        draft.values["type"] = asset_type
        if guess:
            draft.remarks.append(f"Its type is what a service on it says: {guess}. Check the type.")
    elif guess:
        draft.type_doubt = f"Its type is no more than a guess of nmap's: {guess}. Choose the type."
    system, maybe = _system(host)
    draft.values["operating_system"] = system
    if maybe:
        draft.remarks.append(f"nmap guesses that its system is {maybe}; a guess is not taken over.")
    return draft


def _host_name(host: Element) -> str:
    """The name somebody gave in the scan, or the one that DNS knows."""
    names = {told(node.get("type")): told(node.get("name")) for node in reversed(host.findall("hostnames/hostname"))}
    return names.get("user") or names.get("PTR") or ""


# --- what it is -------------------------------------------------------------------------------------------------------


def _type(host: Element) -> tuple[str | None, str]:
    """The type where nmap is sure or the services on the host agree, and their word; else nmap's guess in words."""
    classes = list(host.iter("osclass"))
    best = max((_accuracy(node) for node in classes), default=0)
    kinds = {told(node.get("type")) for node in classes if _accuracy(node) == best} - {""}
    sure = {TYPES.get(kind) for kind in kinds} if best >= SURE else {None}
    if len(sure) == 1 and (found := sure.pop()):
        return found, ""
    said = {told(node.get("devicetype")) for node in host.iterfind("ports/port/service")} - {"", "general purpose"}
    types = {TYPES[kind] for kind in said if kind in TYPES}
    if len(types) == 1:
        return types.pop(), " or ".join(map(quoted, sorted(said)))
    kinds.discard("general purpose")
    return None, f"{' or '.join(map(quoted, sorted(kinds)))} ({best} %)" if kinds else ""


def _accuracy(node: Element) -> int:
    text = told(node.get("accuracy"))
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _system(host: Element) -> tuple[str, str]:
    """The system that Windows itself or a sure fingerprint names, else nmap's guess in words."""
    for script in host.iter("script"):
        if script.get("id") == "smb-os-discovery":
            said = _OS_LINE.search(script.get("output", ""))
            if said and "samba" not in script.get("output", "").casefold():
                return _unless_contradicted(said[1], host)
    matches = list(host.iter("osmatch"))
    best = max((_accuracy(node) for node in matches), default=0)
    names = list(dict.fromkeys(told(node.get("name")) for node in matches if _accuracy(node) == best))
    if best >= SURE and len(names) == 1 and not re.search(r"\s+or\s+|,", names[0]):
        return _without_range(names[0]), ""
    return "", f"{' or '.join(map(quoted, names[:4]))} ({best} %)" if names else ""


def _unless_contradicted(said: str, host: Element) -> tuple[str, str]:
    """What Windows says of itself, unless its packets are surely those of something else, as a honeypot's are."""
    families = {told(node.get("osfamily")) for node in host.iter("osclass") if _accuracy(node) >= SURE}
    if families and "Windows" not in families:
        return "", f"{quoted(said)}, as it says itself, or {' or '.join(map(quoted, sorted(families)))}, as it answers"
    return said, ""


def _without_range(name: str) -> str:
    """The name without a span of releases: `Linux 4.15 - 5.6` leaves the release open."""
    return re.sub(r"\s+[\d.]+\w*\s+-\s+[\d.]+\w*", "", name)


# --- what was used ----------------------------------------------------------------------------------------------------


def _columns(name: str, hosts: Iterable[Element]) -> Iterator[ColumnUse]:
    paths = (
        ("hostnames/hostname", "name", "assets.name"),
        ("address", "addr", "assets.ip_address"),
        ("os/osclass", "type", "assets.type"),
        ("os/osmatch/osclass", "type", "assets.type"),
        ("os/osmatch", "name", "assets.operating_system"),
        ("ports/port", "portid", ""),
    )
    hosts = list(hosts)
    for path, key, field in paths:
        example = next((text for host in hosts for node in host.iterfind(path) if (text := told(node.get(key)))), "")
        if example:
            yield ColumnUse(name, f"{path}/@{key}", field, example)
