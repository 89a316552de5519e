"""Worked minutes become billed minutes: increments rounded up per ticket, the first full hour on site."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache

import numpy as np

from estimator.model.rate_card import BillingRule
from estimator.price.severity import LogNormal, Steps


def billed_minutes(rule: BillingRule, minutes: float) -> int:
    """The minutes that a ticket's total worked time is billed with; a ticket that took no time is billed nothing."""
    if minutes <= 0:
        return 0
    first = first_block(rule)
    return first + rule.increment_minutes * math.ceil(max(0.0, minutes - first) / rule.increment_minutes)


def first_block(rule: BillingRule) -> int:
    """The least a ticket is billed with: the minimum, or one increment where there is none."""
    return rule.minimum_minutes or rule.increment_minutes


def session_price(rule: BillingRule, minutes: int, hourly_rate: Decimal, travel: Decimal) -> Decimal:
    """What one session of this many worked minutes costs at an hourly rate (its band included); exact."""
    return billed_minutes(rule, minutes) * hourly_rate / 60 + travel


@lru_cache(maxsize=512)
def billed_steps(rule: BillingRule, severity: LogNormal) -> Steps:
    """How many increments a ticket is billed beyond the first block."""
    first, increment = first_block(rule), rule.increment_minutes
    count = max(1, math.ceil((severity.tail_start - first) / increment) + 1)
    survival = severity.survival(first + increment * np.arange(count, dtype=np.float64))
    survival[-1] = 0.0
    return Steps.of(-np.diff(survival, prepend=1.0))


def expected_billed_minutes(rule: BillingRule, severity: LogNormal) -> float:
    """Mean billed minutes of a ticket."""
    return first_block(rule) + rule.increment_minutes * billed_steps(rule, severity).mean
