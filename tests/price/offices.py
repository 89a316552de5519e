"""Offices of any size for pricing tests, planned and priced by the real stages."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from estimator.model.customer import Customer
from estimator.model.estimate import Estimate
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
from estimator.pipeline.customer import priced
from tests.builders import TODAY, facts

FACTS = facts()


@lru_cache
def office(level: str = "business", seats: int = 25, servers: int = 1, term: int = 36) -> Assessment:
    """A healthy office at one location: a workstation a seat, the usual network, nothing past its end of support."""
    customer = Customer(
        name="Test office",
        country="LU",
        assessment_date=date(2026, 11, 1),
        contract_start=date(2027, 1, 1),
        service_level=level,
        term_months=term,
    )
    quantities = {
        AssetType.WORKSTATION: seats,
        AssetType.SERVER: servers,
        AssetType.VIRTUAL_SERVER: 2 * servers,
        AssetType.NAS: min(servers, 1),
        AssetType.FIREWALL: 1,
        AssetType.SWITCH: 1 + seats // 20,
        AssetType.ACCESS_POINT: 1 + seats // 10,
        AssetType.PRINTER: 1 + seats // 10,
        AssetType.UPS: min(servers, 1),
    }
    return Assessment(
        customer=customer,
        locations=(Location("HQ", "Head office", "LU", postcode="1111"),),
        seats=(SeatGroup("HQ", SeatProfile.OFFICE, seats),),
        assets=tuple(Asset(kind, kind, "HQ", quantity=count) for kind, count in quantities.items() if count),
        services=(Service("m365", "Microsoft 365", ServiceType.MICROSOFT_365),),
    )


def estimate_of(assessment: Assessment, facts: Facts = FACTS) -> Estimate:
    """The estimate that the program makes of it on a fixed day."""
    return priced(assessment, facts, TODAY).estimate
