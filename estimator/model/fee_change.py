"""How a fee came from one estimate to another: the sides that are compared, and the steps between, by cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from estimator.model.change import ChangedKind, Changes
from estimator.model.estimate import Choice, FeeComponent
from estimator.model.frozen import frozen
from estimator.model.source import FileReference
from estimator.model.workload import Workload

Cause = Literal["policy", "rate-card", "contract", "quantity", "effort", "lifecycle", "mix", "program", "rounding"]
"""In the order in which they are taken, each on top of those before it:

- policy: the pricing policy's figures (risk, guards, discounts, internal costs, tools);
- rate-card: rates, monthly prices, bands, travel, countries;
- contract: what is asked for: service level, term, review interval, freeze periods;
- quantity: as many people, devices and services as now, in the earlier mix;
- effort: the effort table's tickets, minutes and tasks;
- lifecycle: the same devices, by today's end-of-support dates over today's contract months;
- mix: which people, devices and services they are, where they stand and what they run;
- program: the same input, priced differently by this version than when the estimate was saved;
- rounding: the fee is rounded up to the policy's step.
"""


@frozen
class BestHourly:
    """The advice of a side, and a year under the cheapest hourly plan that reaches its service level."""

    choice: Choice
    plan: str
    expected_annual: Decimal
    p10_annual: Decimal
    p90_annual: Decimal
    probability_above_fee: float


@frozen
class Side:
    """One of the two: a workbook as it is priced now, or an estimate as it was saved."""

    name: str
    """The file's name."""
    is_saved: bool
    customer: str
    today: date
    service_level: str
    term_months: int
    files: Mapping[str, FileReference]
    """By name: workbook, rate_card, effort, pricing, lifecycle."""
    fee: Decimal
    """A month, as it is or was offered."""
    unrounded: Decimal
    """The same before it was rounded up to the policy's step, in cents."""
    components: tuple[FeeComponent, ...]
    work: Workload
    best: BestHourly


@frozen
class Step:
    """What a cause changes in the monthly fee; several: what they change together, where nothing tells them apart."""

    causes: tuple[Cause, ...]
    monthly: Decimal


@frozen
class FigureChange:
    """A figure of a data file that differs; None: the file of that side does not have it."""

    file: str
    key: str
    before: str | None
    after: str | None


@frozen
class Aged:
    """A device of which another share of the contract's months lies past the end of support than before."""

    asset: str
    name: str
    release: str
    end_of_support: date | None
    before: float
    after: float


@frozen
class Population:
    """How many there are of what quantity is measured by."""

    name: Literal["people", "devices", "endpoints", "services"]
    before: int
    after: int


@frozen
class Counted:
    """Units of one kind on both sides: people of a profile, managed devices of a type, services, locations."""

    kind: ChangedKind
    type: str
    before: int
    after: int


@frozen
class FeeChange:
    """Everything there is to say about the way from one fee to another; the steps add up to the change exactly."""

    old: Side
    new: Side
    currency: str
    steps: tuple[Step, ...]
    populations: tuple[Population, ...]
    figures: tuple[FigureChange, ...]
    aged: tuple[Aged, ...]
    changes: Changes | None
    """Of the inventory; None where a saved estimate, which has none, is compared."""
    inventory: tuple[Counted, ...]
    plan_names: Mapping[str, str]
    """Of the hourly plans, in English, by id; a plan that neither rate card has is known by its id."""
    notes: tuple[str, ...] = ()
    """What could not be told, and how it could."""

    @property
    def monthly(self) -> Decimal:
        """How much more a month is; negative: less."""
        return self.new.fee - self.old.fee

    @property
    def increase(self) -> Decimal | None:
        """The change as a share of the earlier fee; None where that was nought."""
        return self.monthly / self.old.fee if self.old.fee else None
