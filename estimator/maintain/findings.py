"""What the customer should decide or know: ended support, warranties, renewals, unsure replacements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from estimator.maintain.coverage import best_effort, hardware
from estimator.maintain.lifecycle import lifecycle_of
from estimator.model.dates import months_later
from estimator.model.facts import Facts
from estimator.model.finding import CostClass, Finding, FindingKind
from estimator.model.infrastructure import COMPUTER_TYPES, ENDPOINT_TYPES, Assessment, Asset, AssetType, units
from estimator.model.lifecycle import LifecycleCatalogue, LifecycleStatus, NoMatch, SupportState, find_release

HORIZON_MONTHS = 12
"""How far ahead warranties and renewals are told; support as `lifecycle_of` has it."""
_OVERDUE_FIRST: tuple[FindingKind, ...] = ("support-ended", "best-effort-critical", "renewal-due")
_KNOWING_LAST: tuple[FindingKind, ...] = ("warranty-ended", "unknown-support")
_BIG = frozenset({AssetType.SERVER, AssetType.HYPERVISOR, AssetType.PBX})
_SMALL = frozenset({AssetType.ACCESS_POINT, AssetType.IP_PHONE, AssetType.CAMERA, AssetType.UPS, AssetType.PRINTER})

_COST: dict[FindingKind, CostClass] = {"unknown-support": "none", "warranty-ended": "low", "warranty-ending": "low"}
"""Asking costs nothing and extending a warranty little; the others mean replacing."""
Statuses = list[tuple[Asset, LifecycleStatus]]


def findings(assessment: Assessment, facts: Facts, today: date) -> tuple[Finding, ...]:
    """Everything about the managed infrastructure that asks for a decision, the most urgent first.

    What is over and open comes first, then what ends in the order of its dates, then what is only worth knowing. The
    subject is a release, a device's or a service's name, or an asset type's id where several devices differ.
    """
    statuses = [(asset, lifecycle_of(asset, facts.lifecycle, today)) for asset in assessment.managed_assets]
    horizon = months_later(today, HORIZON_MONTHS)
    found = [
        *_support(assessment, statuses, facts.lifecycle, horizon),
        *_unknown_support(assessment, statuses),
        *_warranties(assessment, today, horizon),
        *_renewals(assessment, horizon),
        *_unsure_replacements(assessment),
    ]
    return tuple(sorted(found, key=lambda finding: _urgency(finding, today)))


def cost_class(assets: Iterable[Asset]) -> CostClass:
    """The rough size of replacing some assets: a few small devices, up to several computers, or more."""
    # A workstation is the unit of measure; this orders a list for people and prices nothing.
    size = sum(asset.quantity * (8 if asset.type in _BIG else 0.5 if asset.type in _SMALL else 1) for asset in assets)
    return "none" if not size else "low" if size <= 2 else "medium" if size < 10 else "high"


def _urgency(finding: Finding, today: date) -> tuple[int, int, date, int, str]:
    rank, order = 1, 0
    if finding.kind in _KNOWING_LAST:
        rank, order = 2, _KNOWING_LAST.index(finding.kind)
    elif finding.kind in _OVERDUE_FIRST and (finding.due is None or finding.due < today):
        rank, order = 0, _OVERDUE_FIRST.index(finding.kind)
    return rank, order, finding.due or date.min, -finding.units, finding.subject


def _support(
    assessment: Assessment, statuses: Statuses, catalogue: LifecycleCatalogue, horizon: date
) -> Iterator[Finding]:
    kinds: dict[SupportState, FindingKind] = {
        SupportState.ENDED: "support-ended",
        SupportState.ENDING: "support-ending",
    }
    groups: dict[tuple[SupportState, str, date | None], list[Asset]] = defaultdict(list)
    for asset, status in statuses:
        if status.state in kinds:
            groups[status.state, status.release, status.end_of_support].append(asset)
    for (state, release, due), assets in groups.items():
        finding = _finding(kinds[state], release, due, assets, assessment.managed_assets)
        updates = all(_has_free_successor(asset, catalogue, horizon) for asset in assets)
        yield replace(finding, cost_class="low") if updates else finding


def _has_free_successor(asset: Asset, catalogue: LifecycleCatalogue, horizon: date) -> bool:
    """Whether a computer need not be replaced: a later release of the same line (Windows 11) outlives the horizon."""
    found = find_release(catalogue, asset.operating_system, asset.version, asset.type)
    if isinstance(found, NoMatch) or asset.type not in COMPUTER_TYPES:
        return False
    lines = {tuple(cycle.label.split()[:1]) for cycle in found.cycles}
    editions = {cycle.edition for cycle in found.cycles}
    newest = max(cycle.released or date.min for cycle in found.cycles)
    return any(
        tuple(cycle.label.split()[:1]) in lines
        and cycle.edition in editions
        and (cycle.released or date.min) > newest
        and (cycle.end_of_support or date.max) > horizon
        and not cycle.ended
        for cycle in found.product.cycles
    )


def _unknown_support(assessment: Assessment, statuses: Statuses) -> Iterator[Finding]:
    """Systems that match nothing, and computers of which nobody noted the system; not every printer's firmware."""
    groups: dict[str, list[Asset]] = defaultdict(list)
    for asset, status in statuses:
        if status.state is SupportState.UNKNOWN and (asset.operating_system or asset.type in ENDPOINT_TYPES):
            named = status.release or f"{asset.operating_system} {asset.version}".strip()
            groups[named or asset.type.value].append(asset)
    for subject, assets in groups.items():
        yield _finding("unknown-support", subject, None, assets, assessment.managed_assets)


def _warranties(assessment: Assessment, today: date, horizon: date) -> Iterator[Finding]:
    owned = hardware(assessment)

    def of_type(kind: FindingKind, concerned: Callable[[date], bool]) -> Iterator[Finding]:
        groups: dict[AssetType, list[tuple[date, Asset]]] = defaultdict(list)
        for asset in owned:
            if asset.warranty_until and concerned(asset.warranty_until):
                groups[asset.type].append((asset.warranty_until, asset))
        for dated in groups.values():
            assets = [asset for _, asset in dated]
            yield _finding(kind, _subject(assets), min(end for end, _ in dated), assets, owned)

    yield from of_type("warranty-ended", lambda end: end < today)
    yield from of_type("warranty-ending", lambda end: today <= end <= horizon)


def _renewals(assessment: Assessment, horizon: date) -> Iterator[Finding]:
    """Every service, also one under its own SLA: ending it is the customer's decision all the same."""
    for service in assessment.services:
        if service.renewal_date and service.renewal_date <= horizon:
            yield Finding(
                "renewal-due", service.name, service.renewal_date, (), service.quantity, service.quantity, "low"
            )


def _unsure_replacements(assessment: Assessment) -> Iterator[Finding]:
    groups: dict[AssetType, list[Asset]] = defaultdict(list)
    for asset in best_effort(assessment):
        if asset.critical:
            groups[asset.type].append(asset)
    for assets in groups.values():
        yield _finding("best-effort-critical", _subject(assets), None, assets, hardware(assessment))


def _finding(kind: FindingKind, subject: str, due: date | None, assets: list[Asset], among: Iterable[Asset]) -> Finding:
    types = {asset.type for asset in assets}
    return Finding(
        kind=kind,
        subject=subject,
        due=due,
        assets=tuple(asset.id for asset in assets),
        units=units(assets),
        of_units=units(asset for asset in among if asset.type in types),
        cost_class=_COST.get(kind) or cost_class(assets),
    )


def _subject(assets: list[Asset]) -> str:
    """One device by its name, devices alike by their model, others by their type's id."""
    models = {f"{asset.manufacturer} {asset.model}".strip() for asset in assets}
    name = assets[0].name if len(assets) == 1 else ""
    return name or (models.pop() if len(models) == 1 else "") or assets[0].type.value
