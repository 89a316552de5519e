"""How a fee is made of the work: risk loading, guards, discounts, internal costs. Internal, never the customer's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from estimator.model.frozen import frozen
from estimator.model.limits import Ge, Gt, Le, Lt, MinLen
from estimator.model.rate_card import Amount


@frozen(kw_only=True)
class RiskPolicy:
    """The loading for an uncertain year: `appetite` x (VaR at `quantile` - expectation) of the yearly cost."""

    quantile: Annotated[float, Gt(0.5), Lt(1)]
    appetite: Annotated[Decimal, Ge(0)]
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class Guards:
    """Below which margin no fee is offered."""

    minimum_gross_margin: Annotated[Decimal, Ge(0), Lt(1)]
    bad_year: bool
    """Whether the fee must carry even the cost of a bad year (VaR at the risk quantile)."""
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class CommitmentDiscount:
    """A discount on the labour part from a contract term on."""

    from_months: Annotated[int, Ge(0)]
    discount: Annotated[Decimal, Ge(0), Lt(1)]


@frozen(kw_only=True)
class Commitment:
    """The discounts by term; the last step that the term reaches holds."""

    steps: tuple[CommitmentDiscount, ...]
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class InternalCost:
    """What an hour and a visit cost the provider, in the rate card's currency."""

    hourly: Mapping[str, Amount]
    """Cost per worked hour by role."""
    band_multipliers: Mapping[str, Annotated[Decimal, Gt(0)]]
    """Cost multiplier by rate band."""
    travel_per_visit: Amount
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class Tools:
    """Monitoring, antivirus and backup agents, per endpoint and month; on both sides of the comparison or neither."""

    included: bool
    monthly_price: Amount
    monthly_cost: Amount
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class Onboarding:
    """The one-off work at the start: assessment, documentation, agents."""

    role: str
    fixed_minutes: Annotated[int, Ge(0)]
    minutes_per_asset: Annotated[int, Ge(0)]
    minutes_per_endpoint: Annotated[int, Ge(0)]
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class PricingPolicy:
    """All of the above; `fee_step` is what the monthly fee is rounded up to."""

    id: Annotated[str, MinLen(1)]
    valid_from: date
    source: Annotated[str, MinLen(1)]
    fee_step: Annotated[Decimal, Ge(Decimal("0.01"))]
    risk: RiskPolicy
    guards: Guards
    commitment: Commitment
    cost: InternalCost
    tools: Tools
    onboarding: Onboarding
    validity_days: Annotated[int, Ge(1), Le(366)] = 30
    """How long a proposal may be accepted (an assumption)."""

    def discount(self, term_months: int) -> Decimal:
        """The commitment discount of a term, as a share of the labour part."""
        reached = [step for step in self.commitment.steps if step.from_months <= term_months]
        return max(reached, key=lambda step: step.from_months).discount if reached else Decimal(0)
