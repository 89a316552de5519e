"""Fixed or hourly: the comparison with the cheapest plan that reaches the wanted service level."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estimator.model.estimate import BreakEven, Choice, Verdict
from estimator.model.money import to_cents
from estimator.model.workload import Workload
from estimator.price.plans import HourlyYear


def cheapest(years: Sequence[HourlyYear]) -> HourlyYear:
    """The year with the lowest expectation; the first of equals."""
    return min(years, key=lambda year: year.tickets.mean)


def verdict(best: HourlyYear, annual_fee: Decimal, work: Workload) -> Verdict:
    """`fixed` if the fee is at most the expected year, `hourly` if even P90 stays below it, else `predictability`."""
    difference = annual_fee - best.tickets.mean
    bad_year = best.tickets.quantile(0.90)
    choice: Choice = "predictability"
    if difference <= 0:
        choice = "fixed"
    elif annual_fee > bad_year:
        choice = "hourly"
    return Verdict(
        choice=choice,
        best_hourly_plan=best.plan_id,
        annual_difference=to_cents(difference),
        protected_against=to_cents(bad_year - annual_fee),
        break_even=break_even(best, annual_fee, work),
    )


def break_even(best: HourlyYear, annual_fee: Decimal, work: Workload) -> BreakEven | None:
    """How busy a year must be for both options to cost the same; 0 where the certain part alone exceeds the fee."""
    expected = best.expected_tickets
    if expected <= 0:
        return None
    share = max(0.0, float((annual_fee - best.certain) / expected))
    return BreakEven(
        share_of_expected=share,
        tickets_per_month=share * work.annual_tickets / 12,
        reactive_hours_per_month=share * work.reactive_hours_per_month,
    )


def plan_break_even_hours(cheaper: tuple[Decimal, Decimal], dearer: tuple[Decimal, Decimal]) -> Decimal | None:
    """Hours a month at which two plans, each (monthly price, hourly rate), cost the same.

    None where the plan with the higher monthly price has no lower rate, so that it never pays off.
    """
    saved_per_hour = cheaper[1] - dearer[1]
    return (dearer[0] - cheaper[0]) / saved_per_hour if saved_per_hour > 0 else None
