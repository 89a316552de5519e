"""The log-normal severity against the standard library and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.price.severity import TAIL, LogNormal, Steps


@given(st.floats(1, 500), st.floats(0.1, 2.5))
def test_mean_and_cv_are_those_asked_for(mean: float, cv: float) -> None:
    severity = LogNormal(mean, cv)
    assert math.exp(severity.mu + severity.sigma**2 / 2) == pytest.approx(mean)
    assert math.sqrt(math.exp(severity.sigma**2) - 1) == pytest.approx(cv)


@given(st.floats(5, 200), st.floats(0.2, 1.5), st.sampled_from([0.5, 1.0, 4.0]))
def test_the_lattice_keeps_the_mean(mean: float, cv: float, step: float) -> None:
    probabilities = LogNormal(mean, cv).on_lattice(step)
    assert probabilities.sum() == pytest.approx(1.0, abs=1e-9)
    assert probabilities @ (step * np.arange(len(probabilities))) == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize(("mean", "cv"), [(24, 1.0), (75, 1.2), (60, 0.3)])
def test_beyond_the_start_of_the_tail_lies_the_share_that_is_neglected(mean: float, cv: float) -> None:
    severity = LogNormal(mean, cv)
    assert severity.survival(np.array([severity.tail_start]))[0] == pytest.approx(TAIL, rel=1e-3)


def test_a_mixture_of_step_distributions_weighs_each_by_its_share() -> None:
    short, long = Steps.of(np.array([0.5, 0.5])), Steps.of(np.array([0.0, 0.0, 1.0]))
    mixed = Steps.mixture([(1.0, short), (3.0, long)])
    assert mixed.probabilities == pytest.approx([0.125, 0.125, 0.75])
    assert mixed.mean == pytest.approx((short.mean + 3 * long.mean) / 4)
