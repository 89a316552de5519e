"""Fixed or hourly: the comparison with the cheapest plan that reaches the wanted service level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from estimator.model.estimate import BreakEven, Choice, PlanBreakEven, PlanYear, Verdict
from estimator.model.money import to_cents
from estimator.model.rate_card import Plan, RateCard
from estimator.model.workload import Workload
from estimator.price.plans import HourlyYear, hourly_years, meets, plan_year


def beside_fee(
    work: Workload,
    card: RateCard,
    tools_annual: Decimal,
    frequency_cv: float,
    *,
    service_level: str,
    annual_fee: Decimal,
) -> tuple[tuple[PlanYear, ...], Verdict]:
    """A year under every hourly plan beside a fee for the same work, and the verdict at that service level."""
    years, wanted = hourly_years(work, card, tools_annual, frequency_cv), card.plan[service_level]
    reaching = [year for year in years if meets(year.plan, wanted)]
    plans = tuple(plan_year(year, annual_fee, year in reaching) for year in years)
    return plans, verdict(cheapest(reaching), annual_fee, work)


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


def plan_break_evens(plans: Mapping[str, Plan], role: str) -> tuple[PlanBreakEven, ...]:
    """Where two plans cost the same, in hours a month of one role; only where the dearer month has the lower rate."""
    found = []
    for cheaper, dearer in combinations(sorted(plans, key=lambda plan_id: plans[plan_id].monthly_price), 2):
        saved_per_hour = plans[cheaper].hourly_rates[role] - plans[dearer].hourly_rates[role]
        if saved_per_hour > 0:
            more = plans[dearer].monthly_price - plans[cheaper].monthly_price
            found.append(PlanBreakEven(cheaper, dearer, role, more / saved_per_hour))
    return tuple(found)
