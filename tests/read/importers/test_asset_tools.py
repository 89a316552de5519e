"""Exports of Snipe-IT, Lansweeper, Intune and Tactical RMM, with the columns those tools really write."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from estimator.model.inventory import Inventory
from tests.read.importers.conftest import Importing
from tests.read.importers.test_kinds import check_laws


def by_id(inventory: Inventory) -> dict[str, dict[str, Any]]:
    """The rows of an inventory by their id, after a look at the laws."""
    check_laws(inventory)
    return {str(row.values["id"]): dict(row.values) for row in inventory.rows}


def told(inventory: Inventory) -> str:
    return "\n".join(remark.reason for remark in (*inventory.remarks, *inventory.not_understood))


# --- Snipe-IT ---------------------------------------------------------------------------------------------------------

SNIPE_IT = {
    "en": "Asset Tag,Asset Name,Model,Model No.,Category,Manufacturer,Serial,Status,Checked Out To,Location,"
    "Purchase Date,Warranty Expires,EOL",
    "nl": "Asset Tag,Asset naam,Model,Modelnummer,Categorie,Fabrikant,Serienummer,Status,Uitgecheckt aan,Locatie,"
    "Aangekocht,Garantie vervalt,EOL",
    "fr": "Étiquette de l'actif,Nom de l'actif,Modèle,Model n°.,Catégorie,Fabricant,Numéro de série,Statut,"
    "Extrait vers,Lieu,Acheté,Expiration de garantie,Fin de vie",
    "de": "Kennzeichnung,Asset Name,Modell,Modellnr.,Kategorie,Hersteller,Seriennummer,Status,Herausgegeben an,"
    "Standort,Kaufdatum,Garantie Ablaufdatum,EOL",
}
SNIPE_IT_ROWS = """
A1,PC-1,Latitude 5440,L5440,{laptops},Dell Inc.,ABC1234,Deployed (deployed),Jan Peeters,HQ,2023-03-15,2026-03-14,
A2,,HP LaserJet M507,,{printers},Hewlett-Packard,PHC0001,Ready to Deploy (deployable),,HQ,2021-11-02,2024-11-01,
A3,PC-3,OptiPlex 7010,,{desktops},Dell,ABC9999,Archived (archived),,HQ,2015-01-01,,
A4,PC-4,ThinkPad T14,,{desktops},LENOVO,Default string,Deployed (deployed),,HQ,,,
"""
CATEGORIES = {
    "en": ("Laptops", "Printers", "Desktops"),
    "nl": ("Laptops", "Printers", "Desktops"),
    "fr": ("Ordinateurs portables", "Imprimantes", "Ordinateurs fixes"),
    "de": ("Laptops", "Drucker", "Arbeitsplatzrechner"),
}


@pytest.mark.parametrize("language", SNIPE_IT)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_snipe_it_in_every_language(importing: Importing, language: str, delimiter: str) -> None:
    laptops, printers, desktops = CATEGORIES[language]
    rows = SNIPE_IT_ROWS.format(laptops=laptops, printers=printers, desktops=desktops)
    inventory = importing((SNIPE_IT[language] + rows).replace(",", delimiter))
    assert inventory.kind == "snipe-it"
    rows_by_id = by_id(inventory)
    assert rows_by_id["A1"] == {
        "id": "A1",
        "name": "PC-1",
        "type": "laptop",
        "location": "HQ",
        "manufacturer": "Dell",
        "model": "Latitude 5440",
        "serial_number": "ABC1234",
        "purchased": date(2023, 3, 15),
        "warranty_until": date(2026, 3, 14),
        "internal_notes": "Snipe-IT: Jan Peeters",
    }
    assert rows_by_id["A2"]["type"] == "printer"
    assert rows_by_id["A2"]["manufacturer"] == "HP"
    assert rows_by_id["A4"]["type"] == "laptop"
    assert "serial_number" not in rows_by_id["A4"]
    (left_out,) = inventory.not_understood
    assert "'Archived (archived)': it is no longer in use" in left_out.reason
    assert "'ThinkPad T14' is a laptop, not just a workstation." in told(inventory)
    assert "'Default string' is no serial number; it is left out." in told(inventory)
    assert "nobody uses it" in told(inventory)


def test_snipe_it_own_sample_of_an_import(importing: Importing) -> None:
    """The columns of sample_csvs/assets-sample.csv."""
    inventory = importing(
        "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,"
        "Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Checked Out To: Username\n"
        "Acme,Backhoe,ICC-2065556,Server,Kunde,Dell,HQ,3271901481,PowerEdge R640,,1786VM,old,2023-01-23,2266.13,,jan\n"
    )
    row = by_id(inventory)["ICC-2065556"]
    assert (inventory.kind, row["type"], row["notes"], row["name"]) == ("snipe-it", "server", "old", "Backhoe")


# --- Lansweeper -------------------------------------------------------------------------------------------------------

LANSWEEPER = (
    "AssetID,AssetName,AssetTypename,Domain,Username,IPAddress,IPLocation,Manufacturer,Model,OSname,OScode,Version,"
    "Serialnumber,PurchaseDate,Warrantydate,Statename,Lastseen\n"
)


def test_lansweeper_tells_servers_clients_and_virtual_machines_apart(importing: Importing) -> None:
    inventory = importing(
        LANSWEEPER
        + "1,PC1,Windows,ACME,jan,192.168.1.20,Lux,Dell Inc.,OptiPlex 7010,Win 11,10.0.22631,23H2,S1,,,Active,x\n"
        + '2,DC1,Windows,ACME,,192.168.1.5,Lux,"VMware, Inc.","VMware7,1",Win 2019,10.0.17763S,1809,,,,Active,x\n'
        + "3,SRV2,Windows,ACME,,192.168.1.6,Lux,HPE,ProLiant DL360 Gen10,Win 2022,10.0.20348S,21H2,S3,,,Active,x\n"
        + '4,MAC1,Apple Mac,,,192.168.1.8,Lux,Apple Inc.,"MacBookPro18,3",macOS 14.5,,,S4,,,Active,x\n'
        + "5,ESX1,VMware ESXi server,,,192.168.1.3,Lux,Dell Inc.,PowerEdge R640,VMware ESXi 7.0.3,,,S5,,,Active,x\n"
        + "6,VM1,VMware Guest,,,,Lux,,,,,,,,,Active,x\n"
        + "7,AP1,Wireless Access point,,,192.168.1.9,Undefined,Ubiquiti,U6-Pro,,,,,,,Active,x\n"
        + "8,MON1,Monitor,,,,Lux,Dell,U2419H,,,,,,,Active,x\n"
        + "9,OLD1,Windows,,,,Lux,Dell,OptiPlex 390,Win 7,,,,,,Stolen,x\n"
    )
    rows = by_id(inventory)
    assert {key: row["type"] for key, row in rows.items()} == {
        "PC1": "workstation",
        "DC1": "virtual-server",
        "SRV2": "server",
        "MAC1": "laptop",
        "ESX1": "hypervisor",
        "VM1": "virtual-server",
        "AP1": "access-point",
        "MON1": "other",
    }
    assert (rows["DC1"]["operating_system"], rows["DC1"].get("version")) == ("Windows Server 2019", None)
    assert (rows["PC1"]["operating_system"], rows["PC1"]["version"]) == ("Windows 11", "23H2")
    assert "location" not in rows["AP1"]
    assert [remark.reason for remark in inventory.not_understood] == [
        "Its status in Lansweeper is 'Stolen': it is no longer in use."
    ]


def test_dates_of_a_tool_are_all_read_in_one_order(importing: Importing) -> None:
    american = importing(
        LANSWEEPER
        + "1,PC1,Windows,,,,,,,,,,,3/4/2023 12:00:00 AM,3/15/2026 12:00:00 AM,Active,x\n"
        + "2,PC2,Windows,,,,,,,,,,,5/6/2023 12:00:00 AM,,Active,x\n"
    )
    assert by_id(american)["PC1"]["purchased"] == date(2023, 3, 4)
    assert by_id(american)["PC2"]["purchased"] == date(2023, 5, 6)
    open_order = importing(LANSWEEPER + "1,PC1,Windows,,,,,,,,,,,3/4/2023,5/6/2026,Active,x\n")
    assert by_id(open_order)["PC1"]["purchased"] == date(2023, 4, 3)
    assert "do not show which number is the day; they are read day first" in told(open_order)


# --- Intune -----------------------------------------------------------------------------------------------------------

INTUNE = (
    "Device ID,Device name,Enrollment date,Last check-in,OS version,Serial number,Manufacturer,Model,Primary user UPN,"
    "Compliance,Managed by,Ownership,OS,SkuFamily\n"
)


def test_intune_editions_telephones_and_private_devices(importing: Importing) -> None:
    inventory = importing(
        INTUNE
        + "a1,LT1,x,x,10.0.22631.3593,S1,HP,HP EliteBook 840 G8 Notebook PC,jan@x.be,Yes,Intune,Corporate,Windows,Pro\n"
        + "a2,WS2,x,x,10.0.22631.3593,S2,LENOVO,11JN0001,an@x.be,Yes,Intune,Corporate,Windows,Enterprise\n"
        + "a3,iPhone,x,x,17.5.1,S3,Apple,iPhone 13,jan@x.be,Yes,Intune,Personal,iOS/iPadOS,\n"
        + "a4,iPad,x,x,17.5.1,S4,Apple,iPad (9th generation),jan@x.be,Yes,Intune,Corporate,iOS/iPadOS,\n"
        + "a5,AND,x,x,14.0,S5,samsung,SM-G990B,,Yes,Intune,Corporate,Android (corporate-owned fully managed),\n"
        + "a6,LT1,x,x,10.0.19045.1,S1,HP,HP EliteBook 840 G8 Notebook PC,jan@x.be,Yes,Intune,Corporate,Windows,Pro\n"
        + "a7,LT1,x,x,10.0.19045.1,S7,HP,HP EliteBook 840 G8 Notebook PC,jan@x.be,Yes,Intune,Corporate,Windows,Pro\n"
    )
    rows = by_id(inventory)
    systems = {key: (row["operating_system"], row.get("version")) for key, row in rows.items()}
    assert systems == {
        "LT1": ("Windows 11 Pro", "23H2"),
        "WS2": ("Windows 11 Enterprise", "23H2"),
        "iPhone": ("iOS", "17.5.1"),
        "iPad": ("iPadOS", "17.5.1"),
        "AND": ("Android", "14.0"),
        "S7": ("Windows 10 Pro", "22H2"),
    }
    assert rows["LT1"]["type"] == "laptop"
    assert {rows[key]["type"] for key in ("iPhone", "iPad", "AND")} == {"other"}
    assert [key for key, row in rows.items() if row.get("managed") is False] == ["iPhone"]
    assert "It is privately owned." in told(inventory)
    assert [remark.reason for remark in inventory.not_understood] == [
        "It is 'LT1' once more, which stands in export.csv row 2."
    ]
    assert all("jan@x.be" not in str(row.get("notes", "")) for row in rows.values())


def test_intune_with_the_names_of_microsoft_graph(importing: Importing) -> None:
    inventory = importing(
        "id,deviceName,managedDeviceOwnerType,operatingSystem,osVersion,complianceState,userPrincipalName,model,"
        "manufacturer,serialNumber,lastSyncDateTime\n"
        "1,PC1,company,Windows,10.0.19045.2965,compliant,jan@x.be,OptiPlex 7010,Dell Inc.,S1,2026-01-01\n"
    )
    row = by_id(inventory)["PC1"]
    assert (inventory.kind, row["type"], row["version"]) == ("intune", "workstation", "22H2")


# --- Tactical RMM -----------------------------------------------------------------------------------------------------

TACTICAL = "hostname,client,site,monitoring_type,operating_system,make_model,serial_number,local_ips,goarch,plat\n"


def test_tactical_takes_maker_model_and_release_apart(importing: Importing) -> None:
    inventory = importing(
        TACTICAL
        + 'DC1,Acme,HQ,server,"Windows Server 2019 Standard, 64 bit (build 17763.1339)","VMware, Inc. VMware7,1",'
        + 'VMware-42,"192.168.1.2, 10.0.0.1",amd64,windows\n'
        + 'PC1,Acme,HQ,workstation,"Windows 10 Pro, 64 bit v22H2 (build 19045.2728)",Dell Inc. Latitude 5490,'
        + "ABC,192.168.1.33,amd64,windows\n"
        + "LX1,Acme,Branch,server,Debian 11.3 x86_64 5.10.0-13-amd64,HPE ProLiant DL20 Gen10,CZ1,10.0.0.4,amd64,linux\n"
        + "PC2,Acme,HQ,workstation,Windows 11 Pro,Medion Akoya P1,,,amd64,windows\n"
    )
    rows = by_id(inventory)
    assert inventory.kind == "tactical"
    seen = {key: (row["type"], row.get("manufacturer"), row.get("model")) for key, row in rows.items()}
    assert seen == {
        "DC1": ("virtual-server", "VMware", "VMware7,1"),
        "PC1": ("laptop", "Dell", "Latitude 5490"),
        "LX1": ("server", "HPE", "ProLiant DL20 Gen10"),
        "PC2": ("workstation", None, "Medion Akoya P1"),
    }
    assert rows["DC1"]["ip_address"] == "192.168.1.2"
    assert (rows["LX1"]["operating_system"], rows["LX1"]["version"]) == ("Debian", "11.3")
    assert (rows["LX1"]["location"], rows["PC1"]["version"]) == ("Branch", "22H2")
    assert "'Windows 11 Pro' does not say which release" in told(inventory)


# --- tables that people touched ---------------------------------------------------------------------------------------


def test_sums_repeated_headings_and_nameless_rows_are_told_and_never_devices(importing: Importing) -> None:
    inventory = importing(
        TACTICAL
        + "PC1,Acme,HQ,workstation,Windows 11 Pro,Dell Inc. Latitude 5490,ABC,,amd64,windows\n"
        + TACTICAL
        + ",Acme,HQ,workstation,Windows 11 Pro,Dell Inc. Latitude 5490,,,amd64,windows\n"
        + "Totaal: 2,,,,,,,,,\n"
    )
    assert len(inventory.rows) == 1
    reasons = [remark.reason for remark in inventory.not_understood]
    assert reasons == [
        "The row repeats the headings.",
        "Nothing tells this row from others: it has no name and no number. Give it one in the export.",
        "The row sums up others.",
    ]


@pytest.mark.parametrize("payload", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{7*7}}", "\u202etxt.exe"])
def test_hostile_text_is_text(importing: Importing, payload: str) -> None:
    quoted = payload.replace('"', '""')
    inventory = importing(TACTICAL + ",".join([f'"{quoted}"'] * 10) + "\n")
    check_laws(inventory)
    assert inventory.rows_in == 1
