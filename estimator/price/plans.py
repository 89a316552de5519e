"""A year under each hourly plan, with the billing rules of the rate card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from estimator.model.estimate import PlanYear
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.money import to_cents
from estimator.model.rate_card import Plan, RateCard
from estimator.model.service_level import WEEKDAYS, OpeningHours
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.price.aggregate import Aggregate, Claims, aggregate
from estimator.price.billing import billed_steps, expected_billed_minutes, first_block, session_price
from estimator.price.severity import LogNormal, Steps

DRAWN = tuple(p / 200 for p in range(1, 200))
"""The probabilities whose quantiles are kept, to draw the distribution."""


@frozen
class HourlyYear:
    """A plan's year before it is compared with a fee."""

    plan_id: str
    plan: Plan
    certain: Decimal
    """Monthly prices, scheduled work and tools of a year."""
    tickets: Aggregate
    """The whole year: the tickets' distribution on top of the certain part."""

    @property
    def expected_tickets(self) -> Decimal:
        """Expected yearly amount of the tickets alone."""
        return self.tickets.mean - self.certain


def hourly_years(work: Workload, card: RateCard, tools_annual: Decimal, frequency_cv: float) -> list[HourlyYear]:
    """The distribution of a year under every plan, in the rate card's currency without VAT.

    Plans with the same rates bill the same tickets alike: these are put on a lattice once.
    """
    tickets: dict[tuple[tuple[str, Decimal], ...], Aggregate] = {}
    years = []
    for plan_id, plan in card.plan.items():
        rates = tuple(plan.hourly_rates.items())
        if rates not in tickets:
            tickets[rates] = aggregate(ticket_claims(work.streams, plan, card), frequency_cv, Decimal(0))
        certain = certain_price(work, plan, card, tools_annual)
        years.append(HourlyYear(plan_id, plan, certain, tickets[rates].on_top_of(certain)))
    return years


def certain_price(work: Workload, plan: Plan, card: RateCard, tools_annual: Decimal) -> Decimal:
    """What a year under a plan costs without its tickets: monthly prices, scheduled work and tools."""
    return 12 * plan.monthly_price + scheduled_price(work.scheduled, plan, card) + tools_annual


def scheduled_price(scheduled: Sequence[ScheduledWork], plan: Plan, card: RateCard) -> Decimal:
    """What the calendar's sessions cost in a year under a plan, billed by its increments."""
    return sum(
        (
            work.sessions_per_year
            * session_price(
                card.billing[work.channel],
                work.minutes_per_session,
                plan.hourly_rates[work.role] * work.band_multiplier,
                work.travel_price,
            )
            for work in scheduled
        ),
        Decimal(0),
    )


def ticket_claims(streams: Sequence[TicketStream], plan: Plan, card: RateCard) -> list[Claims]:
    """The streams as amounts under a plan; streams whose minutes are billed alike are one kind of ticket."""
    alike: dict[tuple[Channel, Decimal, Decimal], dict[tuple[float, float], float]]
    alike = defaultdict(lambda: defaultdict(float))
    for stream in streams:
        if stream.annual_frequency > 0:
            hourly = plan.hourly_rates[stream.role] * stream.band_multiplier
            severity = stream.mean_minutes, stream.minutes_cv
            alike[stream.channel, hourly, stream.travel_price][severity] += stream.annual_frequency
    claims = []
    for (channel, hourly, travel), frequencies in alike.items():
        rule = card.billing[channel]
        first = Decimal(first_block(rule)) * hourly / 60 + travel
        step = Decimal(rule.increment_minutes) * hourly / 60
        steps = Steps.mixture(
            (frequency, billed_steps(rule, LogNormal(*severity))) for severity, frequency in frequencies.items()
        )
        claims.append(Claims(sum(frequencies.values()), first, step, steps))
    return claims


def expected_price(streams: Sequence[TicketStream], plan: Plan, card: RateCard) -> float:
    """What a year of these tickets is expected to cost under a plan: the mean of its `ticket_claims`, much quicker."""
    total = 0.0
    for stream in streams:
        minutes = expected_billed_minutes(
            card.billing[stream.channel], LogNormal(stream.mean_minutes, stream.minutes_cv)
        )
        hourly = float(plan.hourly_rates[stream.role] * stream.band_multiplier)
        total += stream.annual_frequency * (minutes / 60 * hourly + float(stream.travel_price))
    return total


def plan_year(year: HourlyYear, annual_fee: Decimal, meets_service_level: bool) -> PlanYear:
    """The plan's year as it is reported, amounts in cents."""
    tickets = year.tickets
    return PlanYear(
        plan=year.plan_id,
        meets_service_level=meets_service_level,
        monthly_price=year.plan.monthly_price,
        expected_annual=to_cents(tickets.mean),
        p10_annual=to_cents(tickets.quantile(0.10)),
        p50_annual=to_cents(tickets.quantile(0.50)),
        p90_annual=to_cents(tickets.quantile(0.90)),
        probability_above_fee=tickets.exceedance(annual_fee),
        lattice_step=tickets.step,
        exact=tickets.exact,
        deterministic_annual=to_cents(year.certain),
        distribution=tuple(zip(map(to_cents, tickets.quantiles(DRAWN)), DRAWN, strict=True)),
    )


def meets(plan: Plan, wanted: Plan) -> bool:
    """Whether a plan is at least as quick and as long open as the wanted one."""
    return (
        _as_quick(plan.maximum_response_hours, wanted.maximum_response_hours)
        and _as_quick(plan.maximum_time_to_intervene_hours, wanted.maximum_time_to_intervene_hours)
        and _covers(plan.support_hours, wanted.support_hours)
        and _covers(plan.fault_handling_hours, wanted.fault_handling_hours)
    )


def _as_quick(hours: Decimal | None, wanted: Decimal | None) -> bool:
    return wanted is None or (hours is not None and hours <= wanted)


def _covers(opening: Sequence[OpeningHours], wanted: Sequence[OpeningHours]) -> bool:
    for weekday in range(len(WEEKDAYS)):
        open_minutes = _minutes(opening, weekday)
        if not _minutes(wanted, weekday) <= open_minutes:
            return False
    return True


def _minutes(opening: Sequence[OpeningHours], weekday: int) -> set[int]:
    stretches = (hours.minutes_on(weekday) for hours in opening)
    return {minute for stretch in stretches if stretch for minute in range(*stretch)}
