"""The proposal's comparison of the fixed fee with the hourly plans: a table and the places of its chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from estimator.model.estimate import PlanYear
from estimator.render.figures import chance, money_range
from estimator.render.quote_inputs import QuoteInputs
from estimator.render.verdict_words import plan_name

_STEPS = (1, 2, 2.5, 5, 10)


def comparison_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Title, sentences, table and chart."""
    _ = inputs.catalogue.gettext
    return {
        "title": _("Fixed fee or hourly billing"),
        "intro": _(
            "Without this contract you would pay the same work by the hour under one of our hourly plans. "
            "Nobody knows how many tickets a year will bring, so here is the range of what to expect: "
            "8 years out of 10 fall in this range. All amounts are a month on average over the year, without VAT."
        ),
        "chart": _chart(inputs),
        "table": _table(inputs),
        "notes": [
            _(
                "Every option carries the same update schedule and the same tools. Plans in grey do not reach the "
                "service level of this proposal; the advice below compares with {plan}, the cheapest plan that does."
            ).format(plan=_name(inputs, inputs.estimate.best_plan))
        ],
    }


def _table(inputs: QuoteInputs) -> dict[str, Any]:
    _, estimate = inputs.catalogue.gettext, inputs.estimate
    fee = inputs.money(estimate.fee.monthly, cents=False)
    fixed = {"cells": [_("Fixed fee"), fee, fee, "", _("reached")], "strong": True}
    headings = [
        _("Option"),
        _("Expected month"),
        _("8 years out of 10"),
        _("Above the fixed fee"),
        _("Service level"),
    ]
    return {"headings": headings, "rows": [fixed, *(_row(inputs, plan) for plan in estimate.plans)]}


def _row(inputs: QuoteInputs, plan: PlanYear) -> dict[str, Any]:
    _, estimate = inputs.catalogue.gettext, inputs.estimate
    low, high = plan.p10_annual / 12, plan.p90_annual / 12
    cells = [
        _name(inputs, plan),
        inputs.money(plan.expected_annual / 12, cents=False),
        money_range(low, high, estimate.currency, inputs.language),
        chance(plan.probability_above_fee, inputs.language),
        _("reached") if plan.meets_service_level else _("not reached"),
    ]
    return {"cells": cells, "faint": not plan.meets_service_level}


def _name(inputs: QuoteInputs, plan: PlanYear) -> str:
    return plan_name(inputs.facts.rate_card, plan.plan, inputs.language)


def _chart(inputs: QuoteInputs) -> dict[str, Any]:
    _, estimate = inputs.catalogue.gettext, inputs.estimate
    fee = estimate.fee.monthly
    ends = [fee, *(amount / 12 for plan in estimate.plans for amount in (plan.p10_annual, plan.p90_annual))]
    ticks = nice_ticks(float(min(ends)), float(max(ends)))
    first, span = ticks[0], ticks[-1] - ticks[0]

    def share(amount: Decimal) -> float:
        return round((float(amount) - first) / span, 6)

    rows = [
        {
            "name": _name(inputs, plan),
            "low": share(plan.p10_annual / 12),
            "expected": share(plan.expected_annual / 12),
            "high": share(plan.p90_annual / 12),
            "weaker": not plan.meets_service_level,
        }
        for plan in estimate.plans
    ]
    return {
        "rows": rows,
        "ticks": [{"at": share(Decimal(tick)), "text": inputs.money(Decimal(tick), cents=False)} for tick in ticks],
        "fee": share(fee),
        "fee_text": _("Fixed fee {amount}").format(amount=inputs.money(fee, cents=False)),
        "caption": _(
            "A month of hourly billing, on average over the year. 8 years out of 10 fall inside the bar; "
            "the dot is the expected year; the dashed line is the fixed fee."
        ),
        "alt": _alternative_text(inputs),
    }


def _alternative_text(inputs: QuoteInputs) -> str:
    _, estimate = inputs.catalogue.gettext, inputs.estimate
    plans = "; ".join(
        f"{_name(inputs, plan)} "
        + money_range(plan.p10_annual / 12, plan.p90_annual / 12, estimate.currency, inputs.language)
        for plan in estimate.plans
    )
    return _("Bars of the monthly range of every hourly plan beside the fixed fee of {fee}: {plans}.").format(
        fee=inputs.money(estimate.fee.monthly, cents=False), plans=plans
    )


def nice_ticks(low: float, high: float, most: int = 6) -> Sequence[float]:
    """Round numbers at even distances that enclose both ends; at least two, at most `most` and one."""
    margin = max(high - low, abs(high) * 0.05, 1.0) * 0.04
    wanted = (high - low + 2 * margin) / (most - 1)
    magnitude = 10.0 ** math.floor(math.log10(wanted))
    step = max(1.0, next(nice * magnitude for nice in _STEPS if nice * magnitude >= wanted))
    first, last = math.floor((low - margin) / step), math.ceil((high + margin) / step)
    return [max(first, 0) * step + i * step for i in range(last - max(first, 0) + 1)]
