"""What is new, gone or different in a customer's inventory since an earlier assessment."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Asset, Location, SeatGroup, Service

ChangedKind = Literal["location", "seats", "asset", "service"]


@frozen
class FieldChange:
    """A field with its values before and after; None and empty texts: not recorded."""

    field: str
    before: Any
    after: Any


@frozen
class Change:
    """One thing that is new (`before` None), gone (`after` None), or different in some fields."""

    kind: ChangedKind
    before: Location | SeatGroup | Asset | Service | None
    after: Location | SeatGroup | Asset | Service | None
    fields: tuple[FieldChange, ...] = ()


@frozen
class Changes:
    """Everything that changed between two assessments, in the order of the workbook's sheets."""

    since: date
    """When the earlier assessment was made."""
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    altered: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.altered)
