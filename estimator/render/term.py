"""The path of a term as a report: both options by year, their totals with the range, what changes when. Internal."""

from __future__ import annotations

from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.term import TermEvent, TermPath, TermYear, Total
from estimator.render.diagnostics_text import places
from estimator.render.figures import count, day, money, money_range, number, percent
from estimator.render.report import LANGUAGE, Report, Section, Table
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name

SHARED_FACTOR = (
    "A customer who is busier than expected is taken to stay so: one factor for the whole term. Were every year busy "
    "or quiet by itself, the range would be narrower."
)
GROWTH_RULE = (
    "People who come bring a computer: both are charged at the list value of their work, less the commitment discount, "
    "and at the plans' rates; the signed fee itself is not calculated anew."
)


def term_report(path: TermPath, estimate: Estimate, facts: Facts) -> Report:
    """The years, the totals, and the months in which something changes."""
    months = len(path.months)
    fee = money(path.fee, estimate.currency, LANGUAGE)
    return Report(
        f"The term: {months} months from {day(path.months[0].first, LANGUAGE)}",
        f"{one_line(estimate.customer.name)}; {fee} a month at the start; {estimate.currency} without VAT; internal",
        (
            Section("What may change", (*scenario_sentences(path), *_growth_sentences(path))),
            _years(path, estimate, facts),
            _totals(path, estimate, facts),
            _whole_term(path, estimate, facts),
            *_events(path),
        ),
    )


def scenario_sentences(path: TermPath) -> tuple[str, ...]:
    """What prices and seats do in this path, one sentence each."""
    policy = path.policy
    lu, be = policy.luxembourg, policy.belgium
    prices = {
        "none": "Prices stay as they are.",
        "lu": f"Prices of both options rise by {percent(lu.tranche, LANGUAGE, 1)} every {lu.months_between} months "
        "(Luxembourg's index tranches; when they fall due is a scenario).",
        "be": f"Prices of both options follow wages every year: P0 x ({be.fixed_share} + {be.indexed_share} x S1/S0), "
        f"wages {percent(be.wage_growth, LANGUAGE, 1)} up a year{_capped(path)}.",
    }[policy.indexation]
    growth = policy.seat_growth
    verb = "more" if growth > 0 else "fewer"
    seats = (
        f"Every year brings {percent(abs(growth), LANGUAGE, 1)} {verb} seats." if growth else "Seats stay as they are."
    )
    return prices, seats


def _capped(path: TermPath) -> str:
    cap = path.policy.belgium.annual_cap
    return f", at most {percent(cap, LANGUAGE, 1)}" if cap < 1 else ""


def _growth_sentences(path: TermPath) -> tuple[str, ...]:
    return (GROWTH_RULE,) if path.policy.seat_growth else ()


def _years(path: TermPath, estimate: Estimate, facts: Facts) -> Section:
    plans = [plan.plan for plan in estimate.plans]
    rows = tuple(
        (
            f"{number}{_shorter(year)}, from {day(year.first, LANGUAGE, 'month')}",
            money(year.fee, estimate.currency, LANGUAGE, cents=False),
            *(money(year.plans[plan], estimate.currency, LANGUAGE, cents=False) for plan in plans),
        )
        for number, year in enumerate(path.years, 1)
    )
    return Section(
        "What a year comes to",
        (),
        Table(("Year", "Fixed", *(plan_name(facts.rate_card, plan, LANGUAGE) for plan in plans)), rows),
        ("The hourly plans: expected. Every option carries the same tools and the same update schedule.",),
    )


def _shorter(year: TermYear) -> str:
    return "" if year.months == 12 else f" ({year.months} months)"


def _totals(path: TermPath, estimate: Estimate, facts: Facts) -> Section:
    plans = [plan.plan for plan in estimate.plans]
    best, currency = estimate.verdict.best_hourly_plan, estimate.currency
    rows, months = [], 0
    for year in path.years:
        months += year.months
        rows.append(
            (
                count(months, LANGUAGE),
                money(year.fee_total, currency, LANGUAGE, cents=False),
                *(money(year.totals[plan].expected, currency, LANGUAGE, cents=False) for plan in plans),
                _range(year.totals[best], currency),
            )
        )
    names = {plan: plan_name(facts.rate_card, plan, LANGUAGE) for plan in plans}
    return Section(
        "What it comes to since the start",
        (),
        Table(("Months", "Fixed", *names.values(), f"{names[best]}, 8 of 10"), tuple(rows)),
    )


def _whole_term(path: TermPath, estimate: Estimate, facts: Facts) -> Section:
    """Every option at the end of the term."""
    last, currency = path.years[-1], estimate.currency
    rows = [("Fixed fee", money(last.fee_total, currency, LANGUAGE, cents=False), "", "")]
    for plan in estimate.plans:
        total = last.totals[plan.plan]
        rows.append(
            (
                plan_name(facts.rate_card, plan.plan, LANGUAGE),
                money(total.expected, currency, LANGUAGE, cents=False),
                _range(total, currency),
                money(last.fee_total - total.expected, currency, LANGUAGE, cents=False),
            )
        )
    best = estimate.verdict.best_hourly_plan
    difference = last.fee_total - last.totals[best].expected
    more = "more" if difference > 0 else "less"
    amount = money(abs(difference), currency, LANGUAGE, cents=False)
    return Section(
        "The whole term",
        (
            f"Over the term the fixed fee costs {amount} {more} than the hourly plan "
            f"{plan_name(facts.rate_card, best, LANGUAGE)} is expected to.",
        ),
        Table(("Option", "Expected", "8 of 10 such customers", "Fixed less it"), tuple(rows)),
        (SHARED_FACTOR,),
    )


def _range(total: Total, currency: str) -> str:
    if total.p10 is None or total.p90 is None:
        return ""
    return money_range(total.p10, total.p90, currency, LANGUAGE)


def _events(path: TermPath) -> tuple[Section, ...]:
    if not path.events:
        return ()
    rows = tuple(
        (day(event.first, LANGUAGE, "month"), one_line(event_text(event)), places(event.cells)) for event in path.events
    )
    return (Section("Months in which something changes", (), Table(("From", "What", "Cells"), rows, first_number=3)),)


def event_text(event: TermEvent) -> str:
    """What happens, in a few words."""
    if event.kind == "prices":
        return f"Prices are {number(event.factor, 4, LANGUAGE)} times those of the start."
    if event.kind == "seats":
        return f"Seats are {number(event.factor, 4, LANGUAGE)} times those of the start."
    what = event.release or "a system"
    more = number(event.more_tickets_per_month, 2, LANGUAGE)
    units = f"{count(event.units, LANGUAGE)} unit{'' if event.units == 1 else 's'}"
    return f"Support of {what} has ended ({units}): {more} more tickets a month are expected."
