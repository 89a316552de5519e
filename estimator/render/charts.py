"""The charts of an estimate: the fixed fee beside the hourly plans, and what moves the fee; also as SVG files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from estimator.model.estimate import Estimate, PlanYear
from estimator.model.frozen import frozen
from estimator.model.rate_card import RateCard
from estimator.model.sensitivity import Effect
from estimator.render.drawing.lettering import wrapped
from estimator.render.drawing.options import Option, OptionsDrawing, options_drawing
from estimator.render.drawing.rows import Sign
from estimator.render.drawing.tornado import Lever, Tornado, tornado
from estimator.render.estimate_texts import PlanTexts, estimate_texts
from estimator.render.figures import money, money_range, percent
from estimator.render.resources import resource_path
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name

WIDE, NARROW = 720, 340
"""Widths of a drawing in pixels: on a screen or on paper, and on a phone."""
MOST_LEVERS = 20
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@frozen
class Words:
    """What the chart of the options says, and in which language its names and figures are; braces are filled in."""

    language: str = "en"
    title: str = "Fixed fee or hourly, a month on average over the year"
    fixed: str = "Fixed fee"
    between: str = "{fee}; {range} with every open question answered"
    """Empty: what open questions can do to the fee is not shown."""
    plan: str = "{range}, expected {expected}"
    weaker: str = "{plan} (weaker service level)"
    text: str = "The fixed fee is {fee} a month. 8 years of 10 by the hour come to: {plans}."
    fee: str = "fixed fee"
    range: str = "8 years of 10"
    middle: str = "half of the years stay below"
    expected: str = "expected year"
    weaker_sign: str = "weaker service level"


ENGLISH = Words()


def options_chart(estimate: Estimate, card: RateCard, width: int, words: Words = ENGLISH) -> OptionsDrawing:
    """The fixed fee and every hourly plan on one scale."""
    fee, currency, language = estimate.fee, estimate.currency, words.language
    texts = estimate_texts(estimate, language)
    told = texts.fee_short
    low, high = (fee.low, fee.high) if words.between else (fee.monthly, fee.monthly)
    if low != high:
        told = words.between.format(fee=told, range=money_range(low, high, currency, language))
    fixed = Option(words.fixed, told, float(low), float(high), float(fee.monthly), fixed=True)
    plans = [_option(plan, texts.plans[plan.plan], card, words) for plan in estimate.plans]
    legend = [Sign("fee", words.fee), Sign("range", words.range), Sign("middle", words.middle)]
    legend.append(Sign("expected", words.expected))
    if any(plan.faint for plan in plans):
        legend.append(Sign("weaker", words.weaker_sign))
    return options_drawing([fixed, *plans], legend, _whole(currency, language), width)


def options_text(estimate: Estimate, card: RateCard, words: Words = ENGLISH) -> str:
    """The chart of the options in a sentence, for those who do not see it."""
    texts = estimate_texts(estimate, words.language)
    plans = "; ".join(
        f"{one_line(plan_name(card, plan, words.language))} {told.range}" for plan, told in texts.plans.items()
    )
    return words.text.format(fee=texts.fee_short, plans=plans)


def options_svg(estimate: Estimate, card: RateCard, words: Words = ENGLISH, heading: bool = True) -> str:
    """The chart of the options as an SVG file of its own; without a heading where the page around it has one."""
    drawing = options_chart(estimate, card, WIDE, words)
    title = _titled(estimate, words.title) if heading else words.title
    return _file("options", drawing, title, options_text(estimate, card, words), heading)


def effects_chart(effects: Sequence[Effect], share: Decimal, estimate: Estimate, width: int) -> Tornado:
    """What moves the fee most, each lever lowered and raised by a share, around the fee as it is."""
    currency, now = estimate.currency, estimate.fee.monthly
    levers = [_lever(effect, currency) for effect in effects[:MOST_LEVERS]]
    by = percent(share, "en")
    signs = (Sign("lowered", f"{by} lower"), Sign("raised", f"{by} higher"))
    return tornado(levers, float(now), signs, _whole(currency, "en"), width)


def effects_title(share: Decimal) -> str:
    """What the chart of the levers shows."""
    by = percent(share, "en")
    return f"What moves the fixed fee, one assumption at a time, {by} lower and {by} higher"


def effects_text(effects: Sequence[Effect], estimate: Estimate) -> str:
    """The chart of the levers in sentences, for those who do not see it."""
    fee = estimate_texts(estimate, "en").fee_short
    levers = (_lever(effect, estimate.currency) for effect in effects[:MOST_LEVERS])
    told = "; ".join(f"{lever.name} {lever.figures}" for lever in levers)
    return f"The fixed fee is {fee} a month. It moves within: {told or 'nothing'}."


def effects_svg(effects: Sequence[Effect], share: Decimal, estimate: Estimate) -> str:
    """The chart of the levers as an SVG file of its own, in English. Internal."""
    drawing = effects_chart(effects, share, estimate, WIDE)
    return _file("tornado", drawing, _titled(estimate, effects_title(share)), effects_text(effects, estimate))


@cache
def environment() -> Environment:
    """The templates of our own pages and charts, in English; every value they print is escaped."""
    made = Environment(
        loader=FileSystemLoader(resource_path("templates")),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(wrap=wrapped)
    return made


@cache
def chart_style() -> str:
    """The colours of the charts, in light and dark and on paper."""
    return resource_path("templates/charts.css").read_text(encoding="utf-8")


def _file(macro: str, drawing: OptionsDrawing | Tornado, title: str, text: str, heading: bool = True) -> str:
    drawn: Any = getattr(environment().get_template("charts.svg.j2").module, macro)
    lines = str(drawn(drawing, macro, title, text, chart_style(), heading)).splitlines()
    return xml_text("\n".join(filter(None, lines)) + "\n")


def xml_text(text: str) -> str:
    """The text with what no XML or HTML file can hold made visible; `one_line` sees to all but two characters."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _titled(estimate: Estimate, title: str) -> str:
    return f"{one_line(estimate.customer.name)}: {title[0].lower()}{title[1:]}"


def _option(plan: PlanYear, texts: PlanTexts, card: RateCard, words: Words) -> Option:
    name = one_line(plan_name(card, plan.plan, words.language))
    return Option(
        name if plan.meets_service_level else words.weaker.format(plan=name),
        words.plan.format(range=texts.range, expected=texts.expected),
        float(plan.p10_annual / 12),
        float(plan.p90_annual / 12),
        float(plan.expected_annual / 12),
        float(plan.p50_annual / 12),
        faint=not plan.meets_service_level,
    )


def _lever(effect: Effect, currency: str) -> Lever:
    low, high = sorted((effect.lowered.fee, effect.raised.fee))
    key, value = one_line(effect.key), one_line(effect.value)
    return Lever(
        f"{key} ({value})" if value else key,
        money_range(low, high, currency, "en"),
        float(effect.lowered.fee),
        float(effect.raised.fee),
    )


def _whole(currency: str, language: str) -> Callable[[float], str]:
    return lambda amount: money(Decimal(amount), currency, language, cents=False)
