"""The best hourly plan: which one at how many hours, where plans break even, how far the customer is from the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from estimator.model.advice import Advice, Choices, MixBreakEven, Stretch
from estimator.model.estimate import Estimate
from estimator.model.frozen import frozen
from estimator.model.workload import TicketStream
from estimator.price.aggregate import Aggregate, Claims, aggregate
from estimator.price.severity import LogNormal, Steps

MINUTES_STEP = Decimal(5)
"""The lattice of a year's worked minutes: fine enough for tenths of an hour a month."""
MEAN_POINTS = 4096
"""A large customer's lattice is coarser: its expected year is so many steps."""
Chance = Callable[[float], float]


@frozen
class Line:
    """An hourly plan's year as it grows with the tickets: what is certain, and what the expected tickets come to."""

    plan: str
    certain: Decimal
    tickets: Decimal

    def meets(self, other: Line) -> float | None:
        """Where it begins to cost no more than another one, as a share of the expected tickets; None if nowhere."""
        slower = other.tickets - self.tickets
        if slower <= 0:
            return None
        return float((self.certain - other.certain) / slower)


def advice(estimate: Estimate) -> Advice | None:
    """The advice on an estimate's hourly plans; None where no tickets are expected.

    A plan's expected year is a straight line over the number of tickets, as the mix of tickets stays what it is; so
    break-evens are exact. The spread of the hours is that of the year's tickets themselves.
    """
    work = estimate.workload
    expected_minutes = 60 * 12 * work.reactive_hours_per_month
    lines = {
        plan.plan: Line(plan.plan, plan.deterministic_annual, plan.expected_annual - plan.deterministic_annual)
        for plan in estimate.plans
    }
    if expected_minutes <= 0:
        return None
    year = worked_minutes(work.streams, estimate.frequency_cv)

    def chance(share: float) -> float:
        return year.exceedance(Decimal(share * expected_minutes))

    reaching = [lines[plan.plan] for plan in estimate.plans if plan.meets_service_level]
    p10, p90 = (float(minutes) / 60 / 12 for minutes in year.quantiles((0.10, 0.90)))
    return Advice(
        hours_per_month=work.reactive_hours_per_month,
        p10_hours_per_month=p10,
        p90_hours_per_month=p90,
        tickets_per_month=work.annual_tickets / 12,
        scheduled_hours_per_month=work.scheduled_hours_per_month,
        every=_choices(list(lines.values()), estimate.fee.annual, chance),
        reaching=_choices(reaching, estimate.fee.annual, chance),
        break_evens=_break_evens(list(lines.values())),
    )


def worked_minutes(streams: Sequence[TicketStream], frequency_cv: float) -> Aggregate:
    """The distribution of a year's worked minutes on tickets, unrounded, on a lattice of a few minutes."""
    frequencies: dict[tuple[float, float], float] = {}
    for stream in streams:
        severity = stream.mean_minutes, stream.minutes_cv
        frequencies[severity] = frequencies.get(severity, 0.0) + stream.annual_frequency
    expected = sum(minutes * frequency for (minutes, _), frequency in frequencies.items())
    step = max(MINUTES_STEP, Decimal(int(expected / MEAN_POINTS)))
    claims = [
        Claims(frequency, Decimal(0), step, Steps.of(LogNormal(*severity).on_lattice(float(step))))
        for severity, frequency in frequencies.items()
        if frequency > 0
    ]
    return aggregate(claims, frequency_cv, Decimal(0), step)


def stretches(lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """Who is the cheapest when: the lower envelope of the lines from no ticket on; the first of equals."""
    now = min(lines, key=lambda line: (line.certain, line.tickets))
    begins = 0.0
    found: list[Stretch] = []
    while True:
        met = [(max(begins, at), line.tickets, line) for line in lines if (at := line.meets(now)) is not None]
        if not met:
            return (*found, Stretch(now.plan, begins, None))
        at, _, following = min(met, key=lambda each: each[:2])
        if at > begins:
            found.append(Stretch(now.plan, begins, at))
        now, begins = following, at


def _choices(lines: Sequence[Line], annual_fee: Decimal, chance: Chance) -> Choices:
    found = tuple(replace(each, chance=_chance_of(each, chance)) for each in stretches(lines))
    by_plan = {line.plan: line for line in lines}
    shares = (_reaches(by_plan[each.plan], each, annual_fee) for each in found)
    return Choices(found, next((share for share in shares if share is not None), None))


def _reaches(line: Line, stretch: Stretch, annual_fee: Decimal) -> float | None:
    """Where in its stretch a plan begins to cost at least the fee."""
    if line.certain + Decimal(stretch.begins) * line.tickets >= annual_fee:
        return stretch.begins
    if line.tickets <= 0:
        return None
    share = float((annual_fee - line.certain) / line.tickets)
    return share if stretch.ends is None or share < stretch.ends else None


def _break_evens(lines: Sequence[Line]) -> tuple[MixBreakEven, ...]:
    found = []
    for cheaper, dearer in combinations(sorted(lines, key=lambda line: line.certain), 2):
        share = dearer.meets(cheaper)
        if share is not None and share > 0:
            found.append(MixBreakEven(cheaper.plan, dearer.plan, share))
    return tuple(found)


def _chance_of(stretch: Stretch, chance: Chance) -> float:
    """How likely a year lies in a stretch."""
    return (chance(stretch.begins) if stretch.begins else 1.0) - (0.0 if stretch.ends is None else chance(stretch.ends))
