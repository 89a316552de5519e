"""What is read of an estimate.json that was saved earlier: as much as a comparison needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from estimator.model.estimate import Choice, Component
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.limits import Ge, Gt, Le, MinLen

Money = Annotated[Decimal, Ge(0), Le(Decimal(10) ** 12)]
Count = Annotated[int, Ge(0), Le(10**7)]
"""No customer comes near such bounds; they keep a damaged file from being calculated with for ever."""
Frequency = Annotated[float, Ge(0), Le(10.0**8)]
Minutes = Annotated[float, Gt(0), Le(10.0**5)]
Variation = Annotated[float, Ge(0), Le(10.0)]


@frozen(kw_only=True)
class SavedFile:
    """A file that the figures came from; `name` for the workbook, `id` for data files."""

    name: str = ""
    id: str = ""
    sha256: str


@frozen(kw_only=True)
class SavedInputs:
    """What the estimate was made from, and as of which day."""

    workbook: SavedFile
    rate_card: SavedFile
    effort: SavedFile
    pricing: SavedFile
    lifecycle: SavedFile
    today: date

    @property
    def data_files(self) -> Mapping[str, SavedFile]:
        """By name: rate_card, effort, pricing, lifecycle."""
        return {name: getattr(self, name) for name in ("rate_card", "effort", "pricing", "lifecycle")}


@frozen(kw_only=True)
class SavedCustomer:
    """Whose estimate it is."""

    name: str


@frozen(kw_only=True)
class SavedWorkload:
    """What the work serves."""

    endpoints: Count
    seats: Count


@frozen(kw_only=True)
class SavedComponent:
    """A line of the fee."""

    id: Component
    monthly: Decimal


@frozen(kw_only=True)
class SavedFee:
    """The fee that was offered."""

    monthly: Money
    components: tuple[SavedComponent, ...]


@frozen(kw_only=True)
class SavedPlan:
    """A year under an hourly plan."""

    id: str
    expected_annual: Money
    p10_annual: Money
    p90_annual: Money
    probability_above_fee: Annotated[float, Ge(0), Le(1)]


@frozen(kw_only=True)
class SavedVerdict:
    """What was advised."""

    choice: Choice
    best_hourly_plan: str


@frozen(kw_only=True)
class SavedStream:
    """Tickets of one kind."""

    driver: str
    location: str
    role: str
    channel: Channel
    band: str
    annual_frequency: Frequency
    mean_minutes: Minutes
    cv: Annotated[float, Gt(0), Le(10.0)]
    band_multiplier: Annotated[Decimal, Gt(0)]
    travel_price: Money


@frozen(kw_only=True)
class SavedScheduled:
    """Sessions of one kind."""

    task: str
    location: str
    role: str
    channel: Channel
    band: str
    band_multiplier: Annotated[Decimal, Gt(0)]
    travel_price: Money
    sessions_per_year: Count
    minutes_per_session: Count


@frozen(kw_only=True)
class SavedAssumption:
    """A figure that no source backed."""

    key: str
    value: str


@frozen(kw_only=True)
class SavedEstimate:
    """An estimate.json; what a newer program adds to it is passed over."""

    schema: Literal["estimator/estimate@1"]
    inputs: SavedInputs
    customer: SavedCustomer
    service_level: Annotated[str, MinLen(1)]
    term_months: Count
    workload: SavedWorkload
    fee: SavedFee
    plans: Annotated[tuple[SavedPlan, ...], MinLen(1)]
    verdict: SavedVerdict
    streams: tuple[SavedStream, ...]
    scheduled: tuple[SavedScheduled, ...]
    frequency_cv: Variation
    assumptions: tuple[SavedAssumption, ...] = ()

    @property
    def best_plan(self) -> SavedPlan:
        """The hourly plan that the verdict compares with."""
        return next(plan for plan in self.plans if plan.id == self.verdict.best_hourly_plan)
