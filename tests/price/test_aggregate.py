"""The distribution of a year against closed forms and its own laws."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.model.rate_card import BillingRule
from estimator.price.aggregate import MAXIMUM_POINTS, Claims, aggregate, common_step
from estimator.price.billing import billed_steps
from estimator.price.severity import LogNormal, Steps

REMOTE = BillingRule(increment_minutes=15, source="test")


def single(frequency: float, amount: str) -> Claims:
    return Claims(frequency, Decimal(amount), Decimal(amount), Steps.of(np.array([1.0])))


def remote(frequency: float, hourly: str, mean: float = 24.0, cv: float = 1.0) -> Claims:
    quarter = Decimal(hourly) / 4
    return Claims(frequency, quarter, quarter, billed_steps(REMOTE, LogNormal(mean, cv)))


def test_equal_tickets_without_a_common_factor_are_a_poisson_number_of_them() -> None:
    year = aggregate([single(7.5, "30")], 0.0, Decimal(100))
    for count in range(25):
        expected = sum(math.exp(-7.5) * 7.5**k / math.factorial(k) for k in range(count + 1))
        assert year.cumulative[count] == pytest.approx(expected, abs=1e-12)
    assert year.step == 30
    assert year.mean == Decimal(100) + Decimal("225")


def test_equal_tickets_with_a_gamma_factor_are_a_negative_binomial_number_of_them() -> None:
    frequency, cv = 40.0, 0.25
    shape = cv**-2
    p = shape / (shape + frequency)
    year = aggregate([single(frequency, "24")], cv, Decimal(0))
    cumulative = 0.0
    for count in range(120):
        log_probability = (
            math.lgamma(count + shape) - math.lgamma(shape) - math.lgamma(count + 1)
            + shape * math.log(p) + count * math.log1p(-p)
        )  # fmt: skip
        cumulative += math.exp(log_probability)
        assert year.cumulative[count] == pytest.approx(cumulative, abs=1e-11)


@pytest.mark.parametrize("cv", [0.0, 0.25, 0.4])
def test_mean_and_variance_are_those_of_the_collective_risk_model(cv: float) -> None:
    claims = [remote(60, "96"), remote(12, "166.50", 75, 1.2)]
    year = aggregate(claims, cv, Decimal(0))
    points = float(year.step) * np.arange(len(year.cumulative))
    probabilities = np.diff(year.cumulative, prepend=0.0)
    mean = sum(c.frequency * c.mean for c in claims)
    variance = sum(c.frequency * c.second_moment for c in claims) + (cv * mean) ** 2
    assert probabilities @ points == pytest.approx(mean, rel=1e-6)
    assert probabilities @ points**2 - (probabilities @ points) ** 2 == pytest.approx(variance, rel=1e-4)
    assert float(year.mean) == pytest.approx(mean, abs=1e-6)


def test_less_than_a_billionth_of_the_mass_is_lost() -> None:
    year = aggregate([remote(3, "111", 75, 1.2)], 0.25, Decimal(0))
    assert 1 - year.cumulative[-1] < 1e-9


def test_the_quantile_is_the_smallest_lattice_value_that_reaches_the_probability() -> None:
    year = aggregate([single(1.0, "50")], 0.0, Decimal(10))
    # Poisson(1): P(0) = 0.3679, P(<=1) = 0.7358, P(<=2) = 0.9197
    assert [year.quantile(q) for q in (0.10, 0.36, 0.37, 0.73, 0.74, 0.90, 0.92)] == [10, 10, 60, 60, 110, 110, 160]


def test_the_probability_above_an_amount_does_not_count_the_amount_itself() -> None:
    year = aggregate([single(1.0, "50")], 0.0, Decimal(10))
    assert year.exceedance(Decimal("9.99")) == 1.0
    assert year.exceedance(Decimal(10)) == pytest.approx(1 - math.exp(-1))
    assert year.exceedance(Decimal("59.99")) == pytest.approx(1 - math.exp(-1))
    assert year.exceedance(Decimal(60)) == pytest.approx(1 - 2 * math.exp(-1))


def test_without_tickets_the_year_is_certain() -> None:
    year = aggregate([], 0.25, Decimal("1234.56"))
    assert year.quantile(0.1) == year.quantile(0.99) == year.mean == Decimal("1234.56")
    assert year.exceedance(Decimal("1234.56")) == 0.0


def test_the_rate_cards_quarter_hours_lie_on_an_exact_lattice() -> None:
    # quarters of 96, 111 and of 1.5 x 111 are 24, 27.75 and 41.625: all multiples of 0.375
    assert common_step([Decimal("24"), Decimal("27.75"), Decimal("41.625"), Decimal("45")]) == Decimal("0.375")
    assert aggregate([remote(60, "96"), remote(9, "166.50")], 0.25, Decimal(0)).exact


def test_a_year_too_fine_for_the_lattice_keeps_its_mean_on_a_coarser_one() -> None:
    claims = [remote(4000, "96.01"), remote(900, "111.03", 75, 1.2)]
    year = aggregate(claims, 0.25, Decimal(0))
    assert not year.exact
    assert 2 * len(year.cumulative) <= 2 * MAXIMUM_POINTS
    points = float(year.step) * np.arange(len(year.cumulative))
    assert np.diff(year.cumulative, prepend=0.0) @ points == pytest.approx(float(year.mean), rel=1e-6)


@pytest.mark.parametrize("cv", [2e-6, 1e-5, 1e-4])
def test_a_hardly_noticeable_common_factor_gives_the_years_of_a_poisson_number(cv: float) -> None:
    claims = [remote(60, "96"), remote(12, "166.50", 75, 1.2)]
    plain, mixed = aggregate(claims, 0.0, Decimal(0)), aggregate(claims, cv, Decimal(0))
    assert np.abs(mixed.cumulative - plain.cumulative).max() < 1e-6
    assert 1 - mixed.cumulative[-1] < 1e-9


def test_a_wild_common_factor_takes_a_coarser_lattice_and_ends() -> None:
    year = aggregate([remote(150, "96"), remote(20, "166.50", 75, 1.2)], 12.0, Decimal(0))
    assert not year.exact
    assert len(year.cumulative) <= MAXIMUM_POINTS
    assert 1 - year.cumulative[-1] < 1e-9


def test_amounts_with_odd_cents_stay_on_the_least_step_that_is_asked_for_and_keep_their_mean() -> None:
    claims = [remote(60, "58"), single(9, "30.13")]
    year = aggregate(claims, 0.25, Decimal(0), Decimal(1))
    assert year.step == 1
    assert not year.exact
    points = np.arange(len(year.cumulative))
    assert np.diff(year.cumulative, prepend=0.0) @ points == pytest.approx(float(year.mean), rel=1e-6)


@settings(max_examples=25)
@given(st.floats(0.5, 200), st.floats(0.0, 0.6), st.integers(5, 90))
def test_the_distributions_mean_equals_the_analytic_mean(frequency: float, cv: float, minutes: int) -> None:
    year = aggregate([remote(frequency, "104", minutes)], cv, Decimal(0))
    points = float(year.step) * np.arange(len(year.cumulative))
    assert np.diff(year.cumulative, prepend=0.0) @ points == pytest.approx(float(year.mean), rel=1e-5)


@settings(max_examples=25)
@given(st.floats(0.5, 100), st.floats(0.0, 50))
def test_more_tickets_never_make_a_quantile_lower(frequency: float, more: float) -> None:
    few = aggregate([remote(frequency, "96")], 0.25, Decimal(0))
    many = aggregate([remote(frequency + more, "96")], 0.25, Decimal(0))
    for q in (0.1, 0.5, 0.9):
        assert many.quantile(q) >= few.quantile(q)
