"""The whole comparison workbook: every sheet in turn, each on the cells of those before it."""

from __future__ import annotations

from pathlib import Path

from estimator.render.comparison.assumptions import TOP as ASSUMPTIONS_TOP
from estimator.render.comparison.assumptions import write_assumptions
from estimator.render.comparison.billing import write_billing
from estimator.render.comparison.book import Book, Comparison, set_up_print
from estimator.render.comparison.months import TOP as MONTHS_TOP
from estimator.render.comparison.months import write_months
from estimator.render.comparison.plans import TOP as PLANS_TOP
from estimator.render.comparison.plans import write_plans
from estimator.render.comparison.sources import write_questions, write_sources
from estimator.render.comparison.summary import write_summary
from estimator.render.comparison.term import write_term
from estimator.render.comparison.units import write_units
from estimator.render.comparison.workload import write_workload
from estimator.render.xlsx import workbook_bytes
from estimator.render.xlsx_values import workbook_values

ONE_PAGE = frozenset({"Summary", "Plans", "Term"})
PRINTED = {"Workload": "Q", "Assumptions": "G", "Billing": "G"}
"""The last column on paper, where a sheet is wider than that."""
HEADINGS = {"Assumptions": ASSUMPTIONS_TOP, "Plans": PLANS_TOP, "Months": MONTHS_TOP}


def write_comparison(path: Path, subject: Comparison) -> None:
    """Write the workbook; it holds our costs and margins."""
    path.write_bytes(comparison_xlsx(subject))


def comparison_xlsx(subject: Comparison) -> bytes:
    """The workbook as a file; same input, same bytes. Internal.

    Amounts that an expectation makes are formulas over the named cells of the sheet Assumptions, and come to the same
    cent as the estimate with the same figures; what needs a distribution stands as estimated, and says so.
    """
    book = Book(subject)
    write_assumptions(book)
    billed = write_billing(book)
    units = write_units(book)
    work = write_workload(book, units, billed)
    plans = write_plans(book, work)
    months = write_months(book, units, work, plans)
    write_term(book, months)
    write_summary(book, work, plans)
    write_sources(book)
    write_questions(book)
    for sheet in book.workbook.worksheets:
        top = HEADINGS.get(sheet.title, 3)
        set_up_print(sheet, one_page=sheet.title in ONE_PAGE, headings=f"{top}:{top}")
    for title, column in PRINTED.items():
        page = book.page(title)
        page.sheet.print_area = f"A1:{column}{60 if title == 'Billing' else page.sheet.max_row}"
    book.workbook.calculation.fullCalcOnLoad = True
    return workbook_bytes(book.workbook, workbook_values(book.workbook))
