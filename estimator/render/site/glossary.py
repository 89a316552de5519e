"""The glossary page's words, from the same file as the project's own list of words."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources

from estimator.model.infrastructure import AssetType, ReplacementStatus, ServiceType
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.nobreak import catalogue
from estimator.render.site.view import Word

_NEEDS: dict[str, frozenset[str]] = {
    "access-point": frozenset({AssetType.ACCESS_POINT}),
    "backup": frozenset({ServiceType.BACKUP, "restore-test"}),
    "best-effort": frozenset({ReplacementStatus.BEST_EFFORT}),
    "firewall": frozenset({AssetType.FIREWALL, "firewall-updates"}),
    "freeze-period": frozenset({"freeze"}),
    "guaranteed-stock-programme": frozenset({ReplacementStatus.IN_PROGRAMME}),
    "redundancy-group": frozenset({"twins"}),
    "renewal-date": frozenset({"renewal"}),
    "restore-test": frozenset({"restore-test"}),
    "router": frozenset({AssetType.ROUTER}),
    "server": frozenset({AssetType.SERVER, AssetType.VIRTUAL_SERVER, AssetType.HYPERVISOR}),
    "spare-on-site": frozenset({ReplacementStatus.SPARE_ON_SITE}),
    "substitute": frozenset({ReplacementStatus.SUBSTITUTE_AVAILABLE}),
    "switch": frozenset({AssetType.SWITCH}),
    "ups": frozenset({AssetType.UPS}),
}
"""Words that not every customer's pages use, each with what brings it there; tasks by their ids in the effort table."""


def used_words(inputs: SiteInputs) -> tuple[Word, ...]:
    """The words of the glossary that a customer's pages use."""
    assessment = inputs.assessment
    there = {
        *(asset.type for asset in assessment.assets),
        *(service.type for service in assessment.services),
        *(status for counted in inputs.replacements for status, units in counted.units.items() if units),
        *(session.task for session in inputs.schedule.sessions),
        *(["freeze"] if assessment.customer.freeze_periods else []),
        *(["twins"] if any(asset.redundancy_group for asset in assessment.assets) else []),
        *(["renewal"] if any(service.renewal_date for service in assessment.services) else []),
    }
    return tuple(w for w in glossary(inputs.language) if w.id not in _NEEDS or not there.isdisjoint(_NEEDS[w.id]))


@cache
def glossary(language: str) -> tuple[Word, ...]:
    """The words of customers' sites, in the order of the alphabet. Source: `data/glossary.toml`."""
    translate = catalogue(language).gettext
    text = resources.files("estimator.data").joinpath("glossary.toml").read_text(encoding="utf-8")
    words = [
        Word(word_id, translate(entry["name"]), translate(entry["text"]))
        for word_id, entry in tomllib.loads(text)["word"].items()
        if entry["for"] == "customer"
    ]
    return tuple(sorted(words, key=lambda word: _letters(word.name)))


def _letters(name: str) -> str:
    """A word by its letters alone: accents do not count in the alphabet of any of our languages."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
