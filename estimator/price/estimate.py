"""One assessment's price: the fee, the four plans beside it, the verdict, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from estimator.model.customer import Customer
from estimator.model.estimate import Estimate, Fee
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment, units
from estimator.model.money import to_cents
from estimator.model.schedule import PlannedSessions
from estimator.model.workload import Workload
from estimator.price.aggregate import Aggregate, Claims
from estimator.price.cost import certain_cost, report, tickets_year
from estimator.price.exposure import Surroundings, workload
from estimator.price.fee import PricedFee, fixed_fee, list_lines, tools_of_a_year
from estimator.price.questions import Weigher, questions
from estimator.price.verdict import beside_fee, plan_break_evens

COMPARED_ROLE = "technician"
"""The role whose hours tell from when on a dearer plan pays off: most tickets are its."""


def estimate(
    assessment: Assessment, facts: Facts, planned: Iterable[PlannedSessions], around: Surroundings, today: date
) -> Estimate:
    """The estimate, deterministic; `planned` counts the sessions that the customer sees, whose hours are the fee's."""
    customer, card, policy = assessment.customer, facts.rate_card, facts.pricing
    base = basis(assessment, facts, planned, around)
    work, tools, cost, priced = base.work, base.tools, base.cost, base.fee
    annual_fee, cv = 12 * priced.monthly, facts.effort.frequency_cv
    plans, advised = beside_fee(work, card, tools, cv, service_level=customer.service_level, annual_fee=annual_fee)
    weigher = Weigher(
        priced, work, assessment, facts, around, tools, base.tickets, base.certain, 2 * cost.quantile(0.999)
    )
    open_questions, low, high = questions(weigher)
    return Estimate(
        inputs={"workbook": assessment.workbook, **facts.files_of_a_fee},
        today=today,
        currency=card.currency,
        customer=customer,
        workload=work,
        tools_annual=to_cents(tools),
        frequency_cv=cv,
        fee=_fee(priced, onboarding(assessment, facts), low, high),
        plans=plans,
        verdict=advised,
        provider=report(cost, annual_fee, policy.risk.quantile),
        assumptions=facts.assumptions,
        questions=open_questions,
        plan_break_evens=plan_break_evens(card.plan, COMPARED_ROLE if COMPARED_ROLE in card.roles else card.roles[0]),
    )


@frozen
class Basis:
    """A fee and what it stands on, before plans and questions."""

    work: Workload
    tools: Decimal
    """Price of a year of tools."""
    tickets: Sequence[Claims]
    """What the year's tickets cost us."""
    certain: Decimal
    """What a year costs us without them."""
    cost: Aggregate
    """What a year costs us."""
    fee: PricedFee


def basis(assessment: Assessment, facts: Facts, planned: Iterable[PlannedSessions], around: Surroundings) -> Basis:
    """The fee of an assessment, with the work and the costs that made it."""
    return basis_of_work(workload(assessment, facts, planned, around), assessment.customer, facts)


def basis_of_work(work: Workload, customer: Customer, facts: Facts) -> Basis:
    """The same of a year's work."""
    policy = facts.pricing
    tools, tools_cost = tools_of_a_year(work.endpoints, policy)
    tickets, year = tickets_year(work.streams, policy.cost, facts.effort.frequency_cv)
    certain = certain_cost(work.scheduled, policy.cost, tools_cost)
    cost = year.on_top_of(certain)
    lines = list_lines(work.streams, work.scheduled, facts.rate_card.plan[customer.service_level], tools)
    return Basis(work, tools, tickets, certain, cost, fixed_fee(lines, cost, policy, customer.term_months))


def onboarding(assessment: Assessment, facts: Facts) -> Decimal:
    """The one-off price of the start: assessment, documentation, agents, at the wanted plan's rate; in cents."""
    rule = facts.pricing.onboarding
    minutes = (
        rule.fixed_minutes
        + rule.minutes_per_asset * units(assessment.managed_assets)
        + rule.minutes_per_endpoint * assessment.endpoint_count
    )
    rate = facts.rate_card.plan[assessment.customer.service_level].hourly_rates[rule.role]
    return to_cents(Decimal(minutes) / 60 * rate)


def _fee(priced: PricedFee, onboarding_price: Decimal, low: Decimal, high: Decimal) -> Fee:
    return Fee(
        monthly=priced.monthly,
        binding=priced.binding,
        components=priced.components,
        onboarding=onboarding_price,
        low=low,
        high=high,
        offer=to_cents(priced.offer),
        margin_guard=to_cents(priced.margin_guard),
        bad_year_guard=to_cents(priced.bad_year_guard),
    )
