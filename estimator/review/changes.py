"""What changed in a customer's inventory between two assessments: new, gone, and different, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from estimator.model.change import Change, ChangedKind, Changes, FieldChange
from estimator.model.infrastructure import Assessment, Asset, Location, SeatGroup, Service

Item = TypeVar("Item", Location, SeatGroup, Asset, Service)
FIELDS: Mapping[ChangedKind, tuple[str, ...]] = {
    "location": ("name", "street", "postcode", "city", "country", "on_site", "maintenance_window"),
    "seats": ("count",),
    "asset": (
        "id",
        "name",
        "type",
        "location",
        "quantity",
        "manufacturer",
        "model",
        "serial_number",
        "operating_system",
        "version",
        "ip_address",
        "warranty_until",
        "replacement_status",
        "managed",
        "critical",
        "connected_to",
        "redundancy_group",
    ),
    "service": ("name", "type", "provider", "quantity", "predefined_sla", "sla_level", "renewal_date", "location"),
}
"""What is compared. Notes are left out: they change with every visit and say nothing about the infrastructure."""


SHORTEST_SERIAL_NUMBER = 4


def changes_between(old: Assessment, new: Assessment) -> Changes:
    """The changes from one assessment of a customer to a later one.

    Rows are the same by their id; an asset whose id is gone is also recognised by its serial number, as one that was
    labelled anew. Seats are the same by location and profile, whose rows are added up. A field that does not apply on
    either side (None and '') is unchanged.
    """
    found = [
        *_compared(
            "location", {place.id: place for place in old.locations}, {place.id: place for place in new.locations}
        ),
        *_compared("seats", _seats(old), _seats(new)),
        *_compared("asset", *_assets(old.assets, new.assets)),
        *_compared("service", {item.id: item for item in old.services}, {item.id: item for item in new.services}),
    ]
    return Changes(
        since=old.customer.assessment_date,
        added=tuple(change for change in found if change.before is None),
        removed=tuple(change for change in found if change.after is None),
        altered=tuple(change for change in found if change.before is not None and change.after is not None),
    )


def _compared(kind: ChangedKind, old: Mapping[Any, Item], new: Mapping[Any, Item]) -> Iterable[Change]:
    for key, after in new.items():
        before = old.get(key)
        fields = () if before is None else _fields(kind, before, after)
        if before is None or fields:
            yield Change(kind, before, after, fields)
    for key, before in old.items():
        if key not in new:
            yield Change(kind, before, None)


def _fields(kind: ChangedKind, before: Item, after: Item) -> tuple[FieldChange, ...]:
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in FIELDS[kind])
    return tuple(FieldChange(name, old, new) for name, old, new in pairs if (old or None) != (new or None))


def _seats(assessment: Assessment) -> dict[tuple[str, str], SeatGroup]:
    counted: dict[tuple[str, str], SeatGroup] = {}
    for group in assessment.seats:
        key = (group.location, group.profile.value)
        first = counted.get(key)
        before, row = (first.count, first.row) if first else (0, group.row)
        counted[key] = SeatGroup(group.location, group.profile, before + group.count, row=row)
    return counted


def _assets(old: Sequence[Asset], new: Sequence[Asset]) -> tuple[dict[str, Asset], dict[str, Asset]]:
    """Both sides by the id of today, so that an asset which got another tag meets itself."""
    before, after = {asset.id: asset for asset in old}, {asset.id: asset for asset in new}
    serials = {serial: asset.id for serial, asset in _by_serial_number(old).items() if asset.id not in after}
    renamed = {
        serials[serial]: asset.id
        for serial, asset in _by_serial_number(new).items()
        if asset.id not in before and serial in serials
    }
    return {
        renamed.get(key, key): replace(asset, connected_to=renamed.get(asset.connected_to, asset.connected_to))
        for key, asset in before.items()
    }, after


def _by_serial_number(assets: Sequence[Asset]) -> dict[str, Asset]:
    """Assets by a serial number that is theirs alone, which `n/a` or `To be filled by O.E.M.` hardly ever is."""
    numbers = Counter(asset.serial_number.casefold() for asset in assets)
    return {
        serial: asset
        for asset in assets
        if len(serial := asset.serial_number.casefold()) >= SHORTEST_SERIAL_NUMBER and numbers[serial] == 1
    }
