"""How far one assumption moves the fee and the hourly plans."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from estimator.model.frozen import frozen


@frozen
class Outcome:
    """What a month comes to, in the rate card's currency without VAT."""

    fee: Decimal
    """Rounded up, as it would be offered."""
    unrounded: Decimal
    plans: Mapping[str, Decimal]
    """By plan: a month of an expected year."""


@frozen
class Effect:
    """One assumption lowered and raised by a share of itself, everything else as it was."""

    key: str
    """As `--set` takes it."""
    value: str
    lowered: Outcome
    raised: Outcome

    @property
    def span(self) -> Decimal:
        """How far the fee moves, before it is rounded."""
        return abs(self.raised.unrounded - self.lowered.unrounded)
