"""What ends when: vendors' support, warranties and services' terms, by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from gettext import NullTranslations

from estimator.model.infrastructure import AssetType
from estimator.render import figures
from estimator.render.site import words
from estimator.render.site.view import Device, Ending, Quarter, Subscription

QUARTERS = 12
"""How many quarters are told apart, the running one included."""


def endings_by_quarter(
    devices: Sequence[Device],
    services: Sequence[Subscription],
    today: date,
    catalogue: NullTranslations,
    language: str,
) -> tuple[Quarter, ...]:
    """Every ending of managed devices and of services: the past, then by quarter from the running one on, the rest."""
    managed = [device for device in devices if device.managed]
    endings = sorted(
        (*_ends_of_devices(managed, catalogue, language), *_renewals(services)),
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


def _ends_of_devices(devices: Sequence[Device], catalogue: NullTranslations, language: str) -> Iterator[Ending]:
    of_type: Counter[AssetType] = Counter()
    groups: dict[tuple[date, str, str, AssetType], list[Device]] = {}
    for device in devices:
        of_type[device.type] += device.quantity
        ends = (
            (device.end_of_support, "support", device.release or device.system or device.maker),
            (device.warranty_until, "warranty", device.maker or device.name or device.id),
        )
        for day, kind, subject in ends:
            if day:
                groups.setdefault((day, kind, subject, device.type), []).append(device)
    for (day, kind, subject, asset_type), alike in groups.items():
        places = {device.location_name for device in alike}
        number = sum(device.quantity for device in alike)
        yield Ending(
            day=day,
            kind=kind,
            subject=subject,
            units=number,
            concerns=_concerns(asset_type, number, of_type[asset_type], catalogue, language),
            where=places.pop() if len(places) == 1 else catalogue.gettext("several locations"),
        )


def _concerns(kind: AssetType, number: int, total: int, catalogue: NullTranslations, language: str) -> str:
    """How many units of a kind, of how many; the number stands behind the kind, which then needs no inflection."""
    name = words.asset_type(kind, total, catalogue)
    if total == 1:
        return name
    text = catalogue.gettext("all %(total)s") if number == total else catalogue.gettext("%(units)s of %(total)s")
    counted = text % {"units": figures.count(number, language), "total": figures.count(total, language)}
    return catalogue.gettext("%(kind)s: %(number)s") % {"kind": name, "number": counted}


def _renewals(services: Sequence[Subscription]) -> Iterator[Ending]:
    for service in services:
        if service.renewal_date:
            yield Ending(service.renewal_date, "renewal", service.name, 1, service.type_name, service.place)


def _add_months(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
