"""The advice on hourly plans in words: which plan at which hours, and how far it is to the next. Internal, English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estimator.model.advice import Advice, Choices, Stretch
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.render.figures import chance, hours, number, percent
from estimator.render.verdict_words import plan_name

LANGUAGE = "en"


def advice_title(advice: Advice) -> str:
    """What the advice is about."""
    own = hours(advice.scheduled_hours_per_month, LANGUAGE)
    return f"Cheapest hourly plan by hours on tickets a month, beside {own} of updates"


def advice_rows(advice: Advice, estimate: Estimate, facts: Facts) -> tuple[tuple[str, str, str], ...]:
    """Every plan that is the cheapest at some hours: at which, of all plans and of those at the service level."""
    every, reaching = (
        {each.plan: _range(each, advice) for each in choices.stretches} for choices in (advice.every, advice.reaching)
    )
    return tuple(
        (
            plan_name(facts.rate_card, plan.plan, LANGUAGE),
            every.get(plan.plan, "-"),
            reaching.get(plan.plan, "-") if plan.meets_service_level else "weaker",
        )
        for plan in estimate.plans
        if plan.plan in every or plan.plan in reaching
    )


def advice_sentences(advice: Advice, facts: Facts) -> tuple[str, ...]:
    """Where the customer stands, how far it is to the next plan, and from where on the fixed fee costs less."""
    spread = f"{number(advice.p10_hours_per_month, 1, LANGUAGE)}-{hours(advice.p90_hours_per_month, LANGUAGE)}"
    expected = f"{hours(advice.hours_per_month, LANGUAGE)}, {number(advice.tickets_per_month, 1, LANGUAGE)} tickets"
    stands = f"Expected: {expected} (8 years of 10: {spread}): {_best(advice, facts)}."
    return " ".join((stands, *_ways_to_others(advice, facts))), fee_sentence(advice, facts)


def fee_sentence(advice: Advice, facts: Facts) -> str:
    """From how many hours on the fixed fee costs no more than the cheapest hourly plan of its service level."""
    share = advice.reaching.fee_share
    if share is None:
        return "The fixed fee costs more than the hourly plans of its service level, however busy the year."
    if share <= 0:
        return "The fixed fee costs no more than the hourly plans of its service level, however quiet the year."
    begins = hours(share * advice.hours_per_month, LANGUAGE)
    return f"The fixed fee costs less than any plan at its level from {begins} on ({_way(share, advice)})."


def _best(advice: Advice, facts: Facts) -> str:
    best, own = (plan_name(facts.rate_card, each.today.plan, LANGUAGE) for each in (advice.every, advice.reaching))
    return best if best == own or len(advice.reaching.stretches) == 1 else f"{best}; at the wanted level {own}"


def _ways_to_others(advice: Advice, facts: Facts) -> Iterator[str]:
    """How far it is to the next plans: of all plans, and of those at the level where they are others."""
    yield from dict.fromkeys(
        sentence for choices in (advice.every, advice.reaching) for sentence in _ways(choices, advice, facts)
    )


def _ways(choices: Choices, advice: Advice, facts: Facts) -> Iterator[str]:
    if choices.busier:
        following = choices.busier[0]
        name, way = plan_name(facts.rate_card, following.plan, LANGUAGE), _way(following.begins, advice)
        yield f"{name} is {way} away; {_years(choices.busier)} are that busy."
    if choices.quieter and choices.quieter[0].ends is not None:
        previous = choices.quieter[0]
        name, way = plan_name(facts.rate_card, previous.plan, LANGUAGE), _way(choices.quieter[0].ends, advice)
        yield f"{name} is {way} away; {_years(choices.quieter)} are that quiet."


def _years(beyond: Sequence[Stretch]) -> str:
    return f"{chance(sum(each.chance for each in beyond), LANGUAGE)} of years"


def _way(share: float, advice: Advice) -> str:
    """From the expected hours to a share of them: `+1.7 h, +3.4 tickets, +27%`."""
    more = share - 1
    sign = "+" if more > 0 else "-"
    way = (
        hours(abs(more) * advice.hours_per_month, LANGUAGE),
        f"{number(abs(more) * advice.tickets_per_month, 1, LANGUAGE)} tickets",
        percent(abs(more), LANGUAGE),
    )
    return ", ".join(sign + part for part in way)


def _range(stretch: Stretch, advice: Advice) -> str:
    """The hours of a stretch: `2.9-8.3 h`, `from 8.3 h`, `up to 2.9 h`, `any`."""
    begins, ends = (
        None if share is None else number(share * advice.hours_per_month, 1, LANGUAGE)
        for share in (stretch.begins, stretch.ends)
    )
    if ends is None:
        return f"from {begins} h" if stretch.begins else "any"
    return f"{begins}-{ends} h" if stretch.begins else f"up to {ends} h"
