"""Minutes a ticket takes: the log-normal severity and what billing and cost need of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from estimator.model.frozen import frozen

Floats = NDArray[np.float64]

EVERY_POINT = 256
"""Up to this many steps every lattice point carries mass; beyond it they are `KNOT_RATIO` apart."""
KNOT_RATIO = 1 + 1 / 64
TAIL = 1e-12
"""Tickets longer than all but this share of tickets count as the longest one that is kept."""
TAIL_DEVIATIONS = 7.0345
"""How many standard deviations of its logarithm that is above the mean: P(Z > 7.0345) = 1e-12."""


def erfc(x: Floats) -> Floats:
    """The complementary error function of every element; NumPy has none, and a few thousand at most are wanted."""
    return np.fromiter(map(math.erfc, x.tolist()), np.float64, len(x))


@frozen
class Steps:
    """The distribution of a number of steps: probabilities of 0, 1, 2, ... and the first two moments."""

    probabilities: Floats
    mean: float
    second_moment: float

    @classmethod
    def of(cls, probabilities: Floats) -> Steps:
        """The distribution with these probabilities."""
        # Plain sums: the matrix product would wake threads that cost more than they save.
        numbers = np.arange(len(probabilities), dtype=np.float64)
        weighted = numbers * probabilities
        return cls(probabilities, float(weighted.sum()), float((numbers * weighted).sum()))

    @classmethod
    def mixture(cls, parts: Iterable[tuple[float, Steps]]) -> Steps:
        """The steps of one of these, each as likely as its (positive) weight says."""
        weighted = [(weight, steps.probabilities) for weight, steps in parts]
        mixed = np.zeros(max(len(probabilities) for _, probabilities in weighted))
        for weight, probabilities in weighted:
            mixed[: len(probabilities)] += weight * probabilities
        return cls.of(mixed / sum(weight for weight, _ in weighted))


@frozen
class LogNormal:
    """A log-normal amount with this mean and coefficient of variation."""

    mean: float
    cv: float

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(math.log1p(self.cv**2))

    @property
    def mu(self) -> float:
        """Mean of the logarithm."""
        return math.log(self.mean) - self.sigma**2 / 2

    def survival(self, amounts: Floats) -> Floats:
        """Probability of more than each of the (positive) amounts."""
        return 0.5 * erfc((np.log(amounts) - self.mu) / (self.sigma * math.sqrt(2)))

    def stop_loss(self, amounts: Floats) -> Floats:
        """Expected part above each of the (positive) amounts; precise far out, where both its terms are small."""
        z = (np.log(amounts) - self.mu) / (self.sigma * math.sqrt(2))
        beyond = 0.5 * erfc(z - self.sigma / math.sqrt(2))
        return self.mean * beyond - amounts * 0.5 * erfc(z)

    @property
    def tail_start(self) -> float:
        """The amount beyond which `TAIL` lies."""
        return math.exp(self.mu + self.sigma * TAIL_DEVIATIONS)

    def on_lattice(self, step: float) -> Floats:
        """Probabilities on 0, step, 2 step, ... that keep the mean (each amount split between neighbouring knots).

        Every one of the first points is a knot, further out one in every 1.6 %: there an amount is rare, and what it
        is split over is small beside it. They end where the tail starts, which is put on the last knot.
        """
        knots = _knots(math.ceil(self.tail_start / step) + 1)
        amounts = step * knots
        beyond = np.concatenate(([self.mean], self.stop_loss(amounts[1:])))
        # The mean survival between neighbours; its falls are the masses that keep the mean (local moment matching).
        survivals = np.concatenate(([1.0], -np.diff(beyond) / np.diff(amounts), [0.0]))
        probabilities = np.zeros(int(knots[-1]) + 1)
        probabilities[knots.astype(np.intp)] = np.maximum(-np.diff(survivals), 0.0)
        return probabilities


@cache
def _knots(last: int) -> Floats:
    """Whole numbers from 0 to `last`: all of the first, then ever fewer."""
    if last <= EVERY_POINT:
        return np.arange(last + 1, dtype=np.float64)
    wider = np.floor(EVERY_POINT * KNOT_RATIO ** np.arange(1, math.ceil(math.log(last / EVERY_POINT, KNOT_RATIO))))
    return np.concatenate((np.arange(EVERY_POINT + 1, dtype=np.float64), wider, [float(last)]))
