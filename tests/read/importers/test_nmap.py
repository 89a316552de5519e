"""nmap: hosts of a scan, and no more certainty than nmap has."""

from __future__ import annotations

from typing import Any

import pytest

from estimator.model.inventory import Inventory
from tests.read.importers.conftest import Importing
from tests.read.importers.test_kinds import check_laws


def scan(*hosts: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap">{"".join(hosts)}</nmaprun>'


def host(inside: str, state: str = "up", address: str = "10.0.0.1", name: str = "") -> str:
    names = f'<hostnames><hostname name="{name}" type="PTR"/></hostnames>' if name else ""
    return (
        f'<host><status state="{state}" reason="x"/><address addr="{address}" addrtype="ipv4"/>'
        f'<address addr="00:11:22:33:44:55" addrtype="mac" vendor="Intel"/>{names}{inside}</host>'
    )


def system(name: str, kind: str, family: str, accuracy: int = 100) -> str:
    return (
        f'<osmatch name="{name}" accuracy="{accuracy}"><osclass type="{kind}" vendor="x" osfamily="{family}" '
        f'accuracy="{accuracy}"/></osmatch>'
    )


def one(importing: Importing, text: str) -> tuple[dict[str, Any], str]:
    inventory: Inventory = importing(text, name="scan.xml")
    check_laws(inventory)
    assert inventory.kind == "nmap"
    (row,) = inventory.rows
    return dict(row.values), " ".join(remark.reason for remark in inventory.remarks)


SURE = (
    (system("HP LaserJet", "printer", "embedded"), "printer"),
    (system("Cisco Catalyst", "switch", "IOS"), "switch"),
    (system("Synology DSM", "storage-misc", "Linux"), "nas"),
    (system("APC", "power-device", "embedded"), "other"),
    (system("Microsoft Windows Server 2019", "general purpose", "Windows"), "server"),
)


@pytest.mark.parametrize(("inside", "asset_type"), SURE)
def test_a_sure_fingerprint_is_the_type(importing: Importing, inside: str, asset_type: str) -> None:
    row, _ = one(importing, scan(host(f"<os>{inside}</os>", name="box.lan")))
    assert (row["id"], row["type"], row["ip_address"]) == ("box.lan", asset_type, "10.0.0.1")


def test_a_guess_is_told_and_not_taken_over(importing: Importing) -> None:
    row, told = one(importing, scan(host(f"<os>{system('Netgear WAP', 'WAP', 'embedded', 96)}</os>")))
    assert row == {"id": "10.0.0.1", "ip_address": "10.0.0.1"}
    assert "no more than a guess of nmap's: 'WAP' (96 %)" in told
    assert "nmap guesses that its system is 'Netgear WAP' (96 %)" in told


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Microsoft Windows 10 1809", ("Windows 10", "1809")),
        ("Linux 4.15 - 5.6", ("Linux", None)),
        ("VMware ESXi 7.0", ("VMware ESXi", "7.0")),
        ("Microsoft Windows Server 2008 R2 or Windows 8", (None, None)),
    ],
)
def test_the_system_of_a_sure_fingerprint(importing: Importing, name: str, expected: tuple[str | None, ...]) -> None:
    row, _ = one(importing, scan(host(f"<os>{system(name, 'general purpose', 'x')}</os>")))
    assert (row.get("operating_system"), row.get("version")) == expected


SMB = '<hostscript><script id="smb-os-discovery" output="&#xa;  OS: {} (x)&#xa;  Computer name: pc&#xa;"/></hostscript>'


def test_windows_says_itself_what_it_is_unless_its_packets_are_anothers(importing: Importing) -> None:
    said = SMB.format("Windows Server 2016 Standard 14393")
    row, _ = one(importing, scan(host(said)))
    assert (row["operating_system"], row["type"]) == ("Windows Server 2016 Standard", "server")
    row, told = one(importing, scan(host(said + f"<os>{system('Linux 4.15', 'general purpose', 'Linux')}</os>")))
    assert "operating_system" not in row
    assert "as it says itself, or 'Linux', as it answers" in told


def test_a_service_tells_a_device_and_that_is_told(importing: Importing) -> None:
    ports = '<ports><port portid="9100"><service name="jetdirect" devicetype="printer"/></port></ports>'
    row, told = one(importing, scan(host(ports)))
    assert row["type"] == "printer"
    assert "what a service on it says: 'printer'" in told


def test_hosts_that_are_down_and_hosts_seen_twice_are_told(importing: Importing) -> None:
    inventory = importing(
        scan(host("", address="10.0.0.1"), host("", "down", "10.0.0.2"), host("", address="10.0.0.1")), name="scan.xml"
    )
    check_laws(inventory)
    assert [row.values["id"] for row in inventory.rows] == ["10.0.0.1"]
    assert [remark.reason for remark in inventory.not_understood] == [
        "The host did not answer (10.0.0.2): nothing is known of it.",
        "It is '10.0.0.1' once more, which stands in scan.xml host 1.",
    ]


def test_a_host_is_known_by_its_version_6_address_or_its_card_alone(importing: Importing) -> None:
    six = '<host><status state="up"/><address addr="fe80::1" addrtype="ipv6"/></host>'
    card = '<host><status state="up"/><address addr="00:11:22:33:44:66" addrtype="mac"/></host>'
    inventory = importing(scan(six, card), name="scan.xml")
    assert [row.values["id"] for row in inventory.rows] == ["fe80::1", "00:11:22:33:44:66"]


def test_the_machine_that_scans_itself_keeps_no_address(importing: Importing) -> None:
    row, told = one(importing, scan(host("", address="127.0.0.1", name="localhost")))
    assert "ip_address" not in row
    assert "It is the machine that scanned" in told
