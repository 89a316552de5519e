"""Every explanation adds up to the figure that it explains, to the cent, with its own arithmetic."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest

from estimator.model.estimate import Component
from estimator.model.explanation import Explained
from estimator.model.facts import Facts
from estimator.pipeline.customer import Priced, priced
from estimator.price.explain import explain_asset, explain_component, explain_plan
from tests.price.offices import FACTS, TODAY, office


def job(facts: Facts = FACTS) -> Priced:
    return priced(office(), facts, TODAY)


def guarded() -> Facts:
    """A policy under which the margin guard binds."""
    guards = replace(FACTS.pricing.guards, minimum_gross_margin=Decimal("0.6"))
    return replace(FACTS, pricing=replace(FACTS.pricing, guards=guards))


def together(explained: Explained) -> Decimal:
    return sum((part.monthly for part in explained.parts), Decimal(0)) + sum(
        (amount for _, amount in explained.rest), Decimal(0)
    )


@pytest.mark.parametrize("facts", [FACTS, guarded()], ids=["offer", "margin-guard"])
@pytest.mark.parametrize("component", get_args(Component))
def test_a_line_is_the_sum_of_its_parts(component: Component, facts: Facts) -> None:
    estimate = job(facts).estimate
    explained = explain_component(component, estimate, facts)
    assert explained.monthly == next(line.monthly for line in estimate.fee.components if line.id == component)
    if explained.parts:
        assert together(explained) == explained.monthly
    surcharged = estimate.fee.binding != "offer" and component in ("support", "maintenance", "documentation")
    assert bool(explained.rest) == surcharged


@pytest.mark.parametrize("plan", list(FACTS.rate_card.plan))
def test_a_plan_is_its_price_its_tools_and_what_is_billed(plan: str) -> None:
    estimate = job().estimate
    explained = explain_plan(plan, estimate, FACTS)
    year = next(each for each in estimate.plans if each.plan == plan)
    assert together(explained) == explained.monthly == round(year.expected_annual / 12, 2)
    assert dict(explained.rest)["plan-price"] == FACTS.rate_card.plan[plan].monthly_price
    for part in explained.parts:
        assert part.minutes >= part.worked, "nobody is billed less than was worked"
        exact = part.number * (part.minutes / 60 * float(part.hourly) + float(part.travel))
        assert float(part.monthly) == pytest.approx(exact, abs=0.011)


def test_steps_and_the_first_hour_on_site_show() -> None:
    parts = explain_plan("business", job().estimate, FACTS).parts
    seats = {part.channel: part for part in parts if part.name == "seat" and part.role == "technician"}
    # A log-normal ticket of 24 minutes on average takes 31.5 in steps of 15, and hardly ever more than the first hour.
    assert seats["remote"].minutes == pytest.approx(31.5, abs=0.1)
    assert 60 <= seats["on-site"].minutes < 64


def test_what_the_assets_and_seats_cause_is_what_the_lines_say() -> None:
    done = job()
    by_asset = [
        explain_asset(asset, done.estimate, done.assessment, FACTS, done.around) for asset in done.assessment.assets
    ]
    tickets = sum(part.number for each in by_asset for part in each.explained.parts if not part.scheduled)
    streams = done.estimate.workload.streams
    assert tickets == pytest.approx(sum(each.annual_frequency for each in streams if each.driver != "seat") / 12)
    for each in by_asset:
        assert together(each.explained) == each.explained.monthly > 0
