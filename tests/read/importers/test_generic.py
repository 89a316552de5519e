"""Any list of devices is read by its headings; every row of it is understood or told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.diagnostics import Stop
from estimator.model.inventory import FormValue
from estimator.read.headings import read_form
from estimator.read.importers.generic import read_generic
from estimator.read.importers.known_headings import KnownHeadings
from estimator.read.importers.source import read_source
from estimator.read.importers.vocabulary import read_vocabulary
from tests.read.importers.sheets import read, reasons, remarks, rows, sheet

FRENCH = """
ACME SA
Inventaire du parc informatique
Date : | 12/03/2024

Poste|Type|Marque|Modèle|N° de série|Système d'exploitation|Emplacement|Date d'achat|Garantie (mois)|Utilisateur|État
Serveurs
SRV-01|Serveur|HP|ProLiant DL380|CZJ123|Windows Server 2019 Standard|Bâtiment A|15/01/2020|36|-|En service
SRV-02|Serveur|HP|ProLiant DL380|CZJ124|Windows Server 2012 R2|Bâtiment A|03/02/2015|36||Hors service
Postes de travail
PC-COMPTA1|PC fixe|Dell|OptiPlex 7010|ABC1|Windows 10 Professionnel|Bâtiment B|05/06/2021|3 ans|Jean|En service

Total général|3
Imprimé le 12/03/2024 par Paul
"""


def test_a_french_list_with_sections_sums_and_a_footnote_is_read() -> None:
    inventory = read(FRENCH)
    assert rows(inventory) == {
        "SRV-01": {
            "name": "SRV-01",
            "type": "server",
            "manufacturer": "HP",
            "model": "ProLiant DL380",
            "serial_number": "CZJ123",
            "operating_system": "Windows Server 2019 Standard",
            "location": "Bâtiment A",
            "purchased": date(2020, 1, 15),
            "warranty_until": date(2023, 1, 15),
        },
        "PC-COMPTA1": {
            "name": "PC-COMPTA1",
            "type": "workstation",
            "manufacturer": "Dell",
            "model": "OptiPlex 7010",
            "serial_number": "ABC1",
            "operating_system": "Windows 10 Professionnel",
            "location": "Bâtiment B",
            "purchased": date(2021, 6, 5),
            "warranty_until": date(2024, 6, 5),
        },
    }
    assert reasons(inventory) == {
        "Sheet row 6": "Only 'Serveurs' is filled in, which is a title or a note.",
        "Sheet row 8": "'Hors service': a device that is no longer used is not looked after.",
        "Sheet row 9": "Only 'Postes de travail' is filled in, which is a title or a note.",
        "Sheet row 12": "The row sums up others; it is no device.",
        "Sheet row 13": "Only 'Imprimé le 12/03/2024 par Paul' is filled in, which is a title or a note.",
    }
    assert [(remark.place, remark.reason) for remark in inventory.remarks] == [
        ("Sheet row 1-3", "It stands above the headings: not read.")
    ]
    assert ("N° de série", "assets.serial_number", "CZJ123") in [
        (use.heading, use.field, use.example) for use in inventory.mapping
    ]
    assert inventory.rows_in == 7


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        ("Naam toestel|Soort|Merk|Model|Serienummer|Besturingssysteem|IP-adres|Site|Aankoopdatum|Garantie tot", "nl"),
        ("Nom du PC|Catégorie|Marque|Modèle|N° série|OS|Adresse IPv4|Lieu|Acheté le|Fin de garantie", "fr"),
        ("Rechnername|Geräteart|Hersteller|Modell|Seriennr.|Betriebssystem|IP-Adresse|Standort|Kaufdatum|Garantie bis",
         "de"),
        ("Computer Name|Device Type|Vendor|Model|Serial No|OS Name|IPv4|Site|Purchase Date|Warranty Expiration", "en"),
        ("MODEL|GARANTIE_TOT|ip adres|locatie|Aankoop Datum|Merk|Hostname|Type toestel|SN|Besturingssystemen", "mixed"),
    ],
)  # fmt: skip
def test_headings_are_understood_in_every_language(headings: str, language: str) -> None:
    inventory = read(f"{headings}\n{'|'.join('abcdefghij')}")
    assert {use.field for use in inventory.mapping} == {
        f"assets.{key}"
        for key in (
            "name", "type", "manufacturer", "model", "serial_number", "operating_system", "ip_address", "location",
            "purchased", "warranty_until",
        )
    }  # fmt: skip


def test_every_heading_of_the_vocabulary_means_one_thing() -> None:
    known = KnownHeadings(read_vocabulary().headings)
    wrong = [heading for heading, meaning in read_vocabulary().headings if known.find(heading) is None]
    assert wrong == []
    for field in read_form().sheet("assets").fields:
        assert {known.find(heading) for heading in field.headings.values()} == {f"assets.{field.key}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Naam|Type|Model\nX|Laptop|", "laptop"),
        ("Naam|Type|Model\nX|Imprimante multifonction|", "printer"),
        ("Naam|Type|Model\nX|CoreSwitchStack|", "switch"),
        ("Naam|Type|Model\nX|Vaste computer|Latitude 5440", "laptop"),
        ("Naam|Type|Model\nX||ThinkPad T14", "laptop"),
        ("Naam|Type|Model\nX|Netwerk|FortiGate 60F", "firewall"),
        ("Naam|Besturingssysteem\nX-01|Windows Server 2022 Standard", "server"),
        ("Naam|Besturingssysteem\nPRN-01|", "printer"),
        ("Naam|Besturingssysteem\nLUX-LT-01|Windows 11 Pro", "laptop"),
        ("Naam|Besturingssysteem\nX-01|Windows 11 Pro", "workstation"),
        ("Naam|Type\nX-01|GSM", "other"),
        ("Naam|Type\nX-01|Docking station", "other"),
        ("Naam|Model\nX-01|Cisco IOS device", "other"),
        ("Naam|Type|OS\nX|Server|VMware ESXi 7.0.3", "hypervisor"),
        ("Naam|Type|OS\nX|Workstation|Windows Server 2019", "server"),
        ("Naam|Type|OS\nX|Workstation|Debian 12", "workstation"),
        ("Naam|Type|Model\nX|Switch/Router|DrayTek Vigor2865", "router"),
        ("Naam|Type|Model\nX|PC monitor|Dell Latitude dock", "other"),
        ("Naam|Device Type|Role\nX|Windows Workstation|Windows Laptop", "laptop"),
        ("Omschrijving|Merk\nLaptops Dell Latitude 5520|Dell", "laptop"),
        ("Désignation|Qté|N° série\nBorne Wi-Fi du hall|2|", "access-point"),
        ("Nom|Guest OS\nX|Microsoft Windows Server 2019 (64-bit)", "virtual-server"),
        ("Printers\nNaam|IP\nX|10.0.0.9", "printer"),
        ("Nom|Type|Marque\nX|Bureau|HP", "workstation"),
        ("Nom|Type|Modèle\nX|UPS Module|Galaxy VS", "ups"),
        ("Naam|IP|OS|Merk\n--- Laptops ---\nX|10.0.0.9|Windows 11|Dell", "laptop"),
    ],
)
def test_the_type_is_told_by_its_word_else_by_product_system_or_name(text: str, expected: str) -> None:
    (row,) = read(text).rows
    assert row.values["type"] == expected


def test_a_guessed_type_is_told_once_for_all_that_are_alike() -> None:
    text = "Naam|Type|Model\nA1||ThinkPad T14\nA2||ThinkPad T14\nB1|Ding|Foo\nC1|Laptop|Bar"
    assert remarks(read(text)) == [
        "No type is told. Taken for laptop: 'ThinkPad T14' is one. The same in 1 more row.",
        "'Ding' is no type that is known. Taken for other; choose the type.",
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("Asset tag|Naam|Serienummer\nT1|PC1|S1\n|PC2|S2\n||S3", ["T1", "PC2", "S3"], id="in this order"),
        pytest.param("Naam|Type|Serienummer\nLaptop|Laptop|S1\nLaptop|Laptop|S2", ["S1", "S2"], id="one name, serials"),
        pytest.param("Merk|Model|Type|Site\nDell|U24|Scherm|Gent\nDell|U24|Scherm|Gent\nDell|U24|Scherm|Lier",
                     ["other-u24-gent-1", "other-u24-gent-2", "other-u24-lier-1"], id="nothing of its own"),
        pytest.param("Naam|Type|Merk\nLaptop|Laptop|HP\nLaptop|Laptop|HP", ["Laptop", "Laptop-2"], id="two alike"),
        pytest.param("Asset|Naam|Type\nA1|PC1|PC\nA2|PC2|PC", ["A1", "A2"], id="a noun with numbers beside a name"),
        pytest.param("Asset tag|Naam|Serienummer\nT1|PC1|S1\nT1|PC2|S2\nt1|PC3|", ["T1", "T1-S2", "t1-2"],
                     id="a tag given twice"),
        pytest.param("#|Naam|Type\n1|PC1|PC\n2|PC2|PC", ["PC1", "PC2"], id="row numbers are no ids"),
        pytest.param("ID|Inventarisnummer|Naam\n1|INV-7|PC1", ["INV-7"], id="of two numbers the inventory's"),
    ],
)  # fmt: skip
def test_ids_are_stable_and_no_two_are_alike(text: str, ids: list[str]) -> None:
    assert [row.values["id"] for row in read(text).rows] == ids
    assert [row.values["id"] for row in read(text).rows] == ids


def test_a_device_that_is_listed_again_is_one_device() -> None:
    inventory = read(
        sheet("Naam|Type|Serienummer\nPC-01|Laptop|S1\nPC-01|Laptop|S1", "Lijst"),
        sheet("Hostname|IP\nPC-01|10.0.0.1", "IP"),
    )
    assert rows(inventory) == {
        "PC-01": {"name": "PC-01", "type": "laptop", "serial_number": "S1", "ip_address": "10.0.0.1"}
    }
    assert reasons(inventory)["Lijst row 3"] == "It says the same as Lijst row 2 once more."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("|||||", None),
        ("T9|||||", "Only its number is filled in."),
        ("|||Gent||", "Nothing that tells a device is filled in."),
        ("|||||rood", "Nothing that tells a device is filled in."),
        ("|PC9||||afgeschreven", "'afgeschreven': a device that is no longer used is not looked after."),
        ("|PC9||||Retired - 2023", "'Retired - 2023': a device that is no longer used is not looked after."),
        (
            "|PC9|Laptop|||defect - verkocht",
            "'defect - verkocht': a device that is no longer used is not looked after.",
        ),
        (
            "|PC9|Laptop|||volé le 12/03/2022",
            "'volé le 12/03/2022': a device that is no longer used is not looked after.",
        ),
        ("|Installatie en configuratie|||1|", "'Installatie en configuratie' is no device."),
        ("|PC9|Laptop|||Ausgemustert", "'Ausgemustert': a device that is no longer used is not looked after."),
        ("|PC9|Laptop||0|", "The quantity is 0: there is none of them."),
        ("Totaal: 25|||||", "The row sums up others; it is no device."),
        ("|Sous-total|||4|", "The row sums up others; it is no device."),
        ("25 items|||||", "The row sums up others; it is no device."),
        ("TOTAL HTVA||||1 200,50|", "The row sums up others; it is no device."),
        ("Totaal|1|2|3|4|5", "The row sums up others; it is no device."),
        ("|Sous-total Laptop||||", "The row sums up others; it is no device."),
        ("||Laptop Totaal|||", "The row sums up others; it is no device."),
        ("|Aantal laptops||4||", "The row sums up others; it is no device."),
        ("À reporter||||7|", "The row sums up others; it is no device."),
        ("|PC9||Gent|geen|", "The quantity is 0: there is none of them."),
        ("|(vrij)||Gent||", "'(vrij)' is no device."),
        ("T9|Office 2019|Licence||3|", "'Licence' is no device."),
        ("Let op:|sommige zijn privé||||", "'Let op:' is filled in, which is a title or a note."),
        ("|Gesamtanzahl Geräte||||", "Only 'Gesamtanzahl Geräte' is filled in, which is a title or a note."),
    ],
)
def test_a_row_that_is_no_device_is_told_with_its_reason(row: str, reason: str | None) -> None:
    inventory = read(f"Asset tag|Naam|Type|Locatie|Aantal|Status\nT1|PC1|Laptop|Gent|2|in gebruik\n{row}")
    assert list(rows(inventory)) == ["T1"]
    assert reasons(inventory) == ({} if reason is None else {"Sheet row 3": reason})


def test_charges_and_free_addresses_are_no_devices_in_whatever_column() -> None:
    charged = read("Pos.|Artikel|Menge|Garantie\n1|Lenovo ThinkPad L14|2|36\n2|Einrichtung pauschal|1|")
    free = read("IP|Toestel|Type\n10.0.0.1|Router|bbox3\n10.0.0.2|vrij|")
    for inventory, name in ((charged, "Einrichtung pauschal"), (free, "vrij")):
        assert (len(inventory.rows), list(reasons(inventory).values())) == (1, [f"'{name}' is no device."])


def test_what_cannot_be_read_is_left_out_and_the_row_stays() -> None:
    inventory = read("Naam|Type|Serienummer|Aankoopdatum\nPC1|Laptop|1,2E+11|ooit")
    assert rows(inventory) == {"PC1": {"name": "PC1", "type": "laptop"}}
    assert remarks(inventory) == [
        "'1,2E+11' is a serial number in scientific notation: digits are lost, it is left out. "
        "Export it as text, or type it.",
        "'ooit' is no date; it is left out.",
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("Merk|Type|Serienummer\nDell|Latitude 5420|S1", {"model": "Latitude 5420", "type": "laptop"},
                     id="a type that is the model"),
        pytest.param("Toestel|Merk|Serienummer\nLaptop|Dell|S1", {"type": "laptop"}, id="a noun that is the type"),
        pytest.param("Toestel|Merk|Serienummer\nPC-7|Dell|S1", {"name": "PC-7"}, id="a noun that is the name"),
        pytest.param("Naam|Gebouw|Serienummer\nPC-7|Toren|S1", {"location": "Toren"}, id="a building as location"),
        pytest.param("Naam|Site|Gebouw|Lokaal|Serienummer\nPC-7|Gent|Toren|2.14|S1",
                     {"location": "Gent", "notes": "Gebouw: Toren\nLokaal: 2.14"}, id="building and room as notes"),
        pytest.param("Naam|Omschrijving|Serienummer\nPC-7|aan het raam|S1", {"notes": "aan het raam"},
                     id="a description beside a name"),
        pytest.param("Hostname|Computernaam|Serienummer\n|PC-7|S1", {"name": "PC-7"}, id="two columns of one field"),
        pytest.param("Type|Categorie|Serienummer|Model\nFoo|Laptop|S1|X", {"type": "laptop"}, id="two types"),
        pytest.param("Naam|Toestelnaam van|IP\nPC-7||10.0.0.1/24", {"ip_address": "10.0.0.1"}, id="a prefix"),
        pytest.param("Naam|Type|In gebruik\nPC-7|Laptop|ja", {"type": "laptop"}, id="in use"),
        pytest.param("Naam|Merk / Marque|Type|S/N\nPC-7|HP|Laptop / Portable|S1",
                     {"manufacturer": "HP", "type": "laptop"}, id="headings in two languages"),
        pytest.param("Details_Table0_ComputerName|Manufacturer0|Agent Serial Number\nPC-7|HP|S1",
                     {"name": "PC-7", "manufacturer": "HP", "serial_number": "S1"}, id="headings of a report"),
        pytest.param("Naam|Platform|IP\nFW|FortiGate-60F|10.0.0.1", {"model": "FortiGate-60F", "type": "firewall"},
                     id="a platform that is the model"),
        pytest.param("Naam|Type|Gekocht op|Garantie\nPC-7|PC|01/05/2018|36 Monate",
                     {"warranty_until": date(2021, 5, 1)}, id="how long instead of until when"),
        pytest.param("Naam|Type|Gekocht op|Garantie\nPC-7|PC|01/05/2018|3", {"warranty_until": date(2021, 5, 1)},
                     id="a bare number of years"),
        pytest.param("Naam|Type|Gekocht op|Garantie (mnd)\nPC-7|PC|01/05/2018|6",
                     {"warranty_until": date(2018, 11, 1)}, id="a few months"),
        pytest.param("Naam|Type|Garantie\nPC-7|PC|tot 12/2026", {"warranty_until": date(2026, 12, 31)}, id="until"),
        pytest.param("Toestel|Type|Windows versie\nPC-7|PC|11 Pro 23H2",
                     {"operating_system": "Windows 11 Pro 23H2"}, id="the system in the heading"),
        pytest.param("Naam|Art|Fabrikat|Typ\nPC-7|PC|Wortmann|Terra PC 4000",
                     {"type": "workstation", "model": "Terra PC 4000"},
                     id="of two types the one that is no word is the model"),
        pytest.param("Lokaal|Wat er staat|Hoeveel\nHal|Printer Canon|2", {"type": "printer", "quantity": 2},
                     id="cells tell devices, whatever their heading"),
        pytest.param("PC|OS|Office|Waar\nPC-7|Windows 11|365|bar", {"location": "bar"}, id="Office that is no place"),
        pytest.param("Code|Type|Situation\nC1|PC|en service\nC2|PC|volé", {"type": "workstation"},
                     id="a situation that is no place"),
        pytest.param("Werkplek|Rechner|S/N|Scherm\nBalie|Lenovo T14|S1|Dell P24",
                     {"type": "laptop", "serial_number": "S1", "notes": "Scherm: Dell P24\nWerkplek: Balie"},
                     id="a screen beside its device"),
        pytest.param("Medewerker|Laptop|S/N laptop|GSM\nJan|Latitude 5430|D1|iPhone 13",
                     {"type": "laptop", "serial_number": "D1", "notes": "GSM: iPhone 13"}, id="a field of a kind"),
        pytest.param("Printer|Lokaal|Opmerking\nRicoh MP C2004|Hal|USB",
                     {"type": "printer", "model": "Ricoh MP C2004"}, id="a type as heading"),
        pytest.param("Omschrijving|Waar\n3 x PC kassa|Lier\nPrinter|Lier",
                     {"type": "workstation", "quantity": 3, "location": "Lier"}, id="several in a description"),
        pytest.param("Toestel|Merk\nPC Arzt|HP\nServer|HP", {"name": "PC Arzt", "type": "workstation"},
                     id="a noun that is type and name"),
        pytest.param("Naam|Type|OS version\nPC-7|PC|Windows 11 Pro", {"operating_system": "Windows 11 Pro"},
                     id="a version that is the system"),
        pytest.param("Nom|Type|N° de serrie|Dat d'achat\nPC-7|PC|S1|02/03/2020",
                     {"serial_number": "S1", "purchased": date(2020, 3, 2)}, id="misspelt headings"),
        pytest.param("Tag no|Type|S/N\nno tag|PC|S1", {"id": "S1"}, id="a number that says nothing"),
    ],
)  # fmt: skip
def test_cells_tell_what_their_headings_leave_open(text: str, values: dict[str, FormValue]) -> None:
    row, *_ = read(text).rows
    assert values.items() <= dict(row.values).items()


def test_a_bare_date_is_the_purchase_where_the_days_lie_years_apart() -> None:
    bought = read("Type|S/N|Date\nPC|S1|12/05/2018\nPC|S2|17/01/2022")
    counted = read("Type|S/N|Date\nPC|S1|14/06/2024\nPC|S2|15/06/2024")
    installed = read("Name|OS|InstallDate|LastBootUpTime\nX1|Windows 11|12/05/2018|\nX2|Windows 11|17/01/2022|")
    assert [row.values.get("purchased") for row in bought.rows] == [date(2018, 5, 12), date(2022, 1, 17)]
    assert "'Date' does not say which date it is; it is taken for the purchase." in remarks(bought)
    assert not any("purchased" in row.values for row in (*counted.rows, *installed.rows))


def test_kinds_are_counted_with_a_remark_beside_them() -> None:
    inventory = read("Classe|PC's|Tablettes|Remarques\n1A|2|0|\n1B|1|12|TBI en panne")
    assert [(row.values["type"], row.values["quantity"]) for row in inventory.rows] == [
        ("workstation", 2),
        ("workstation", 1),
        ("other", 12),
    ]


def test_dates_of_a_column_are_read_in_one_order() -> None:
    american = "Name|Type|Purchase date\nPC1|PC|03/04/2024\nPC2|PC|12/31/2023"
    assert [row.values["purchased"] for row in read(american).rows] == [date(2024, 3, 4), date(2023, 12, 31)]
    open_ended = read("Name|Type|Purchase date\nPC1|PC|03/04/2024")
    assert open_ended.rows[0].values["purchased"] == date(2024, 4, 3)
    assert remarks(open_ended) == ["The dates of 'Purchase date' can be read in two ways; they are read day first."]


def test_people_are_not_taken_over() -> None:
    inventory = read("Nom|Type|Utilisateur|Service\nPC1|PC|Jean Dupont|Ventes")
    assert "Dupont" not in str(inventory.rows)
    assert [(use.heading, use.field) for use in inventory.mapping][2:] == [("Utilisateur", ""), ("Service", "")]


def test_what_hangs_on_what_is_told_by_id() -> None:
    inventory = read("Asset tag|Naam|Type|Uplink\nT1|SW-1|Switch|\nT2|AP-1|AP|sw-1\nT3|AP-2|AP|SW-9")
    assert [row.values.get("connected_to") for row in inventory.rows] == [None, "T1", None]
    assert remarks(inventory) == ["It is connected to 'SW-9', which is no row of this file; that is left out."]


def test_a_table_of_places_gives_locations_that_devices_name() -> None:
    inventory = read(
        sheet("Code|Naam|Straat|Postcode|Gemeente|Land\nGNT|Gent|Dorp 1|9000|Gent|België\nTotaal|1", "Vestigingen"),
        sheet("Naam|Type|Vestiging\nPC1|PC|Gent", "Toestellen"),
    )
    assert [(row.sheet, dict(row.values)) for row in inventory.rows] == [
        ("locations",
         {"id": "GNT", "name": "Gent", "street": "Dorp 1", "postcode": "9000", "city": "Gent", "country": "BE"}),
        ("assets", {"id": "PC1", "name": "PC1", "type": "workstation", "location": "GNT"}),
    ]  # fmt: skip
    assert list(reasons(inventory)) == ["Vestigingen row 3"]


def test_titles_and_sheets_tell_the_places_where_no_column_does() -> None:
    groups = "Toestel|Merk|Model|Serienummer\nBrussel\nLaptop|HP|X|S1\n--- Gent ---\nPC|HP|Y|S2\nPC|HP|Y|S3\nTotaal|3"
    assert [row.values.get("location") for row in read(groups).rows] == ["Brussel", "Gent", "Gent"]
    assert [row.values.get("location") for row in read(groups.replace("--- Gent ---", "Boekhouding")).rows] == [
        None
    ] * 3
    list_ = "Bezeichnung|Typ|S/N\n{0}-PC|PC|{0}"
    above = list_.replace("|S/N", "|S/N|IP").format("A") + "\n\n"
    titled = read(f"Vestiging Lier\n{above}Vestiging Genk\n{above.replace('A', 'B')}")
    assert [row.values.get("location") for row in titled.rows] == ["Vestiging Lier", "Vestiging Genk"]
    sheets = read(sheet(list_.format("T"), "Trier"), sheet(list_.format("M"), "Metz"))
    assert [row.values.get("location") for row in sheets.rows] == ["Trier", "Metz"]
    assert "Its location is taken to be 'Trier': its sheet is called so." in remarks(sheets)
    emptied = read(list_.format("A").partition("\n")[0] + "\n\n\n" + list_.format("B"))  # headings above no rows
    assert [row.values["name"] for row in emptied.rows] == ["B-PC"]
    departments = read(sheet(list_.format("T"), "Direction"), sheet(list_.format("M"), "Comptabilité"))
    assert [row.values.get("notes") for row in departments.rows] == ["Direction", "Comptabilité"]


def test_a_note_in_a_narrow_table_is_no_device() -> None:
    inventory = read(
        "Name|Gerät|IP\npc1|PC|10.0.0.1\n\nHinweis: VPN über die Fritzbox\nFritzbox|Router|10.0.0.2\nBeamer"
    )
    assert list(rows(inventory)) == ["pc1", "Fritzbox", "Beamer"]


def test_a_place_that_is_written_once_holds_for_the_rows_below() -> None:
    text = "Lieu|Quoi|Combien\nSiège|PC|6\n|Portable|4\n|Modem|1\nCrèche|PC|1\n|Tablette|3"
    assert [row.values.get("location") for row in read(text).rows] == ["Siège"] * 3 + ["Crèche"] * 2
    sparse = "Lieu|Nom|Type\nSiège|A|PC\n|B|PC\nSiège|C|PC"
    assert [row.values.get("location") for row in read(sparse).rows] == ["Siège", None, "Siège"]


def test_a_place_over_several_rows_ends_at_its_subtotal() -> None:
    text = "Site|Naam|Type\nAalst|A|PC\n|B|PC\nSubtotaal Aalst|2\nNinove|C|PC\n|D|PC\nSubtotaal Ninove|2\nTotaal|4"
    assert [row.values.get("location") for row in read(text).rows] == ["Aalst", "Aalst", "Ninove", "Ninove"]


def test_a_table_that_counts_what_another_lists_adds_nothing() -> None:
    listed = sheet("Hostname|Type|S/N\nD1|Desktop|1\nD2|Desktop|2\nL1|Laptop|3", "Detail")
    inventory = read(sheet("Type|Aantal\nDesktop|2\nLaptop|4", "Overzicht"), listed)
    assert list(rows(inventory)) == ["D1", "D2", "L1"]
    assert [reason for reason in reasons(inventory).values() if "one by one elsewhere" in reason] != []
    assert len(rows(read(sheet("Type|Aantal\nScherm|9", "Rest"), listed))) == 4


def test_numbers_below_kinds_of_devices_are_as_many_of_them() -> None:
    inventory = read("Klas|Computers|Tablets|Printer\n1A|2|10|0\n1B||0|\nTotaal|2|10|0")
    told = [(row.values["type"], row.values["quantity"], row.values["notes"]) for row in inventory.rows]
    assert told == [("workstation", 2, "room: 1A"), ("other", 10, "room: 1A")]
    assert list(reasons(inventory)) == ["Sheet row 3", "Sheet row 4"]


def test_a_cross_below_a_kind_is_one_of_them() -> None:
    inventory = read("Collaborateur|PC fixe|PC portable|2e écran\nAlice|X||X\nBob||X|\nTotal|1|1|1")
    told = [(row.values["type"], row.values["quantity"]) for row in inventory.rows]
    assert told == [("workstation", 1), ("other", 1), ("laptop", 1)]


def test_kinds_below_places_are_as_many_at_each() -> None:
    counted = "Toestel|Gent|Aalst|Totaal\nPc|2|1|3\nLaptop|0|2|2\nTotaal|2|3|5"
    told = [(row.values["type"], row.values["location"], row.values["quantity"]) for row in read(counted).rows]
    assert told == [("workstation", "Gent", 2), ("workstation", "Aalst", 1), ("laptop", "Aalst", 2)]
    moved = "\n".join(f"||{line}" for line in counted.split("\n"))
    assert [dict(row.values) for row in read(moved).rows] == [dict(row.values) for row in read(counted).rows]
    pivot = read(sheet(counted.replace("Toestel", "Rijlabels"), "Pivot"), "Naam|Type\nA|PC\nB|PC\nC|PC\nD|Laptop")
    assert list(rows(pivot)) == ["A", "B", "C", "D"]


def test_a_group_with_a_word_for_a_free_address_is_a_device() -> None:
    inventory = read("Naam|Groep|Serienummer\nIPAD-1|Klas 3|S1\nIPAD-2|Reserve|S2\nIPAD-3|Klas 3|S3")
    assert list(rows(inventory)) == ["IPAD-1", "IPAD-2", "IPAD-3"]


def test_a_device_that_is_broken_or_replaced_is_taken_over_and_told() -> None:
    inventory = read("Nom|Type|État\nPC-1|PC|cassé\nPC-2|PC|bon")
    assert remarks(inventory) == ["'cassé': it is taken over. Mark it as not managed where nobody uses it."]


def test_each_serial_number_of_a_cell_is_a_device_where_nothing_says_otherwise() -> None:
    inventory = read("Type|Aantal|S/N\nPC|2|AB12; AB13\nPC|3|AB14; AB15\nPC||AB16 en AB17\nPC|1|AB18, zie foto")
    assert [(row.values["serial_number"], row.values.get("quantity")) for row in inventory.rows] == [
        ("AB12", 1),
        ("AB13", 1),
        ("AB14; AB15", 3),
        ("AB16", 1),
        ("AB17", 1),
        ("AB18, zie foto", 1),
    ]
    assert remarks(inventory)[:2] == [
        "It has several serial numbers: each is read as a device of its own. The same in 1 more row.",
        "It has several serial numbers and stays one row: check how many devices it is.",
    ]
    assert len(read("Naam|Type|S/N\nCLUSTER|Server|AB12; AB13").rows) == 1


def test_columns_without_headings_are_known_by_their_cells() -> None:
    text = "PC-1|HP|ProDesk 600|CZC1234A|Windows 11 Pro|rood\nPC-2|Dell|OptiPlex 3080|7ABCD12|Windows 11 Pro|blauw"
    inventory = read(text)
    assert rows(inventory)["PC-1"] == {
        "name": "PC-1",
        "manufacturer": "HP",
        "model": "ProDesk 600",
        "serial_number": "CZC1234A",
        "operating_system": "Windows 11 Pro",
        "type": "workstation",
    }
    assert [row.place for row in inventory.rows] == ["Sheet row 1", "Sheet row 2"]
    assert remarks(inventory)[0] == (
        "It has no headings; columns are taken for Name, Manufacturer, Model, Serial number, Operating system by their "
        "cells. Check them."
    )


def test_screens_and_docks_with_numbers_of_their_own_stand_in_the_notes() -> None:
    text = "Poste|PC|N° série PC|Écran 1|N° série écran 1|Dock\nP01|HP EliteBook 840 G8|5CG1A|HP E24|CN01|HP G5"
    (row,) = read(text).rows
    assert dict(row.values) == {
        "id": "P01",
        "name": "P01",
        "type": "laptop",
        "model": "HP EliteBook 840 G8",
        "serial_number": "5CG1A",
        "notes": "Écran 1: HP E24\nN° série écran 1: CN01\nDock: HP G5",
    }


def test_a_list_of_programs_tells_each_computer_once() -> None:
    inventory = read("Nom du poste|Version\nPC-David|Git 2.52\nPC-David|Chrome 143\nPC-Anne|Git 2.52")
    assert list(rows(inventory)) == ["PC-David", "PC-Anne"]
    assert list(reasons(inventory)) == ["Sheet row 3"]
    among = read("Nom|Type|Logiciels installés\nA|PC|Office 365; Windows 11 Pro\nB|PC|Chrome")
    assert [row.values.get("operating_system") for row in among.rows] == ["Windows 11 Pro", None]


def test_each_device_of_a_workplace_is_one() -> None:
    text = "Werkplek|PC|Scherm|Telefoon\nOnthaal|HP ProDesk 600|2x HP E24|Yealink T42\nDirectie|Dell Latitude 7420|-|x"
    told = [(row.values["type"], row.values.get("model"), row.values["quantity"]) for row in read(text).rows]
    assert told == [
        ("workstation", "HP ProDesk 600", 1),
        ("other", "HP E24", 2),
        ("ip-phone", "Yealink T42", 1),
        ("laptop", "Dell Latitude 7420", 1),
        ("ip-phone", None, 1),
    ]


def test_a_number_beside_the_name_of_a_device_is_its_own() -> None:
    text = "Bureau|PC|N° série PC|Écran|N° série écran|Imprimante\n101|HP|CZC1|HP E24|CNK1|Brother\n102|Dell|D2|-|-|-"
    told = [(row.values["type"], row.values.get("serial_number")) for row in read(text).rows]
    assert told == [("workstation", "CZC1"), ("other", "CNK1"), ("printer", None), ("workstation", "D2")]


def test_a_list_of_warranties_fills_in_by_serial_number() -> None:
    devices = sheet("Nom|Type|N° de série\nSRV1|Serveur|A1", "Parc")
    warranties = sheet("N° de série|Modèle|Fin de garantie\nA1|R440|31/12/2025", "Garanties")
    for lists in ((devices, warranties), (warranties, devices)):
        (row,) = read(*lists).rows
        assert (row.values["type"], row.values["name"], row.values["warranty_until"]) == (
            "server", "SRV1", date(2025, 12, 31),
        )  # fmt: skip


def test_a_numbered_title_is_a_title() -> None:
    inventory = read(
        "Nr.|Omschrijving|Merk|Model|Jaar\n1|SERVERS\n1.1|Hoofd|Dell|X|2020\n2|NETWERK\n2.1|Kast|HP|Y|2020"
    )
    assert [(row.values["name"], row.values["type"]) for row in inventory.rows] == [
        ("Hoofd", "server"),
        ("Kast", "server"),
    ]


def test_cards_below_one_another_are_a_row_each() -> None:
    card = "Fiche {0}\nNom :|PC-{0}\nMarque :|HP\nN° de série :|S{0}\n\n"
    inventory = read(card.format(1) + card.format(2) + card.format(3))
    assert {key: row["serial_number"] for key, row in rows(inventory).items()} == {
        "PC-1": "S1",
        "PC-2": "S2",
        "PC-3": "S3",
    }
    assert [row.place for row in inventory.rows] == ["Sheet row 1", "Sheet row 6", "Sheet row 11"]


def test_a_sheet_on_its_side_is_read_column_by_column() -> None:
    inventory = read("Rechnername|PC-1|PC-2\nModell|OptiPlex 3070|Latitude 5440\nSeriennummer|S1|S2")
    assert {key: row["type"] for key, row in rows(inventory).items()} == {"PC-1": "workstation", "PC-2": "laptop"}
    below = read("|EDV\n\n|Rechnername|PC-1\n|Modell|OptiPlex 3070\n|Seriennummer|S1")
    assert [row.place for row in below.rows] == ["Sheet row 3"]
    assert "Its headings stand in column B, so it is read column by column: row 3 is its column C." in remarks(below)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nom|Version|Éditeur|Licence\nOffice|2019|Microsoft|XX", "a list of software"),
        ("Nom|Prénom|E-mail|Fonction\nDupont|Jean|j@x.lu|DG", "a list of people"),
        ("name|site|u_height|serial\nR1|Gent|42|S", "a list of racks"),
        ("address|status|dns_name\n10.0.0.1|active|x", "a list of network addresses"),
        ("Naam|Aanbieder|Verlengdatum\nx|y|2024-01-01", "a list of services"),
        ("Foo|Bar|Baz\n1|2|3", "No heading of its table is known: 'Foo', 'Bar', 'Baz'."),
        ("Naam|Opmerking\nx|y", "only 'Naam', 'Opmerking' are known"),
    ],
)
def test_a_table_of_something_else_is_told_row_by_row(text: str, reason: str) -> None:
    inventory = read(text, "Naam|Type\nPC1|PC")
    assert list(rows(inventory)) == ["PC1"]
    assert [reason in told for told in reasons(inventory).values()] == [True]


def test_a_file_without_a_table_names_the_headings_that_would_be_understood() -> None:
    with pytest.raises(Stop) as stopped:
        read("Dear Sir\nI have no list\n")
    assert str(stopped.value) == (
        "list.xlsx: error: No table was found. Give the columns headings such as Name, Type, Serial number, Location, "
        "Manufacturer, Model, Operating system, IP address, in Dutch, French, German or English. [no-table]"
    )


WORDS = st.sampled_from(["", "", "PC-1", "PC-2", "Laptop", "S1", "Totaal", "3", "Gent", "afgeschreven", "="])


@given(st.lists(st.lists(WORDS, min_size=6, max_size=6), max_size=12))
def test_every_row_below_headings_is_understood_or_told(grid: list[list[str]]) -> None:
    data = [row for row in grid if any(row)]
    lines = ["Naam|Type|Serienummer|Locatie|Status|Kleur", *("|".join(row) for row in data)]
    inventory = read("\n".join(lines))
    places = [row.place for row in inventory.rows] + [remark.place for remark in inventory.not_understood]
    assert sorted(places) == sorted(f"Sheet row {number}" for number in range(2, len(data) + 2))
    ids = [str(row.values["id"]).casefold() for row in inventory.rows]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("name", "understood", "not_understood"),
    [
        ("helpdesk-lab/asset_inventory.csv", 700, 0),
        ("helpdesk-lab/endpoints.csv", 500, 0),
        ("netbox-demo/racks.csv", 0, 42),
        ("netbox-demo/ip_addresses.csv", 0, 180),
        ("netbox-demo/devices.csv", 72, 0),
    ],
)
def test_published_inventories_are_read(name: str, understood: int, not_understood: int, trial_data: Path) -> None:
    inventory = read_generic(read_source(trial_data / name))
    assert (len(inventory.rows), len(inventory.not_understood)) == (understood, not_understood)


def test_a_list_of_tickets_is_no_inventory(trial_data: Path) -> None:
    with pytest.raises(Stop) as stopped:
        read_generic(read_source(trial_data / "helpdesk-lab" / "ticket-register.csv"))
    assert str(stopped.value) == (
        "ticket-register.csv: error: The file is a list of tickets, not an inventory. "
        "Export the devices instead. [ticket-list]"
    )
