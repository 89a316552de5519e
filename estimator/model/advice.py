"""Which hourly plan is the cheapest at which amount of work, and how far a customer is from the next one."""

from __future__ import annotations

from estimator.model.frozen import frozen


@frozen
class Stretch:
    """A plan and the years in which none costs less: with so many times the expected tickets, up to so many."""

    plan: str
    begins: float
    ends: float | None
    """None: however busy the year."""
    chance: float = 0.0
    """That a year is one of them."""


@frozen
class MixBreakEven:
    """From what share of the expected tickets on a plan costs no more than one that is cheaper without tickets."""

    cheaper: str
    dearer: str
    share: float


@frozen
class Choices:
    """Some hourly plans: who of them is the cheapest when, and from when on the fixed fee costs no more than any."""

    stretches: tuple[Stretch, ...]
    fee_share: float | None
    """Of the expected tickets; None: not in any year."""

    @property
    def today(self) -> Stretch:
        """The plan that is the cheapest in an expected year."""
        return next(each for each in reversed(self.stretches) if each.begins <= 1)

    @property
    def busier(self) -> tuple[Stretch, ...]:
        """The plans that are the cheapest in busier years, the nearest first."""
        return tuple(each for each in self.stretches if each.begins > 1)

    @property
    def quieter(self) -> tuple[Stretch, ...]:
        """The plans that are the cheapest in quieter years, the nearest first."""
        return tuple(each for each in reversed(self.stretches) if each.ends is not None and each.ends <= 1)


@frozen
class Advice:
    """Hourly billing for one customer: its own mix of tickets more or less often, its update schedule as it is."""

    hours_per_month: float
    """Expected, worked on tickets."""
    p10_hours_per_month: float
    p90_hours_per_month: float
    tickets_per_month: float
    scheduled_hours_per_month: float
    every: Choices
    reaching: Choices
    """Among the plans that reach the wanted service level."""
    break_evens: tuple[MixBreakEven, ...]
    """Of every two plans of which neither is the cheaper one in every year."""
