"""The data files of one run, read."""

from __future__ import annotations

from collections.abc import Mapping

from estimator.model.effort import EffortTable
from estimator.model.estimate import Assumption
from estimator.model.frozen import frozen
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import RateCard
from estimator.model.source import FileReference
from estimator.model.term import TermPolicy

SET_ON_COMMAND_LINE = "set on the command line"
"""The source of an assumption that `--set` made."""
OVERLAY = "overlay "
"""How the source of an assumption begins that an overlay made; the overlay's file name follows."""


@frozen
class Facts:
    """Everything that is known before a workbook is read, with the files it came from."""

    rate_card: RateCard
    effort: EffortTable
    pricing: PricingPolicy
    lifecycle: LifecycleCatalogue
    term: TermPolicy
    files: Mapping[str, FileReference]
    """By name: rate_card, effort, pricing, lifecycle, term."""
    assumptions: tuple[Assumption, ...]
    """Every value whose table is marked as an assumption."""

    @property
    def files_of_a_fee(self) -> dict[str, FileReference]:
        """The files that move a figure of an estimate: all but `term`, which says how one may go on."""
        return {name: file for name, file in self.files.items() if name != "term"}
