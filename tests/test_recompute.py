"""An independent program recomputes every plan from estimate.json and the rate card alone.

Nothing of the package is used on the recomputing side: means by closed form, quantiles by Panjer's recursion (another
algorithm than the transform), and both once more by Monte Carlo with a fixed seed.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from estimator.pipeline.customer import estimate_json, priced
from tests.price.offices import FACTS, TODAY, office

Floats = NDArray[np.float64]
RATE_CARD = Path(__file__).parent.parent / "estimator" / "data" / "rate_card.toml"
CARD = tomllib.loads(RATE_CARD.read_text(encoding="utf-8"), parse_float=Decimal)
PLANS = ("none", "standard", "office", "business")
OFFICES = {
    "the office of 25 seats": office(),
    "a shop of 6 seats at Standard": office(level="standard", seats=6, servers=0),
}


@pytest.fixture(scope="module", params=OFFICES, ids=list(OFFICES))
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    text = estimate_json(priced(OFFICES[request.param], FACTS, TODAY), ())
    return json.loads(text)  # type: ignore[no-any-return]


def certain_part(document: dict[str, Any], plan: str) -> Decimal:
    """12 monthly prices, the calendar's sessions billed by their increments, and tools."""
    total = 12 * CARD["plan"][plan]["monthly_price"] + Decimal(document["tools_annual"])
    for work in document["scheduled"]:
        rate = CARD["plan"][plan]["hourly_rates"][work["role"]] * Decimal(str(work["band_multiplier"]))
        minutes = math.ceil(work["minutes_per_session"] / 15) * 15
        if work["channel"] == "on-site":
            minutes = max(60, minutes)
        total += work["sessions_per_year"] * (Decimal(minutes) / 60 * rate + Decimal(work["travel_price"]))
    return total


def survival(stream: dict[str, Any], t: float) -> float:
    if t <= 0:
        return 1.0
    sigma = math.sqrt(math.log(1 + stream["cv"] ** 2))
    mu = math.log(stream["mean_minutes"]) - sigma**2 / 2
    return 0.5 * math.erfc((math.log(t) - mu) / (sigma * math.sqrt(2)))


def hourly(stream: dict[str, Any], plan: str) -> Decimal:
    rate: Decimal = CARD["plan"][plan]["hourly_rates"][stream["role"]]
    return rate * Decimal(str(stream["band_multiplier"]))


def expected_tickets(document: dict[str, Any], plan: str) -> float:
    """sum of frequency x (expected billed quarters x a quarter's price + travel), E[steps] by tail probabilities."""
    total = 0.0
    for stream in document["streams"]:
        first = 60 if stream["channel"] == "on-site" else 15
        steps, j = 0.0, 0
        while (beyond := survival(stream, first + 15 * j)) > 1e-14:
            steps += beyond
            j += 1
        billed_hours = (first + 15 * steps) / 60
        amount = billed_hours * float(hourly(stream, plan)) + float(stream["travel_price"])
        total += stream["annual_frequency"] * amount
    return total


def panjer(document: dict[str, Any], plan: str, step: Decimal, reach: int) -> Floats:
    """Probabilities of the tickets' year on 0, step, ... by Panjer's recursion for a negative binomial number."""
    frequency = sum(stream["annual_frequency"] for stream in document["streams"])
    severity = np.zeros(reach)
    for stream in document["streams"]:
        first = 60 if stream["channel"] == "on-site" else 15
        previous, j = 1.0, 0
        while previous > 1e-13:
            beyond = survival(stream, first + 15 * j)
            amount = Fraction(first + 15 * j, 60) * Fraction(hourly(stream, plan)) + Fraction(stream["travel_price"])
            index = amount / Fraction(step)
            assert index.denominator == 1, "the lattice is not exact"
            if index.numerator < reach:
                severity[index.numerator] += stream["annual_frequency"] / frequency * (previous - beyond)
            previous, j = beyond, j + 1
    shape = document["frequency_cv"] ** -2
    a = frequency / (frequency + shape)
    b = (shape - 1) * a
    year = np.zeros(reach)
    year[0] = (1 - a) ** shape
    used = np.flatnonzero(severity)
    for s in range(1, reach):
        j = used[: np.searchsorted(used, s, side="right")]
        year[s] = ((a + b * j / s) * severity[j]) @ year[s - j]
    return year


@pytest.mark.parametrize("plan", PLANS)
def test_the_expected_year_of_every_plan_follows_from_streams_and_sessions(document: dict[str, Any], plan: str) -> None:
    reported = next(entry for entry in document["plans"] if entry["id"] == plan)
    expected = float(certain_part(document, plan)) + expected_tickets(document, plan)
    assert float(reported["expected_annual"]) == pytest.approx(expected, rel=1e-6)
    assert float(reported["expected_monthly"]) == pytest.approx(expected / 12, abs=0.006)


@pytest.mark.parametrize("plan", ["standard", "business"])
def test_quantiles_and_the_chance_above_the_fee_follow_from_panjers_recursion(
    document: dict[str, Any], plan: str
) -> None:
    reported = next(entry for entry in document["plans"] if entry["id"] == plan)
    assert reported["exact"]
    step, certain = Decimal(reported["lattice_step"]), certain_part(document, plan)
    reach = int((2 * Decimal(reported["p90_annual"]) - 2 * certain) / step) + 200
    cumulative = np.cumsum(panjer(document, plan, step, reach))
    for name, q in (("p10", 0.10), ("p50", 0.50), ("p90", 0.90)):
        exact = certain + step * int(np.searchsorted(cumulative, q))
        assert abs(Decimal(reported[f"{name}_annual"]) - exact) <= step
    at_fee = math.floor((12 * Decimal(document["fee"]["monthly"]) - certain) / step)
    above = 1.0 if at_fee < 0 else 1 - cumulative[min(at_fee, reach - 1)]
    assert reported["probability_above_fee"] == pytest.approx(above, abs=1e-6)


def test_a_simulation_of_many_years_agrees_within_its_own_error(document: dict[str, Any]) -> None:
    plan, years = "business", 60_000
    reported = next(entry for entry in document["plans"] if entry["id"] == plan)
    certain = float(certain_part(document, plan))
    simulated = certain + simulate(document, plan, years)
    error = simulated.std() / math.sqrt(years)
    assert float(reported["expected_annual"]) == pytest.approx(simulated.mean(), abs=4 * error)
    for name, q in (("p10", 0.10), ("p50", 0.50), ("p90", 0.90)):
        # the share of simulated years at or below the reported quantile is q, give or take four standard errors
        share = np.mean(simulated <= float(reported[f"{name}_annual"]) + 0.01)
        assert share == pytest.approx(q, abs=4 * math.sqrt(q * (1 - q) / years) + 1e-3)


def simulate(document: dict[str, Any], plan: str, years: int) -> Floats:
    """Yearly ticket amounts: one gamma factor a year, Poisson numbers, log-normal minutes, billed one by one."""
    random = np.random.default_rng(20261122)
    theta = random.gamma(document["frequency_cv"] ** -2, document["frequency_cv"] ** 2, years)
    total = np.zeros(years)
    alike: dict[tuple[Any, ...], float] = defaultdict(float)
    for stream in document["streams"]:
        key = (stream["mean_minutes"], stream["cv"], stream["channel"], hourly(stream, plan), stream["travel_price"])
        alike[key] += stream["annual_frequency"]
    for (mean, cv, channel, rate, travel), frequency in alike.items():
        counts = random.poisson(theta * frequency)
        sigma = math.sqrt(math.log(1 + cv**2))
        minutes = random.lognormal(math.log(mean) - sigma**2 / 2, sigma, counts.sum())
        billed = np.ceil(minutes / 15) * 15
        if channel == "on-site":
            billed = np.maximum(billed, 60)
        amounts = billed / 60 * float(rate) + float(travel)
        total += np.bincount(np.repeat(np.arange(years), counts), amounts, years)
    return total
