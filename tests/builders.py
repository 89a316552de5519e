"""A plausible assessment and the shipped data files, for tests that start from model values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from estimator.model.customer import Customer
from estimator.model.facts import Facts
from estimator.model.infrastructure import (
    Assessment,
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
)
from estimator.model.source import FileReference, Row
from estimator.read.data_files import read_facts

TODAY = date(2026, 11, 22)
HEAD_OFFICE = Location("HQ", "Head office", "LU", street="12, rue du Moulin", postcode="L-1234", city="Luxembourg")
BRANCH = Location("ARL", "Arlon branch", "BE", street="Rue Neuve 3", postcode="6700", city="Arlon")

_COLUMNS = {name: number for number, name in enumerate(("id", "name", "type", "location", "quantity"), 1)}
_ASSETS: tuple[tuple[int, AssetType, str, str, str], ...] = (
    (10, AssetType.WORKSTATION, "HQ", "Windows 11 Pro", "25H2"),
    (3, AssetType.WORKSTATION, "HQ", "Windows 10", "22H2"),
    (12, AssetType.LAPTOP, "HQ", "Windows 11 Pro", "25H2"),
    (5, AssetType.LAPTOP, "ARL", "Windows 11 Pro", "25H2"),
    (1, AssetType.SERVER, "HQ", "Windows Server", "2016"),
    (2, AssetType.HYPERVISOR, "HQ", "Windows Server", "2022"),
    (4, AssetType.VIRTUAL_SERVER, "HQ", "Windows Server", "2022"),
    (2, AssetType.FIREWALL, "HQ", "", ""),
    (1, AssetType.ROUTER, "ARL", "", ""),
    (3, AssetType.SWITCH, "HQ", "", ""),
    (1, AssetType.SWITCH, "ARL", "", ""),
    (4, AssetType.ACCESS_POINT, "HQ", "", ""),
    (2, AssetType.ACCESS_POINT, "ARL", "", ""),
    (1, AssetType.NAS, "HQ", "", ""),
    (3, AssetType.PRINTER, "HQ", "", ""),
    (1, AssetType.PRINTER, "ARL", "", ""),
    (2, AssetType.UPS, "HQ", "", ""),
    (3, AssetType.IP_PHONE, "HQ", "", ""),
)
"""Count, type, location, operating system and version: 60 assets."""


@cache
def facts() -> Facts:
    """The shipped data files."""
    return read_facts({}, ())


def row(sheet: str, number: int) -> Row:
    """A row of a sheet with the columns id, name, type, location and quantity."""
    return Row(sheet, number, _COLUMNS)


def customer(**changes: Any) -> Customer:
    """The customer of the office; `changes` by field."""
    usual = Customer("Bureau Exemple S.à r.l.", "LU", date(2026, 11, 10), date(2027, 1, 1))
    return replace(usual, **changes)


def assets(**changes: Any) -> tuple[Asset, ...]:
    """The 60 assets of the office in 60 rows; both firewalls and both hypervisors are redundant. `changes`: to all."""
    numbers = count(4)
    found = []
    for total, kind, location, system, version in _ASSETS:
        group = f"{kind}s" if kind in {AssetType.FIREWALL, AssetType.HYPERVISOR} else ""
        for n in range(1, total + 1):
            asset = Asset(
                f"{kind.upper()}-{location}-{version}{'-' if version else ''}{n}",
                kind,
                location,
                operating_system=system,
                version=version,
                redundancy_group=group,
                row=row("Assets", next(numbers)),
            )
            found.append(replace(asset, **changes))
    return tuple(found)


def services() -> tuple[Service, ...]:
    """One service under its own SLA and five that the contract looks after, one of them without a renewal date."""
    given = (
        Service("NET", "Fibre", ServiceType.INTERNET, predefined_sla=True, renewal_date=date(2027, 9, 1)),
        Service("M365", "Microsoft 365", ServiceType.MICROSOFT_365, quantity=25, renewal_date=date(2027, 4, 1)),
        Service("CERT", "Certificate of www", ServiceType.CERTIFICATE, renewal_date=date(2027, 3, 20)),
        Service("DOM", "Domain names", ServiceType.DOMAIN, quantity=3, renewal_date=date(2027, 1, 5)),
        Service("BACK", "Cloud backup", ServiceType.BACKUP, quantity=500, location="ARL"),
        Service("CRM", "Customer database", ServiceType.OTHER, renewal_date=date(2028, 2, 29)),
    )
    return tuple(replace(service, row=row("Services", number)) for number, service in enumerate(given, 4))


def office(**changes: Any) -> Assessment:
    """A 25-seat office at two locations with 60 assets and six services; `changes` by field of the assessment."""
    usual = Assessment(
        customer=customer(),
        locations=(replace(HEAD_OFFICE, row=row("Locations", 4)), replace(BRANCH, row=row("Locations", 5))),
        seats=(
            SeatGroup("HQ", SeatProfile.OFFICE, 20, row=row("Seats", 4)),
            SeatGroup("ARL", SeatProfile.OFFICE, 5, row=row("Seats", 5)),
        ),
        assets=assets(),
        services=services(),
        workbook=FileReference("workbook", "office.xlsx", "0" * 64),
    )
    return replace(usual, **changes)


def large(asset_count: int = 5000, location_count: int = 40) -> Assessment:
    """Many assets at many locations: copies of the office's, shared out in turn."""
    places = tuple(replace(HEAD_OFFICE, id=f"L{n}", name=f"Location {n}") for n in range(location_count))
    models = assets(redundancy_group="")
    copies = tuple(
        replace(models[n % 60], id=f"A{n}", location=f"L{n // 60 % location_count}", row=row("Assets", n + 4))
        for n in range(asset_count)
    )
    return office(locations=places, seats=(), assets=copies)
