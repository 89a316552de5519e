"""The sheet Units: what is counted, met with the factors that make it cause more or fewer tickets."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from estimator.model.dates import months_later
from estimator.model.frozen import frozen
from estimator.model.recalculation import UnitGroup
from estimator.render.comparison.book import Book, summed
from estimator.render.diagnostics_text import places
from estimator.render.xlsx import CellValue
from estimator.render.xlsx_table import Column, Formula

TITLE = "Units"
TOP = 3
REMOTE_ONLY = "remote only"


@frozen
class UnitCells:
    """Where the sheet has what other sheets calculate with, in the order of the groups."""

    weighted: tuple[str, ...]
    """Units times their factors, averaged over the term."""
    endings: tuple[tuple[str, ...], ...]
    """Rows of the ends of support of each group, as numbers."""


def write_units(book: Book) -> UnitCells:
    """Groups of units first, then what loses its vendor's support inside the term."""
    page, counts, form = book.page(TITLE), book.subject.counts, book.formats
    page.title("Units, and what weighs them")
    book.note(page, 2, "Weighted units cause the tickets: past the end of support more, in the stock programme fewer.")
    ends_top = TOP + len(counts.units) + 4
    rows_of, row = [], ends_top
    for group in counts.units:
        rows_of.append(tuple(range(row + 1, row + 1 + len(group.endings))))
        row += len(group.endings)
    columns = (
        Column("Driver", 18), Column("Profile", 28), Column("Where", 24), Column("Visits", 14),
        Column("Units", 9, form.count), Column("In programme", 13, form.count),
        Column("Past support from the start", 15, form.count), Column("of them in programme", 13, form.count),
        Column("Unit-months past support later", 15, form.count), Column("of them in programme", 13, form.count),
        Column("Weighted units", 14, "#,##0.000"), Column("Tickets a year", 13, form.number), Column("Cells", 44),
    )  # fmt: skip
    rows = [_row(group, TOP + 1 + i, rows_of[i], book) for i, group in enumerate(counts.units)]
    page.table(TOP, columns, rows)
    book.high_headings(page, TOP)
    if row > ends_top:
        _endings(book, ends_top)
    page.sheet.freeze_panes = f"B{TOP + 1}"
    return UnitCells(
        tuple(f"{TITLE}!$K${TOP + 1 + i}" for i in range(len(rows))),
        tuple(tuple(map(str, each)) for each in rows_of),
    )


def _row(group: UnitGroup, row: int, endings: tuple[int, ...], book: Book) -> tuple[CellValue | Formula, ...]:
    inputs, term = book.inputs, book.subject.counts.term_months
    past = f"G{row}+I{row}/{term}", f"H{row}+J{row}/{term}"
    more = f"({inputs['past_end_of_support_factor',]}-1)"
    failure = inputs["driver", group.driver, "hardware_failure_share"]
    weighted = f"E{row}+{more}*({past[0]})-{failure}*(F{row}+{more}*({past[1]}))"
    if group.profile:
        weighted = f"E{row}*{inputs['seat_profile_factors', group.profile]}"
    tickets = inputs["driver", group.driver, "tickets_per_unit_month"]
    return (
        group.driver,
        group.profile,
        book.where(group.locations),
        group.zone or REMOTE_ONLY,
        group.units,
        group.in_programme,
        group.ended,
        group.ended_in_programme,
        Formula("=" + summed([f"G{each}" for each in endings])),
        Formula("=" + summed([f"H{each}" for each in endings])),
        Formula("=" + weighted),
        Formula(f"=12*{tickets}*K{row}"),
        places(group.cells),
    )


def _endings(book: Book, top: int) -> None:
    """Under headings of their own: the columns G and H are unit-months that the groups add up."""
    page, counts, form = book.page(TITLE), book.subject.counts, book.formats
    headings = (
        "Support ends", "Runs", "Where", "Counts from", "Units", "In programme",
        "Unit-months past", "of them in programme", "Month of the term",
    )  # fmt: skip
    formats = ("", "", "", form.day, form.count, form.count, form.count, form.count, form.count)
    widths = [page.sheet.column_dimensions[get_column_letter(i)].width for i in range(1, len(headings) + 1)]
    columns = [Column(*each) for each in zip(headings, widths, formats, strict=True)]
    start = book.subject.estimate.customer.contract_start
    rows: list[tuple[CellValue | Formula, ...]] = []
    for group in counts.units:
        for end in group.endings:
            row = top + 1 + len(rows)
            left = f"({counts.term_months}-I{row}+1)"
            rows.append(
                (
                    group.driver, end.release, book.where(group.locations), months_later(start, end.month),
                    end.units, end.in_programme, Formula(f"=E{row}*{left}"), Formula(f"=F{row}*{left}"), end.month + 1,
                )
            )  # fmt: skip
    page.table(top, columns, rows)
    book.high_headings(page, top)
