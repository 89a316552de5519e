"""Every inventory that others published comes in with one command, and every one of its rows is accounted for."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from estimator.cli.main import main
from estimator.read.cells import read_cells


def csv_rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))


def hosts(path: Path) -> int:
    return len(re.findall(r"<host\b", path.read_text(encoding="utf-8")))


def machines(path: Path) -> int:
    sheets, _ = read_cells(path)
    assert sheets is not None
    return sum(len(sheet.rows) - 1 for sheet in sheets if sheet.name in ("vInfo", "vHost"))


INVENTORIES: dict[str, Callable[[Path], int]] = {
    "netbox-demo/sites.csv": csv_rows,
    "netbox-demo/devices.csv": csv_rows,
    "netbox-demo/virtual_machines.csv": csv_rows,
    "netbox-demo/ip_addresses.csv": csv_rows,
    "netbox-demo/racks.csv": csv_rows,
    "rvtools/rvtools-small-complete.xlsx": machines,
    "glpi/computer_1.json": lambda _: 1,
    "glpi/computer_2.json": lambda _: 1,
    "glpi/networkequipment_3.json": lambda _: 1,
    "glpi/phone_1.json": lambda _: 1,
    "glpi/printer_1.json": lambda _: 1,
    "libnmap/1_hosts_down.xml": hosts,
    "libnmap/1_os_banner_scripts.xml": hosts,
    "libnmap/2_hosts_version.xml": hosts,
    "libnmap/dionaea_scan.xml": hosts,
    "helpdesk-lab/asset_inventory.csv": csv_rows,
    "helpdesk-lab/endpoints.csv": csv_rows,
}


def imported(source: Path, workbook: Path) -> dict[str, Any]:
    command = ["import", str(source), str(workbook), "--format", "json", "--today", "2026-11-22"]
    document: dict[str, Any] = json.loads(CliRunner().invoke(main, command).stdout)
    return document


def accounted(document: dict[str, Any]) -> int:
    changed: int = document["added"] + document["updated"] + document["unchanged"]
    return changed + len(document["not_understood"])


@pytest.mark.parametrize("name", INVENTORIES)
def test_every_row_ends_in_exactly_one_count_and_a_second_import_changes_nothing(
    trial_data: Path, tmp_path: Path, name: str
) -> None:
    source, workbook = trial_data / name, tmp_path / "acme.xlsx"
    first = imported(source, workbook)
    assert first["rows"] == accounted(first) == INVENTORIES[name](source)
    before = workbook.read_bytes() if workbook.exists() else b""
    again = imported(source, workbook)
    assert again["rows"] == accounted(again) == first["rows"]
    assert (again["added"], again["updated"], again["written"]) == (0, 0, False)
    assert (workbook.read_bytes() if workbook.exists() else b"") == before


def test_one_workbook_takes_them_all_in_and_stays_the_same_the_second_time(trial_data: Path, tmp_path: Path) -> None:
    """Without the scans: three of them call their own machine localhost and say different things of it."""
    workbook = tmp_path / "acme.xlsx"
    names = [name for name in INVENTORIES if not name.startswith("libnmap")]
    for name in names:
        document = imported(trial_data / name, workbook)
        assert document["rows"] == accounted(document)
    before = workbook.read_bytes()
    for name in names:
        assert imported(trial_data / name, workbook)["written"] is False, name
    assert workbook.read_bytes() == before
