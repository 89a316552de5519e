"""How the units of one kind are replaced when they fail."""

from __future__ import annotations

from collections.abc import Mapping

from estimator.model.frozen import frozen
from estimator.model.infrastructure import AssetType, ReplacementStatus


@frozen
class ReplacementCount:
    """Managed units of one asset type by replacement status; every status is there, 0 where no unit has it."""

    type: AssetType
    units: Mapping[ReplacementStatus, int]

    @property
    def total(self) -> int:
        """Units of the type, whatever their status."""
        return sum(self.units.values())
