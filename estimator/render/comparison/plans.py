"""The sheet Plans: a year and a month under every hourly plan beside the fixed fee, calculated to the cent."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from estimator.model.estimate import PlanBreakEven
from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.render.comparison.book import Book
from estimator.render.comparison.charts import break_even_chart, plans_chart
from estimator.render.comparison.workload import WorkCells
from estimator.render.figures import day
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue, put
from estimator.render.xlsx_table import Column, Formula

TITLE = "Plans"
COMPARED_ROLE = "technician"
TOP = 4


@frozen
class PlanCells:
    """Rows of the plans on the sheet, in the rate card's order."""

    rows: dict[str, int]

    def cell(self, plan: str, column: str) -> str:
        """A cell of a plan's row for formulas of other sheets."""
        return f"{TITLE}!${column}${self.rows[plan]}"


def write_plans(book: Book, work: WorkCells) -> PlanCells:
    """Live up to the expected month; what needs the whole distribution stands as it was estimated."""
    page, form, estimate = book.page(TITLE), book.formats, book.subject.estimate
    page.title(f"Fixed or hourly, {estimate.currency}")
    book.note(page, 2, f"Yearly and expected amounts follow the assumptions. P10, P90 and the chance need the whole "
        f"distribution: they are as estimated on {day(estimate.today, 'en')}, not recalculated.")  # fmt: skip
    columns = (
        Column("Plan", 24), Column("Level reached", 13), Column("Prices a year", 14, form.money),
        Column("Schedule a year", 14, form.money), Column("Tools a year", 14, form.money),
        Column("Tickets a year", 15, form.money), Column("Expected year", 15, form.money),
        Column("Expected month", 15, form.money), Column("Fixed fee a month", 14, form.money),
        Column("Fee less expected", 14, form.money), Column("P10 of a month", 14, form.money),
        Column("P90 of a month", 14, form.money), Column("Chance above fee", 10, form.chance),
        Column("Month as estimated", 14, form.money), Column("Changed by", 14, form.money),
        Column("P10 to P90", 14, form.money), Column("Millionths", 20, "0"),
    )  # fmt: skip
    rows = {plan.plan: TOP + 1 + i for i, plan in enumerate(estimate.plans)}
    page.table(TOP, columns, [_row(plan.plan, rows[plan.plan], book, work) for plan in estimate.plans])
    page.sheet.column_dimensions["Q"].hidden = True
    book.high_headings(page, TOP)
    page.sheet.freeze_panes = f"B{TOP + 1}"
    after = TOP + 1 + len(rows)
    book.note(page, after, "Every plan carries the same tools and the same update schedule as the fixed fee.")
    lowest = float(min(plan.p10_annual for plan in estimate.plans)) / 12
    chart = plans_chart(page.sheet, TOP, after - 1, _round_below(0.8 * lowest), form.amount)
    page.sheet.add_chart(chart, f"A{after + 2}")
    _break_evens(book, after + 23)
    return PlanCells(rows)


def _round_below(amount: float) -> float:
    """The amount down to half of what its first digit counts: 1,923 becomes 1,500."""
    unit = 10.0 ** math.floor(math.log10(amount)) / 2 if amount > 0 else 1.0
    return math.floor(amount / unit) * unit


def _break_evens(book: Book, top: int) -> None:
    """What a month costs by hours of one role under every plan, and where two of them cost the same."""
    page, form, estimate, inputs = book.page(TITLE), book.formats, book.subject.estimate, book.inputs
    card = book.subject.facts.rate_card
    pairs = estimate.plan_break_evens
    role = pairs[0].role if pairs else COMPARED_ROLE
    if role not in inputs.roles:
        return
    put(page.sheet, top - 1, 1, f"By the hour: a month of so many {role} hours, schedule and tools aside")
    put(page.sheet, top - 1, 2 + len(card.plan), "Saved against the first plan")
    step = 5 * math.ceil(max((float(pair.hours_per_month) for pair in pairs), default=30) * 1.5 / 6 / 5)
    count, names = len(card.plan), [plan_name(card, plan, "en") for plan in card.plan]
    widths = [page.sheet.column_dimensions[get_column_letter(i)].width for i in range(1, 2 * count + 1)]
    headings = ("Hours", *names, *names[1:])
    shown = (form.count, *[form.money] * (2 * count - 1))
    columns = [Column(*each) for each in zip(headings, widths, shown, strict=True)]
    rows: list[tuple[CellValue | Formula, ...]] = []
    for row, hours in enumerate(range(0, 7 * step, step), top + 1):
        costs = [
            f"={inputs['plan', plan, 'monthly_price']}+$A{row}*{inputs['plan', plan, 'hourly_rates', role]}"
            for plan in card.plan
        ]
        saved = [f"=$B{row}-{get_column_letter(2 + i)}{row}" for i in range(1, count)]
        rows.append((hours, *map(Formula, (*costs, *saved))))
    _, after = page.table(top, columns, rows)
    chart = break_even_chart(page.sheet, (top, after - 1), (2 + count, 2 * count), 6 * step, form.amount)
    page.sheet.add_chart(chart, f"I{top - 21}")
    if pairs:
        _pairs(book, pairs, after + 1)


def _pairs(book: Book, pairs: Sequence[PlanBreakEven], top: int) -> None:
    """From how many hours on the dearer of two plans pays off."""
    page, inputs, card = book.page(TITLE), book.inputs, book.subject.facts.rate_card
    page.row(top, (Column("", 0), Column("", 0)), ("Cost the same at", "hours"), bold=True)
    for row, pair in enumerate(pairs, top + 1):
        more, less = (inputs["plan", plan, "monthly_price"] for plan in (pair.dearer, pair.cheaper))
        high, low = (inputs["plan", plan, "hourly_rates", pair.role] for plan in (pair.cheaper, pair.dearer))
        both = " / ".join(plan_name(card, plan, "en") for plan in (pair.cheaper, pair.dearer))
        formula = Formula(f'=IF({high}>{low},({more}-{less})/({high}-{low}),"never")')
        page.row(row, (Column("", 0), Column("", 0, "0.0")), (both, formula))


def _row(plan_id: str, row: int, book: Book, work: WorkCells) -> tuple[CellValue | Formula, ...]:
    estimate, inputs, column = book.subject.estimate, book.inputs, work.plans[plan_id]
    plan = next(each for each in estimate.plans if each.plan == plan_id)
    tools = f"12*{book.subject.counts.endpoints}*{inputs['tools', 'monthly_price']}" if _has_tools(book) else "0"
    return (
        plan_name(book.subject.facts.rate_card, plan_id, "en"),
        "yes" if plan.meets_service_level else "weaker",
        Formula(f"=12*{inputs['plan', plan_id, 'monthly_price']}"),
        Formula(f"=SUM({work.rows(column, work.sessions)})"),
        Formula(f"={tools}"),
        Formula(f"=SUM({work.rows(column, work.tickets)})"),
        Formula("=" + cents(f"Q{row}")),
        Formula("=" + cents_of_a_month(f"G{row}")),
        Formula("=fee"),
        Formula(f"=I{row}-H{row}"),
        to_cents(plan.p10_annual / 12),
        to_cents(plan.p90_annual / 12),
        plan.probability_above_fee,
        to_cents(plan.expected_annual / 12),
        Formula(f"=H{row}-N{row}"),
        Formula(f"=L{row}-K{row}"),
        Formula(f"=ROUND((C{row}+D{row}+E{row}+F{row})*1000000,0)"),
    )


def _has_tools(book: Book) -> bool:
    return ("tools", "monthly_price") in book.inputs


def cents(millionths: str) -> str:
    """The formula that rounds whole millionths to cents as the program does: a half goes to the even cent."""
    whole = f"INT({millionths}/10000)"
    return f"({whole}+IF(MOD({millionths},10000)+MOD({whole},2)/2>5000,1,0))/100"


def cents_of_a_month(year: str) -> str:
    """The formula of a twelfth of an amount in cents, rounded in the same way."""
    twelfths = f"ROUND({year}*100,0)"
    whole = f"INT({twelfths}/12)"
    return f"({whole}+IF(MOD({twelfths},12)+MOD({whole},2)/2>6,1,0))/100"
