"""Minutes a ticket takes: the log-normal severity and what billing and cost need of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EVERY_POINT = 256
"""Up to this many steps every lattice point carries mass; beyond it they are `KNOT_RATIO` apart."""
KNOT_RATIO = 1 + 1 / 64
TAIL = 1e-12
"""Tickets longer than all but this share of tickets count as the longest one that is kept."""
TAIL_DEVIATIONS = 7.0345
"""How many standard deviations of its logarithm that is above the mean: P(Z > 7.0345) = 1e-12."""

# Rational approximations of erf and erfc (Cephes, S. L. Moshier, after Cody 1969): full double precision,
# tested against math.erfc. NumPy has no erfc of its own, and math.erfc on single numbers is too slow here.
_ERF_NUMERATOR = (9.60497373987051638749, 90.0260197203842689217, 2232.00534594684319226, 7003.32514112805075473,
                  55592.3013010394962768)  # fmt: skip
_ERF_DENOMINATOR = (1.0, 33.5617141647503099647, 521.357949780152679795, 4594.32382970980127987,
                    22629.0000613890934246, 49267.3942608635921086)  # fmt: skip
_MIDDLE_NUMERATOR = (2.46196981473530512524e-10, 0.564189564831068821977, 7.46321056442269912687,
                     48.6371970985681366614, 196.520832956077098242, 526.445194995477358631, 934.528527171957607540,
                     1027.55188689515710272, 557.535335369399327526)  # fmt: skip
_MIDDLE_DENOMINATOR = (1.0, 13.2281951154744992508, 86.7072140885989742329, 354.937778887819891062,
                       975.708501743205489753, 1823.90916687909736289, 2246.33760818710981792,
                       1656.66309194161350182, 557.535340817727675546)  # fmt: skip
_FAR_NUMERATOR = (0.564189583547755073984, 1.27536670759978104416, 5.01905042251180477414, 6.16021097993053585195,
                  7.40974269950448939160, 2.97886665372100240670)  # fmt: skip
_FAR_DENOMINATOR = (1.0, 2.26052863220117276590, 9.39603524938001434673, 12.0489539808096656605,
                    17.0814450747565897222, 9.60896809063285878198, 3.36907645100081516050)  # fmt: skip


def erfc(x: Floats) -> Floats:
    """The complementary error function of every element, to about 1e-15 relative."""
    size = np.abs(x)
    result = np.empty_like(x)
    near, far = size < 1.0, size >= 8.0
    middle = ~near & ~far
    z = x[near] ** 2
    result[near] = 1.0 - x[near] * np.polyval(_ERF_NUMERATOR, z) / np.polyval(_ERF_DENOMINATOR, z)
    for where, numerator, denominator in (
        (middle, _MIDDLE_NUMERATOR, _MIDDLE_DENOMINATOR),
        (far, _FAR_NUMERATOR, _FAR_DENOMINATOR),
    ):
        a = size[where]
        tail = np.exp(-a * a) * np.polyval(numerator, a) / np.polyval(denominator, a)
        result[where] = np.where(x[where] < 0, 2.0 - tail, tail)
    return result


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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

    def scaled(self, factor: float) -> LogNormal:
        """The same amount in another unit."""
        return LogNormal(self.mean * factor, self.cv)

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
