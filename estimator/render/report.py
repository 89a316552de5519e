"""The estimate as a report for us: sections of plain text and tables, which text and Markdown dress differently."""

from __future__ import annotations

from collections.abc import Sequence

from estimator.model.advice import Advice
from estimator.model.estimate import Estimate, PlanYear
from estimator.model.facts import OVERLAY, SET_ON_COMMAND_LINE, Facts
from estimator.model.frozen import frozen
from estimator.model.source import Cell
from estimator.render.advice import advice_rows, advice_sentences, advice_title
from estimator.render.causes import causes
from estimator.render.diagnostics_text import places
from estimator.render.estimate_texts import PlanTexts, estimate_texts
from estimator.render.fee_words import component_name
from estimator.render.figures import chance, count, day, hours, money, money_range, number, percent
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name, verdict_headline, verdict_sentences

LANGUAGE = "en"
TOP_CAUSES = 8
TOP_QUESTIONS = 5
MOST_RANGES = 8
MOST_CHANGED = 12


@frozen
class Table:
    """Rows of text under headings; columns from `first_number` on hold figures. `total`: the last row sums up."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_number: int = 1
    total: bool = False


@frozen
class Section:
    """A heading with sentences, then a table, then closing sentences; `key` tells what it is about."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    key: str = ""


@frozen
class Report:
    """A whole report; every text is on one line and free of control characters, but not escaped for any format."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


def estimate_report(estimate: Estimate, facts: Facts, advice: Advice | None = None) -> Report:
    """Everything a consultant needs to defend the fee, in English. Internal: it shows our costs and margins.

    `advice` on the hourly plans is told where there is one.
    """
    customer = estimate.customer
    level = plan_name(facts.rate_card, customer.service_level, LANGUAGE)
    return Report(
        title=f"Managed IT for {one_line(customer.name)}",
        subtitle=(
            f"{level} service level, {customer.term_months} months from {day(customer.contract_start, LANGUAGE)}; "
            f"{estimate.currency} without VAT, as of {day(estimate.today, LANGUAGE)}"
        ),
        sections=(
            _fee_section(estimate, facts),
            _options_section(estimate, facts),
            Section(
                f"Verdict: {verdict_headline(estimate.verdict.choice, LANGUAGE)}",
                verdict_sentences(estimate, facts.rate_card, LANGUAGE),
                key="verdict",
            ),
            *(() if advice is None else (advice_section(advice, estimate, facts),)),
            _workload_section(estimate),
            _causes_section(estimate, facts),
            _provider_section(estimate, facts),
            *_not_priced_sections(estimate),
            *question_sections(estimate, TOP_QUESTIONS),
            _sources_section(estimate),
        ),
    )


def question_sections(estimate: Estimate, limit: int | None = None) -> tuple[Section, ...]:
    """The open questions, those that move the fee most first; nothing where there are none."""
    questions = estimate.questions[:limit]
    if not questions:
        return ()
    rows = tuple(
        (
            places(question.cells),
            one_line(question.question),
            money_range(question.fee_low, question.fee_high, estimate.currency, LANGUAGE),
            money(question.spread, estimate.currency, LANGUAGE, cents=False),
        )
        for question in questions
    )
    more = len(estimate.questions) - len(questions)
    return (
        Section(
            "Open questions",
            (f"{_counted(len(estimate.questions), 'open question')} can move the monthly fee; most first.",),
            Table(("Cell", "Question", "Fee", "Span"), rows, first_number=2),
            (f"{more} more: estimator check lists them.",) if more else (),
            key="questions",
        ),
    )


def _fee_section(estimate: Estimate, facts: Facts) -> Section:
    fee, texts = estimate.fee, estimate_texts(estimate, LANGUAGE)
    rows = [(component_name(name, LANGUAGE), text) for name, text in texts.components.items()]
    rows.append(("Fixed fee a month", texts.fee))
    notes = [f"Onboarding, once: {texts.onboarding}."]
    if fee.low != fee.high:
        span = money_range(fee.low, fee.high, estimate.currency, LANGUAGE)
        notes.append(f"The answers to the open questions put the fee within {span} a month.")
    per_seat = f", {texts.fee_per_seat} a seat" if texts.fee_per_seat else ""
    return Section(
        f"Fixed fee: {texts.fee} a month{per_seat}",
        (_binding_sentence(estimate, facts),),
        Table(("Component", "a month"), tuple(rows), total=True),
        tuple(notes),
        key="fee",
    )


def _binding_sentence(estimate: Estimate, facts: Facts) -> str:
    margin = percent(facts.pricing.guards.minimum_gross_margin, LANGUAGE)
    return {
        "offer": "What binds: the offer (list value, risk and discount); it stands above both guards.",
        "margin-guard": f"What binds: the margin guard; below it less than {margin} would be left in an expected year.",
        "bad-year-guard": "What binds: the bad-year guard; below it a bad year would be a loss.",
    }[estimate.fee.binding]


def _options_section(estimate: Estimate, facts: Facts) -> Section:
    texts = estimate_texts(estimate, LANGUAGE)
    fixed = ("Fixed fee", texts.fee_short, texts.fee_short, "", "yes")
    rows = [fixed, *(_plan_row(plan, texts.plans[plan.plan], estimate, facts) for plan in estimate.plans)]
    return Section(
        "Fixed or hourly: a month on average over the year",
        (),
        Table(("Option", "Expected", "8 years of 10", "Chance above fee", "Level met"), tuple(rows)),
        (
            "* the cheapest hourly plan that reaches the service level. Every plan has the same tools and schedule.",
            "Chance above fee: how likely a year by the hour comes to more than the fixed fee.",
            *_break_even_notes(estimate, facts),
        ),
        key="options",
    )


def _break_even_notes(estimate: Estimate, facts: Facts) -> tuple[str, ...]:
    pairs = [
        f"{plan_name(facts.rate_card, each.cheaper, LANGUAGE)} and {plan_name(facts.rate_card, each.dearer, LANGUAGE)} "
        f"{number(each.hours_per_month, 1, LANGUAGE)}"
        for each in estimate.plan_break_evens
    ]
    if not pairs:
        return ()
    role = estimate.plan_break_evens[0].role
    return (f"By the hour, two plans cost the same at so many {role} hours a month: {'; '.join(pairs)}.",)


def _plan_row(plan: PlanYear, texts: PlanTexts, estimate: Estimate, facts: Facts) -> tuple[str, ...]:
    mark = " *" if plan.plan == estimate.verdict.best_hourly_plan else ""
    return (
        plan_name(facts.rate_card, plan.plan, LANGUAGE) + mark,
        texts.expected,
        texts.range,
        texts.chance_above_fee,
        "yes" if plan.meets_service_level else "weaker",
    )


def advice_section(advice: Advice, estimate: Estimate, facts: Facts) -> Section:
    """Which hourly plan is the cheapest at which hours, and where this customer stands."""
    level = f"At the {plan_name(facts.rate_card, estimate.customer.service_level, LANGUAGE)} level"
    return Section(
        advice_title(advice),
        (),
        Table(("Plan", "Of all plans", level), advice_rows(advice, estimate, facts)),
        advice_sentences(advice, facts),
        key="advice",
    )


def _workload_section(estimate: Estimate) -> Section:
    work, texts = estimate.workload, estimate_texts(estimate, LANGUAGE)
    rows = (
        ("Seats", count(work.seats, LANGUAGE)),
        ("Managed assets", count(work.assets, LANGUAGE)),
        ("Endpoints", count(work.endpoints, LANGUAGE)),
        ("Tickets a month", texts.tickets),
        ("Hours on tickets a month", texts.reactive_hours),
        ("Hours of the update schedule a month", texts.scheduled_hours),
        (
            "Hours on tickets per endpoint and month (RHEM)",
            "-" if work.rhem is None else number(work.rhem, 2, LANGUAGE),
        ),
    )
    return Section("Workload", (), Table(("What", "Expected"), rows), key="workload")


def _causes_section(estimate: Estimate, facts: Facts) -> Section:
    found = causes(estimate, facts)
    rows = tuple(
        (
            cause.name if cause.scheduled else f"Tickets: {cause.name}",
            hours(cause.monthly_hours, LANGUAGE),
            money(cause.monthly_value, estimate.currency, LANGUAGE, cents=False),
            percent(cause.share, LANGUAGE),
        )
        for cause in found[:TOP_CAUSES]
    )
    rest = sum(cause.share for cause in found[TOP_CAUSES:])
    return Section(
        "What drives the fee",
        ("Work at the plan's rates, travel included, before risk and discount.",),
        Table(("Cause", "Hours a month", "List value", "Share"), tuple(map(_cleaned, rows))),
        (f"{_counted(len(found) - TOP_CAUSES, 'smaller cause')} make the remaining {chance(rest, LANGUAGE)}.",)
        if len(found) > TOP_CAUSES
        else (),
        key="causes",
    )


def _provider_section(estimate: Estimate, facts: Facts) -> Section:
    provider, fee, currency = estimate.provider, estimate.fee, estimate.currency
    quantile = percent(facts.pricing.risk.quantile, LANGUAGE)
    rows = (
        ("Fee a year", estimate_texts(estimate, LANGUAGE).fee_annual_short),
        ("Expected cost a year", money(provider.expected_annual_cost, currency, LANGUAGE, cents=False)),
        (
            f"Cost of a bad year ({quantile} of years cost less)",
            money(provider.p90_annual_cost, currency, LANGUAGE, cents=False),
        ),
        ("Gross margin, expected year", percent(provider.gross_margin, LANGUAGE, 1)),
        ("Gross margin, bad year", percent(provider.bad_year_margin, LANGUAGE, 1)),
        ("Chance of a loss", chance(provider.probability_of_loss, LANGUAGE)),
        ("Offer before guards and rounding, a month", money(fee.offer, currency, LANGUAGE)),
        ("Margin guard, a month", money(fee.margin_guard, currency, LANGUAGE)),
        ("Bad-year guard, a month", money(fee.bad_year_guard, currency, LANGUAGE)),
    )
    return Section("Our side (internal)", (), Table(("What", "Amount"), rows), key="provider")


def _not_priced_sections(estimate: Estimate) -> tuple[Section, ...]:
    by_reason: dict[str, list[Cell]] = {}
    for item in estimate.workload.not_priced:
        by_reason.setdefault(one_line(item.reason), []).append(item.cell)
    rows = tuple((reason, places(cells, MOST_RANGES)) for reason, cells in by_reason.items())
    return (
        (Section("Not in the fee", (), Table(("Why", "Cells"), rows, first_number=2), key="not-priced"),)
        if rows
        else ()
    )


def _sources_section(estimate: Estimate) -> Section:
    assumed = len(estimate.assumptions)
    told = (
        "1 figure in the data files is an assumption"
        if assumed == 1
        else (f"{count(assumed, LANGUAGE)} figures in the data files are assumptions")
    )
    rows = tuple(
        (name.replace("_", " "), one_line(file.id), one_line(file.name), file.sha256[:12])
        for name, file in estimate.inputs.items()
    )
    return Section(
        "Sources",
        (f"{told}; --format json names each.", *changed_figures(estimate)),
        Table(("What", "Id", "File", "SHA-256"), rows, first_number=4),
        key="sources",
    )


def changed_figures(estimate: Estimate) -> tuple[str, ...]:
    """What overlays and `--set` changed in the data files, a sentence for each of them."""
    changed: dict[str, list[str]] = {}
    for item in estimate.assumptions:
        if item.source == SET_ON_COMMAND_LINE:
            by = "Set by --set"
        elif item.source.startswith(OVERLAY):
            by = f"Changed by {one_line(item.source)}"
        else:
            continue
        changed.setdefault(by, []).append(f"{one_line(item.key)} = {one_line(item.value)}")
    return tuple(
        f"{by}: {'; '.join(figures[:MOST_CHANGED])}{_and_more(len(figures) - MOST_CHANGED)}."
        for by, figures in changed.items()
    )


def _and_more(n: int) -> str:
    return f"; and {count(n, LANGUAGE)} more" if n > 0 else ""


def _cleaned(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(one_line, row))


def _counted(n: int, noun: str) -> str:
    return f"{count(n, LANGUAGE)} {noun}{'' if n == 1 else 's'}"
