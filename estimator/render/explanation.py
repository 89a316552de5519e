"""Reports from a euro to its rule, its arithmetic, its data file and its cells. Internal, in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from estimator.model.estimate import Component, Estimate
from estimator.model.explanation import Explained, ExplainedAsset, Part, Rest
from estimator.model.facts import Facts
from estimator.model.source import Cell
from estimator.render.diagnostics_text import places
from estimator.render.estimate_texts import estimate_texts
from estimator.render.fee_words import component_name
from estimator.render.figures import count, money, number, percent
from estimator.render.report import LANGUAGE, Report, Section, Table
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import plan_name

MOST_LINES = 20
MOST_DECIMALS = 5
"""Lines of arithmetic; the smaller ones become one."""
MOST_RANGES = 4
"""Cell ranges that a line names."""
RATES_AND_EFFORT = ("effort", "rate_card")
_SOURCES: dict[Component, tuple[str, ...]] = {
    "support": ("workbook", *RATES_AND_EFFORT, "lifecycle"),
    "maintenance": ("workbook", *RATES_AND_EFFORT),
    "documentation": ("workbook", *RATES_AND_EFFORT),
    "travel": ("workbook", *RATES_AND_EFFORT),
    "service-level": ("workbook", "rate_card"),
    "tools": ("workbook", "pricing"),
    "certainty": ("pricing", *RATES_AND_EFFORT),
    "discount": ("workbook", "pricing"),
    "rounding": ("pricing",),
}
_RESTS: dict[Rest, str] = {
    "guard-surcharge": "Share of what a guard adds",
    "plan-price": "The plan's monthly price",
    "tools": "Tools",
}


def explain_fee(estimate: Estimate, facts: Facts) -> Report:
    """The whole fee: every line with the rule that makes it, and what binds."""
    fee, currency = estimate.fee, estimate.currency
    rows = [
        (
            component_name(line.id, LANGUAGE),
            _short_rule(line.id, estimate, facts),
            money(line.monthly, currency, LANGUAGE),
        )
        for line in fee.components
    ]
    rows.append(("Fixed fee a month", "", money(fee.monthly, currency, LANGUAGE)))
    guards = (
        ("Offer: list value, risk and discount", money(fee.offer, currency, LANGUAGE)),
        ("Margin guard", money(fee.margin_guard, currency, LANGUAGE)),
        ("Bad-year guard", money(fee.bad_year_guard, currency, LANGUAGE)),
    )
    bound = {"offer": "the offer", "margin-guard": "the margin guard", "bad-year-guard": "the bad-year guard"}
    step = money(facts.pricing.fee_step, currency, LANGUAGE)
    return Report(
        f"Why the fee is {money(fee.monthly, currency, LANGUAGE)} a month",
        _subtitle(estimate),
        (
            Section("The lines", (), Table(("Line", "Rule", "a month"), tuple(rows), first_number=2, total=True)),
            Section(
                "What binds",
                (f"The highest of the three is the fee, rounded up to {step}: here {bound[fee.binding]}.",),
                Table(("Amount", "a month"), guards),
                ("One line in full: --explain support. A plan: --explain business. A device: --explain and its id.",),
            ),
            _sources(estimate, ("workbook", *RATES_AND_EFFORT, "pricing", "lifecycle")),
        ),
    )


def explain_component(component: Component, explained: Explained, estimate: Estimate, facts: Facts) -> Report:
    """One line of the fee: its rule, its arithmetic and its cells."""
    name, currency = component_name(component, LANGUAGE), estimate.currency
    return Report(
        f"Why {name} is {money(explained.monthly, currency, LANGUAGE)} a month",
        _subtitle(estimate),
        (
            Section("The rule", _rule(component, estimate, facts)),
            *_arithmetic(explained, estimate, facts, visits=component == "travel"),
            _sources(estimate, _SOURCES[component]),
        ),
    )


def explain_plan(plan_id: str, explained: Explained, estimate: Estimate, facts: Facts) -> Report:
    """A month under an hourly plan: how steps, the first hour on site, bands and travel made it."""
    card, currency = facts.rate_card, estimate.currency
    name = plan_name(card, plan_id, LANGUAGE)
    rules = []
    for channel, rule in card.billing.items():
        first = f"the first {rule.minimum_minutes} minutes in full, then " if rule.minimum_minutes else ""
        rules.append(f"{channel}: {first}steps of {rule.increment_minutes} minutes, rounded up a ticket")
    worked = sum(part.number * part.worked for part in explained.parts) / 60
    billed = sum(part.number * part.minutes for part in explained.parts) / 60
    years = estimate_texts(estimate, LANGUAGE).plans[plan_id].range
    return Report(
        f"Why {name} is expected to cost {money(explained.monthly, currency, LANGUAGE)} a month",
        _subtitle(estimate),
        (
            Section(
                "The rule",
                (
                    f"An average month of an expected year; 8 years of 10 come to {years} a month.",
                    f"Billing, {'; '.join(rules)}. Other bands multiply the rate; a visit adds its journey.",
                    f"{number(worked, 1, LANGUAGE)} hours of work a month are billed as {number(billed, 1, LANGUAGE)}.",
                ),
            ),
            *_arithmetic(explained, estimate, facts, billed=True),
            _sources(estimate, ("workbook", *RATES_AND_EFFORT, "lifecycle", "pricing")),
        ),
    )


def explain_asset(found: ExplainedAsset, estimate: Estimate, facts: Facts) -> Report:
    """What one device adds: its tickets with their factors, and its minutes in the calendar."""
    asset, currency = found.asset, estimate.currency
    tickets = number(found.tickets_per_unit, 3, LANGUAGE)
    factors = [f"effort.toml driver.{asset.type}: {tickets} tickets a month and unit."]
    if found.past_support:
        share = percent(found.past_support, LANGUAGE)
        times = number(facts.effort.past_end_of_support_factor, 2, LANGUAGE)
        factors.append(f"Its vendor no longer supports it for {share} of the term: x {times} in that time.")
    if asset.in_stock_programme:
        kept = 1 - facts.effort.driver[asset.type].hardware_failure_share
        factors.append(f"In the stock programme, which handles failures: x {number(kept, 2, LANGUAGE)}.")
    if len(factors) > 1:
        factors.append(f"Together x {number(found.factor, 3, LANGUAGE)}, averaged over the term.")
    if asset.quantity > 1:
        factors.append(f"The row stands for {count(asset.quantity, LANGUAGE)} of them.")
    return Report(
        f"{one_line(asset.id)} adds {money(found.explained.monthly, currency, LANGUAGE)} to a month's list value",
        _subtitle(estimate),
        (
            Section(
                "The rule",
                (*factors, "List value: before risk, discount and guards, which belong to the whole contract."),
            ),
            *_arithmetic(found.explained, estimate, facts, billed=False, travel=True),
            _sources(estimate, ("workbook", *RATES_AND_EFFORT, "lifecycle")),
        ),
    )


# --- rules -----------------------------------------------------------------------------------------------------------


def _short_rule(component: Component, estimate: Estimate, facts: Facts) -> str:
    policy, customer = facts.pricing, estimate.customer
    return {
        "support": "hours on tickets x the plan's rates",
        "maintenance": "hours of the update schedule x rates",
        "documentation": "hours of the reviews x rates",
        "service-level": f"monthly price of {plan_name(facts.rate_card, customer.service_level, LANGUAGE)}",
        "travel": "visits x the zone's price",
        "tools": "endpoints x price" if policy.tools.included else "left out of both options",
        "certainty": f"{number(policy.risk.appetite, 2, LANGUAGE)} x (bad year - expected year)",
        "discount": f"{percent(policy.discount(customer.term_months), LANGUAGE, 1)} of the labour lines",
        "rounding": f"up to {money(policy.fee_step, estimate.currency, LANGUAGE)}",
    }[component]


def _rule(component: Component, estimate: Estimate, facts: Facts) -> tuple[str, ...]:
    """The rule in sentences, with its figures."""
    policy, customer, currency = facts.pricing, estimate.customer, estimate.currency
    plan = plan_name(facts.rate_card, customer.service_level, LANGUAGE)
    amounts = {line.id: line.monthly for line in estimate.fee.components}
    if component in ("support", "maintenance", "documentation"):
        what = "Expected hours on tickets" if component == "support" else "The hours that the calendar holds"
        lines = [f"{what}, unrounded, at the rates of {plan}; other bands multiply the rate. Travel is a line apart."]
        if component == "support":
            lines.append("Tickets: units x tickets a month (effort.toml, driver), with the factors of each device.")
        return tuple(lines)
    if component == "service-level":
        price = money(facts.rate_card.plan[customer.service_level].monthly_price, currency, LANGUAGE)
        return (f"The monthly price of {plan} in the rate card: {price}.",)
    if component == "travel":
        return ("Expected visits for tickets and visits of the calendar, at the price of the location's zone.",)
    if component == "tools":
        if not policy.tools.included:
            return ("The pricing policy leaves tools out of both options.",)
        price = money(policy.tools.monthly_price, currency, LANGUAGE)
        total = money(amounts["tools"], currency, LANGUAGE)
        return (f"{count(estimate.workload.endpoints, LANGUAGE)} endpoints x {price} = {total}.",)
    if component == "certainty":
        gap = 12 * amounts["certainty"] / policy.risk.appetite if policy.risk.appetite else Decimal(0)
        expected = money(estimate.provider.expected_annual_cost, currency, LANGUAGE)
        return (
            f"A bad year, which {percent(policy.risk.quantile, LANGUAGE)} of years stay below, costs us "
            f"{money(gap, currency, LANGUAGE)} more than the expected {expected}.",
            f"That x appetite {number(policy.risk.appetite, 2, LANGUAGE)} / 12 = "
            f"{money(amounts['certainty'], currency, LANGUAGE)}.",
        )
    if component == "discount":
        share = percent(policy.discount(customer.term_months), LANGUAGE, 1)
        return (f"{share} of the list value of labour for a term of {customer.term_months} months.",)
    return (f"The fee is rounded up to {money(policy.fee_step, currency, LANGUAGE)}.",)


# --- arithmetic ------------------------------------------------------------------------------------------------------


def _arithmetic(
    explained: Explained,
    estimate: Estimate,
    facts: Facts,
    *,
    visits: bool = False,
    billed: bool = False,
    travel: bool = False,
) -> Iterable[Section]:
    """The parts as a table that adds up, and the cells behind each kind; nothing where there are no parts."""
    if not explained.parts:
        return
    currency, shown = estimate.currency, explained.parts[:MOST_LINES]
    times = _figures(shown, lambda part: part.number)
    columns: list[tuple[str, Callable[[Part], str]]] = [("What", lambda part: _what(part, facts, visits))]
    if visits:
        columns += [("Visits a month", times), ("Price", lambda part: money(part.travel, currency, LANGUAGE))]
    else:
        columns.append(("x a month", times))
        if billed:
            columns.append(("Worked min", _figures(shown, lambda part: part.worked)))
        columns.append(("Billed min" if billed else "Minutes", _figures(shown, lambda part: part.minutes)))
        columns.append(("Rate", lambda part: money(part.hourly, currency, LANGUAGE)))
        if billed or travel:
            columns.append(("Travel", lambda part: money(part.travel, currency, LANGUAGE) if part.travel else ""))
    columns.append(("a month", lambda part: money(part.monthly, currency, LANGUAGE)))
    rows = [tuple(one_line(text(part)) for _, text in columns) for part in shown]
    blank = ("",) * (len(columns) - 2)
    if smaller := explained.parts[MOST_LINES:]:
        amount = sum((part.monthly for part in smaller), Decimal(0))
        rows.append((f"{len(smaller)} smaller lines", *blank, money(amount, currency, LANGUAGE)))
    rows += [(_RESTS[name], *blank, money(amount, currency, LANGUAGE)) for name, amount in explained.rest if amount]
    rows.append(("Together", *blank, money(explained.monthly, currency, LANGUAGE)))
    each = "number x (minutes / 60 x rate + travel)" if billed or travel else "number x minutes / 60 x rate"
    each = "number x price" if visits else each
    yield Section(
        "The arithmetic",
        (f"Each line is {each}.",),
        Table(tuple(heading for heading, _ in columns), tuple(rows), total=True),
    )
    cells: dict[str, list[Cell]] = {}
    for part in explained.parts:
        if part.cells:
            cells.setdefault(_subject(part, facts), []).extend(part.cells)
    if cells:
        found = tuple((one_line(name), places(where, MOST_RANGES)) for name, where in cells.items())
        yield Section("The cells", (), Table(("What", "Cells"), found, first_number=2))


def _figures(parts: Sequence[Part], figure: Callable[[Part], float]) -> Callable[[Part], str]:
    """The texts of a column of figures: with as many decimals as they have, or as cents need to be calculated again."""
    values = [figure(part) for part in parts]
    decimals = next(
        (few for few in range(MOST_DECIMALS) if all(abs(value - round(value, few)) < 1e-9 for value in values)),
        MOST_DECIMALS,
    )
    return lambda part: number(figure(part), decimals, LANGUAGE)


def _subject(part: Part, facts: Facts) -> str:
    return facts.effort.task[part.name].name if part.scheduled and part.role else part.name.replace("-", " ")


def _what(part: Part, facts: Facts, visits: bool) -> str:
    if visits:
        return f"{part.name}, {'calendar' if part.scheduled else 'tickets'}"
    band = "" if part.band == next(iter(facts.rate_card.band)) else part.band
    channel = part.channel if part.channel == "on-site" else ""
    return ", ".join(filter(None, (_subject(part, facts), channel, part.role, band)))


def _subtitle(estimate: Estimate) -> str:
    return f"{one_line(estimate.customer.name)}; {estimate.currency} without VAT; internal"


def _sources(estimate: Estimate, names: Iterable[str]) -> Section:
    files = ((name, estimate.inputs[name]) for name in names)
    rows = tuple(
        (name.replace("_", " "), one_line(file.id), one_line(file.name), file.sha256[:12]) for name, file in files
    )
    return Section("Where it stands", (), Table(("What", "Id", "File", "SHA-256"), rows, first_number=4))
