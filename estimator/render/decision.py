"""decision.html: fixed or hourly on one page for account managers, with charts, margins and advice. Internal."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from estimator.model.advice import Advice
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.sensitivity import Effect
from estimator.render.charts import (
    ENGLISH,
    NARROW,
    WIDE,
    chart_style,
    effects_chart,
    effects_text,
    effects_title,
    environment,
    options_chart,
    options_text,
    xml_text,
)
from estimator.render.estimate_texts import estimate_texts
from estimator.render.figures import hours
from estimator.render.report import LANGUAGE, Section, Table, estimate_report
from estimator.render.resources import resource_path
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name

PLACED = ("verdict", "options", "fee", "provider", "advice", "workload", "causes", "questions", "not-priced", "sources")
"""The report's sections that have a place of their own on the page; others stand before the sources."""
HALF = 460
"""Width in pixels of a drawing in one of two columns."""
LEVERS = {
    "tickets": "All tickets",
    "scheduled": "All updates and reviews",
    "frequency_cv": "Difference of busy and quiet years",
    "risk.appetite": "Risk appetite",
    "tools.monthly_price": "Price of tools",
}


def decision_html(
    estimate: Estimate, facts: Facts, advice: Advice | None, levers: Sequence[Effect], share: Decimal
) -> str:
    """The page, in English, self-contained; same input, same text. `levers` are those of causes, varied by `share`."""
    report = estimate_report(estimate, facts, advice)
    keyed = ((section.key or f"section-{number}", section) for number, section in enumerate(report.sections))
    sections = {key: _with_middle(section, estimate) for key, section in keyed}
    page = environment().get_template("decision.html.j2")
    style, style_hash = _style()
    html = page.render(
        name=one_line(estimate.customer.name),
        report=report,
        sections=sections,
        others=[key for key in sections if key not in PLACED],
        headline=_headline(estimate, facts),
        chart=_options(estimate, facts),
        levers=_levers(levers, share, estimate, facts),
        break_evens=_break_evens(advice, facts),
        assumptions=_assumptions(estimate),
        style=style,
        style_hash=style_hash,
    )
    return xml_text(html.strip() + "\n")


@cache
def _style() -> tuple[Markup, str]:
    """The page's style and what its security policy knows it by."""
    style = resource_path("templates/decision.css").read_text(encoding="utf-8") + chart_style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return Markup(style), f"sha256-{digest}"


def _headline(estimate: Estimate, facts: Facts) -> tuple[tuple[str, str], ...]:
    texts, best = estimate_texts(estimate, LANGUAGE), estimate.best_plan.plan
    plan, name = texts.plans[best], one_line(plan_name(facts.rate_card, best, LANGUAGE))
    return (
        ("Fixed fee a month", texts.fee_short),
        (f"Hourly {name}, expected", plan.expected),
        ("8 years of 10", plan.range),
        ("Chance above the fee", plan.chance_above_fee),
    )


def _with_middle(section: Section, estimate: Estimate) -> Section:
    """The table of the options with the half-way amounts that the chart shows; any other section as it is."""
    if section.key != "options" or section.table is None:
        return section
    middles = ["", *(plan.middle for plan in estimate_texts(estimate, LANGUAGE).plans.values())]
    headings, rows = section.table.headings, section.table.rows
    table = replace(
        section.table,
        headings=(*headings[:2], "Half stay below", *headings[2:]),
        rows=tuple((*row[:2], middle, *row[2:]) for row, middle in zip(rows, middles, strict=True)),
    )
    return replace(section, table=table)


def _options(estimate: Estimate, facts: Facts) -> dict[str, Any]:
    card = facts.rate_card
    drawings = {name: options_chart(estimate, card, width) for name, width in (("wide", WIDE), ("narrow", NARROW))}
    return {
        **drawings,
        "title": ENGLISH.title,
        "text": f"{options_text(estimate, card)} The table below has all of it.",
    }


def _levers(levers: Sequence[Effect], share: Decimal, estimate: Estimate, facts: Facts) -> dict[str, Any]:
    named = [replace(effect, key=_lever_name(effect.key, facts)) for effect in levers]
    drawings = {
        name: effects_chart(named, share, estimate, width) for name, width in (("wide", HALF), ("narrow", NARROW))
    }
    note = "By cause; estimator estimate --vary ranks every single assumption, with the hourly plans."
    return {**drawings, "title": effects_title(share), "text": effects_text(named, estimate), "note": note}


def _lever_name(key: str, facts: Facts) -> str:
    kind, _, name = key.partition(".")
    if kind == "driver":
        return f"Tickets: {name.replace('-', ' ')}"
    return facts.effort.task[name].name if kind == "task" else LEVERS[key]


def _break_evens(advice: Advice | None, facts: Facts) -> list[str]:
    if advice is None:
        return []
    return [
        f"{one_line(plan_name(facts.rate_card, each.cheaper, LANGUAGE))} and "
        f"{one_line(plan_name(facts.rate_card, each.dearer, LANGUAGE))} "
        f"{hours(each.share * advice.hours_per_month, LANGUAGE)}"
        for each in advice.break_evens
    ]


def _assumptions(estimate: Estimate) -> Table:
    rows = ((item.key, item.value, item.source) for item in estimate.assumptions)
    cleaned = tuple(tuple(map(one_line, row)) for row in rows)
    return Table(("Figure", "Value", "Source"), cleaned, first_number=3)
