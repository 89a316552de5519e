"""How much work a unit causes: tickets by driver, and the maintenance tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.limits import Ge, Gt, Le, MinLen
from estimator.model.service_level import OpeningHours

Share = Annotated[float, Ge(0), Le(1)]
Positive = Annotated[float, Gt(0)]
NotNegative = Annotated[float, Ge(0)]
ScheduledComponent = Literal["maintenance", "documentation"]
"""The lines of the fee that scheduled work belongs to."""

SEAT = "seat"
"""Driver of the people; every other driver is named after its asset type or service type."""
EVERY_ASSET = "asset"
"""In a task's minutes per unit: every managed asset, whatever its type."""


@frozen(kw_only=True)
class DriverEffort:
    """Tickets one unit causes. Shares are of tickets; what no out-of-hours band takes falls in the day."""

    tickets_per_unit_month: NotNegative
    mean_minutes: Positive
    minutes_cv: Positive
    on_site_share: Share
    out_of_hours_shares: Mapping[str, Share] = field(default_factory=dict)
    """Share of tickets by rate band."""
    role_mix: Mapping[str, Share]
    """Share of tickets by role; adds up to 1."""
    hardware_failure_share: Share = 0.0
    """Share of tickets that the guaranteed stock programme handles for a unit inside it."""
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class MaintenanceTask:
    """A kind of scheduled work: when it recurs, how long it takes, who does it, what stops meanwhile."""

    name: str
    component: ScheduledComponent
    cadence: Literal["monthly", "quarterly", "half-yearly", "yearly", "review"]
    """`review`: every N months as the customer's inventory review says."""
    anchor: Literal["second-tuesday", "renewal-date", "contract-start", "spread"]
    """What fixes the day: the vendor's patch day, a service's renewal date, the contract's start, or an even load."""
    scope: Literal["location", "customer"] = "location"
    """One session per location, or one for the whole customer."""
    role: str
    channel: Channel = "remote"
    window: Literal["change-window", "office-hours"]
    set_up_minutes: NotNegative
    minutes_per_unit: Mapping[str, NotNegative]
    """Minutes a unit by driver (asset type or service type); `asset` counts every managed asset."""
    minutes_per_unit_without_tools: Mapping[str, NotNegative] = field(default_factory=dict)
    """Replaces the above where the pricing policy leaves tools out."""
    interruption: str = ""
    """What stops and for how long, in the customer's words; empty: nothing stops."""
    source: Annotated[str, MinLen(1)]

    def times_a_year(self, review_months: int) -> int:
        """How often it recurs: always a divisor of 12, so that every year is alike.

        A review every N months comes ceil(12 / N) times a year at even distances, so never more than N months apart
        unless N is more than a year.
        """
        if self.cadence == "review":
            return 12 // (12 // -(-12 // max(1, review_months)))
        return {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1}[self.cadence]

    def minutes_of(self, with_tools: bool) -> Mapping[str, float]:
        """Minutes a unit takes by driver, with the provider's tools or without them."""
        return self.minutes_per_unit if with_tools else {**self.minutes_per_unit, **self.minutes_per_unit_without_tools}


@frozen(kw_only=True)
class EffortTable:
    """All assumptions about work. `frequency_cv` is that of the common factor of a year's tickets."""

    id: Annotated[str, MinLen(1)]
    valid_from: date
    source: Annotated[str, MinLen(1)]
    frequency_cv: NotNegative
    past_end_of_support_factor: Positive
    credibility_unit_months: Positive
    seat_profile_factors: Mapping[str, NotNegative]
    driver: Mapping[str, DriverEffort]
    task: Mapping[str, MaintenanceTask]
    change_window: Annotated[tuple[OpeningHours, ...], MinLen(1)]
    """Change window of a location that names none; earlier entries are preferred."""
    office_hours: Annotated[tuple[OpeningHours, ...], MinLen(1)]
    """When work that interrupts nobody is done."""
