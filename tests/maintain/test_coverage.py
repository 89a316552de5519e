from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator.maintain.coverage import (
    best_effort,
    can_work_on_site,
    replacement_summary,
    travel_price,
)
from estimator.model.infrastructure import Asset, AssetType, Location, OnSite, ReplacementStatus
from tests.builders import facts, office


@pytest.mark.parametrize(
    ("country", "postcode", "reached"),
    [
        ("LU", "", True),
        ("BE", "6700", True),
        ("FR", "57100", True),
        ("FR", "F-57100", True),
        ("FR", "75001", False),
        ("FR", "", False),
        ("DE", "D 54290", True),
        ("DE", "10115", False),
        ("US", "54290", False),
    ],
)
def test_on_site_work_reaches_whole_countries_and_certain_regions(country: str, postcode: str, reached: bool) -> None:
    location = Location("X", "Somewhere", country, postcode=postcode)
    assert can_work_on_site(location, facts().rate_card) is reached


@pytest.mark.parametrize(("said", "reached"), [("yes", True), ("no", False)])
def test_what_the_workbook_says_about_on_site_work_beats_the_region(said: OnSite, reached: bool) -> None:
    for country in ("LU", "US"):
        assert can_work_on_site(Location("X", "Here", country, on_site=said), facts().rate_card) is reached


def test_a_visit_costs_what_the_locations_own_zone_says_or_else_its_countrys() -> None:
    card = facts().rate_card
    assert travel_price(Location("X", "Here", "LU"), card) == Decimal("45.00")
    assert travel_price(Location("X", "There", "BE"), card) == Decimal("75.00")
    assert travel_price(Location("X", "There", "BE", travel_zone="far"), card) == Decimal("120.00")
    assert travel_price(Location("X", "Nowhere", "US"), card) == Decimal("120.00")


def assets_of_every_status() -> tuple[Asset, ...]:
    laptop = Asset("L1", AssetType.LAPTOP, "HQ")
    return (
        replace(laptop, in_stock_programme=True, spare_on_site=True, quantity=4),
        replace(laptop, id="L2", substitute_available=True),
        replace(laptop, id="L3", spare_on_site=True),
        replace(laptop, id="L4", quantity=2),
        replace(laptop, id="L5", critical=True),
        replace(laptop, id="L6", managed=False),
        Asset("V1", AssetType.VIRTUAL_SERVER, "HQ", critical=True),
    )


def test_every_managed_unit_of_hardware_is_counted_under_one_replacement_status() -> None:
    (laptops,) = replacement_summary(office(assets=assets_of_every_status()))
    assert laptops.type is AssetType.LAPTOP
    assert laptops.units == {
        ReplacementStatus.IN_PROGRAMME: 4,
        ReplacementStatus.SUBSTITUTE_AVAILABLE: 1,
        ReplacementStatus.SPARE_ON_SITE: 1,
        ReplacementStatus.BEST_EFFORT: 3,
    }
    assert laptops.total == 9


def test_hardware_nobody_guarantees_is_listed_with_the_critical_first() -> None:
    assert [asset.id for asset in best_effort(office(assets=assets_of_every_status()))] == ["L5", "L4"]
