"""The sheet Plans: a year and a month under every hourly plan beside the fixed fee, calculated to the cent."""

from __future__ import annotations

from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.render.comparison.book import Book
from estimator.render.comparison.workload import WorkCells
from estimator.render.figures import day
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue
from estimator.render.xlsx_table import Column, Formula

TITLE = "Plans"
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
        Column("Plan", 16), Column("Level reached", 10), Column("Prices a year", 14, form.money),
        Column("Schedule a year", 14, form.money), Column("Tools a year", 14, form.money),
        Column("Tickets a year", 15, form.money), Column("Expected year", 15, form.money),
        Column("Expected month", 15, form.money), Column("Fixed fee a month", 14, form.money),
        Column("Fee less expected", 14, form.money), Column("P10 of a month", 14, form.money),
        Column("P90 of a month", 14, form.money), Column("Chance above fee", 10, form.share),
        Column("Month as estimated", 14, form.money), Column("Changed by", 14, form.money),
        Column("Millionths", 20, "0"),
    )  # fmt: skip
    rows = {plan.plan: TOP + 1 + i for i, plan in enumerate(estimate.plans)}
    page.table(TOP, columns, [_row(plan.plan, rows[plan.plan], book, work) for plan in estimate.plans])
    page.sheet.column_dimensions["P"].hidden = True
    page.sheet.freeze_panes = f"B{TOP + 1}"
    after = TOP + 1 + len(rows)
    book.note(page, after, "Every plan carries the same tools and the same update schedule as the fixed fee.")
    return PlanCells(rows)


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
        Formula("=" + cents(f"P{row}")),
        Formula("=" + cents_of_a_month(f"G{row}")),
        Formula("=fee"),
        Formula(f"=I{row}-H{row}"),
        to_cents(plan.p10_annual / 12),
        to_cents(plan.p90_annual / 12),
        plan.probability_above_fee,
        to_cents(plan.expected_annual / 12),
        Formula(f"=H{row}-N{row}"),
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
