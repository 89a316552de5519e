"""RVTools: the virtual machines (sheet vInfo) and hosts (sheet vHost) of a VMware vSphere, as xlsx or CSV.

Columns as RVTools 3.x and 4.x write them (https://www.dell.com/en-us/shop/vmware/sl/rvtools, `RVTools_tabvInfo.csv`;
as read by https://github.com/mjvincent/rvtools-to-ibm-cloud). Its other sheets detail the same machines.
"""

from __future__ import annotations

import re

from estimator.read.importers.gathering import Draft
from estimator.read.importers.tabular import Column, Layout

TRUE = frozenset(("true", "1", "yes", "waar", "vrai", "wahr"))
CLUSTER_SERVICE = re.compile(r"vCLS[-\s(].*", re.IGNORECASE)


def refine_machine(draft: Draft) -> None:
    """A virtual machine; templates, placeholders and the machines of vSphere itself are left out."""
    said = draft.said
    if said.get("template", "").casefold() in TRUE:
        draft.refused = "It is a template, and no machine that runs."
    elif said.get("placeholder", "").casefold() in TRUE:
        draft.refused = "It is a placeholder of Site Recovery Manager: the machine itself runs elsewhere."
    elif CLUSTER_SERVICE.fullmatch(said.get("name", "")):
        draft.refused = "vSphere runs this machine for its own cluster services."
    if name := said.get("name"):
        draft.ids[1:1] = [f"{name} ({said[key]})" for key in ("cluster", "host", "uuid") if key in said]
    draft.values["type"] = "virtual-server"
    state = said.get("state", "").casefold()
    if state and state != "poweredon":
        draft.unmanaged("It is switched off." if state == "poweredoff" else f"It is {state}.")


def refine_host(draft: Draft) -> None:
    """A host; what RVTools can look at is an ESXi, whatever its version."""
    draft.values["type"] = "hypervisor"
    draft.values.setdefault("operating_system", "VMware ESXi")


MACHINES = Layout(
    "virtual machines",
    {
        "name": Column(("VM",), "assets.name"),
        "state": Column(("Powerstate",), "assets.managed", copied=False),
        "template": Column(("Template",)),
        "placeholder": Column(("SRM Placeholder",)),
        "system": Column(("OS according to the VMware Tools",), "assets.operating_system"),
        "configured_system": Column(("OS according to the configuration file", "OS"), "assets.operating_system"),
        "address": Column(("Primary IP Address", "IP Address"), "assets.ip_address"),
        "host": Column(("Host",), "assets.connected_to"),
        "datacenter": Column(("Datacenter",), "assets.location"),
        "annotation": Column(("Annotation", "Notes"), "assets.internal_notes"),
        "dns_name": Column(("DNS Name",)),
        "cluster": Column(("Cluster",)),
        "uuid": Column(("VM UUID", "SMBIOS UUID")),
        "cpus": Column(("CPUs",)),
        "memory": Column(("Memory",)),
        "nics": Column(("NICs",)),
        "disks": Column(("Disks",)),
        "firmware": Column(("Firmware",)),
    },
    marks=("name", "state", "cpus", "memory"),
    ids=("name",),
    refine=refine_machine,
)

HOSTS = Layout(
    "hosts",
    {
        "name": Column(("Host",), "assets.name"),
        "system": Column(("ESX Version",), "assets.operating_system"),
        "manufacturer": Column(("Vendor",), "assets.manufacturer"),
        "model": Column(("Model",), "assets.model"),
        "serial": Column(("Serial number",), "assets.serial_number"),
        "service_tag": Column(("Service tag",), "assets.serial_number"),
        "datacenter": Column(("Datacenter",), "assets.location"),
        "cluster": Column(("Cluster",), "assets.redundancy_group"),
        "cpu_model": Column(("CPU Model",)),
        "speed": Column(("Speed",)),
        "cpus": Column(("# CPU",)),
        "cores": Column(("# Cores",)),
        "memory": Column(("# Memory",)),
        "uuid": Column(("UUID",)),
        "domain": Column(("Domain",)),
    },
    marks=("name", "cores"),
    more_marks=("speed", "system", "cpu_model", "cpus", "memory"),
    enough=1,
    ids=("name", "uuid"),
    refine=refine_host,
)

LAYOUTS = (MACHINES, HOSTS)
