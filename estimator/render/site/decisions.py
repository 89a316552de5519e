"""The findings as the customer reads them: few entries, the most pressing first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from gettext import NullTranslations

from estimator.model.finding import Finding
from estimator.model.infrastructure import AssetType
from estimator.render.site import words
from estimator.render.site.view import Decision, Device

REMARKS = frozenset({"unknown-support", "warranty-ended"})
"""Kinds that ask for nothing but knowing."""
GATHERED = frozenset({"best-effort-critical", "warranty-ended", "warranty-ending", "unknown-support"})
"""Kinds of which several findings are one question to the customer."""
_COSTS = tuple(words.COST_CLASSES)


def decisions_of(
    findings: Sequence[Finding], devices: Mapping[str, Device], today: date, catalogue: NullTranslations
) -> tuple[Decision, ...]:
    """One entry per question, in the findings' order but for ended support, which comes first."""
    ended = [finding for finding in findings if finding.kind == "support-ended"]
    others = [finding for finding in findings if finding.kind != "support-ended"]
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate((*ended, *others)):
        groups.setdefault(finding.kind if finding.kind in GATHERED else number, []).append(finding)
    return tuple(_decision(group, devices, today, catalogue.gettext) for group in groups.values())


def _decision(
    group: Sequence[Finding], devices: Mapping[str, Device], today: date, translate: Callable[[str], str]
) -> Decision:
    due = min((finding.due for finding in group if finding.due), default=None)
    cost_class = max((finding.cost_class for finding in group), key=_COSTS.index)
    return Decision(
        kind=group[0].kind,
        subjects=tuple(_subject(finding.subject, translate) for finding in group),
        due=due,
        overdue=due is not None and due < today,
        units=sum(finding.units for finding in group),
        of_units=group[0].of_units if len(group) == 1 else 0,
        cost_class=cost_class,
        cost_name=translate(words.COST_CLASSES[cost_class]),
        devices=tuple(devices[asset] for finding in group for asset in finding.assets if asset in devices),
    )


def _subject(subject: str, translate: Callable[[str], str]) -> str:
    """A finding's subject; where it is the id of a kind of device, the kind's name for several."""
    try:
        return translate(words.ASSET_TYPES[AssetType(subject)][1])
    except ValueError:
        return subject
