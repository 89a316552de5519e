"""The sheet Term: both options year by year and in total, with the range, and what changes when."""

from __future__ import annotations

from datetime import timedelta

from openpyxl.utils import get_column_letter

from estimator.model.dates import months_later
from estimator.render.comparison.book import Book, changed_rule
from estimator.render.comparison.charts import term_chart
from estimator.render.comparison.months import MonthCells
from estimator.render.comparison.plans import cents
from estimator.render.diagnostics_text import places
from estimator.render.figures import day
from estimator.render.term import GROWTH_RULE, SHARED_FACTOR, event_text, scenario_sentences
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue, put
from estimator.render.xlsx_table import Column, Formula

TITLE = "Term"
TOP = 6
Row = tuple[CellValue | Formula, ...]


def write_term(book: Book, months: MonthCells) -> None:
    """Expected amounts follow the assumptions; the range of the totals stands as it was estimated."""
    page, estimate, path = book.page(TITLE), book.subject.estimate, book.subject.path
    page.title(f"The term: {len(path.months)} months from {day(path.months[0].first, 'en')}")
    told = " ".join(scenario_sentences(path))
    page.sheet["A2"] = (
        '="Prices follow: "&indexation&". Seats a year: "&ROUND(seat_growth*100,2)&"%"&'
        '". Both are changed on the sheet Assumptions."'
    )
    put(page.sheet, 3, 1, f"P10 and P90 are as estimated on {day(estimate.today, 'en')}: {told}")
    page.sheet.conditional_formatting.add("A3:N3", changed_rule("changed_figures>0"))
    after = _totals(book, months, _years(book, months) + 1)
    put(page.sheet, after, 1, SHARED_FACTOR)
    put(page.sheet, after + 1, 1, GROWTH_RULE)
    _events(book, after + 24)


def _names(book: Book) -> list[str]:
    return [plan_name(book.subject.facts.rate_card, plan, "en") for plan in book.subject.facts.rate_card.plan]


def _years(book: Book, months: MonthCells) -> int:
    """Every year by itself; gives the row after the table."""
    page, form, path = book.page(TITLE), book.formats, book.subject.path
    columns = (
        Column("Year", 14), Column("From", 13, form.day), Column("Months", 9, "0"), Column("Fixed", 15, form.money),
        *(Column(name, 15, form.money) for name in _names(book)),
    )  # fmt: skip
    rows: list[Row] = []
    for number, year in enumerate(path.years):
        inside = 12 * number, year.months
        sums = [f"SUM({months.cells(column, *inside)})" for column in months.plans.values()]
        rows.append(
            (
                f"Year {number + 1}", year.first, year.months,
                Formula(f"=ROUND(SUM({months.cells(months.fee, *inside)}),2)"),
                *(Formula("=" + cents(f"ROUND({total}*1000000,0)")) for total in sums),
            )
        )  # fmt: skip
    _, after = page.table(TOP, columns, rows)
    return after


def _totals(book: Book, months: MonthCells, top: int) -> int:
    """What has been paid since the start; gives the row after the table."""
    page, form, path, estimate = book.page(TITLE), book.formats, book.subject.path, book.subject.estimate
    best = estimate.verdict.best_hourly_plan
    name = plan_name(book.subject.facts.rate_card, best, "en")
    names = _names(book)
    columns = (
        Column("Total after", 14), Column("Until", 13, form.day), Column("Months", 9, "0"),
        Column("Fixed", 15, form.money), *(Column(each, 15, form.money) for each in names),
        Column(f"{name} P10", 15, form.money), Column(f"{name} P90", 15, form.money),
        Column("Fixed less expected", 20, form.money),
    )  # fmt: skip
    letters = [get_column_letter(4 + i) for i in range(1 + len(names))]
    best_letter = letters[1 + list(months.plans).index(best)]
    rows: list[Row] = [("Start", None, 0, *[0] * (len(letters) + 3))]
    paid = 0
    for number, year in enumerate(path.years):
        row, of_year = top + 2 + number, TOP + 1 + number
        paid += year.months
        total = year.totals[best]
        until = months_later(path.months[0].first, paid) - timedelta(days=1)
        rows.append(
            (
                f"{paid} months", until, paid,
                *(Formula(f"=ROUND({letter}{row - 1}+{letter}{of_year},2)") for letter in letters),
                total.p10, total.p90, Formula(f"=D{row}-{best_letter}{row}"),
            )
        )  # fmt: skip
    _, after = page.table(top, columns, rows)
    shown = (4, 5 + list(months.plans).index(best), 5 + len(names), 6 + len(names))
    page.sheet.add_chart(term_chart(page.sheet, top, after - 1, shown, form.amount), f"A{after + 3}")
    return after


def _events(book: Book, top: int) -> None:
    page = book.page(TITLE)
    events = book.subject.path.events
    if not events:
        put(page.sheet, top, 1, "No vendor's support ends inside the term.")
        return
    rows: list[Row] = [(day(event.first, "en", "month"), event_text(event)) for event in events]
    page.row(top, (Column("", 0), Column("", 0)), ("From", "What changes, as estimated"), bold=True)
    for row, (event, values) in enumerate(zip(events, rows, strict=True), top + 1):
        page.row(row, (Column("", 0), Column("", 0)), values)
        if event.cells:
            put(page.sheet, row, 9, places(event.cells))
