"""One assumption at a time: quick prices that are those of the estimate, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estimator.model.facts import Facts
from estimator.model.sensitivity import Outcome
from estimator.pipeline.customer import Priced, priced
from estimator.pipeline.varying import effects
from estimator.price.sensitivity import outcome
from estimator.read.data_files import read_facts
from tests.price.offices import FACTS, TODAY, office


def job(facts: Facts = FACTS) -> Priced:
    return priced(office(seats=8), facts, TODAY)


def told(done: Priced) -> Outcome:
    plans = {plan.plan: round(plan.expected_annual / 12, 2) for plan in done.estimate.plans}
    fee = done.estimate.fee
    return Outcome(fee.monthly, max(fee.offer, fee.margin_guard, fee.bad_year_guard), plans)


def test_the_quick_price_is_that_of_the_estimate() -> None:
    done = job()
    quick, full = outcome(done.counts, done.assessment.customer, FACTS, done.around), told(done)
    assert (quick.fee, quick.plans) == (full.fee, full.plans)
    assert round(quick.unrounded, 2) == full.unrounded


@pytest.fixture(scope="module")
def by_key() -> dict[str, tuple[Outcome, Outcome]]:
    return {effect.key: (effect.lowered, effect.raised) for effect in effects(job(), Decimal("0.5"))}


@pytest.mark.parametrize(
    ("key", "lower", "higher"),
    [
        ("driver.seat.tickets_per_unit_month", "0.175", "0.525"),
        ("driver.printer.on_site_share", "0.2", "0.6"),
        ("task.server-updates.minutes_per_unit.server", "25", "75"),
        ("task.inventory-review.set_up_minutes", "60", "180"),
        ("travel_zone.near.price", "22.50", "67.50"),
        ("tools.monthly_price", "3.50", "10.50"),
        ("risk.appetite", "0.5", "1.5"),
        ("cost.hourly.engineer", "36.00", "108.00"),
        ("band.off-hours.multiplier", "0.75", "2.25"),
        ("frequency_cv", "0.125", "0.375"),
    ],
)
def test_a_varied_assumption_gives_the_cents_that_setting_it_gives(
    by_key: dict[str, tuple[Outcome, Outcome]], key: str, lower: str, higher: str
) -> None:
    for varied, value in zip(by_key[key], (lower, higher), strict=True):
        full = told(job(read_facts({}, [f"{key}={value}"])))
        assert (varied.fee, varied.plans) == (full.fee, full.plans)


def test_every_varied_key_can_be_set() -> None:
    found = effects(job(), Decimal("0.1"))
    assert len(found) > 40
    read_facts({}, [f"{effect.key}={effect.value}" for effect in found])
    assert [effect.span for effect in found] == sorted((effect.span for effect in found), reverse=True)


def test_shares_of_tickets_stay_shares() -> None:
    ups = next(each for each in effects(job(), Decimal("0.9")) if each.key == "driver.ups.on_site_share")
    everywhere = told(job(read_facts({}, ["driver.ups.on_site_share=1"])))
    assert ups.raised.plans == everywhere.plans
