"""What ends when: vendors' support, warranties and services' terms, by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from gettext import NullTranslations

from estimator.model.infrastructure import AssetType
from estimator.render.site import words
from estimator.render.site.view import Device, Ending, Quarter, Subscription

QUARTERS = 12
"""How many quarters are told apart, the running one included."""


def endings_by_quarter(
    devices: Sequence[Device], services: Sequence[Subscription], today: date, catalogue: NullTranslations
) -> tuple[Quarter, ...]:
    """Every ending of managed devices and of services: the past, then by quarter from the running one on, the rest."""
    managed = [device for device in devices if device.managed]
    endings = sorted(
        (*_support(managed, catalogue), *_warranty(managed, catalogue), *_renewals(services)),
        key=lambda ending: (ending.day, ending.kind, ending.subject),
    )
    past = tuple(ending for ending in endings if ending.day < today)
    quarters = [Quarter(None, None, past)] if past else []
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _ in range(QUARTERS):
        end = _add_months(first, 3)
        inside = tuple(ending for ending in endings if max(first, today) <= ending.day < end)
        if inside:
            quarters.append(Quarter(first, end - timedelta(days=1), inside))
        first = end
    if later := tuple(ending for ending in endings if ending.day >= first):
        quarters.append(Quarter(first, None, later))
    return tuple(quarters)


def _support(devices: Sequence[Device], catalogue: NullTranslations) -> Iterator[Ending]:
    dated = [
        (device.end_of_support, device.release or device.system or device.maker, device)
        for device in devices
        if device.end_of_support
    ]
    return _grouped("support", dated, devices, catalogue)


def _warranty(devices: Sequence[Device], catalogue: NullTranslations) -> Iterator[Ending]:
    dated = [(d.warranty_until, d.maker or d.name or d.id, d) for d in devices if d.warranty_until]
    return _grouped("warranty", dated, devices, catalogue)


def _grouped(
    kind: str, dated: Sequence[tuple[date, str, Device]], devices: Sequence[Device], catalogue: NullTranslations
) -> Iterator[Ending]:
    of_type: Counter[AssetType] = Counter()
    for device in devices:
        of_type[device.type] += device.quantity
    groups: dict[tuple[date, str, AssetType], list[Device]] = {}
    for day, subject, device in dated:
        groups.setdefault((day, subject, device.type), []).append(device)
    for (day, subject, asset_type), alike in groups.items():
        places = {device.location_name for device in alike}
        yield Ending(
            day=day,
            kind=kind,
            subject=subject,
            units=sum(device.quantity for device in alike),
            of_units=of_type[asset_type],
            of_name=words.asset_type(asset_type, of_type[asset_type], catalogue),
            where=places.pop() if len(places) == 1 else catalogue.gettext("several locations"),
        )


def _renewals(services: Sequence[Subscription]) -> Iterator[Ending]:
    for service in services:
        if service.renewal_date:
            yield Ending(service.renewal_date, "renewal", service.name, 1, 1, service.type_name, service.place)


def _add_months(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
