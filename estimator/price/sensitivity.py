"""A price without its distributions and questions: quick enough to be asked hundreds of times."""

from __future__ import annotations

from decimal import Decimal

from estimator.model.customer import Customer
from estimator.model.facts import Facts
from estimator.model.money import to_cents
from estimator.model.recalculation import Recalculation
from estimator.model.sensitivity import Outcome
from estimator.price.aggregate import to_decimal
from estimator.price.counted import counted_work
from estimator.price.estimate import basis_of_work
from estimator.price.exposure import Surroundings
from estimator.price.plans import certain_price, expected_price


def outcome(counts: Recalculation, customer: Customer, facts: Facts, around: Surroundings) -> Outcome:
    """The fee and the expected month of every plan: the figures of `estimate`, to the cent."""
    base, card = basis_of_work(counted_work(counts, facts, around), customer, facts), facts.rate_card
    plans = {}
    for plan_id, plan in card.plan.items():
        annual = to_decimal(expected_price(base.work.streams, plan, card)) + certain_price(
            base.work, plan, card, base.tools
        )
        plans[plan_id] = to_cents(to_cents(annual) / 12)
    return Outcome(base.fee.monthly, base.fee.unrounded, plans)


def scaled(value: Decimal | float, factor: Decimal) -> Decimal | float:
    """A figure times a factor, of the figure's own type; whole numbers that must stay whole are rounded."""
    if isinstance(value, Decimal):
        return value * factor
    return round(value * float(factor)) if isinstance(value, int) else value * float(factor)
