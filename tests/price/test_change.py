"""The fee of a year's work alone: the estimate's own, and that of more of the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

from estimator.model.infrastructure import Assessment
from estimator.pipeline.customer import priced
from estimator.price.change import Contract, Scale, fee_of_work, serves_services
from estimator.price.fee import PricedFee
from tests.builders import TODAY, facts, office
from tests.price.offices import office as small_office

FACTS = facts()
ONE, TWO = Fraction(1), Fraction(2)


def fee(assessment: Assessment, **scale: Fraction) -> PricedFee:
    work = priced(assessment, FACTS, TODAY).estimate.workload
    contract = Contract(assessment.customer.service_level, assessment.customer.term_months)
    return fee_of_work(
        work,
        contract,
        FACTS.rate_card,
        FACTS.pricing,
        FACTS.effort.frequency_cv,
        scale=Scale(**scale),
        effort=FACTS.effort,
    )


def lines(assessment: Assessment, **scale: Fraction) -> dict[str, float]:
    return {line.id: float(line.monthly) for line in fee(assessment, **scale).components}


@pytest.mark.parametrize("assessment", [office(), small_office(), small_office("standard", 6, 0, 12)])
def test_unscaled_it_is_the_fee_of_the_estimate(assessment: Assessment) -> None:
    estimated = priced(assessment, FACTS, TODAY).estimate.fee
    alone = fee(assessment)
    assert (alone.monthly, alone.components, alone.binding) == (
        estimated.monthly,
        estimated.components,
        estimated.binding,
    )


def test_twice_of_everything_is_twice_every_line_of_work_at_one_monthly_price() -> None:
    once, twice = lines(office()), lines(office(), people=TWO, devices=TWO, services=TWO)
    for line in ("support", "maintenance", "documentation", "travel", "tools"):
        assert twice[line] == pytest.approx(2 * once[line], abs=0.02)
    assert twice["service-level"] == once["service-level"] == 318
    assert once["certainty"] < twice["certainty"] < 2 * once["certainty"], "more tickets, relatively surer"


def test_twice_the_people_are_twice_their_tickets_alone() -> None:
    nobody = office(seats=())
    once, twice = lines(office()), lines(office(), people=TWO)
    assert twice["support"] - once["support"] == pytest.approx(once["support"] - lines(nobody)["support"], abs=0.02)
    for line in ("maintenance", "documentation", "tools"):
        assert twice[line] == once[line]


def test_twice_the_services_are_twice_their_reviews_alone() -> None:
    once, twice = lines(office()), lines(office(), services=TWO)
    without = lines(office(services=()))
    assert twice["maintenance"] - once["maintenance"] == pytest.approx(
        once["maintenance"] - without["maintenance"], abs=0.02
    )
    assert twice["support"] == once["support"]


def test_tasks_for_services_and_tasks_for_devices_are_told_apart() -> None:
    assert serves_services("microsoft-365-review", FACTS.effort)
    assert not serves_services("inventory-review", FACTS.effort)
    assert not serves_services("server-updates", FACTS.effort)
    assert not serves_services("unheard-of", FACTS.effort)
