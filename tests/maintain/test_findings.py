from __future__ import annotations

from dataclasses import replace
from datetime import date

from estimator.maintain.findings import cost_class, findings
from estimator.model.finding import Finding
from estimator.model.infrastructure import Asset, AssetType, Service, ServiceType
from tests.builders import TODAY, facts, office

LAPTOP = Asset("L1", AssetType.LAPTOP, "HQ", operating_system="Windows 11 Enterprise", version="25H2")


def found(*assets: Asset, services: tuple[Service, ...] = ()) -> tuple[Finding, ...]:
    return findings(office(assets=assets, services=services), facts(), TODAY)


def laptops(count: int, **changes: object) -> tuple[Asset, ...]:
    return tuple(replace(LAPTOP, id=f"L{n}", **changes) for n in range(1, count + 1))  # type: ignore[arg-type]


def test_computers_past_their_end_of_support_are_told_per_release_among_their_like() -> None:
    old = replace(LAPTOP, id="OLD", operating_system="Windows 10", version="22H2", quantity=3)
    (finding,) = found(*laptops(7), old)
    assert finding == Finding("support-ended", "Windows 10 22H2", date(2025, 10, 14), ("OLD",), 3, 10, "medium")


def test_a_release_that_ends_within_a_year_is_told_with_its_date() -> None:
    (finding,) = found(Asset("S", AssetType.SERVER, "HQ", operating_system="Windows Server", version="2016"))
    assert (finding.kind, finding.due, finding.cost_class) == ("support-ending", date(2027, 1, 12), "medium")


def test_a_release_with_a_successor_of_its_own_line_asks_for_an_update_and_no_new_computer() -> None:
    (finding,) = found(replace(LAPTOP, operating_system="Windows 11 Pro", version="23H2", quantity=30))
    assert (finding.kind, finding.cost_class) == ("support-ended", "low")


def test_systems_nobody_knows_and_computers_without_one_are_told() -> None:
    unknown = Asset("X", AssetType.NAS, "HQ", operating_system="HomeBrewOS", version="3")
    silent = (Asset("W", AssetType.WORKSTATION, "HQ"), Asset("P", AssetType.PRINTER, "HQ"))
    assert {(each.kind, each.subject) for each in found(unknown, *silent)} == {
        ("unknown-support", "HomeBrewOS 3"),
        ("unknown-support", "workstation"),
    }


def test_warranties_are_grouped_by_type_with_the_earliest_date() -> None:
    ends = (date(2026, 3, 1), date(2026, 1, 1), date(2027, 6, 1), date(2029, 1, 1))
    some = [replace(asset, warranty_until=end) for asset, end in zip(laptops(4), ends, strict=True)]
    ending, ended = found(*some)
    assert (ended.kind, ended.subject, ended.due, ended.units, ended.of_units) == (
        "warranty-ended",
        "laptop",
        date(2026, 1, 1),
        2,
        4,
    )
    assert (ending.kind, ending.due, ending.units) == ("warranty-ending", date(2027, 6, 1), 1)


def test_renewals_within_a_year_are_told_and_later_ones_are_not() -> None:
    soon = Service("A", "Domain", ServiceType.DOMAIN, renewal_date=date(2027, 11, 22))
    later = Service("B", "Lease", ServiceType.OTHER, renewal_date=date(2027, 11, 23))
    assert [(each.kind, each.subject) for each in found(services=(soon, later))] == [("renewal-due", "Domain")]


def test_critical_hardware_that_nobody_guarantees_to_replace_is_told_by_its_name() -> None:
    nas = Asset("N", AssetType.NAS, "HQ", name="Archive", critical=True)
    covered = replace(nas, id="M", spare_on_site=True)
    virtual = Asset("V", AssetType.VIRTUAL_SERVER, "HQ", critical=True, operating_system="Debian", version="12")
    (finding,) = (each for each in found(nas, covered, virtual) if each.kind == "best-effort-critical")
    assert (finding.subject, finding.assets, finding.units, finding.of_units) == ("Archive", ("N",), 1, 2)


def test_devices_alike_are_named_after_their_model() -> None:
    alike = laptops(2, manufacturer="Lenovo", model="T14", critical=True)
    assert [each.subject for each in found(*alike)] == ["Lenovo T14"]


def test_what_is_over_comes_first_then_what_ends_soon_then_what_is_only_worth_knowing() -> None:
    kinds = [
        each.kind
        for each in found(
            replace(LAPTOP, id="1", warranty_until=date(2020, 1, 1)),
            replace(LAPTOP, id="2", warranty_until=date(2027, 2, 1)),
            Asset("3", AssetType.SERVER, "HQ", operating_system="Windows Server", version="2016"),
            replace(LAPTOP, id="4", operating_system="Windows 10", version="22H2"),
            Asset("5", AssetType.NAS, "HQ", critical=True),
            Asset("6", AssetType.WORKSTATION, "HQ"),
            services=(Service("7", "Domain", ServiceType.DOMAIN, renewal_date=date(2026, 12, 1)),),
        )
    ]
    assert kinds == [
        "support-ended",
        "best-effort-critical",
        "renewal-due",
        "support-ending",
        "warranty-ending",
        "warranty-ended",
        "unknown-support",
    ]


def test_what_is_not_managed_is_not_our_finding() -> None:
    assert found(replace(LAPTOP, operating_system="Windows 7", managed=False)) == ()


def test_the_cost_class_grows_with_the_number_and_size_of_devices() -> None:
    phone, server = Asset("P", AssetType.IP_PHONE, "HQ"), Asset("S", AssetType.SERVER, "HQ")
    sizes = [[], [phone], [replace(phone, quantity=8)], [server], [server, server], [replace(LAPTOP, quantity=30)]]
    assert [cost_class(size) for size in sizes] == ["none", "low", "medium", "medium", "high", "high"]
