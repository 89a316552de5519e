"""The sheet Summary: the verdict, the fee line by line beside what its work lists at now, and our side of it."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font

from estimator.model.estimate import Component
from estimator.render.comparison.book import LANGUAGE, Book, changed_rule
from estimator.render.comparison.plans import PlanCells
from estimator.render.comparison.workload import WorkCells
from estimator.render.fee_words import component_name
from estimator.render.figures import day
from estimator.render.verdict_words import plan_name, verdict_headline, verdict_sentences
from estimator.render.xlsx import CellValue, put
from estimator.render.xlsx_table import FONT, Column, Formula

TITLE = "Summary"
LINE = 115
"""Characters that fit on a line across the sheet."""
LABOUR: tuple[Component, ...] = ("support", "maintenance", "documentation")


def write_summary(book: Book, work: WorkCells, plans: PlanCells) -> None:
    """What was estimated, and beside it what the assumptions come to now."""
    subject = book.subject
    estimate, facts, page = subject.estimate, subject.facts, book.page(TITLE)
    customer = estimate.customer
    page.title(f"Managed IT for {customer.name}")
    level = plan_name(facts.rate_card, customer.service_level, LANGUAGE)
    on = day(estimate.today, LANGUAGE)
    put(page.sheet, 2, 1, f"{level}, {customer.term_months} months; {estimate.currency} without VAT; internal")
    _state(book, on)
    row = 5
    for sentence in (
        verdict_headline(estimate.verdict.choice, LANGUAGE),
        *verdict_sentences(estimate, facts.rate_card, LANGUAGE),
    ):
        put(page.sheet, row, 1, sentence)
        page.sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        page.sheet.cell(row, 1).font = Font(name=FONT, bold=row == 5)
        page.sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.sheet.row_dimensions[row].height = 15 if len(sentence) < LINE else 30
        row += 1
    after = _fee(book, work, row + 1, on)
    after = _options(book, plans, after + 1)
    _provider(book, work, after + 1, on)


def _state(book: Book, on: str) -> None:
    """Whether everything is as estimated, in a line that changes its colour."""
    sheet = book.page(TITLE).sheet
    sheet["A3"] = (
        f'=IF(changed_figures=0,"As estimated on {on}.",changed_figures&" figures are changed since the estimate of '
        f"{on}: amounts marked 'as estimated' do not follow.\")"
    )
    sheet["A3"].font = Font(name=FONT, italic=True)
    sheet.conditional_formatting.add("A3:D3", changed_rule("changed_figures>0"))


def _fee(book: Book, work: WorkCells, top: int, on: str) -> int:
    estimate, page, form = book.subject.estimate, book.page(TITLE), book.formats
    columns = (
        Column(f"The fee, {estimate.currency} a month", 50), Column("As estimated", 17, form.money),
        Column("List value now", 17, form.money), Column("", 30),
    )  # fmt: skip
    rows: list[tuple[CellValue | Formula, ...]] = []
    first = top + 1
    listed = _listed(book, work, first)
    for component in estimate.fee.components:
        formula = listed.get(component.id)
        note = "as estimated" if component.id == "certainty" else ""
        now = Formula("=" + formula) if formula else component.monthly if note else None
        rows.append((component_name(component.id, LANGUAGE), component.monthly, now, note))
    _, after = page.table(top, columns, rows)
    page.row(after, columns, ("Fixed fee a month", Formula(f"=SUM(B{first}:B{after - 1})"),
        Formula(f"=SUM(C{first}:C{after - 1})"), "now: the offer before guards and rounding"), bold=True)  # fmt: skip
    book.name("fee", TITLE, f"B{after}")
    page.row(after + 1, columns, ("Fixed fee a year", Formula("=12*fee"), Formula(f"=12*C{after}"), ""))
    seats = estimate.workload.seats
    page.row(after + 2, columns, ("Seats", seats, None, ""), formats={2: form.count})
    page.row(after + 3, columns, ("A seat and month", Formula(f'=IF(B{after + 2}>0,fee/B{after + 2},"")'), None, ""))
    page.row(after + 4, columns, ("Onboarding, once", estimate.fee.onboarding, None, f"as estimated on {on}"))
    return after + 5


def _listed(book: Book, work: WorkCells, first: int) -> dict[str, str]:
    """The formulas of the list value of a month by line of the fee."""
    inputs, subject = book.inputs, book.subject
    labour, lines = work.rows(work.labour, work.all_rows), work.rows("B", work.all_rows)
    formulas: dict[str, str] = {line: f'SUMIF({lines},"{line}",{labour})/12' for line in LABOUR}
    if labour == "0":
        formulas = dict.fromkeys(LABOUR, "0")
    formulas["service-level"] = inputs["plan", subject.estimate.customer.service_level, "monthly_price"]
    formulas["travel"] = f"SUM({work.rows(work.travel, work.all_rows)})/12"
    tools = ("tools", "monthly_price")
    formulas["tools"] = f"{subject.counts.endpoints}*{inputs[tools]}" if tools in inputs else "0"
    ids = [component.id for component in subject.estimate.fee.components]
    labour_cells = "+".join(f"C{first + ids.index(line)}" for line in LABOUR if line in ids) or "0"
    formulas["discount"] = f"-{inputs['commitment', 'discount']}*({labour_cells})"
    return formulas


def _options(book: Book, plans: PlanCells, top: int) -> int:
    """The fixed fee beside the cheapest plan that reaches the level, as the assumptions are now."""
    estimate, page, form = book.subject.estimate, book.page(TITLE), book.formats
    reaching = [plan.plan for plan in estimate.plans if plan.meets_service_level]
    months = [plans.cell(plan, "H") for plan in reaching]
    least = f"MIN({','.join(months)})"
    named = plans.cell(reaching[-1], "A")
    for plan, month in reversed(list(zip(reaching[:-1], months[:-1], strict=True))):
        named = f"IF({month}={least},{plans.cell(plan, 'A')},{named})"
    columns = (
        Column("Fixed or hourly, a month", 50), Column("As estimated", 17, form.money),
        Column("Now", 17, form.money), Column("", 30),
    )  # fmt: skip
    best = plan_name(book.subject.facts.rate_card, estimate.best_plan.plan, LANGUAGE)
    expected = plans.cell(estimate.best_plan.plan, "N")
    rows: list[tuple[CellValue | Formula, ...]] = [
        ("Cheapest hourly plan that reaches the level", best, Formula("=" + named), ""),
        ("Its expected month", Formula("=" + expected), Formula("=" + least), ""),
        ("Fixed fee less expected month", Formula(f"=fee-B{top + 2}"), Formula(f"=fee-C{top + 2}"), ""),
        ("Its P90, a busy month", Formula("=" + plans.cell(estimate.best_plan.plan, "L")), None, "as estimated"),
    ]
    _, after = page.table(top, columns, rows)
    return after


def _provider(book: Book, work: WorkCells, top: int, on: str) -> None:
    estimate, page, form, inputs = book.subject.estimate, book.page(TITLE), book.formats, book.inputs
    provider = estimate.provider
    columns = (
        Column("Our side, a year", 50), Column("As estimated", 17, form.money),
        Column("Now", 17, form.money), Column("", 30),
    )  # fmt: skip
    tools = ("tools", "monthly_cost")
    tools_cost = f"+12*{book.subject.counts.endpoints}*{inputs[tools]}" if tools in inputs else ""
    cost = f"=SUM({work.rows(work.cost, work.all_rows)}){tools_cost}"
    margin = inputs["guards", "minimum_gross_margin"]
    first, row = top + 1, top + 1
    lines: Sequence[tuple[tuple[CellValue | Formula, ...], str]] = (
        (("Fee", Formula("=12*fee"), Formula("=12*fee"), ""), ""),
        (("Expected cost", provider.expected_annual_cost, Formula(cost), ""), ""),
        (("Cost of a bad year (P90)", provider.p90_annual_cost, None, "as estimated"), ""),
        (("Gross margin, expected year", Formula(f"=1-B{first + 1}/B{first}"),
          Formula(f"=1-C{first + 1}/C{first}"), ""), form.share),
        (("Gross margin, bad year", Formula(f"=1-B{first + 2}/B{first}"), None, "as estimated"), form.share),
        (("Chance of a loss", provider.probability_of_loss, None, "as estimated"), form.chance),
        (("Margin guard, a month", estimate.fee.margin_guard, Formula(f"=C{first + 1}/(1-{margin})/12"), ""), ""),
        (("Bad-year guard, a month", estimate.fee.bad_year_guard, None, "as estimated"), ""),
        (("What binds the fee", estimate.fee.binding, None, f"as estimated on {on}"), ""),
    )  # fmt: skip
    page.table(top, columns, [])
    for row, (values, shown) in enumerate(lines, first):
        page.row(row, columns, values, formats={2: shown, 3: shown} if shown else None)
