"""What the contract reaches: on-site work, travel, replacement of hardware."""

from __future__ import annotations

import re
from decimal import Decimal

from estimator.model.coverage import ReplacementCount
from estimator.model.infrastructure import Assessment, Asset, AssetType, Location, ReplacementStatus
from estimator.model.rate_card import RateCard

_COUNTRY_PREFIX = re.compile(r"^[A-Z]{1,3}[-\s]+")


def can_work_on_site(location: Location, rate_card: RateCard) -> bool:
    """Whether people can be sent to a location: as the workbook says, else by its country and postcode.

    A location without a postcode lies in none of a country's regions.
    """
    if location.on_site != "auto":
        return location.on_site == "yes"
    rules = rate_card.country_rules(location.country)
    postcode = _COUNTRY_PREFIX.sub("", location.postcode.strip().upper())
    return rules.on_site == "everywhere" or postcode.startswith(rules.on_site_postcodes)


def travel_zone(location: Location, rate_card: RateCard) -> str:
    """Id of the travel zone of a location: its own, else its country's."""
    own = location.travel_zone
    return own if own in rate_card.travel_zone else rate_card.country_rules(location.country).travel_zone


def travel_price(location: Location, rate_card: RateCard) -> Decimal:
    """The price of a visit, in the rate card's currency without VAT."""
    return rate_card.travel_zone[travel_zone(location, rate_card)].price


def hardware(assessment: Assessment) -> tuple[Asset, ...]:
    """Managed assets that can break and be replaced: all but virtual servers."""
    return tuple(asset for asset in assessment.managed_assets if asset.type.is_hardware)


def replacement_summary(assessment: Assessment) -> tuple[ReplacementCount, ...]:
    """How many units of each hardware type are replaced in which way, in the order of the asset types."""
    counts: dict[AssetType, dict[ReplacementStatus, int]] = {}
    for asset in hardware(assessment):
        by_status = counts.setdefault(asset.type, dict.fromkeys(ReplacementStatus, 0))
        by_status[asset.replacement_status] += asset.quantity
    return tuple(ReplacementCount(kind, counts[kind]) for kind in AssetType if kind in counts)


def best_effort(assessment: Assessment) -> tuple[Asset, ...]:
    """Hardware whose replacement nobody guarantees, the critical first, else in the workbook's order."""
    unsure = (asset for asset in hardware(assessment) if asset.replacement_status is ReplacementStatus.BEST_EFFORT)
    return tuple(sorted(unsure, key=lambda asset: not asset.critical))
