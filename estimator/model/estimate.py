"""Our view of a contract: the fee, the hourly plans beside it, the verdict, and what caused them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from estimator.model.customer import Customer
from estimator.model.frozen import frozen
from estimator.model.source import Cell, FileReference, cell_ranges
from estimator.model.workload import Workload

Binding = Literal["offer", "margin-guard", "bad-year-guard"]
Choice = Literal["fixed", "predictability", "hourly"]
Component = Literal[
    "support", "maintenance", "documentation", "service-level", "travel", "tools", "certainty", "discount", "rounding"
]


@frozen
class FeeComponent:
    """A line of the monthly fee as it is printed: in the rate card's currency, rounded to the cent, without VAT."""

    id: Component
    monthly: Decimal


@frozen
class Fee:
    """The fixed fee; its components add up to `monthly` exactly. Amounts are a month's, in the components' terms."""

    monthly: Decimal
    binding: Binding
    components: tuple[FeeComponent, ...]
    onboarding: Decimal
    """Once, at the start of the contract."""
    low: Decimal
    """The fee if every open question had its cheapest answer; `high`: its dearest."""
    high: Decimal
    offer: Decimal
    """Before guards and rounding up (internal, as are both guards)."""
    margin_guard: Decimal
    bad_year_guard: Decimal

    @property
    def annual(self) -> Decimal:
        """Twelve monthly fees."""
        return 12 * self.monthly


@frozen
class PlanYear:
    """A year under an hourly plan: its distribution in the rate card's currency, without VAT."""

    plan: str
    meets_service_level: bool
    monthly_price: Decimal
    expected_annual: Decimal
    p10_annual: Decimal
    p50_annual: Decimal
    p90_annual: Decimal
    probability_above_fee: float
    lattice_step: Decimal
    exact: bool
    """Whether every possible amount lies on the lattice."""
    deterministic_annual: Decimal
    """The part that does not depend on tickets: monthly price, scheduled work, tools."""
    distribution: tuple[tuple[Decimal, float], ...]
    """About a hundred points (yearly amount, probability not above it), for charts."""


@frozen
class BreakEven:
    """How busy a year must be for the best plan to cost as much as the fixed fee."""

    share_of_expected: float
    tickets_per_month: float
    reactive_hours_per_month: float


@frozen
class PlanBreakEven:
    """From how many hours a month of one role on a plan with a higher monthly price costs no more than another."""

    cheaper: str
    dearer: str
    role: str
    hours_per_month: Decimal


@frozen
class Verdict:
    """Fixed or hourly, against the cheapest plan that reaches the wanted service level."""

    choice: Choice
    best_hourly_plan: str
    annual_difference: Decimal
    """Twelve fees less the expected year of the best plan: the yearly premium where positive."""
    protected_against: Decimal
    """P90 of the best plan less twelve fees: what a bad year would cost more."""
    break_even: BreakEven | None
    """None without tickets."""


@frozen
class ProviderYear:
    """Our side of the contract. Internal: never in anything a customer receives."""

    expected_annual_cost: Decimal
    p90_annual_cost: Decimal
    gross_margin: float
    """Share of the fee left in an expected year."""
    bad_year_margin: float
    """Share of the fee left at the risk quantile of the cost."""
    probability_of_loss: float


@frozen
class Assumption:
    """A figure that no source backs, as the data file has it."""

    key: str
    value: str
    source: str


@frozen
class Question:
    """Blank or doubtful cells that one answer fills, and the fee if it is the cheapest and if it is the dearest."""

    cells: tuple[Cell, ...]
    """At least one."""
    question: str
    fee_low: Decimal
    fee_high: Decimal

    @property
    def cell(self) -> str:
        """All the cells as text: `Assets!K5:K18, Assets!K30`."""
        return ", ".join(cell_ranges(self.cells))

    @property
    def spread(self) -> Decimal:
        """How much the answer can move the monthly fee."""
        return self.fee_high - self.fee_low


@frozen(slots=False)
class Estimate:
    """Everything there is to say about one assessment's price on one day."""

    inputs: Mapping[str, FileReference]
    """By name: workbook, rate_card, effort, pricing, lifecycle."""
    today: date
    currency: str
    customer: Customer
    workload: Workload
    tools_annual: Decimal
    frequency_cv: float
    fee: Fee
    plans: tuple[PlanYear, ...]
    verdict: Verdict
    provider: ProviderYear
    assumptions: tuple[Assumption, ...]
    questions: tuple[Question, ...]
    plan_break_evens: tuple[PlanBreakEven, ...] = ()
    """Of every two plans where the dearer month buys a lower rate."""

    @property
    def best_plan(self) -> PlanYear:
        """The hourly plan that the verdict compares with."""
        return next(plan for plan in self.plans if plan.plan == self.verdict.best_hourly_plan)
