"""A year's total of many tickets: the exact distribution of a gamma-mixed Poisson sum, by FFT.

Collective risk model (Klugman, Panjer and Willmot, *Loss Models*, ch. 9): the number of tickets is Poisson with one
common gamma factor for the whole year, every ticket costs an amount on a lattice, and the characteristic function of
the total is `(1 + (L - L phi) / a) ** -a` with `a = 1 / cv**2`. The only place where money is a float.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce

import numpy as np

from estimator.model.frozen import frozen
from estimator.price.severity import Floats, Steps

MAXIMUM_POINTS = 2**20
NO_COMMON_FACTOR = 1e-6
"""Below this coefficient of variation the number of tickets is a plain Poisson one in double precision."""
KEPT = 0.75
"""The part of the lattice whose result is used. What lies in the rest tells how much may be beyond it."""
LOST_MASS = 1e-9
"""The transform is repeated on a longer lattice until less than this lies in the part that is not kept."""


def to_decimal(amount: float) -> Decimal:
    """A float of this module as money, to a millionth; the one way back."""
    return Decimal(amount).quantize(Decimal("0.000001"))


@frozen
class Claims:
    """Tickets of one kind, `frequency` a year; each costs `first_amount` and a number of times `amount_step`."""

    frequency: float
    first_amount: Decimal
    amount_step: Decimal
    steps: Steps

    @property
    def mean(self) -> float:
        """Expected amount of one ticket."""
        return float(self.first_amount) + float(self.amount_step) * self.steps.mean

    @property
    def second_moment(self) -> float:
        """Expected square of the amount of one ticket."""
        first, step = float(self.first_amount), float(self.amount_step)
        return first**2 + 2 * first * step * self.steps.mean + step**2 * self.steps.second_moment


@frozen
class Aggregate:
    """The distribution of a year: probabilities on `offset`, `offset + step`, ...; `mean` is analytic."""

    offset: Decimal
    step: Decimal
    cumulative: Floats
    mean: Decimal
    exact: bool
    """Whether every amount lies on the lattice itself."""

    def on_top_of(self, certain: Decimal) -> Aggregate:
        """The same year with a certain amount added."""
        return replace(self, offset=self.offset + certain, mean=self.mean + certain)

    def quantile(self, probability: float) -> Decimal:
        """The smallest lattice value that the year stays at or below with at least this probability."""
        return self.quantiles((probability,))[0]

    def quantiles(self, probabilities: Sequence[float]) -> list[Decimal]:
        """The quantile of each probability."""
        indices = np.minimum(np.searchsorted(self.cumulative, probabilities), len(self.cumulative) - 1)
        return [self.offset + self.step * index for index in indices.tolist()]

    def exceedance(self, amount: Decimal) -> float:
        """Probability of a year above the amount."""
        index = math.floor((amount - self.offset) / self.step)
        if index < 0:
            return 1.0
        if index >= len(self.cumulative):
            return 0.0
        return max(0.0, 1.0 - float(self.cumulative[index]))


def common_step(amounts: Iterable[Decimal]) -> Decimal:
    """The greatest step of which all the amounts are multiples; 1 where there is no positive amount."""
    fractions = {Fraction(amount) for amount in amounts if amount > 0}
    if not fractions:
        return Decimal(1)
    divisor = reduce(_common_divisor, fractions)
    return Decimal(divisor.numerator) / Decimal(divisor.denominator)


def _common_divisor(a: Fraction, b: Fraction) -> Fraction:
    over = a.denominator * b.denominator
    return Fraction(math.gcd(a.numerator * b.denominator, b.numerator * a.denominator), over)


def aggregate(
    claims: Sequence[Claims], frequency_cv: float, offset: Decimal, least_step: Decimal = Decimal(0)
) -> Aggregate:
    """The distribution of a year of these tickets on top of `offset`, the part that is certain.

    Exact on the common step of all amounts where that is at least `least_step` and needs at most 2**20 points; else on
    a coarser step, each amount's mass split between its two neighbours so that the mean is kept.
    """
    mean = expected(claims)
    variance = sum(claim.frequency * claim.second_moment for claim in claims) + (frequency_cv * mean) ** 2
    bulk = mean + 10 * math.sqrt(variance)
    finest = common_step({amount for claim in claims for amount in (claim.first_amount, claim.amount_step)})
    step = max(finest, least_step)
    while True:
        if bulk / float(step) < KEPT * MAXIMUM_POINTS:
            frequencies = _frequencies(claims, step)
            kept = math.ceil(max(bulk / float(step), mean / float(step) + _longest(frequencies))) + 8
            while kept <= KEPT * MAXIMUM_POINTS:
                probabilities = compound(_resized(frequencies, _fast_length(math.ceil(kept / KEPT))), frequency_cv)
                if probabilities[kept:].sum() < LOST_MASS:
                    cumulative = np.cumsum(probabilities[:kept])
                    return Aggregate(offset, step, cumulative, offset + to_decimal(mean), exact=step == finest)
                kept = kept * 3 // 2
            bulk = kept * float(step)
        step *= 2


def expected(claims: Sequence[Claims]) -> float:
    """Mean amount of a year of these tickets."""
    return sum(claim.frequency * claim.mean for claim in claims)


def merged(claims: Sequence[Claims], step: Decimal) -> list[Claims]:
    """The same tickets as claims of one kind on a lattice, to be added up with others quickly; none for none."""
    frequencies = _frequencies(claims, step)
    total = float(frequencies.sum())
    return [Claims(total, Decimal(0), step, Steps.of(frequencies / total))] if total else []


def compound(frequencies: Floats, frequency_cv: float) -> Floats:
    """Probabilities of a year's total from the yearly frequency of tickets at every lattice amount; same length."""
    size = len(frequencies)
    missing = frequencies.sum() - np.fft.rfft(frequencies)
    if frequency_cv < NO_COMMON_FACTOR:
        transform = np.exp(-missing)
    else:
        shape = frequency_cv**-2
        transform = _negative_power(missing / shape, shape)
    return np.maximum(np.fft.irfft(transform, size), 0.0)


def _negative_power(excess: np.typing.NDArray[np.complex128], exponent: float) -> np.typing.NDArray[np.complex128]:
    """`(1 + excess) ** -exponent`, also where a great exponent would magnify what is lost by adding 1."""
    whole = round(exponent)
    if not math.isclose(exponent, whole, rel_tol=1e-12) or whole > 1024:
        real, imaginary = excess.real, excess.imag
        size = np.log1p(real * (2 + real) + imaginary**2) / 2
        return np.exp(-exponent * (size + 1j * np.arctan2(imaginary, 1 + real)))
    # Repeated squaring is five times faster than the logarithm, and the default cv of 0.25 gives the exponent 16.
    # In place, as fresh memory for a hundred thousand points costs more than the products.
    square = 1 + excess
    result = np.ones_like(square)
    while whole:
        if whole & 1:
            np.multiply(result, square, out=result)
        whole >>= 1
        if whole:
            np.multiply(square, square, out=square)
    return np.divide(1, result, out=result)


def _fast_length(least: int) -> int:
    """The smallest even 5-smooth number from `least` on."""
    best = 1 << (least - 1).bit_length()
    for fives in (5**i for i in range(9)):
        for threes in (3**i for i in range(13)):
            odd = fives * threes
            if odd >= best:
                break
            twos = 2 << max(0, math.ceil(math.log2(least / odd)) - 1)
            if least <= odd * twos < best:
                best = odd * twos
    return best


def _frequencies(claims: Sequence[Claims], step: Decimal) -> Floats:
    """Yearly frequency of tickets at 0, step, 2 step, ...; what lies beyond any lattice is put on its end."""
    reach = max((_last_index(claim, step) for claim in claims), default=0) + 2
    frequencies = np.zeros(min(reach, MAXIMUM_POINTS))
    for claim in claims:
        first, upper_share = _index(claim.first_amount, step)
        stride, uneven = divmod(claim.amount_step, step)
        weights = claim.frequency * claim.steps.probabilities
        if uneven:
            _add_uneven(frequencies, claim, step, weights)
            continue
        _add(frequencies, first, int(stride), weights * (1 - upper_share) if upper_share else weights)
        if upper_share:
            _add(frequencies, first + 1, int(stride), weights * upper_share)
    return frequencies


def _index(amount: Decimal, step: Decimal) -> tuple[int, float]:
    """The lattice point at or below an amount, and the share of its mass that belongs to the next one."""
    whole, rest = divmod(amount, step)
    return int(whole), float(rest / step)


def _last_index(claim: Claims, step: Decimal) -> int:
    return int((claim.first_amount + claim.amount_step * (len(claim.steps.probabilities) - 1)) / step)


def _add(frequencies: Floats, first: int, stride: int, weights: Floats) -> None:
    if stride == 0:
        frequencies[min(first, len(frequencies) - 1)] += weights.sum()
        return
    places = frequencies[first::stride][: len(weights)]
    places += weights[: len(places)]
    frequencies[-1] += weights[len(places) :].sum()


def _add_uneven(frequencies: Floats, claim: Claims, step: Decimal, weights: Floats) -> None:
    """The same where the amounts fall between lattice points in changing ways: each is split, so the mean is kept."""
    position = (float(claim.first_amount) + float(claim.amount_step) * np.arange(len(weights))) / float(step)
    position = np.minimum(position, len(frequencies) - 2)
    index = position.astype(np.intp)
    upper_share = position - index
    for places, mass in ((index, weights * (1 - upper_share)), (index + 1, weights * upper_share)):
        counted = np.bincount(places, mass)
        frequencies[: len(counted)] += counted


def _longest(frequencies: Floats) -> int:
    """The lattice point that hardly any year's dearest ticket exceeds."""
    beyond = np.cumsum(frequencies[::-1])
    return len(frequencies) - int(np.searchsorted(beyond, LOST_MASS / 4, side="right"))


def _resized(frequencies: Floats, points: int) -> Floats:
    """The same frequencies on so many points; what does not fit is put on the last."""
    resized = np.zeros(points)
    kept = min(points, len(frequencies))
    resized[:kept] = frequencies[:kept]
    resized[-1] += frequencies[kept:].sum()
    return resized
