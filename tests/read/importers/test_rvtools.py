"""RVTools: its workbook and its CSV files, with what a vSphere holds beside machines that run."""

from __future__ import annotations

from typing import Any

from estimator.model.inventory import Inventory
from tests.read.importers.conftest import Importing
from tests.read.importers.test_kinds import check_laws

VINFO = (
    *(
        "VM",
        "Powerstate",
        "Template",
        "SRM Placeholder",
        "Config status",
        "DNS Name",
        "Connection state",
        "Guest state",
    ),
    *("CPUs", "Memory", "NICs", "Disks", "Primary IP Address", "Annotation", "Datacenter", "Cluster", "Host"),
    *("OS according to the configuration file", "OS according to the VMware Tools", "VM ID", "VM UUID"),
)
VHOST = (
    *("Host", "Datacenter", "Cluster", "CPU Model", "Speed", "# CPU", "Cores per CPU", "# Cores", "# Memory", "# VMs"),
    *("ESX Version", "Boot time", "Domain", "Time Zone", "Vendor", "Model", "Serial number", "Service tag", "UUID"),
)


def machine(name: str, **cells: object) -> list[object]:
    values = {"VM": name, "Powerstate": "poweredOn", "Template": "False", "CPUs": 2, "Memory": 4096} | cells
    return [values.get(heading.replace(" ", "_"), values.get(heading, "")) for heading in VINFO]


def host(name: str, **cells: object) -> list[object]:
    values = {"Host": name, "# Cores": 16, "# CPU": 2, "Speed": 2400} | cells
    return [values.get(heading.replace(" ", "_"), values.get(heading, "")) for heading in VHOST]


def by_id(inventory: Inventory) -> dict[str, dict[str, Any]]:
    check_laws(inventory)
    assert inventory.kind == "rvtools"
    return {str(row.values["id"]): dict(row.values) for row in inventory.rows}


def workbook() -> dict[str, list[Any]]:
    tools, config = "OS according to the VMware Tools", "OS according to the configuration file"
    return {
        "vInfo": [
            VINFO,
            machine("dc1", Host="esx1.acme.lan", **{tools: "Microsoft Windows Server 2019 (64-bit)"}, Annotation="AD"),
            machine("app1", Host="esx2.acme.lan", **{config: "Microsoft Windows Server 2016 or later (64-bit)"}),
            machine("old1", Powerstate="poweredOff", Host="esx1.acme.lan", **{tools: "CentOS 7 (64-bit)"}),
            machine("tpl-w2022", Template="True"),
            machine("srm1", SRM_Placeholder="True"),
            machine("vCLS-4c1f2a", **{config: "Other 3.x or later Linux (64-bit)"}),
            machine("dc1", Cluster="c2", Host="esx9.acme.lan", VM_UUID="42-2"),
        ],
        "vDisk": [("VM", "Powerstate", "Template", "Disk", "Capacity MiB"), ("dc1", "poweredOn", "False", "d1", 1)],
        "vCPU": [("VM", "Powerstate", "Template", "CPUs", "Sockets"), ("dc1", "poweredOn", "False", 2, 1)],
        "vHost": [
            VHOST,
            host(
                "esx1.acme.lan",
                ESX_Version="VMware ESXi 7.0.3 build-21930508",
                Vendor="Dell Inc.",
                Model="PowerEdge R640",
                Serial_number="7XYZ",
                Cluster="prod",
                Datacenter="Lux",
            ),
            host("esx2.acme.lan", ESX_Version="VMware ESXi 8.0.2 build-22380479", Service_tag="8XYZ", Cluster="prod"),
        ],
    }


def test_machines_and_hosts_of_a_workbook(importing: Importing) -> None:
    inventory = importing(workbook())
    rows = by_id(inventory)
    assert inventory.rows_in == 9
    assert rows["esx1.acme.lan"] == {
        "id": "esx1.acme.lan",
        "name": "esx1.acme.lan",
        "type": "hypervisor",
        "location": "Lux",
        "manufacturer": "Dell",
        "model": "PowerEdge R640",
        "serial_number": "7XYZ",
        "operating_system": "VMware ESXi",
        "version": "7.0.3",
        "redundancy_group": "prod",
    }
    assert rows["esx2.acme.lan"]["serial_number"] == "8XYZ"
    assert rows["dc1"]["connected_to"] == "esx1.acme.lan"
    assert rows["dc1"]["operating_system"] == "Windows Server 2019"
    assert rows["dc1"]["internal_notes"] == "AD"
    assert rows["app1"]["operating_system"] == "Windows Server"
    assert rows["old1"]["managed"] is False
    assert "connected_to" not in rows["dc1 (c2)"]
    left_out = {remark.place: remark.reason for remark in inventory.not_understood}
    assert left_out == {
        "vInfo row 5": "It is a template, and no machine that runs.",
        "vInfo row 6": "It is a placeholder of Site Recovery Manager: the machine itself runs elsewhere.",
        "vInfo row 7": "vSphere runs this machine for its own cluster services.",
    }
    told = " ".join(remark.reason for remark in inventory.remarks)
    assert "Not read, for they list no virtual machines or hosts: vDisk (2 rows), vCPU (2 rows)." in told
    assert "'Microsoft Windows Server 2016 or later (64-bit)' does not say which release" in told
    assert "It is switched off." in told


def test_one_sheet_as_csv(importing: Importing) -> None:
    rows = [VINFO, machine("vm1", Primary_IP_Address="10.0.0.1", Host="esx1")]
    inventory = importing("\n".join(",".join(map(str, row)) for row in rows) + "\n", name="RVTools_tabvInfo.csv")
    assert by_id(inventory)["vm1"] == {"id": "vm1", "name": "vm1", "type": "virtual-server", "ip_address": "10.0.0.1"}
    hosts = "\n".join(",".join(map(str, row)) for row in (VHOST, host("esx1")))
    assert by_id(importing(hosts))["esx1"]["operating_system"] == "VMware ESXi"


def test_sheets_that_only_detail_machines_are_not_taken_for_them(importing: Importing) -> None:
    sheets = workbook()
    inventory = importing({"vCPU": sheets["vCPU"], "vInfo": sheets["vInfo"]})
    assert {row.place.split()[0] for row in inventory.rows} == {"vInfo"}
