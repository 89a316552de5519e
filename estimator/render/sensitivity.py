"""What moves the fee: a tornado of assumptions in text. Internal, in English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.sensitivity import Effect, Outcome
from estimator.render.estimate_texts import estimate_texts
from estimator.render.figures import money, money_range, percent
from estimator.render.report import LANGUAGE, Report, Section, Table
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name

MOST_ASSUMPTIONS = 20
BAR = 12
"""Characters of the longest bar."""


def sensitivity_report(effects: Sequence[Effect], share: Decimal, estimate: Estimate, facts: Facts) -> Report:
    """The assumptions that move the fee most, each lowered and raised by a share of itself, with the hourly plans."""
    shown = effects[:MOST_ASSUMPTIONS]
    by = percent(share, LANGUAGE)
    fee = estimate_texts(estimate, LANGUAGE).fee
    left_out = len(effects) - len(shown)
    more = (f"{left_out} more assumptions move it less.",) if left_out else ()
    longest = max((effect.span for effect in shown), default=Decimal(0))
    rows = tuple(
        (
            one_line(effect.key),
            one_line(effect.value),
            money(effect.lowered.fee, estimate.currency, LANGUAGE, cents=False),
            money(effect.raised.fee, estimate.currency, LANGUAGE, cents=False),
            _bar(effect.span, longest),
        )
        for effect in shown
    )
    return Report(
        f"What moves the fee of {fee} a month",
        f"{one_line(estimate.customer.name)}; one assumption at a time, {by} lower and {by} higher; internal",
        (
            Section(
                "On the fixed fee",
                (),
                Table(("Assumption", "Value", f"-{by}", f"+{by}", "Fee moves"), rows),
                (*more, "Try one: --set KEY=VALUE."),
            ),
            _plans(shown, estimate, facts),
        ),
    )


def _plans(effects: Sequence[Effect], estimate: Estimate, facts: Facts) -> Section:
    plans = [plan.plan for plan in estimate.plans]
    names = tuple(plan_name(facts.rate_card, plan, LANGUAGE) for plan in plans)
    rows = tuple(
        (one_line(effect.key), *(_moved(effect.lowered, effect.raised, plan, estimate.currency) for plan in plans))
        for effect in effects
    )
    now = tuple(plan.expected for plan in estimate_texts(estimate, LANGUAGE).plans.values())
    return Section(
        "On the hourly plans, a month of an expected year",
        (),
        Table(("Assumption", *names), (("As it is", *now), *rows)),
    )


def _moved(lowered: Outcome, raised: Outcome, plan: str, currency: str) -> str:
    low, high = sorted((lowered.plans[plan], raised.plans[plan]))
    return money_range(low, high, currency, LANGUAGE) if low != high else "-"


def _bar(span: Decimal, longest: Decimal) -> str:
    filled = int(BAR * span / longest + Decimal("0.5")) if longest else 0
    return "\N{FULL BLOCK}" * filled + "\N{MIDDLE DOT}" * (BAR - filled)
