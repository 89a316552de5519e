"""Lansweeper: reports over its assets as CSV or xlsx, with the columns of its database.

Columns are those of its tables tblAssets, tblAssetCustom, tsysAssetTypes, tsysOS, tsysIPLocations, tblState and
tblOperatingsystem, which reports show under their own names or as `OS`, `Type` and the like
(https://community.lansweeper.com, Lansweeper database documentation; the views of
https://help.ivanti.com, `Lansweeper Integration: View Examples`).
"""

from __future__ import annotations

import re

from estimator.read.importers.gathering import Draft, type_of_words
from estimator.read.importers.tabular import Column, Layout

TYPES = {
    "vmware guest": "virtual-server", "hyper-v guest": "virtual-server", "citrix xen guest": "virtual-server",
    "aws ec2 instance": "virtual-server", "azure virtual machine": "virtual-server",
    "vmware esxi server": "hypervisor", "esxi server": "hypervisor", "vmware server": "hypervisor",
    "esx server": "hypervisor",
    "citrix xenserver": "hypervisor", "proxmox host": "hypervisor", "vmware vcenter server": "virtual-server",
    "wireless access point": "access-point", "voip phone": "ip-phone", "san": "nas", "nas": "nas", "monitor": "other",
    "smartphone": "other", "mobile": "other", "ios": "other", "android": "other", "windows phone": "other",
    "chrome os": "laptop", "webcam": "camera", "ip camera": "camera",
}  # fmt: skip
"""Types of tsysAssetTypes whose words do not say it; `Windows`, `Linux` and `Network device` tell no type of ours."""

NO_TYPE = frozenset(
    ("windows", "linux", "apple mac", "network device", "webserver", "unix", "ftp server", "mail server")
)
_CODE = re.compile(r"(\d+\.\d+\.\d+[\d.]*)\s*S?", re.IGNORECASE)


def refine(draft: Draft) -> None:
    """Type from the asset type; the release from the system's code, whose `S` marks a server."""
    said = draft.said
    kind = said.get("type", "").casefold()
    found = TYPES.get(kind) or (None if kind in NO_TYPE else type_of_words(kind))
    if found:
        draft.values["type"] = found
    versions = [
        code[1] if (code := _CODE.fullmatch(text)) else text for key in ("version", "code") if (text := said.get(key))
    ]
    if versions:
        draft.values["version"] = versions[0]
    draft.refuse_if_gone(said.get("state", ""), "Lansweeper")
    if said.get("ip_location", "").casefold() == "undefined" and "location" not in said:
        draft.values.pop("location", None)


ASSETS = Layout(
    "assets",
    {
        "name": Column(("AssetName",), "assets.name"),
        "type": Column(("AssetTypename", "Assettype", "Type", "configuration_type"), "assets.type", copied=False),
        "manufacturer": Column(("Manufacturer",), "assets.manufacturer"),
        "model": Column(("Model",), "assets.model"),
        "serial": Column(("Serialnumber", "Serial"), "assets.serial_number"),
        "caption": Column(("Caption", "os_caption", "OS caption", "OperatingSystem"), "assets.operating_system"),
        "system": Column(("OSname", "OS", "OS name"), "assets.operating_system"),
        "code": Column(("OScode", "OperatingSystemVersion", "BuildNumber"), "assets.version", copied=False),
        "version": Column(("Version", "OSVersion", "Release", "OS release"), "assets.version", copied=False),
        "address": Column(("IPAddress",), "assets.ip_address"),
        "location": Column(("Location", "Building", "Branchoffice"), "assets.location"),
        "ip_location": Column(("IPLocation", "ip_localation"), "assets.location"),
        "purchased": Column(("PurchaseDate",), "assets.purchased"),
        "warranty_until": Column(("Warrantydate", "Warranty expiration"), "assets.warranty_until"),
        "description": Column(("Description",), "assets.notes"),
        "state": Column(("Statename", "State")),
        "id": Column(("AssetID",)),
        "unique": Column(("AssetUnique",)),
        "domain": Column(("Domain",)),
        "user": Column(("Username",)),
        "user_domain": Column(("Userdomain",)),
        "mac": Column(("Mac", "MAC address")),
        "service_pack": Column(("SP",)),
        "first_seen": Column(("Firstseen",)),
        "last_seen": Column(("Lastseen",)),
        "last_tried": Column(("Lasttried",)),
        "barcode": Column(("BarCode",)),
        "fqdn": Column(("FQDN",)),
        "memory": Column(("Memory",)),
        "processor": Column(("Processor",)),
    },
    marks=("name",),
    more_marks=(
        *("type", "code", "ip_location", "id", "unique", "user_domain", "last_seen", "last_tried"),
        *("service_pack", "state"),
    ),
    enough=2,
    ids=("name", "serial", "unique", "id"),
    refine=refine,
)

LAYOUTS = (ASSETS,)
