"""The figures of an estimate as text: one text for each figure, which every report, document and page shows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from estimator.model.estimate import Estimate, PlanYear
from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.render.figures import chance, hours, money, money_range, number, percent


@frozen(kw_only=True)
class PlanTexts:
    """A year under an hourly plan. Amounts are a month's on average where nothing else is said, in whole euros."""

    monthly_price: str
    expected: str
    range: str
    """Where 8 years out of 10 fall."""
    middle: str
    """What half of the years stay below."""
    expected_annual: str
    busy_annual: str
    """What one year out of ten reaches or exceeds."""
    chance_above_fee: str


@frozen(kw_only=True)
class EstimateTexts:
    """What may be told of an estimate, none of it internal; amounts are without VAT."""

    fee: str
    """A month, to the cent."""
    fee_short: str
    """The same beside figures in whole euros."""
    fee_annual: str
    fee_annual_short: str
    fee_per_seat: str
    """A month; empty without seats."""
    onboarding: str
    components: Mapping[str, str]
    """By the component's id, to the cent."""
    plans: Mapping[str, PlanTexts]
    """By the plan's id."""
    difference: str
    """Between the fixed fee and the best plan's expected year, whichever is dearer."""
    gap: str
    """Between the fixed fee and the best plan's busy year, whichever is dearer."""
    even_share: str
    """Of the expected tickets, in a year in which both cost the same; this and the next two are empty without any."""
    even_tickets: str
    even_hours: str
    tickets: str
    """Expected a month."""
    reactive_hours: str
    scheduled_hours: str
    spread: str
    """By how much one year differs from another."""


def estimate_texts(estimate: Estimate, language: str) -> EstimateTexts:
    """The figures in a language. Amounts are rounded to the cent before anything else, as estimate.json has them."""
    fee, seats, work = estimate.fee, estimate.workload.seats, estimate.workload
    verdict, even = estimate.verdict, estimate.verdict.break_even

    def exact(amount: Decimal) -> str:
        return money(to_cents(amount), estimate.currency, language)

    def whole(amount: Decimal) -> str:
        return money(to_cents(amount), estimate.currency, language, cents=False)

    def short(amount: Decimal) -> str:
        return whole(amount) if amount == amount.to_integral_value() else exact(amount)

    def plan_texts(plan: PlanYear) -> PlanTexts:
        return PlanTexts(
            monthly_price=exact(plan.monthly_price),
            expected=monthly_text(plan.expected_annual, estimate.currency, language),
            range=monthly_range(plan.p10_annual, plan.p90_annual, estimate.currency, language),
            middle=monthly_text(plan.p50_annual, estimate.currency, language),
            expected_annual=whole(plan.expected_annual),
            busy_annual=whole(plan.p90_annual),
            chance_above_fee=chance(plan.probability_above_fee, language),
        )

    return EstimateTexts(
        fee=exact(fee.monthly),
        fee_short=short(fee.monthly),
        fee_annual=exact(fee.annual),
        fee_annual_short=short(fee.annual),
        fee_per_seat=exact(fee.monthly / seats) if seats else "",
        onboarding=exact(fee.onboarding),
        components={line.id: exact(line.monthly) for line in fee.components},
        plans={plan.plan: plan_texts(plan) for plan in estimate.plans},
        difference=whole(abs(verdict.annual_difference)),
        gap=whole(abs(verdict.protected_against)),
        even_share=percent(even.share_of_expected, language) if even else "",
        even_tickets=number(even.tickets_per_month, 1, language) if even else "",
        even_hours=hours(even.reactive_hours_per_month, language) if even else "",
        tickets=number(work.annual_tickets / 12, 1, language),
        reactive_hours=hours(work.reactive_hours_per_month, language),
        scheduled_hours=hours(work.scheduled_hours_per_month, language),
        spread=percent(estimate.frequency_cv, language),
    )


def monthly_text(annual: Decimal, currency: str, language: str) -> str:
    """A month of a year's amount, in whole euros."""
    return money(to_cents(annual / 12), currency, language, cents=False)


def monthly_range(low_annual: Decimal, high_annual: Decimal, currency: str, language: str) -> str:
    """A month of a year between two amounts, in whole euros."""
    return money_range(to_cents(low_annual / 12), to_cents(high_annual / 12), currency, language)
