"""A price without its distributions and questions: quick enough to be asked hundreds of times."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment
from estimator.model.money import to_cents
from estimator.model.schedule import PlannedSessions
from estimator.model.sensitivity import Outcome
from estimator.price.aggregate import expected, to_decimal
from estimator.price.estimate import basis
from estimator.price.exposure import Surroundings
from estimator.price.plans import certain_price, ticket_claims


def outcome(assessment: Assessment, facts: Facts, planned: Iterable[PlannedSessions], around: Surroundings) -> Outcome:
    """The fee and the expected month of every plan: the figures of `estimate`, to the cent."""
    base, card = basis(assessment, facts, planned, around), facts.rate_card
    plans = {}
    for plan_id, plan in card.plan.items():
        tickets = to_decimal(expected(ticket_claims(base.work.streams, plan, card)))
        annual = tickets + certain_price(base.work, plan, card, base.tools)
        plans[plan_id] = to_cents(to_cents(annual) / 12)
    return Outcome(base.fee.monthly, base.fee.unrounded, plans)


def scaled(value: Decimal | float, factor: Decimal) -> Decimal | float:
    """A figure times a factor, of the figure's own type; whole numbers that must stay whole are rounded."""
    if isinstance(value, Decimal):
        return value * factor
    return round(value * float(factor)) if isinstance(value, int) else value * float(factor)
