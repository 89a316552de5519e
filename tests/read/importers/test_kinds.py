"""Which kind of export a file is, and that every row of every published inventory is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from estimator.diagnostics import Stop
from estimator.model.inventory import Inventory
from estimator.model.lifecycle import LifecycleCatalogue, Release, find_release
from estimator.read.headings import read_form
from estimator.read.importers.checks import IMPORT_CHECKS
from estimator.read.importers.kinds import KIND_NAMES, KINDS, import_source, recognise
from estimator.read.importers.mapping import ColumnMapping, mapping_of
from estimator.read.importers.source import read_source
from tests.read.importers.conftest import Importing

NETBOX = "name,role,tenant,manufacturer,device_type,platform,site,rack,position,status\n"
SNIPE_IT = "Asset Tag,Asset Name,Model,Model No.,Category,Status,Checked Out To,Location,EOL\n"
LANSWEEPER = "AssetID,AssetName,AssetTypename,IPAddress,IPLocation,Manufacturer,Model,OSname,Lastseen\n"
INTUNE = "Device ID,Device name,Managed by,Ownership,Compliance,OS,OS version,Serial number,Primary user UPN\n"
TACTICAL = "Hostname,client,site_name,CPU_Model,Disks,operating_system,goarch,total_ram\n"
RVTOOLS = "VM,Powerstate,Template,CPUs,Memory,Primary IP Address,Host,OS according to the VMware Tools\n"
GLPI = '{"action": "inventory", "deviceid": "PC-1", "itemtype": "Computer", "content": {"hardware": {"name": "PC-1"}}}'
NMAP = '<?xml version="1.0"?><nmaprun scanner="nmap"><host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/></host></nmaprun>'  # noqa: E501
GENERIC = "Naam;Soort;Serienummer\n"

SAMPLES = {
    "netbox": NETBOX + "sw1,Switch,,Cisco,C9200-48P,,HQ,R1,4.0,active\n",
    "snipe-it": SNIPE_IT + "A1,PC 1,Latitude 5440,5440,Laptop,Deployed,Jan,HQ,2028-01-01\n",
    "lansweeper": LANSWEEPER + "1,PC1,Windows,10.0.0.1,HQ,Dell,Latitude 5440,Win 10,2026-01-01\n",
    "intune": INTUNE + "x,PC1,Intune,Company,Compliant,Windows,10.0.22631.1,ABC1234,jan@example.com\n",
    "tactical": TACTICAL + 'PC1,Acme,HQ,i5,"C: 1",Windows 10 Pro,amd64,16\n',
    "rvtools": RVTOOLS + "vm1,poweredOn,False,2,4096,10.0.0.1,esx1,Microsoft Windows Server 2019 (64-bit)\n",
    "glpi": GLPI,
    "nmap": NMAP,
    "generic": GENERIC + "pc1;laptop;ABC1234\n",
}


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_file_is_known_by_its_content_whatever_its_name(importing: Importing, kind: str) -> None:
    inventory = importing(SAMPLES[kind], name="inventory.dat")
    assert inventory.kind == kind
    assert len(inventory.rows) == 1


def test_maker_and_model_of_one_column_are_told_apart(importing: Importing) -> None:
    inventory = importing("Naam;Merk & model\npc1;HP EliteBook 840\npc2;Selfbuilt X1\n")
    told = [(row.values.get("manufacturer"), row.values["model"]) for row in inventory.rows]
    assert told == [("HP", "EliteBook 840"), (None, "Selfbuilt X1")]


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("glpi", "nmap")])
def test_headings_in_another_order_below_a_title_are_known_too(importing: Importing, kind: str) -> None:
    headings, row, _ = SAMPLES[kind].split("\n")
    turned = [",".join(line.replace('"C: 1"', "C").split(",")[::-1]).upper() for line in (headings, row)]
    inventory = importing(f"Inventory of 1 May\n\n{turned[0]}\n{turned[1]}\n")
    assert (inventory.kind, inventory.rows_in) == (kind, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_kind_is_one_sentence_that_says_what_to_do(importing: Importing, kind: str) -> None:
    for other, text in SAMPLES.items():
        if other != kind:
            with pytest.raises(Stop) as caught:
                importing(text, name="export.dat", kind=kind)
            (problem,) = caught.value.diagnostics
            assert problem.check == "wrong-kind"
            assert problem.message == f"The file is not {KINDS[kind].title}."
            assert (f"--from {other}," in problem.remedy) == (other != "generic")


def test_a_kind_can_be_chosen_against_the_content(importing: Importing) -> None:
    assert importing(SAMPLES["snipe-it"], kind="generic").kind == "generic"


def test_the_kind_that_knows_most_columns_wins_and_always_the_same(importing: Importing, tmp_path: Path) -> None:
    both = (
        INTUNE.strip()
        + ",AssetName,Lastseen,Userdomain\n"
        + "x,PC1,Intune,Company,Yes,Windows,10.0.1,S1,j@x.be,P,2,D\n"
    )
    assert importing(both).kind == "intune"
    source = read_source(tmp_path / "export.csv")
    assert {recognise(source) for _ in range(5)} == {"intune"}


@pytest.mark.parametrize("text", ['{"orders": []}', "[1, 2]", "<orders/>", '{"content": 3, "action": "x"}', "null "])
def test_documents_of_other_tools_are_one_sentence(importing: Importing, text: str) -> None:
    with pytest.raises(Stop) as caught:
        importing(text, name="orders.json")
    assert [problem.check for problem in caught.value.diagnostics] in (["unknown-document"], ["no-table"])


def test_every_reason_to_stop_is_in_the_catalogue() -> None:
    assert {"wrong-kind", "unknown-document"} <= {check.id for check in IMPORT_CHECKS}


# --- what somebody decided --------------------------------------------------------------------------------------------


def test_a_mapping_moves_columns_explains_words_and_fills_gaps(importing: Importing) -> None:
    text = LANSWEEPER.replace("IPLocation", "Contact") + "1,PC1,Kiosk,10.0.0.1,HQ,Acme,X1,,2026-01-01\n2,PC2,,,,,,,\n"
    mapping = ColumnMapping(
        {"Contact": "assets.location", "IPAddress": "", "AssetID": "assets.id"},
        {"assets.type": {"kiosk": "workstation"}},
        {"assets.type": "laptop", "assets.location": "Depot"},
    )
    first, second = (row.values for row in importing(text, mapping=mapping).rows)
    assert (first["id"], first["type"], first["location"]) == ("1", "workstation", "HQ")
    assert "ip_address" not in first
    assert (second["id"], second["type"], second["location"]) == ("2", "laptop", "Depot")


@pytest.mark.parametrize("kind", [name for name in KINDS if name not in ("glpi", "nmap")])
def test_a_saved_mapping_read_again_changes_nothing(importing: Importing, kind: str) -> None:
    inventory = importing(SAMPLES[kind])
    assert importing(SAMPLES[kind], mapping=mapping_of(inventory)) == inventory


# --- laws -------------------------------------------------------------------------------------------------------------


def check_laws(inventory: Inventory) -> None:
    """What is true of every inventory, of whatever kind."""
    form = read_form()
    ids = Counter((row.sheet, str(row.values["id"]).casefold()) for row in inventory.rows)
    assert not [key for key, count in ids.items() if count > 1]
    places = [row.place for row in inventory.rows] + [remark.place for remark in inventory.not_understood]
    assert len(set(places)) == len(places)
    for row in inventory.rows:
        fields = {field.key: field for field in form.sheet(row.sheet).fields}
        assert row.values.keys() <= fields.keys()
        assert all(value != "" for value in row.values.values())
        if "type" in row.values:
            assert row.values["type"] in {choice.id for choice in fields["type"].choices}
    for remark in (*inventory.not_understood, *inventory.remarks):
        assert remark.reason.endswith((".", "?", ")")), remark
        assert remark.place
        assert "\n" not in remark.reason
    known = {f"{sheet.id}.{field.key}" for sheet in form.sheets for field in sheet.fields}
    assert {use.field for use in inventory.mapping} - {""} <= known | {"status", "building", "thing", "warranty_months"}


PUBLISHED = (
    # the file, its kind, rows in, of them understood
    ("netbox-demo/devices.csv", "netbox", 72, 72),
    ("netbox-demo/virtual_machines.csv", "netbox", 180, 180),
    ("netbox-demo/sites.csv", "netbox", 24, 24),
    ("netbox-demo/racks.csv", "netbox", 42, 0),
    ("netbox-demo/ip_addresses.csv", "netbox", 180, 0),
    ("rvtools/rvtools-small-complete.xlsx", "rvtools", 5, 5),
    ("glpi/computer_1.json", "glpi", 1, 1),
    ("glpi/computer_2.json", "glpi", 1, 1),
    ("glpi/networkequipment_3.json", "glpi", 1, 1),
    ("glpi/phone_1.json", "glpi", 1, 1),
    ("glpi/printer_1.json", "glpi", 1, 1),
    ("libnmap/1_hosts_down.xml", "nmap", 1, 1),
    ("libnmap/1_os_banner_scripts.xml", "nmap", 1, 1),
    ("libnmap/2_hosts_version.xml", "nmap", 2, 2),
    ("libnmap/dionaea_scan.xml", "nmap", 1, 1),
    ("helpdesk-lab/asset_inventory.csv", "generic", 700, 700),
    ("helpdesk-lab/endpoints.csv", "generic", 500, 500),
)


@pytest.mark.parametrize(("file", "expected"), [(file, tuple(expected)) for file, *expected in PUBLISHED])
def test_every_row_of_a_published_inventory_is_accounted_for(
    trial_data: Path, importing_file: Callable[[Path], Inventory], file: str, expected: tuple[str, int, int]
) -> None:
    inventory = importing_file(trial_data / file)
    assert (inventory.kind, inventory.rows_in, len(inventory.rows)) == expected
    check_laws(inventory)


def test_the_published_netbox_is_what_a_consultant_wants(
    trial_data: Path, importing_file: Callable[[Path], Inventory]
) -> None:
    devices = importing_file(trial_data / "netbox-demo/devices.csv")
    assert Counter(row.values["type"] for row in devices.rows) == {"other": 32, "switch": 26, "router": 13, "server": 1}
    passive = [row for row in devices.rows if row.values.get("managed") is False]
    assert {str(row.values["model"]) for row in passive} == {"48-Port Patch Panel", "48-Pair Fiber Panel"}
    sites = {row.values["id"] for row in importing_file(trial_data / "netbox-demo/sites.csv").rows}
    assert {row.values["location"] for row in devices.rows} <= sites
    machines = importing_file(trial_data / "netbox-demo/virtual_machines.csv").rows
    assert {(row.values["operating_system"], row.values["version"]) for row in machines} == {("Ubuntu", "20.04")}


def test_systems_of_published_inventories_match_the_catalogue_or_are_told(
    trial_data: Path, importing_file: Callable[[Path], Inventory], lifecycle: LifecycleCatalogue
) -> None:
    matched: Counter[str] = Counter()
    for file, *_ in PUBLISHED:
        inventory = importing_file(trial_data / file)
        told = " ".join(remark.reason for remark in inventory.remarks)
        for row in inventory.rows:
            system, version = (str(row.values.get(key, "")) for key in ("operating_system", "version"))
            if not system:
                continue
            release = find_release(lifecycle, system, version, str(row.values.get("type", "")))
            if isinstance(release, Release) and release.is_exact:
                matched[f"{system} {version}".strip()] += 1
            else:
                assert system.split()[0] in told, (file, row)
    assert matched["Ubuntu 20.04"] == 180
    assert matched["Windows Server 2022"] == 1
    assert matched["Android 10"] == 1


def test_an_xml_entity_is_refused(trial_data: Path, lifecycle: LifecycleCatalogue, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET", encoding="utf-8")
    attack = tmp_path / "scan.xml"
    attack.write_text(
        f'<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<nmaprun><host><status state="up"/><hostnames><hostname name="&x;"/></hostnames></host></nmaprun>',
        encoding="utf-8",
    )
    with pytest.raises(Stop) as caught:
        import_source(read_source(attack), None, None, lifecycle)
    assert "TOP SECRET" not in str(caught.value)
    with pytest.raises(Stop):
        import_source(read_source(trial_data / "libnmap/defused_et_included.xml"), None, None, lifecycle)
