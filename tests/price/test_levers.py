"""Causes of work as levers: the figures of the full price wherever both can say them, the greatest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest

from estimator.model.facts import Facts
from estimator.model.sensitivity import Effect, Outcome
from estimator.pipeline.customer import priced
from estimator.pipeline.varying import effects
from estimator.price.levers import lever_effects
from tests.price.offices import FACTS, TODAY, estimate_of, office

TWENTY = Decimal("0.2")


@lru_cache
def levers() -> Mapping[str, Effect]:
    return {effect.key: effect for effect in lever_effects(estimate_of(office(seats=12)), FACTS, TWENTY, 99)}


@lru_cache
def varied() -> Mapping[str, Effect]:
    return {effect.key: effect for effect in effects(priced(office(seats=12), FACTS, TODAY), TWENTY)}


def close(one: Outcome, other: Outcome) -> bool:
    """The same to a few cents: levers are weighed on a coarse lattice."""
    return abs(one.unrounded - other.unrounded) < Decimal("0.25")


@pytest.mark.parametrize(
    ("lever", "key"),
    [
        ("driver.seat", "driver.seat.tickets_per_unit_month"),
        ("driver.server", "driver.server.tickets_per_unit_month"),
        ("driver.printer", "driver.printer.tickets_per_unit_month"),
        ("tools.monthly_price", "tools.monthly_price"),
        ("risk.appetite", "risk.appetite"),
        ("frequency_cv", "frequency_cv"),
    ],
)
def test_a_lever_moves_the_fee_as_its_assumption_does_in_the_full_price(lever: str, key: str) -> None:
    assert close(levers()[lever].lowered, varied()[key].lowered)
    assert close(levers()[lever].raised, varied()[key].raised)


def test_more_of_every_ticket_is_more_of_each_drivers() -> None:
    more = FACTS.effort.driver
    driver = {
        name: replace(each, tickets_per_unit_month=each.tickets_per_unit_month * 1.2) for name, each in more.items()
    }
    busier = estimate_of(office(seats=12), replace(FACTS, effort=replace(FACTS.effort, driver=driver)))
    assert abs(levers()["tickets"].raised.unrounded - busier.fee.offer) < Decimal("0.25")


def test_more_scheduled_work_raises_its_list_value_less_the_discount() -> None:
    estimate, effect = estimate_of(office(seats=12)), levers()["scheduled"]
    rates = FACTS.rate_card.plan["business"].hourly_rates
    value = sum(Decimal(work.annual_minutes) / 60 * rates[work.role] for work in estimate.workload.scheduled) / 12
    visits = sum(work.sessions_per_year * work.travel_price for work in estimate.workload.scheduled)
    expected = TWENTY * (value * (1 - FACTS.pricing.discount(36)) + visits / 12)
    assert effect.raised.unrounded - estimate.fee.offer == pytest.approx(expected, abs=Decimal("0.05"))


def test_the_fee_is_rounded_up_as_it_would_be_offered() -> None:
    for effect in levers().values():
        for side in (effect.lowered, effect.raised):
            assert side.fee == side.fee.to_integral_value()
            assert Decimal("-0.01") < side.fee - side.unrounded < Decimal("1.01")


def test_the_greatest_come_first_and_only_so_many() -> None:
    estimate = estimate_of(office(seats=12))
    few = lever_effects(estimate, FACTS, TWENTY, 5)
    spans = [effect.span for effect in few]
    assert len(few) == 5
    assert spans == sorted(spans, reverse=True)
    assert few == tuple(levers().values())[:5]


def test_where_a_guard_binds_list_value_does_not_move_the_fee() -> None:
    guards = replace(FACTS.pricing.guards, minimum_gross_margin=Decimal("0.6"))
    facts: Facts = replace(FACTS, pricing=replace(FACTS.pricing, guards=guards))
    estimate = estimate_of(office(seats=12), facts)
    assert estimate.fee.binding == "margin-guard"
    found = {effect.key for effect in lever_effects(estimate, facts, TWENTY, 99)}
    assert "tools.monthly_price" not in found
    assert "driver.seat" in found


def test_without_tickets_only_what_is_planned_is_left() -> None:
    driver = {name: replace(each, tickets_per_unit_month=0.0) for name, each in FACTS.effort.driver.items()}
    facts = replace(FACTS, effort=replace(FACTS.effort, driver=driver))
    found = {effect.key for effect in lever_effects(estimate_of(office(seats=12), facts), facts, TWENTY, 99)}
    assert "scheduled" in found
    assert not any(key.startswith("driver.") or key == "tickets" for key in found)
