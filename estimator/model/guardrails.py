"""What a team wants every estimate to keep to: the policy file `estimator.toml` beside the workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from estimator.model.frozen import frozen
from estimator.model.limits import Ge, Le, Lt, MinLen

NAME = "{name}"
"""Stands for the workbook's name without its ending, in the path of saved estimates."""
GuardLevel = Literal["warn", "error"]
"""`warn` is told, and stops only with --strict; `error` stops."""
FieldKey = tuple[str, str]
"""A sheet's id and a field's key."""


@frozen(kw_only=True)
class MarginGuard:
    """The least share of the fee that is left in an expected year."""

    minimum: Annotated[Decimal, Ge(-1), Lt(1)]
    level: GuardLevel = "error"


@frozen(kw_only=True)
class LossGuard:
    """The highest probability of a year that costs us more than the fee brings."""

    maximum_probability: Annotated[float, Ge(0), Le(1)]
    level: GuardLevel = "error"


@frozen(kw_only=True)
class IncreaseGuard:
    """How much the fee may rise, as a share, against the estimate that is saved of the customer."""

    maximum: Annotated[Decimal, Ge(0)]
    saved: Annotated[str, MinLen(1)]
    """Where it is, from the policy file's folder: `saved/{name}.json`."""
    level: GuardLevel = "error"


@frozen(kw_only=True)
class RequiredGuard:
    """Fields that must be filled in every row: `Customer.VAT number`, `Assets.serial number`."""

    fields: Annotated[tuple[str, ...], MinLen(1)]
    level: GuardLevel = "error"


@frozen(kw_only=True)
class AgeGuard:
    """How old an assessment may be."""

    maximum_days: Annotated[int, Ge(0)]
    level: GuardLevel = "error"


@frozen(kw_only=True)
class DataFiles:
    """The team's own data files, from the policy file's folder; empty: those that are shipped."""

    rate_card: str = ""
    effort: str = ""
    pricing: str = ""
    lifecycle: str = ""


@frozen(kw_only=True)
class Guardrails:
    """The policy file; what is left out is not guarded."""

    margin: MarginGuard | None = None
    loss: LossGuard | None = None
    increase: IncreaseGuard | None = None
    required: RequiredGuard | None = None
    age: AgeGuard | None = None
    files: DataFiles = DataFiles()

    @property
    def own_files(self) -> Mapping[str, str]:
        """The data files that are named, by their name in `Facts`."""
        named = {name: getattr(self.files, name) for name in ("rate_card", "effort", "pricing", "lifecycle")}
        return {name: path for name, path in named.items() if path}
