"""What the proposal says the contract covers, and what it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from estimator.model.infrastructure import Asset, AssetType, Location, ReplacementStatus, Service
from estimator.render.figures import count
from estimator.render.quote_inputs import IN_A_LIST, QuoteInputs, cell_text
from estimator.render.site.words import asset_type

MOST_NAMES = 8
"""Names that a sentence lists; the rest is counted."""


def coverage_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Two lists of sentences: covered and excluded."""
    _ = inputs.catalogue.gettext
    return {
        "title": _("What is covered, and what is not"),
        "covered_title": _("Covered"),
        "covered": [item for item in _covered(inputs) if item],
        "excluded_title": _("Not covered"),
        "excluded": [item for item in _excluded(inputs) if item],
    }


def _covered(inputs: QuoteInputs) -> Iterable[str]:
    catalogue, assessment = inputs.catalogue, inputs.assessment
    _, ngettext = catalogue.gettext, catalogue.ngettext
    seats = assessment.seat_count
    yield _("Support in daily work for {people}: questions, faults, e-mail and office software.").format(
        people=ngettext("{n} person", "{n} people", seats).format(n=count(seats, inputs.language))
    )
    devices = _devices(inputs, assessment.managed_assets)
    if devices:
        yield _("Care of these devices: {devices}.").format(devices=devices)
    services = _service_names(inputs, [service for service in assessment.services if not service.predefined_sla])
    if services:
        yield _("Care of these services: {services}.").format(services=services)
    yield _("Updates, patches and preventive maintenance by the schedule below.")
    months = assessment.customer.review_months
    yield ngettext(
        "Documentation of your installation and its inventory, reviewed every month.",
        "Documentation of your installation and its inventory, reviewed every {n} months.",
        months,
    ).format(n=months)
    visited = [place for place in assessment.locations if inputs.on_site.get(place.id, True)]
    if visited:
        yield _("Visits on site, travel included: {locations}.").format(locations=_location_names(inputs, visited))
    yield _("Guaranteed response and intervention times.")


def _excluded(inputs: QuoteInputs) -> Iterable[str]:
    _, assessment = inputs.catalogue.gettext, inputs.assessment
    own = _service_names(inputs, [service for service in assessment.services if service.predefined_sla])
    if own:
        yield _(
            "Services under a service-level agreement of their own, which need no support contract: {services}."
        ).format(services=own)
    unmanaged = _devices(inputs, [asset for asset in assessment.assets if not asset.managed])
    if unmanaged:
        yield _("Devices that you look after yourself: {devices}.").format(devices=unmanaged)
    best_effort = _devices(inputs, [asset for asset in assessment.managed_assets if _best_effort(asset)])
    if best_effort:
        yield _("A guaranteed replacement if one of these fails (we do what we can): {devices}.").format(
            devices=best_effort
        )
    remote = [place for place in assessment.locations if not inputs.on_site.get(place.id, True)]
    if remote:
        yield _("Visits on site at locations we support from a distance only: {locations}.").format(
            locations=_location_names(inputs, remote)
        )
    yield _("Purchase of hardware, licences and subscriptions.")
    yield _("Projects such as moves, extensions and migrations; we offer them separately.")


def _best_effort(asset: Asset) -> bool:
    return asset.type.is_hardware and asset.replacement_status is ReplacementStatus.BEST_EFFORT


def _devices(inputs: QuoteInputs, assets: Iterable[Asset]) -> str:
    numbers: Counter[AssetType] = Counter()
    for asset in assets:
        numbers[asset.type] += asset.quantity
    return ", ".join(
        f"{count(numbers[kind], inputs.language)}\u00a0{_kind(inputs, kind, numbers[kind])}"
        for kind in AssetType
        if numbers[kind]
    )


def _kind(inputs: QuoteInputs, kind: AssetType, number: int) -> str:
    """A kind of device inside a sentence: `desktop computers`; `Wi-Fi access points` keep their capitals.

    German and Luxembourgish write nouns with a capital; there only what stands before a noun loses its own.
    """
    name = asset_type(kind, number, inputs.catalogue)
    first, _space, rest = name.partition(" ")
    if first[1:] != first[1:].lower() or (inputs.language in {"de", "lb"} and not rest):
        return name
    return name[0].lower() + name[1:]


def _service_names(inputs: QuoteInputs, services: Sequence[Service]) -> str:
    return _listed(inputs, [cell_text(service.name or service.id, IN_A_LIST) for service in services])


def _location_names(inputs: QuoteInputs, locations: Sequence[Location]) -> str:
    return _listed(inputs, [cell_text(location.name or location.id, IN_A_LIST) for location in locations])


def _listed(inputs: QuoteInputs, names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) <= MOST_NAMES:
        return ", ".join(unique)
    more = inputs.catalogue.gettext("and {n} more").format(n=count(len(unique) - MOST_NAMES, inputs.language))
    return ", ".join(unique[:MOST_NAMES]) + f" {more}"
