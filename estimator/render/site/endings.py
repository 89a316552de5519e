"""What ends when: vendors' support, warranties and services' terms, by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from gettext import NullTranslations
from itertools import pairwise

from estimator.model.frozen import frozen
from estimator.model.infrastructure import AssetType
from estimator.render import figures
from estimator.render.site import words
from estimator.render.site.view import Device, Ending, Quarter, Subscription

QUARTERS = 12
"""How many quarters are told apart, the running one included."""
ONE_BY_ONE = 100
"""Rows, day by day: about four printed pages, and what a patient reader takes."""


@frozen
class _End:
    """Something that ends: of a unit or more of a kind of device, or a service's term."""

    day: date
    kind: str
    subject: str
    type: AssetType | str
    """Of a service its kind."""
    units: int
    where: str
    service: int = 0
    """Which service it is: each is told by itself."""

    def by_subject(self) -> tuple[object, ...]:
        """What ends that are told together have in common."""
        return self.kind, self.subject, self.type, self.service

    def by_day(self) -> tuple[object, ...]:
        """What they have in common besides, where each day is told."""
        return self.day, *self.by_subject()


def endings_by_quarter(
    devices: Sequence[Device],
    services: Sequence[Subscription],
    today: date,
    catalogue: NullTranslations,
    language: str,
) -> tuple[Quarter, ...]:
    """Every ending of managed devices and of services: the past, then by quarter from the running one on, the rest.

    Where more end than can be read one by one, a row tells all days of a quarter on which a model or a release ends.
    """
    managed = [device for device in devices if device.managed]
    ends = sorted((*_ends_of_devices(managed), *_renewals(services)), key=lambda end: (end.day, end.kind, end.subject))
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    starts = [_add_months(first, 3 * number) for number in range(QUARTERS + 1)]
    spans: list[tuple[date | None, date | None, date, date]] = [(None, None, date.min, today)]
    spans += [(start, end - timedelta(days=1), max(start, today), end) for start, end in pairwise(starts)]
    spans += [(starts[-1], None, starts[-1], date.max)]
    inside = [(first, last, [end for end in ends if since <= end.day < until]) for first, last, since, until in spans]
    is_much = len(_alike(ends, _End.by_day)) > ONE_BY_ONE
    row = _Telling(managed, catalogue, language).row
    return tuple(
        Quarter(first, last, tuple(map(row, _alike(some, _End.by_subject if is_much else _End.by_day))))
        for first, last, some in inside
        if some
    )


def _ends_of_devices(devices: Sequence[Device]) -> Iterator[_End]:
    for device in devices:
        ends = (
            (device.end_of_support, "support", device.release or device.system or device.maker),
            (device.warranty_until, "warranty", device.maker or device.name or device.id),
        )
        for day, kind, subject in ends:
            if day:
                yield _End(day, kind, subject, device.type, device.quantity, device.location_name)


def _renewals(services: Sequence[Subscription]) -> Iterator[_End]:
    for number, service in enumerate(services, 1):
        if service.renewal_date:
            yield _End(service.renewal_date, "renewal", service.name, service.type_name, 1, service.place, number)


class _Telling:
    """Ends as rows of a table, each for all that end alike."""

    def __init__(self, devices: Sequence[Device], catalogue: NullTranslations, language: str) -> None:
        self._catalogue, self._language = catalogue, language
        self._totals: Counter[str] = Counter()
        for device in devices:
            self._totals[device.type] += device.quantity

    def row(self, alike: Sequence[_End]) -> Ending:
        """The row of ends in their order."""
        first = alike[0]
        places = {end.where for end in alike}
        number = sum(end.units for end in alike)
        return Ending(
            day=first.day,
            last=alike[-1].day,
            kind=first.kind,
            subject=first.subject,
            units=number,
            concerns=self._concerns(first.type, number) if isinstance(first.type, AssetType) else first.type,
            where=first.where if len(places) == 1 else self._catalogue.gettext("several locations"),
        )

    def _concerns(self, kind: AssetType, number: int) -> str:
        """How many units of a kind, of how many; the number stands behind the kind, which then needs no inflection."""
        catalogue, language, total = self._catalogue, self._language, self._totals[kind]
        name = words.asset_type(kind, total, catalogue)
        if total == 1:
            return name
        text = catalogue.gettext("all %(total)s") if number == total else catalogue.gettext("%(units)s of %(total)s")
        counted = text % {"units": figures.count(number, language), "total": figures.count(total, language)}
        return catalogue.gettext("%(kind)s: %(number)s") % {"kind": name, "number": counted}


def _alike(ends: Sequence[_End], key: Callable[[_End], tuple[object, ...]]) -> list[list[_End]]:
    """The ends that have a key in common, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[_End]] = {}
    for end in ends:
        groups.setdefault(key(end), []).append(end)
    return list(groups.values())


def _add_months(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
