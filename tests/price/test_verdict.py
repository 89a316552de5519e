"""The verdict: honest in all three ways, with a break-even that holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator.model.facts import Facts
from tests.price.offices import FACTS, estimate_of, office


def with_hourly_costs(factor: str) -> Facts:
    """The provider's hours dearer by a factor, so that the guards lift the fee while the plans stay as they are."""
    hourly = {role: cost * Decimal(factor) for role, cost in FACTS.pricing.cost.hourly.items()}
    return replace(FACTS, pricing=replace(FACTS.pricing, cost=replace(FACTS.pricing.cost, hourly=hourly)))


def test_a_fee_below_the_expected_year_of_the_best_plan_is_advised() -> None:
    estimate = estimate_of(office())
    assert estimate.verdict.choice == "fixed"
    assert estimate.fee.annual <= estimate.best_plan.expected_annual


def test_a_fee_above_even_a_bad_year_says_stay_hourly() -> None:
    estimate = estimate_of(office(), with_hourly_costs("3"))
    assert estimate.fee.annual > estimate.best_plan.p90_annual
    assert estimate.verdict.choice == "hourly"
    assert estimate.verdict.protected_against < 0


def test_a_fee_between_the_expected_and_a_bad_year_buys_predictability_at_a_named_premium() -> None:
    appetite = replace(FACTS.pricing.risk, appetite=Decimal("2.5"))
    estimate = estimate_of(office(), replace(FACTS, pricing=replace(FACTS.pricing, risk=appetite)))
    verdict, best = estimate.verdict, estimate.best_plan
    assert best.expected_annual < estimate.fee.annual <= best.p90_annual
    assert verdict.choice == "predictability"
    assert verdict.annual_difference == pytest.approx(estimate.fee.annual - best.expected_annual, abs=Decimal("0.01"))
    assert verdict.protected_against == pytest.approx(best.p90_annual - estimate.fee.annual, abs=Decimal("0.01"))


@pytest.mark.parametrize(
    ("level", "reaching"),
    [
        ("standard", {"standard", "office", "business"}),
        ("office", {"office", "business"}),
        ("business", {"business"}),
    ],
)
def test_only_plans_that_reach_the_wanted_service_level_are_compared(level: str, reaching: set[str]) -> None:
    estimate = estimate_of(office(level=level))
    assert {plan.plan for plan in estimate.plans if plan.meets_service_level} == reaching
    assert len(estimate.plans) == 4
    cheapest = min((plan for plan in estimate.plans if plan.meets_service_level), key=lambda plan: plan.expected_annual)
    assert estimate.verdict.best_hourly_plan == cheapest.plan


def test_at_the_break_even_share_of_tickets_both_options_cost_the_same() -> None:
    estimate = estimate_of(office())
    break_even, best = estimate.verdict.break_even, estimate.best_plan
    assert break_even is not None
    tickets = best.expected_annual - best.deterministic_annual
    cost = float(best.deterministic_annual) + break_even.share_of_expected * float(tickets)
    assert cost == pytest.approx(float(estimate.fee.annual), abs=0.05)
    assert break_even.tickets_per_month == pytest.approx(
        break_even.share_of_expected * estimate.workload.annual_tickets / 12
    )


def test_without_tickets_there_is_no_break_even() -> None:
    driver = {name: replace(effort, tickets_per_unit_month=0.0) for name, effort in FACTS.effort.driver.items()}
    estimate = estimate_of(office(), replace(FACTS, effort=replace(FACTS.effort, driver=driver)))
    assert estimate.verdict.break_even is None
    assert estimate.workload.annual_tickets == 0
