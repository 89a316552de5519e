"""A price without its distributions and questions: quick enough to be asked hundreds of times."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment
from estimator.model.money import to_cents
from estimator.model.schedule import PlannedSessions
from estimator.model.sensitivity import Outcome
from estimator.price.aggregate import to_decimal
from estimator.price.cost import certain_cost, joint_claims, provider_year
from estimator.price.estimate import tools_of
from estimator.price.exposure import Surroundings, workload
from estimator.price.fee import fixed_fee, list_lines
from estimator.price.plans import scheduled_price, ticket_claims


def outcome(assessment: Assessment, facts: Facts, planned: Iterable[PlannedSessions], around: Surroundings) -> Outcome:
    """The fee and the expected month of every plan: the figures of `estimate`, to the cent."""
    customer, card, policy = assessment.customer, facts.rate_card, facts.pricing
    work = workload(assessment, facts, planned, around)
    tools, tools_cost = tools_of(work, facts)
    certain = certain_cost(work.scheduled, policy.cost, tools_cost)
    cost = provider_year(joint_claims(work.streams, policy.cost), certain, facts.effort.frequency_cv)
    lines = list_lines(work.streams, work.scheduled, card.plan[customer.service_level], tools)
    priced = fixed_fee(lines, cost, policy, customer.term_months)
    plans = {}
    for plan_id, plan in card.plan.items():
        tickets = to_decimal(sum(claim.frequency * claim.mean for claim in ticket_claims(work.streams, plan, card)))
        annual = tickets + 12 * plan.monthly_price + scheduled_price(work.scheduled, plan, card) + tools
        plans[plan_id] = to_cents(to_cents(annual) / 12)
    return Outcome(priced.monthly, priced.unrounded, plans)


def scaled(value: Decimal | float, factor: Decimal) -> Decimal | float:
    """A figure times a factor, of the figure's own type; whole numbers that must stay whole are rounded."""
    if isinstance(value, Decimal):
        return value * factor
    return round(value * float(factor)) if isinstance(value, int) else value * float(factor)
