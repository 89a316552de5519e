"""The advice on hourly plans: break-evens known by hand, one cheapest plan at every hour, and the way to the next."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.advice import Advice, Choices, Stretch
from estimator.model.estimate import Estimate
from estimator.model.workload import TicketStream, Workload
from estimator.price.advice import Line, advice, stretches, worked_minutes
from estimator.price.plans import hourly_years, meets, plan_year
from tests.price.offices import FACTS, estimate_of, office


def technicians_only(hours_per_month: float, level: str = "standard", fee: str = "2000") -> Estimate:
    """Remote technician tickets by day that take a hair less than an hour and are billed one; nothing is planned."""
    frequency = 12 * hours_per_month
    stream = TicketStream(
        "seat", "HQ", "technician", "remote", "day", frequency, 59.99, 0.00001, Decimal(1), Decimal(0)
    )
    work = Workload((stream,), (), endpoints=0, seats=0, assets=0)
    card = FACTS.rate_card
    years = hourly_years(work, card, Decimal(0), 0.25)
    wanted = card.plan[level]
    base = estimate_of(office(level))
    plans = tuple(plan_year(year, 12 * Decimal(fee), meets(year.plan, wanted)) for year in years)
    return replace(base, workload=work, plans=plans, fee=replace(base.fee, monthly=Decimal(fee)))


def advised(estimate: Estimate) -> Advice:
    found = advice(estimate)
    assert found is not None
    return found


def in_hours(share: float | None, found: Advice) -> float | None:
    return None if share is None else round(share * found.hours_per_month, 1)


def test_the_plain_case_has_the_break_evens_that_are_known_by_hand() -> None:
    found = advised(technicians_only(20))
    pairs = {(each.cheaper, each.dearer): in_hours(each.share, found) for each in found.break_evens}
    assert pairs["none", "standard"] == 14.5
    assert pairs["none", "office"] == 21.8
    assert pairs["standard", "office"] == 25.5


def test_the_plain_case_goes_from_no_contract_over_standard_to_office() -> None:
    found = advised(technicians_only(20))
    told = [(each.plan, in_hours(each.begins, found), in_hours(each.ends, found)) for each in found.every.stretches]
    assert told == [("none", 0, 14.5), ("standard", 14.5, 25.5), ("office", 25.5, None)]
    reached = [(each.plan, in_hours(each.begins, found)) for each in found.reaching.stretches]
    assert reached == [("standard", 0), ("office", 25.5)]


@pytest.mark.parametrize(
    ("hours", "today", "busier", "quieter"),
    [
        (10, "none", ["standard", "office"], []),
        (20, "standard", ["office"], ["none"]),
        (30, "office", [], ["standard", "none"]),
    ],
)
def test_the_customer_stands_on_one_plan_with_the_others_around_it(
    hours: float, today: str, busier: list[str], quieter: list[str]
) -> None:
    every = advised(technicians_only(hours)).every
    assert every.today.plan == today
    assert [each.plan for each in every.busier] == busier
    assert [each.plan for each in every.quieter] == quieter


def test_the_fee_is_reached_where_the_cheapest_plan_at_the_level_costs_as_much() -> None:
    found = advised(technicians_only(20, "standard", fee="2138"))  # 58 + 20 x 104
    assert in_hours(found.reaching.fee_share, found) == 20
    assert in_hours(found.every.fee_share, found) == 20
    dear = advised(technicians_only(20, "standard", fee="3142"))  # 262 + 30 x 96: Standard is dearer there
    assert in_hours(dear.reaching.fee_share, dear) == 30
    cheap = advised(technicians_only(20, "standard", fee="50"))
    assert cheap.reaching.fee_share == 0


def test_the_chances_of_the_plans_add_up_and_those_of_busier_years_are_what_is_left() -> None:
    found = advised(technicians_only(20))
    assert sum(each.chance for each in found.every.stretches) == pytest.approx(1)
    assert 0.05 < found.every.stretches[0].chance < 0.3
    assert found.every.stretches[1].chance > 0.5


def test_the_hours_of_a_year_have_the_mean_and_the_spread_of_its_tickets() -> None:
    estimate = estimate_of(office())
    year = worked_minutes(estimate.workload.streams, estimate.frequency_cv)
    found = advised(estimate)
    assert float(year.mean) / 720 == pytest.approx(estimate.workload.reactive_hours_per_month, rel=1e-6)
    assert found.p10_hours_per_month < found.hours_per_month < found.p90_hours_per_month
    # Nearly as wide as the hourly plan's year, which differs by rates and rounding only.
    plan = estimate.best_plan
    money = float((plan.p90_annual - plan.p10_annual) / (plan.expected_annual - plan.deterministic_annual))
    spread = (found.p90_hours_per_month - found.p10_hours_per_month) / found.hours_per_month
    assert spread == pytest.approx(money, rel=0.05)


def test_the_fee_at_the_level_agrees_with_the_verdict_where_one_plan_reaches_it() -> None:
    estimate = estimate_of(office())
    even = estimate.verdict.break_even
    assert even is not None
    assert advised(estimate).reaching.fee_share == pytest.approx(even.share_of_expected, rel=1e-5)


def test_without_tickets_there_is_no_advice() -> None:
    estimate = technicians_only(20)
    assert advice(replace(estimate, workload=replace(estimate.workload, streams=()))) is None


def test_a_fee_that_no_year_reaches_has_no_share() -> None:
    estimate = technicians_only(20)
    free = tuple(replace(plan, expected_annual=plan.deterministic_annual) for plan in estimate.plans)
    found = advised(replace(estimate, plans=free))
    assert found.reaching.fee_share is None
    assert [each.plan for each in found.every.stretches] == ["none"]


AMOUNTS = st.integers(0, 2_000).map(Decimal)
LINES = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=5).map(
    lambda pairs: [Line(str(n), *pair) for n, pair in enumerate(pairs)]
)


@given(LINES, st.floats(0, 50))
def test_the_plan_of_a_stretch_is_the_cheapest_everywhere_in_it(lines: list[Line], share: float) -> None:
    found = stretches(lines)
    assert found[0].begins == 0
    assert [each.ends for each in found[:-1]] == [each.begins for each in found[1:]]
    assert found[-1].ends is None

    def cost(line: Line) -> float:
        return float(line.certain) + share * float(line.tickets)

    standing = next(each for each in reversed(found) if each.begins <= share)
    chosen = next(line for line in lines if line.plan == standing.plan)
    assert cost(chosen) <= min(map(cost, lines)) + 1e-6


def test_equal_plans_are_told_once() -> None:
    lines = [Line("first", Decimal(10), Decimal(5)), Line("second", Decimal(10), Decimal(5))]
    assert stretches(lines) == (Stretch("first", 0, None),)


def test_at_a_break_even_today_is_the_plan_that_begins_there() -> None:
    choices = Choices((Stretch("a", 0, 1), Stretch("b", 1, None)), None)
    assert choices.today.plan == "b"
    assert [each.plan for each in choices.quieter] == ["a"]
    assert choices.busier == ()
