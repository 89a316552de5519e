"""How many there are of each kind of thing, before and after."""

from __future__ import annotations

from collections import Counter

from estimator.model.change import ChangedKind
from estimator.model.fee_change import Counted
from estimator.model.infrastructure import Assessment


def inventory(old: Assessment, new: Assessment) -> tuple[Counted, ...]:
    """Locations, people by profile, managed devices by type and services that the contract looks after, by type."""
    before, after = _counts(old), _counts(new)
    order: dict[ChangedKind, int] = {"location": 0, "seats": 1, "asset": 2, "service": 3}
    kinds = sorted(before.keys() | after.keys(), key=lambda kind: (order[kind[0]], kind[1]))
    return tuple(Counted(kind, name, before[kind, name], after[kind, name]) for kind, name in kinds)


def _counts(assessment: Assessment) -> Counter[tuple[ChangedKind, str]]:
    found: Counter[tuple[ChangedKind, str]] = Counter({("location", ""): len(assessment.locations)})
    for group in assessment.seats:
        found["seats", group.profile] += group.count
    for asset in assessment.managed_assets:
        found["asset", asset.type] += asset.quantity
    for service in assessment.services:
        if not service.predefined_sla:
            found["service", service.type] += 1
    return found
