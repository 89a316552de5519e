"""The sheets Sources and Questions: which files and cells the figures come from, and what is still to be asked."""

from __future__ import annotations

from datetime import date

from estimator.render.comparison.book import Book
from estimator.render.diagnostics_text import MOST_QUESTIONS, places, questions_left_out
from estimator.render.xlsx import put
from estimator.render.xlsx_table import Column, Formula

TITLE, QUESTIONS = "Sources", "Questions"
TOP = 3
MOST_RANGES = 20
"""Of the cells that some work comes from, so many ranges are named, and the rest counted."""


def write_sources(book: Book) -> None:
    """The files with their dates and checksums; then the assessment's cells behind each kind of work."""
    page, form, subject = book.page(TITLE), book.formats, book.subject
    page.title("Where the figures come from")
    columns = (
        Column("File", 26), Column("Id or name", 34), Column("Date", 13, form.day), Column("SHA-256", 70),
    )  # fmt: skip
    dates = _dates(book)
    rows = [
        (name.replace("_", " "), file.name if name == "workbook" else file.id, dates.get(name), file.sha256)
        for name, file in {**subject.estimate.inputs, **subject.facts.files}.items()
    ]
    _, after = page.table(TOP, columns, rows)
    put(page.sheet, after, 1, f"Estimated as of {subject.estimate.today.isoformat()}.")
    works = (
        Column("What", 26), Column("Where", 34), Column("Units", 13, form.count), Column("Cells of the workbook", 70),
    )  # fmt: skip
    counted = [
        (" ".join(filter(None, (group.profile, group.driver))), book.where(group.locations), group.units,
         places(group.cells, MOST_RANGES))
        for group in subject.counts.units
    ]  # fmt: skip
    tasks: dict[str, list[object]] = {}
    for session in subject.counts.sessions:
        tasks.setdefault(session.task, []).extend(session.cells)
    effort = subject.facts.effort
    counted += [
        (effort.task[task].name, "update schedule", None, places(cells, MOST_RANGES))  # type: ignore[arg-type, misc]
        for task, cells in tasks.items()
    ]
    customer = subject.estimate.customer
    fields = ("name", "country", "contract_start", "term_months", "service_level", "review_months")
    counted += [
        ("Customer", field.replace("_", " "), None, str(customer.cell(field)))  # type: ignore[misc]
        for field in fields
    ]
    page.table(after + 2, works, counted)
    page.sheet.freeze_panes = f"A{TOP + 1}"


def _dates(book: Book) -> dict[str, date]:
    facts = book.subject.facts
    return {
        "workbook": book.subject.estimate.customer.assessment_date,
        "rate_card": facts.rate_card.valid_from,
        "effort": facts.effort.valid_from,
        "pricing": facts.pricing.valid_from,
        "lifecycle": facts.lifecycle.valid_from,
        "term": facts.term.valid_from,
    }


def write_questions(book: Book) -> None:
    """The open questions, those that can move the fee most first."""
    page, form, estimate = book.page(QUESTIONS), book.formats, book.subject.estimate
    page.title("Open questions, those that can move the fee most first")
    columns = (
        Column("Cell", 24), Column("Question", 84), Column("Fee, low", 13, form.money),
        Column("Fee, high", 13, form.money), Column("Span", 13, form.money),
    )  # fmt: skip
    rows = [
        (places(question.cells), question.question, question.fee_low, question.fee_high, Formula(f"=D{row}-C{row}"))
        for row, question in enumerate(estimate.questions[:MOST_QUESTIONS], TOP + 1)
    ]
    _, after = page.table(TOP, columns, rows)
    if left_out := questions_left_out(estimate):
        put(page.sheet, after, 1, left_out)
    page.sheet.freeze_panes = f"A{TOP + 1}"
