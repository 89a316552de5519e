"""The fixed fee: lines that add up, guards that bind, and the office of the pricing model."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.model.estimate import Estimate, PlanYear
from estimator.model.facts import Facts
from estimator.model.infrastructure import AssetType
from estimator.model.money import round_to_total, round_up
from estimator.model.pricing_policy import Tools
from estimator.price.verdict import plan_break_evens
from tests.price.offices import FACTS, estimate_of, office


def test_the_printed_lines_add_up_to_the_printed_fee() -> None:
    fee = estimate_of(office()).fee
    assert sum(component.monthly for component in fee.components) == fee.monthly
    assert fee.annual == 12 * fee.monthly


@settings(max_examples=12)
@given(
    seats=st.integers(1, 60),
    servers=st.integers(0, 4),
    level=st.sampled_from(["standard", "office", "business"]),
    term=st.sampled_from([12, 24, 36, 48, 60]),
)
def test_lines_add_up_for_any_office(seats: int, servers: int, level: str, term: int) -> None:
    fee = estimate_of(office(seats=seats, servers=servers, level=level, term=term)).fee
    assert sum(component.monthly for component in fee.components) == fee.monthly
    assert fee.monthly == round_up(max(fee.offer, fee.margin_guard, fee.bad_year_guard), Decimal(1))
    assert fee.low <= fee.monthly <= fee.high


@settings(max_examples=15)
@given(kind=st.sampled_from(list(AssetType)), seats=st.integers(2, 30))
def test_one_more_asset_never_lowers_the_fee(kind: AssetType, seats: int) -> None:
    one_more = replace(office(seats=seats).assets[0], id="one-more", type=kind, quantity=1)
    before = office(seats=seats)
    after = replace(before, assets=(*before.assets, one_more))
    assert estimate_of(after).fee.monthly >= estimate_of(before).fee.monthly


def test_the_office_of_the_pricing_model_lands_near_the_fee_worked_out_by_hand() -> None:
    # pricing-model: a 25-seat office at Business level, near 2,150 (86 a seat); hourly 2,290 with P10-P90 1,975-2,620
    estimate = estimate_of(office())
    business = plan(estimate, "business")
    assert 40 * 25 <= estimate.fee.monthly <= 110 * 25
    assert float(estimate.fee.monthly) == pytest.approx(2150, rel=0.10)
    assert float(business.expected_annual / 12) == pytest.approx(2290, rel=0.10)
    assert float(business.p10_annual / 12) == pytest.approx(1975, rel=0.10)
    assert float(business.p90_annual / 12) == pytest.approx(2620, rel=0.10)


def test_a_healthy_office_needs_the_reactive_hours_of_a_well_run_provider() -> None:
    rhem = estimate_of(office()).workload.rhem
    assert rhem is not None
    assert 0.15 <= rhem <= 0.30


def test_a_demanded_margin_above_the_offers_binds_the_fee_and_hides_in_the_labour_lines() -> None:
    guards = replace(FACTS.pricing.guards, minimum_gross_margin=Decimal("0.60"))
    facts = replace(FACTS, pricing=replace(FACTS.pricing, guards=guards))
    free, guarded = estimate_of(office()), estimate_of(office(), facts)
    assert guarded.fee.binding == "margin-guard"
    assert guarded.fee.monthly == round_up(guarded.fee.margin_guard, Decimal(1))
    assert guarded.provider.gross_margin >= 0.60
    assert line(guarded, "support") > line(free, "support")
    assert line(guarded, "certainty") == line(free, "certainty")
    assert {c.id for c in guarded.fee.components} == {c.id for c in free.fee.components}
    assert sum(c.monthly for c in guarded.fee.components) == guarded.fee.monthly


def test_dear_labour_makes_the_bad_year_guard_bind() -> None:
    hourly = {role: cost * 3 for role, cost in FACTS.pricing.cost.hourly.items()}
    guards = replace(FACTS.pricing.guards, minimum_gross_margin=Decimal(0))
    pricing = replace(FACTS.pricing, cost=replace(FACTS.pricing.cost, hourly=hourly), guards=guards)
    pricing = replace(pricing, risk=replace(pricing.risk, appetite=Decimal(0)))
    fee = estimate_of(office(), replace(FACTS, pricing=pricing)).fee
    assert fee.binding == "bad-year-guard"
    assert fee.monthly == round_up(fee.bad_year_guard, Decimal(1))


def test_a_longer_term_takes_its_discount_off_the_labour_lines_only() -> None:
    short, long = estimate_of(office(term=12)), estimate_of(office(term=48))
    labour = sum(line(long, part) for part in ("support", "maintenance", "documentation"))
    assert line(short, "discount") == 0
    assert line(long, "discount") == pytest.approx(-labour * Decimal("0.07"), abs=Decimal("0.01"))


def test_tools_stand_on_both_sides_at_the_same_price() -> None:
    dearer = replace(FACTS.pricing.tools, monthly_price=Decimal("14.00"))
    full, double = estimate_of(office()), estimate_of(office(), with_tools(dearer))
    assert full.tools_annual == 12 * full.workload.endpoints * Decimal("7.00")
    assert line(double, "tools") - line(full, "tools") == full.tools_annual / 12
    for before, after in zip(full.plans, double.plans, strict=True):
        assert after.deterministic_annual - before.deterministic_annual == full.tools_annual


def test_tools_that_are_left_out_stand_on_neither_side() -> None:
    without = estimate_of(office(), with_tools(replace(FACTS.pricing.tools, included=False)))
    assert without.tools_annual == line(without, "tools") == 0
    scheduled = {plan.plan: plan.deterministic_annual - 12 * plan.monthly_price for plan in without.plans}
    assert scheduled["office"] == scheduled["business"]  # equal rates, nothing else in it


def with_tools(tools: Tools) -> Facts:
    return replace(FACTS, pricing=replace(FACTS.pricing, tools=tools))


def test_plans_break_even_at_the_technician_hours_of_the_rate_card() -> None:
    found = plan_break_evens(FACTS.rate_card.plan, "technician")
    assert {(each.cheaper, each.dearer): str(each.hours_per_month.quantize(Decimal("0.1"))) for each in found} == {
        ("none", "standard"): "14.5",  # 58.00 / (108.00 - 104.00)
        ("none", "office"): "21.8",  # 262.00 / (108.00 - 96.00)
        ("none", "business"): "26.5",  # 318.00 / (108.00 - 96.00)
        ("standard", "office"): "25.5",  # (262.00 - 58.00) / (104.00 - 96.00)
        ("standard", "business"): "32.5",  # (318.00 - 58.00) / (104.00 - 96.00)
    }  # Office and Business bill the same rates: no number of hours pays for the dearer month


@given(st.lists(st.decimals(-500, 5000, places=6), min_size=1, max_size=12))
def test_rounded_lines_are_less_than_a_cent_away_and_add_up_to_the_rounded_total(amounts: list[Decimal]) -> None:
    total = sum(amounts).quantize(Decimal("0.01"))
    rounded = round_to_total(amounts, total)
    assert sum(rounded) == total
    assert all(abs(a - b) <= Decimal("0.01") for a, b in zip(amounts, rounded, strict=True))


def test_lines_that_cannot_add_up_to_the_total_are_refused() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        round_to_total([Decimal("1.00"), Decimal("2.00")], Decimal("3.05"))


def plan(estimate: Estimate, plan_id: str) -> PlanYear:
    return next(plan for plan in estimate.plans if plan.plan == plan_id)


def line(estimate: Estimate, component: str) -> Decimal:
    return next(part.monthly for part in estimate.fee.components if part.id == component)
