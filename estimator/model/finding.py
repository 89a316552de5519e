"""What the assessment found out about the customer's infrastructure (not about the workbook: that is a diagnostic)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from estimator.model.frozen import frozen

FindingKind = Literal[
    "support-ended",
    "support-ending",
    "warranty-ended",
    "warranty-ending",
    "renewal-due",
    "best-effort-critical",
    "unknown-support",
]
CostClass = Literal["none", "low", "medium", "high"]


@frozen
class Finding:
    """Something the customer should decide or know; the most urgent come first.

    `assets` are ids, `units` how many of `of_units` alike are concerned (`3 of 10`).
    """

    kind: FindingKind
    subject: str
    """What it is about in words that came from a data file or a cell: `Windows 10 22H2`."""
    due: date | None
    assets: tuple[str, ...]
    units: int
    of_units: int
    cost_class: CostClass = "none"
    """Rough size of the spending it asks for."""
