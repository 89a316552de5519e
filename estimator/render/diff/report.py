"""The way from one fee to the other as a report: text, Markdown and the page are dressed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from estimator.model.change import Change
from estimator.model.fee_change import Cause, FeeChange, Side
from estimator.model.workload import Workload
from estimator.render.diff.words import (
    ARROW,
    LANGUAGE,
    MEANINGS,
    NAMES,
    counted,
    field_text,
    item_name,
    kind_name,
    shown_steps,
    step_detail,
    step_name,
)
from estimator.render.estimate_texts import monthly_range, monthly_text
from estimator.render.fee_words import component_name
from estimator.render.figures import chance, count, day, hours, money, money_change, number, percent, percent_change
from estimator.render.report import Report, Section, Table
from estimator.render.safe_text import one_line
from estimator.render.verdict_words import verdict_headline

MOST_ROWS = 15
"""So many of a kind are told one by one; --format json has all."""
MOST_NAMED = 3


def change_report(change: FeeChange) -> Report:
    """Everything an account manager needs to defend the change. Internal: it names our policy."""
    old, new = change.old, change.new
    return Report(
        title=f"{one_line(new.customer)}: {_headline(change)}",
        subtitle=f"{_side(old)}, then {_side(new)}; {change.currency} without VAT; internal",
        sections=tuple(_sections(change)),
    )


def _headline(change: FeeChange) -> str:
    old, new = (money(side.fee, change.currency, LANGUAGE) for side in (change.old, change.new))
    if not change.monthly:
        return f"the fee stays {new} a month"
    share = "" if change.increase is None else f", {percent_change(change.increase, LANGUAGE)}"
    return f"{old}{ARROW}{new} a month ({_amount(change.monthly, change)}{share})"


def _side(side: Side) -> str:
    what = "saved estimate as of" if side.is_saved else "as of"
    return f"{one_line(side.name)} ({what} {day(side.today, LANGUAGE, 'medium')})"


def _sections(change: FeeChange) -> Iterable[Section]:
    yield _causes(change)
    yield _lines(change)
    yield _hourly(change)
    yield _workload(change)
    yield from _figures(change)
    yield from _aged(change)
    yield from _inventory(change)
    yield _sources(change)


def _causes(change: FeeChange) -> Section:
    old, new = (money(side.fee, change.currency, LANGUAGE) for side in (change.old, change.new))
    rows = [("Fee before", "", old)]
    rows += [
        (step_name(step), step_detail(step, change), _amount(step.monthly, change)) for step in shown_steps(change)
    ]
    rows.append(("Fee now", "", new))
    steps = ", ".join(NAMES[cause].lower() for cause in ("policy", "rate-card", "contract", "quantity", "effort"))
    return Section(
        "Why, a month",
        (),
        Table(("Cause", "What differs", "a month"), tuple(rows), first_number=2, total=True),
        (
            f"Each on top of those above it, in this order: {steps}, lifecycle, mix. They add up to the cent.",
            *(f"{NAMES[cause]}: {MEANINGS[cause]}." for cause in _told(change)),
            *map(one_line, change.notes),
        ),
    )


def _told(change: FeeChange) -> list[Cause]:
    """The causes that change something."""
    return [cause for step in change.steps if step.monthly for cause in step.causes if cause != "rounding"]


def _lines(change: FeeChange) -> Section:
    before, after = ({line.id: line.monthly for line in side.components} for side in (change.old, change.new))
    rows = [
        _compared(component_name(line, LANGUAGE), before.get(line, Decimal(0)), after.get(line, Decimal(0)), change)
        for line in dict.fromkeys((*after, *before))
    ]
    rows.append(_compared("Fixed fee a month", change.old.fee, change.new.fee, change))
    return Section("Line by line", (), Table(("Line", "Before", "Now", "Change"), tuple(rows), total=True))


def _compared(name: str, before: Decimal, after: Decimal, change: FeeChange) -> tuple[str, ...]:
    amounts = (money(amount, change.currency, LANGUAGE) for amount in (before, after))
    return (name, *amounts, _amount(after - before, change))


def _hourly(change: FeeChange) -> Section:
    """The advice, and the plan that each fee is compared with."""
    sides = change.old, change.new
    best, currency = [side.best for side in sides], change.currency
    rows = (
        ("Advice", *(verdict_headline(each.choice, LANGUAGE) for each in best)),
        (
            "Cheapest hourly plan at the level",
            *(one_line(change.plan_names.get(each.plan, each.plan)) for each in best),
        ),
        ("Its expected month", *(monthly_text(each.expected_annual, currency, LANGUAGE) for each in best)),
        ("Its 8 years of 10", *(monthly_range(each.p10_annual, each.p90_annual, currency, LANGUAGE) for each in best)),
        ("Chance that it costs more than the fee", *(chance(each.probability_above_fee, LANGUAGE) for each in best)),
        ("Fixed fee", *(money(side.fee, currency, LANGUAGE) for side in sides)),
    )
    return Section("Fixed or hourly, a month on average over the year", (), Table(("What", "Before", "Now"), rows))


def _workload(change: FeeChange) -> Section:
    old, new = change.old.work, change.new.work
    rows = [
        _pair("People", count(old.seats, LANGUAGE), count(new.seats, LANGUAGE)),
        _pair("Endpoints", count(old.endpoints, LANGUAGE), count(new.endpoints, LANGUAGE)),
        _pair("Tickets", number(old.annual_tickets / 12, 1, LANGUAGE), number(new.annual_tickets / 12, 1, LANGUAGE)),
        _pair("Tickets, hours", *(hours(work.reactive_hours_per_month, LANGUAGE) for work in (old, new))),
        _pair("Update schedule, hours", *(hours(work.scheduled_hours_per_month, LANGUAGE) for work in (old, new))),
    ]
    before, after = _tickets(old), _tickets(new)
    moved = [name for name in dict.fromkeys((*after, *before)) if before.get(name, 0) != after.get(name, 0)]
    rows += [
        _pair(f"Tickets of: {one_line(name)}", *(number(side.get(name, 0.0), 2, LANGUAGE) for side in (before, after)))
        for name in sorted(moved, key=lambda name: -abs(after.get(name, 0) - before.get(name, 0)))[:MOST_ROWS]
    ]
    return Section("The work of a month", (), Table(("What", "Before", "Now"), tuple(rows)))


def _tickets(work: Workload) -> dict[str, float]:
    found: dict[str, float] = {}
    for stream in work.streams:
        found[stream.driver] = found.get(stream.driver, 0.0) + stream.annual_frequency / 12
    return {driver: round(tickets, 9) for driver, tickets in found.items()}


def _pair(name: str, before: str, after: str) -> tuple[str, str, str]:
    return name, before, after


def _figures(change: FeeChange) -> Iterable[Section]:
    if change.figures:
        rows = tuple(
            (f"{figure.file}.toml", one_line(figure.key), one_line(figure.before or "-"), one_line(figure.after or "-"))
            for figure in change.figures[:MOST_ROWS]
        )
        table = Table(("File", "Figure", "Before", "Now"), rows, first_number=2)
        yield Section("Figures of the data files that differ", (), table, _more(change.figures))


def _aged(change: FeeChange) -> Iterable[Section]:
    alike: dict[tuple[str, ...], list[str]] = {}
    for each in change.aged:
        ends = day(each.end_of_support, LANGUAGE, "medium") if each.end_of_support else "-"
        shares = (percent(share, LANGUAGE) for share in (each.before, each.after))
        alike.setdefault((one_line(each.release or each.name), ends, *shares), []).append(one_line(each.asset))
    if alike:
        rows = tuple((_named(assets), *what) for what, assets in list(alike.items())[:MOST_ROWS])
        yield Section(
            "Other months past the end of support",
            ("Devices of the earlier inventory, and the share of the contract's months past their end of support.",),
            Table(("Devices", "Run", "Support ends", "Before", "Now"), rows, first_number=3),
            _more(tuple(alike)),
        )


def _named(assets: Sequence[str]) -> str:
    """`20: WS-01, WS-02, WS-03 ...`; one or two by their names alone."""
    if len(assets) <= MOST_NAMED:
        return ", ".join(assets)
    return f"{count(len(assets), LANGUAGE)}: {', '.join(assets[:MOST_NAMED])} ..."


def _inventory(change: FeeChange) -> Iterable[Section]:
    if change.changes is None:
        return
    moved = [each for each in change.inventory if each.before != each.after]
    if moved:
        rows = tuple(
            (
                kind_name(each),
                count(each.before, LANGUAGE),
                count(each.after, LANGUAGE),
                f"{each.after - each.before:+,}",
            )
            for each in moved
        )
        yield Section("Inventory, by kind", (), Table(("Kind", "Before", "Now", "Change"), rows))
    since = day(change.changes.since, LANGUAGE, "medium")
    for title, found in (("New", change.changes.added), ("Gone", change.changes.removed)):
        if found:
            listed = tuple((item_name(each), _cell(each, change)) for each in found[:MOST_ROWS])
            yield Section(
                f"{title} since {since}: {counted(len(found), 'row')}",
                (),
                Table(("What", "Cell"), listed, first_number=2),
                _more(found),
            )
    if altered := change.changes.altered:
        told = tuple(
            (item_name(each), "; ".join(map(field_text, each.fields)), _cell(each, change))
            for each in altered[:MOST_ROWS]
        )
        yield Section(
            f"Changed since {since}: {counted(len(altered), 'row')}",
            (),
            Table(("What", "Field", "Cell"), told, first_number=3),
            _more(altered),
        )
    if not change.changes:
        yield Section("Inventory", (f"Nothing that the inventory compares has changed since {since}.",))


def _cell(each: Change, change: FeeChange) -> str:
    """Where it stands: in the new workbook, or in the old one where it is gone."""
    item = each.after or each.before
    assert item is not None
    cell = item.row.cell("count" if each.kind == "seats" else "id")
    return one_line(str(cell)) + ("" if each.after else f" of {one_line(change.old.name)}")


def _sources(change: FeeChange) -> Section:
    rows = tuple(
        (
            name.replace("_", " "),
            *(
                f"{one_line(side.files[name].id if name != 'workbook' else side.files[name].name)} "
                f"{side.files[name].sha256[:12]}"
                for side in (change.old, change.new)
            ),
        )
        for name in ("workbook", "rate_card", "effort", "pricing", "lifecycle")
    )
    return Section("Sources", (), Table(("What", "Before", "Now"), rows, first_number=3))


def _more(found: Sequence[object]) -> tuple[str, ...]:
    more = len(found) - MOST_ROWS
    return (f"{count(more, LANGUAGE)} more: --format json lists all.",) if more > 0 else ()


def _amount(amount: Decimal, change: FeeChange) -> str:
    return money_change(amount, change.currency, LANGUAGE)
