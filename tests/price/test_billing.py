"""Billing rules as tables of hand-worked cases, and the laws they obey."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.rate_card import BillingRule
from estimator.price.billing import billed_minutes, billed_steps, expected_billed_minutes, session_price
from estimator.price.severity import LogNormal

REMOTE = BillingRule(increment_minutes=15, minimum_minutes=0, source="test")
ON_SITE = BillingRule(increment_minutes=15, minimum_minutes=60, source="test")


@pytest.mark.parametrize(
    ("rule", "worked", "billed"),
    [
        (REMOTE, 0, 0),
        (REMOTE, 1, 15),  # one started step
        (REMOTE, 15, 15),  # one full step
        (REMOTE, 16, 30),  # a second step is started
        (REMOTE, 45 + 45 + 5, 105),  # one rounding on the ticket's 95 minutes, not three
        (ON_SITE, 1, 60),  # the first full hour
        (ON_SITE, 59, 60),
        (ON_SITE, 60, 60),
        (ON_SITE, 61, 75),  # the hour and one step
        (ON_SITE, 75, 75),
        (ON_SITE, 76, 90),
    ],
)
def test_worked_minutes_are_billed_by_the_rate_cards_steps(rule: BillingRule, worked: int, billed: int) -> None:
    assert billed_minutes(rule, worked) == billed


def test_an_hour_and_a_minute_on_site_costs_five_quarters_of_the_rate_and_the_visit() -> None:
    # 61 minutes -> 75 billed; 75/60 x 96.00 x 1.5 (Saturday) + 45.00 = 1.25 x 144.00 + 45.00 = 225.00
    assert session_price(ON_SITE, 61, Decimal("96.00") * Decimal("1.5"), Decimal("45.00")) == Decimal("225.00")


@given(st.floats(0.01, 5000), st.sampled_from([REMOTE, ON_SITE]))
def test_rounding_up_never_loses_time_and_adds_less_than_a_step_beyond_the_minimum(
    minutes: float, rule: BillingRule
) -> None:
    billed = billed_minutes(rule, minutes)
    assert billed >= minutes
    assert billed < max(minutes + rule.increment_minutes, rule.minimum_minutes + 1e-9) + 1e-9


@given(st.floats(0.01, 2000), st.floats(0.0, 500))
def test_a_longer_ticket_is_never_billed_less(minutes: float, more: float) -> None:
    assert billed_minutes(ON_SITE, minutes + more) >= billed_minutes(ON_SITE, minutes)


@pytest.mark.parametrize("rule", [REMOTE, ON_SITE])
@pytest.mark.parametrize(("mean", "cv"), [(24, 1.0), (75, 1.2), (60, 0.3), (5, 2.0)])
def test_expected_billed_minutes_are_the_sum_of_tail_probabilities(rule: BillingRule, mean: float, cv: float) -> None:
    # E[ceil(T / d)] = sum over j >= 0 of P(T > d j); on site the first hour stands in front.
    sigma = math.sqrt(math.log(1 + cv**2))
    mu = math.log(mean) - sigma**2 / 2

    def survival(t: float) -> float:
        return 1.0 if t <= 0 else 0.5 * math.erfc((math.log(t) - mu) / (sigma * math.sqrt(2)))

    first = 60 if rule is ON_SITE else 15
    expected = first + 15 * sum(survival(first + 15 * j) for j in range(200_000))
    assert expected_billed_minutes(rule, LogNormal(mean, cv)) == pytest.approx(expected, rel=1e-7)


def test_the_number_of_billed_steps_is_a_probability_distribution() -> None:
    steps = billed_steps(ON_SITE, LogNormal(35, 1.0))
    assert steps.probabilities.min() >= 0
    assert steps.probabilities.sum() == pytest.approx(1.0, abs=1e-15)
    assert steps.probabilities[0] == pytest.approx(1 - LogNormal(35, 1.0).survival(np.array([60.0]))[0])


def test_a_session_of_thirds_of_an_hour_costs_whole_cents() -> None:
    # 20 minutes at 96 an hour are 32.00, not 31.999...; 40 minutes at 111 are 74.00
    thirds = BillingRule(increment_minutes=20, source="test")
    assert session_price(thirds, 17, Decimal(96), Decimal(0)) == Decimal(32)
    assert session_price(thirds, 40, Decimal(111), Decimal(45)) == Decimal(119)
