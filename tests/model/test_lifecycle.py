"""Which release the cells of an asset name."""

from __future__ import annotations

from datetime import date

import pytest

from estimator.model.lifecycle import (
    Cycle,
    LifecycleCatalogue,
    NoMatch,
    Product,
    Release,
    find_release,
    suggest,
)
from estimator.model.version_words import numbers_of, words_of
from estimator.read.data_files import read_facts

CATALOGUE = read_facts({}, []).lifecycle


def found(operating_system: str, version: str = "", asset_type: str = "") -> Release:
    release = find_release(CATALOGUE, operating_system, version, asset_type)
    assert isinstance(release, Release), release
    return release


def missed(operating_system: str, version: str = "", asset_type: str = "") -> NoMatch:
    missing = find_release(CATALOGUE, operating_system, version, asset_type)
    assert isinstance(missing, NoMatch), missing
    return missing


@pytest.mark.parametrize(
    ("operating_system", "version", "name", "end"),
    [
        ("Windows 11 Pro", "24H2", "Windows 11 24H2 (Home/Pro)", date(2026, 10, 13)),
        ("Windows 11 Professionnel 24H2", "", "Windows 11 24H2 (Home/Pro)", date(2026, 10, 13)),
        ("Microsoft Windows 11 Entreprise", "24H2", "Windows 11 24H2 (Enterprise/Education)", date(2027, 10, 12)),
        ("Windows 11 Pro", "10.0.26100.2314", "Windows 11 24H2 (Home/Pro)", date(2026, 10, 13)),
        ("Windows 11 Pro 23H2 (OS Build 22631.4460)", "", "Windows 11 23H2 (Home/Pro)", date(2025, 11, 11)),
        ("Win10 Pro", "22H2", "Windows 10 22H2", date(2025, 10, 14)),
        ("Windows 10 Pro", "10.0.19045", "Windows 10 22H2", date(2025, 10, 14)),
        ("Windows 10 Enterprise LTSC 2021", "", "Windows 10 21H2 (LTSC)", date(2027, 1, 12)),
        ("Windows 10 Enterprise LTSC", "1809", "Windows 10 1809 (LTSC)", date(2029, 1, 9)),
        ("Windows 10 IoT Enterprise LTSC 2021", "", "Windows 10 21H2 (IoT LTSC)", date(2032, 1, 13)),
        ("Windows 8.1", "", "Windows 8.1", date(2023, 1, 10)),
        ("Windows 8", "", "Windows 8", date(2016, 1, 12)),
        ("Windows 7 Professional", "6.1.7601", "Windows 7 SP1", date(2020, 1, 14)),
        ("Microsoft Windows Server 2019 Standard (64-bit)", "", "Windows Server 2019", date(2029, 1, 9)),
        ("Windows Server 2019", "1809", "Windows Server 2019", date(2029, 1, 9)),
        ("Windows Server 2022", "21H2", "Windows Server 2022", date(2031, 10, 14)),
        ("Windows Server", "2016 Essentials", "Windows Server 2016", date(2027, 1, 12)),
        ("Windows 2016 Server", "", "Windows Server 2016", date(2027, 1, 12)),
        ("Windows Server 2012 R2", "", "Windows Server 2012 R2", date(2023, 10, 10)),
        ("Windows Server 2012R2", "", "Windows Server 2012 R2", date(2023, 10, 10)),
        ("Windows Server 2012", "", "Windows Server 2012", date(2023, 10, 10)),
        ("Ubuntu Linux 20.04", "", "Ubuntu 20.04", date(2025, 5, 31)),
        ("Ubuntu 22.04.3 LTS", "", "Ubuntu 22.04", date(2027, 4, 1)),
        ("Ubuntu jammy", "", "Ubuntu 22.04", date(2027, 4, 1)),
        ("Debian GNU/Linux 12 (bookworm)", "", "Debian 12", date(2026, 7, 11)),
        ("Debian", "12.5", "Debian 12", date(2026, 7, 11)),
        ("Red Hat Enterprise Linux 8.6 (Ootpa)", "", "Red Hat Enterprise Linux 8", date(2029, 5, 31)),
        ("CentOS Linux 7 (Core)", "7.9.2009", "CentOS 7", date(2024, 6, 30)),
        ("CentOS Stream 9", "", "CentOS Stream 9", date(2027, 5, 31)),
        ("SLES 15 SP5", "", "SUSE Linux Enterprise Server 15 SP5", date(2024, 12, 31)),
        ("SUSE Linux Enterprise Server", "15.5", "SUSE Linux Enterprise Server 15 SP5", date(2024, 12, 31)),
        ("VMware ESXi 7.0.3", "", "VMware ESXi 7.0", date(2025, 10, 2)),
        ("ESXi", "7.0 Update 3", "VMware ESXi 7.0", date(2025, 10, 2)),
        ("ESXi 8", "", "VMware ESXi 8.0", date(2027, 10, 11)),
        ("Proxmox VE", "8.2.4", "Proxmox VE 8", date(2026, 8, 31)),
        ("FortiOS", "7.2.8", "FortiOS 7.2", date(2026, 9, 30)),
        ("FortiOS", "v7.2.8 build1639 (GA)", "FortiOS 7.2", date(2026, 9, 30)),
        ("Cisco IOS-XE", "17.09.04a", "Cisco IOS XE 17.9", date(2026, 7, 29)),
        ("PAN-OS", "10.2.9-h1", "PAN-OS 10.2", date(2025, 8, 27)),
        ("macOS 14.5", "", "macOS 14", None),
        ("macOS Sonoma", "", "macOS 14", None),
        ("macOS", "10.15.7", "macOS 10.15", date(2026, 2, 2)),
        ("Exchange Server 2019 CU14", "", "Exchange Server 2019", date(2025, 10, 14)),
        ("Office 2021", "", "Microsoft Office 2021", date(2026, 10, 13)),
    ],
)
def test_a_release_is_found_however_people_write_it(
    operating_system: str, version: str, name: str, end: date | None
) -> None:
    release = found(operating_system, version)
    assert release.name == name
    assert release.is_exact
    assert release.cycles[0].end_of_support == end


def test_releases_that_share_their_dates_need_not_be_told_apart() -> None:
    release = found("Windows Server 2008")
    assert {cycle.label for cycle in release.cycles} == {"2008 R2 SP1", "2008 SP2"}
    assert release.is_exact
    assert release.name == "Windows Server 2008"


@pytest.mark.parametrize(
    ("operating_system", "version", "name", "between"),
    [
        ("Windows 11 Pro", "", "Windows 11 (Home/Pro)", (date(2023, 10, 10), date(2028, 3, 14))),
        ("Windows 11", "24H2", "Windows 11 24H2", (date(2026, 10, 13), date(2027, 10, 12))),
        ("Windows 10 Professionnel", "", "Windows 10", (date(2017, 5, 9), date(2025, 10, 14))),
        ("FortiOS", "", "FortiOS", (date(2022, 9, 29), date(2030, 10, 21))),
        (
            "SUSE Linux Enterprise Server 15",
            "",
            "SUSE Linux Enterprise Server 15",
            (date(2019, 12, 31), date(2031, 7, 31)),
        ),
        ("SQL Server 2016", "", "SQL Server 2016", (date(2018, 1, 9), date(2026, 7, 14))),
    ],
)
def test_what_the_cells_leave_open_stays_open(
    operating_system: str, version: str, name: str, between: tuple[date, date]
) -> None:
    release = found(operating_system, version)
    assert not release.is_exact
    assert release.name == name
    assert release.ends_between == between


def test_the_long_term_channel_is_only_meant_where_it_is_named() -> None:
    assert {cycle.edition for cycle in found("Windows 10").cycles} == {"", "pro", "enterprise"}
    assert {cycle.edition for cycle in found("Windows 10 LTSC").cycles} == {"ltsc"}


@pytest.mark.parametrize(
    ("operating_system", "version", "kind"),
    [
        ("", "24H2", "blank"),
        ("Cisco IOS", "15.2(4)E7", "without-dates"),
        ("Synology DSM", "7.2", "without-dates"),
        ("DSM 7.2", "", "without-dates"),
        ("UniFi OS", "4.0", "without-dates"),
        ("Junos", "21.4R3", "without-dates"),
        ("Windows Phone 8.1", "", "without-dates"),
        ("Windwos 10", "", "unknown-system"),
        ("Haiku", "R1", "unknown-system"),
        ("FortiOS", "9.9", "unknown-release"),
        ("Windows Server 2027", "", "unknown-release"),
        ("Debian 12", "11", "contradiction"),
        ("Windows 10", "10.0.22631", "contradiction"),
    ],
)
def test_what_matches_nothing_says_why(operating_system: str, version: str, kind: str) -> None:
    missing = missed(operating_system, version)
    assert missing.kind == kind
    assert missing.reason.endswith(".")


def test_ios_on_a_switch_is_not_apples() -> None:
    assert found("iOS 17.5", asset_type="other").name == "iOS 17"
    assert missed("IOS 15.2", asset_type="switch").kind == "unknown-system"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Windwos 10", "Windows 10"),
        ("Wndows 11 Pro", "Windows 11 Pro"),
        ("Windwos10", "Windows 10"),
        ("Windows Sever 2019", "Windows Server 2019"),
        ("Ubunut 22.04", "Ubuntu 22.04"),
        ("EXSi 7.0", "VMware ESXi 7.0"),
        ("FortOS 7.2", "FortiOS 7.2"),
    ],
)
def test_a_typing_error_is_recognised(typed: str, meant: str) -> None:
    assert suggest(CATALOGUE, typed) == meant
    assert isinstance(find_release(CATALOGUE, meant), Release)


@pytest.mark.parametrize(
    "typed",
    [
        *("Cisco IOS", "Cisco NX-OS", "Synology DSM", "UniFi OS", "Junos", "QTS", "pfSense", "SonicOS", "ArubaOS"),
        *("Fedora 40", "Linux", "Haiku", "EOS", "Windows 10", ""),
    ],
)
def test_what_is_no_typing_error_gets_no_suggestion(typed: str) -> None:
    assert suggest(CATALOGUE, typed) is None


def test_every_shipped_release_is_found_by_its_own_name() -> None:
    for product in CATALOGUE.product.values():
        for cycle in product.cycles:
            edition = {"pro": "Pro", "enterprise": "Enterprise", "ltsc": "LTSC", "iot-ltsc": "IoT LTSC", "": ""}
            release = found(f"{product.names[0]} {cycle.label} {edition[cycle.edition]}")
            assert cycle in release.cycles, (product.title, cycle.label)


def test_no_name_without_dates_is_also_a_products() -> None:
    names = {words_of(name) for product in CATALOGUE.product.values() for name in product.names}
    assert not names & {words_of(name) for name in CATALOGUE.without_dates}


def test_the_shipped_dates_are_those_the_trade_knows() -> None:
    ends = {
        ("Windows Server 2016", ""): date(2027, 1, 12),
        ("Windows 10", "22H2"): date(2025, 10, 14),
        ("Exchange 2016", ""): date(2025, 10, 14),
        ("Exchange 2019", ""): date(2025, 10, 14),
        ("Office 2021", ""): date(2026, 10, 13),
    }
    assert {cells: found(*cells).cycles[0].end_of_support for cells in ends} == ends


def test_a_catalogue_of_ones_own_is_searched_the_same_way() -> None:
    product = Product(title="Toaster", names=("toaster os",), cycles=(Cycle(label="1.0", ended=True),), source="us")
    catalogue = LifecycleCatalogue(id="x", valid_from=date(2026, 1, 1), source="us", product={"toaster": product})
    assert find_release(catalogue, "Toaster OS 1.0.5") == Release(product, product.cycles)
    assert isinstance(find_release(catalogue, "Windows 10"), NoMatch)


def test_numbers_are_compared_as_numbers() -> None:
    assert numbers_of("17.09.04a") == (17, 9, 4)
    assert numbers_of("24h2") is None
    assert words_of("Windows Server 2012R2 (64-bit), Service Pack 1") == ("windows", "server", "2012", "r2", "sp1")


@pytest.mark.parametrize(
    "text", ["1" * 6000, "1." * 20_000, "x " * 20_000, "\N{ARABIC-INDIC DIGIT THREE}", "=1+1", "\0"]
)
def test_hostile_text_is_no_match_and_no_crash(text: str) -> None:
    assert missed(text).kind == "unknown-system"
    assert len(missed(text).reason) < 120
    assert suggest(CATALOGUE, text) is None
    assert missed("FortiOS", text if text[0].isdecimal() else "9.9").kind in ("unknown-release", "contradiction")
