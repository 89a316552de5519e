"""What exports write for operating systems, models and makers becomes what the form and the catalogue know."""

from __future__ import annotations

import pytest

from estimator.model.infrastructure import AssetType
from estimator.model.lifecycle import LifecycleCatalogue, NoMatch, Release, find_release
from estimator.read.data_files import read_facts
from estimator.read.importers.products import (
    System,
    Systems,
    _names,
    is_placeholder,
    maker_of_model,
    manufacturer_name,
    system_of_model,
    type_of_model,
)


@pytest.fixture(scope="module")
def catalogue() -> LifecycleCatalogue:
    return read_facts({}, []).lifecycle


@pytest.fixture(scope="module")
def systems(catalogue: LifecycleCatalogue) -> Systems:
    return Systems(catalogue)


EXACT = (
    # what the export says, its version, what the form says
    ("Microsoft Windows 11 Pro 10.0.22631", "", "Windows 11 Pro", "23H2"),
    ("Microsoft Windows 11 Professionnel", "10.0.22631.3593", "Windows 11 Pro", "23H2"),
    ("Windows 11 Famille", "23H2", "Windows 11 Home", "23H2"),
    ("Windows 11 Entreprise", "10.0.26100.4061", "Windows 11 Enterprise", "24H2"),
    ("Windows 11 Bildung 23H2", "", "Windows 11 Education", "23H2"),
    ("Windows 11 Thuis 23H2", "", "Windows 11 Home", "23H2"),
    ("Microsoft Windows 10 Pro 19045", "", "Windows 10 Pro", "22H2"),
    ("Windows 10 Pro, 64 bit v22H2 (build 19045.2728)", "", "Windows 10 Pro", "22H2"),
    ("Windows 10 Entreprise LTSC 2021", "", "Windows 10 Enterprise LTSC 2021", ""),
    ("Windows 10 IoT Enterprise LTSC 2021", "", "Windows 10 IoT Enterprise LTSC 2021", ""),
    ("Win 10", "10.0.19045", "Windows 10", "22H2"),
    ("Windows 8.1 Professionnel", "", "Windows 8.1 Pro", ""),
    ("Windows 7 Professional 6.1.7601 Service Pack 1", "", "Windows 7 Pro", ""),
    ("Microsoft Windows Server 2019 Standard (64-bit)", "", "Windows Server 2019 Standard", ""),
    ("Microsoft® Windows Server® 2022 Datacenter", "10.0.20348", "Windows Server 2022 Datacenter", ""),
    ("Windows Server 2019 Standard, 64 bit (build 17763.1339)", "", "Windows Server 2019 Standard", ""),
    ("Windows Server 2012 R2 Datacenter", "", "Windows Server 2012 R2 Datacenter", ""),
    ("Windows Server 2008 R2 Standard 7601 Service Pack 1", "", "Windows Server 2008 R2 Standard", ""),
    ("Win 2019", "", "Windows Server 2019", ""),
    ("Win 2012 R2", "", "Windows Server 2012 R2", ""),
    ("Ubuntu Linux 20.04", "", "Ubuntu", "20.04"),
    ("Ubuntu 22.04.3 LTS", "", "Ubuntu", "22.04.3"),
    ("Debian GNU/Linux 12 (bookworm)", "", "Debian", "12"),
    ("Debian 11.3 x86_64 5.10.0-13-amd64", "", "Debian", "11.3"),
    ("Red Hat Enterprise Linux 8 (64-bit)", "", "Red Hat Enterprise Linux", "8"),
    ("VMware ESXi 7.0.3 build-21930508", "", "VMware ESXi", "7.0.3"),
    ("macOS 14.5 (Sonoma)", "", "macOS", "14.5"),
    ("macOS Sonoma", "", "macOS", "14"),
    ("Mac OS X", "10.15.7", "macOS", "10.15.7"),
    ("Cisco IOS-XE 17.09.04a", "", "Cisco IOS XE", "17.09.04a"),
    ("FortiOS v7.2.8", "", "FortiOS", "7.2.8"),
    ("FortiGate-100F", "v7.2.5 build1517", "FortiOS", "7.2.5"),
    ("PAN-OS", "10.1.6-h3", "PAN-OS", "10.1.6-h3"),
    ("RouterOS", "7.11.2 (stable)", "RouterOS", "7.11.2"),
    ("Exchange Server 2019", "", "Exchange Server 2019", ""),
)


@pytest.mark.parametrize(("text", "version", "system", "release"), EXACT)
def test_a_system_that_says_enough_is_written_as_the_form_writes_it(
    systems: Systems, text: str, version: str, system: str, release: str
) -> None:
    assert systems.normalise(text, version) == System(system, release)


OPEN = (
    # what the export says, its version, what the form says with a part of the remark
    ("Windows 11 Pro", "", System("Windows 11 Pro", "", "does not say which release of Windows")),
    ("Windows 10 Professionnel", "", System("Windows 10 Pro", "", "does not say which release of Windows")),
    ("Windows", "10.0.22631.3593", System("Windows 11", "23H2", "leaves the edition open")),
    ("Windows 11 24H2", "", System("Windows 11", "24H2", "leaves the edition open")),
    ("Windows 10", "10.0.22999", System("Windows 10", "10.0.22999", "does not say which release")),
    ("Microsoft Windows Server 2016 or later (64-bit)", "", System("Windows Server", "", "2016 or later")),
    ("CentOS 4/5/6/7 (64-bit)", "", System("CentOS", "", "does not say which release of CentOS")),
    ("Ubuntu Linux (64-bit)", "", System("Ubuntu", "", "does not say which release of Ubuntu")),
    (
        "SUSE Linux Enterprise 15 (64-bit)",
        "",
        System("SUSE Linux Enterprise Server", "15", "does not say which release"),
    ),
    ("Fedora", "31 (Workstation Edition)", System("Fedora", "31 (Workstation Edition)", "but no end-of-support dates")),
    ("Other 3.x or later Linux (64-bit)", "", System("Linux", "", "but no end-of-support dates")),
    ("Windwos 10", "", System("Windwos 10", "", "Did you mean 'Windows 10'?")),
    ("Contoso OS 9", "", System("Contoso OS 9", "", "does not know it. It is kept as it is.")),
    ("Windows Server 2019", "10.0.20348", System("Windows Server 2019", "10.0.20348", "names two releases")),
    ("Debian 99", "", System("Debian 99", "", "no release with known dates of Debian")),
)


@pytest.mark.parametrize(("text", "version", "expected"), OPEN)
def test_what_is_left_open_is_told_and_never_guessed(
    systems: Systems, text: str, version: str, expected: System
) -> None:
    found = systems.normalise(text, version)
    assert (found.operating_system, found.version) == (expected.operating_system, expected.version)
    assert expected.remark in found.remark


def test_nothing_said_is_nothing_told(systems: Systems) -> None:
    assert systems.normalise("") == System("")
    assert systems.normalise("", "12.1") == System("", "12.1")


def test_the_same_name_is_another_system_on_another_kind_of_device(systems: Systems) -> None:
    assert systems.normalise("iOS", "17.5.1", "other") == System("iOS", "17.5.1")
    assert "No match" in systems.normalise("iOS", "17.5.1", "switch").remark


def test_rewriting_never_changes_what_the_catalogue_finds(catalogue: LifecycleCatalogue, systems: Systems) -> None:
    """Every release of every product, named in each of the product's ways, means the same after as before."""
    tried = rewritten = 0
    for product in catalogue.product.values():
        for cycle in product.cycles:
            for name in product.names:
                for text, version in ((name, cycle.label), (f"{name} {cycle.label} (64-bit)", ""), (name, "")):
                    before = find_release(catalogue, text, version)
                    system = systems.normalise(text, version)
                    after = find_release(catalogue, system.operating_system, system.version)
                    tried += 1
                    rewritten += system.operating_system.casefold() != text.casefold()
                    if isinstance(before, Release):
                        assert isinstance(after, Release), (text, version, system)
                        assert after.cycles == before.cycles, (text, version, system)
                    else:
                        assert isinstance(after, NoMatch), (text, version, system)
    assert tried > 3_000
    assert rewritten > tried / 2


def test_hostile_text_comes_back_as_one_line(systems: Systems) -> None:
    for text in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a\n\tb\0c", "\u202e" * 300, "%s" * 200):
        found = systems.normalise(text, text)
        assert "\n" not in found.operating_system + found.version + found.remark
        assert "\0" not in found.operating_system


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Dell Inc.", "Dell"),
        ("DELL INC", "Dell"),
        ("Hewlett-Packard", "HP"),
        ("Hewlett-Packard Company", "HP"),
        ("Hewlett Packard Enterprise", "HPE"),
        ("LENOVO", "Lenovo"),
        ("ASUSTeK COMPUTER INC.", "ASUS"),
        ("Cisco Systems, Inc.", "Cisco"),
        ("VMware, Inc.", "VMware"),
        ("Panduit", "Panduit"),
        ("HPinc Fan Club", "HPinc Fan Club"),
    ],
)
def test_a_maker_has_one_name_where_that_is_certain(said: str, name: str) -> None:
    assert manufacturer_name(said) == name


@pytest.mark.parametrize(
    ("model", "manufacturer", "asset_type"),
    [
        ("Latitude 5440", "Dell Inc.", "laptop"),
        ("HP EliteBook 840 G10", "", "laptop"),
        ("HP EliteDesk 800 G6 Desktop Mini PC", "HP", "workstation"),
        ("OptiPlex 7010", "Dell", "workstation"),
        ("ProLiant DL380 Gen10", "HPE", "server"),
        ("VMware Virtual Platform", "VMware, Inc.", "virtual-server"),
        ("VMware7,1", "VMware, Inc.", "virtual-server"),
        ("Virtual Machine", "Microsoft Corporation", "virtual-server"),
        ("Standard PC (Q35 + ICH9, 2009)", "QEMU", "virtual-server"),
        ("FortiGate-60F", "Fortinet", "firewall"),
        ("HP LaserJet M507", "Hewlett-Packard", "printer"),
        ("2530-48G", "Hewlett-Packard", "switch"),
        ("Smart-UPS 1500", "APC", "ups"),
        ("Precision 3680", "Dell", None),
        ("XPS 13 9350", "Dell", "laptop"),
        ("", "", None),
        ("Macbookish", "", None),
    ],
)
def test_a_model_that_is_sold_as_one_kind_of_device_tells_the_type(
    model: str, manufacturer: str, asset_type: str | None
) -> None:
    assert type_of_model(model, manufacturer) == asset_type


def test_a_model_that_runs_one_system_only_tells_the_system(systems: Systems) -> None:
    assert system_of_model("FortiGate-60F") == "FortiOS"
    assert system_of_model("Latitude 5440") is None
    for _, system in _names().systems:
        assert systems.normalise(system).operating_system == system


def test_a_line_that_one_maker_sells_tells_the_maker() -> None:
    assert [maker_of_model(model) for model in ("Latitude 5440", "MacBook Air M2", "Z790", "")] == [
        "Dell",
        "Apple",
        None,
        None,
    ]


def test_every_line_of_the_data_file_names_a_type_of_the_form_and_stands_once() -> None:
    lines = _names().lines
    assert {meaning for _, meaning in lines} <= set(AssetType)
    assert len({line for line, _ in lines}) == len(lines)


def test_what_nobody_filled_in_is_a_placeholder() -> None:
    assert is_placeholder("To be filled by O.E.M.")
    assert is_placeholder("Default string")
    assert not is_placeholder("5CG1234XYZ")
