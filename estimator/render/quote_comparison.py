"""The proposal's comparison of the fixed fee with the hourly plans: a table and the places of its chart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from estimator.model.estimate import PlanYear
from estimator.render.drawing.axis import round_numbers
from estimator.render.estimate_texts import PlanTexts
from estimator.render.quote_inputs import QuoteInputs


def comparison_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Title, sentences, table and chart."""
    _ = inputs.catalogue.gettext
    return {
        "title": _("Fixed fee or hourly billing"),
        "intro": _(
            "Without this contract you would pay the same work by the hour under one of our hourly plans. "
            "Nobody knows how many tickets (requests for help and faults) a year will bring, so here is the range of "
            "what to expect: 8 years out of 10 fall in this range. All amounts are a month on average over the year, "
            "without VAT."
        ),
        "plan": _(
            "The advice compares with the hourly plan {plan}: of those that reach the service level {level}, it is the "
            "cheapest. Plans in grey do not reach it. Every option carries the same update schedule and the same tools."
        ).format(plan=inputs.best_plan_name, level=inputs.level_name),
        "chart": _chart(inputs),
        "table": _table(inputs),
        "note": _("Above the fixed fee: how likely a year by the hour comes to more than the fixed fee."),
    }


def _table(inputs: QuoteInputs) -> dict[str, Any]:
    _, texts = inputs.catalogue.gettext, inputs.texts
    fixed = {"cells": [_("Fixed fee"), texts.fee_short, texts.fee_short, "–", _("reached")], "strong": True}
    headings = [
        _("Option"),
        _("Expected month"),
        _("8 years out of 10"),
        _("Above the fixed fee"),
        _("Service level"),
    ]
    rows = [_row(inputs, plan, texts.plans[plan.plan]) for plan in inputs.estimate.plans]
    return {"headings": headings, "rows": [fixed, *rows]}


def _row(inputs: QuoteInputs, plan: PlanYear, texts: PlanTexts) -> dict[str, Any]:
    _ = inputs.catalogue.gettext
    reached = _("reached") if plan.meets_service_level else _("not reached")
    cells = [inputs.plan_name(plan.plan), texts.expected, texts.range, texts.chance_above_fee, reached]
    return {"cells": cells, "faint": not plan.meets_service_level}


def _chart(inputs: QuoteInputs) -> dict[str, Any]:
    _, estimate = inputs.catalogue.gettext, inputs.estimate
    fee = estimate.fee.monthly
    ends = [fee, *(amount / 12 for plan in estimate.plans for amount in (plan.p10_annual, plan.p90_annual))]
    ticks = round_numbers(float(min(ends)), float(max(ends)), 6)
    first, span = ticks[0], ticks[-1] - ticks[0]

    def share(amount: Decimal) -> float:
        return round((float(amount) - first) / span, 6)

    rows = [
        {
            "name": inputs.plan_name(plan.plan),
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
        "fee_text": _("Fixed fee {amount}").format(amount=inputs.texts.fee_short),
        "caption": _(
            "A month of hourly billing, on average over the year. 8 years out of 10 fall inside the bar; "
            "the dot is the expected year; the dashed line is the fixed fee."
        ),
        "alt": _alternative_text(inputs),
    }


def _alternative_text(inputs: QuoteInputs) -> str:
    _, texts = inputs.catalogue.gettext, inputs.texts
    plans = "; ".join(f"{inputs.plan_name(plan)} {told.range}" for plan, told in texts.plans.items())
    return _("Bars of the monthly range of every hourly plan beside the fixed fee of {fee}: {plans}.").format(
        fee=texts.fee_short, plans=plans
    )
