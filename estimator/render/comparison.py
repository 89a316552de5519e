"""comparison.xlsx: the fixed fee beside the hourly plans, for account managers to look into. Internal."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.estimate import Estimate, PlanYear
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.source import Cell, cell_ranges
from estimator.model.workload import ScheduledWork, TicketStream
from estimator.render.diagnostics_text import MOST_QUESTIONS, places, questions_left_out
from estimator.render.fee_words import component_name
from estimator.render.figures import day
from estimator.render.verdict_words import plan_name, verdict_headline, verdict_sentences
from estimator.render.xlsx import CellValue, put, workbook_bytes
from estimator.render.xlsx_table import ACCENT, FONT, Column, Formula, Page

_Work = TypeVar("_Work", TicketStream, ScheduledWork)

LANGUAGE = "en"
MONEY, NUMBER, PERCENT, COUNT = "#,##0.00", "#,##0.00", "0.0%", "#,##0"
MOST_RANGES = 20
"""Of the cells that some work comes from, so many ranges are named, and the rest counted."""


def write_comparison(path: Path, estimate: Estimate, assessment: Assessment, facts: Facts) -> None:
    """Write the workbook; it holds our costs and margins."""
    path.write_bytes(comparison_xlsx(estimate, assessment, facts))


def comparison_xlsx(estimate: Estimate, assessment: Assessment, facts: Facts) -> bytes:
    """The workbook of Summary, Plans, Workload, Assumptions and Questions; same input, same bytes. Internal."""
    workbook = Workbook()
    styles: dict[tuple[str, bool, bool], StyleArray] = {}
    summary = workbook.active
    assert isinstance(summary, Worksheet)
    summary.title = "Summary"
    plans, workload, assumptions, questions = (
        Page(workbook.create_sheet(title), styles) for title in ("Plans", "Workload", "Assumptions", "Questions")
    )
    _summary(Page(summary, styles), estimate, facts)
    _plans(plans, estimate, facts)
    _workload(workload, estimate, assessment, facts)
    _assumptions(assumptions, estimate)
    _questions(questions, estimate)
    for sheet in workbook.worksheets:
        _set_up_print(sheet, one_page=sheet.title in {"Summary", "Plans"})
    return workbook_bytes(workbook)


def _summary(page: Page, estimate: Estimate, facts: Facts) -> None:
    customer, fee, provider, work = estimate.customer, estimate.fee, estimate.provider, estimate.workload
    page.title(f"Managed IT for {customer.name}")
    level = plan_name(facts.rate_card, customer.service_level, LANGUAGE)
    put(page.sheet, 2, 1, f"{level}, {customer.term_months} months; as of {day(estimate.today, LANGUAGE)}; internal")
    row = 4
    for sentence in (verdict_headline(estimate, LANGUAGE), *verdict_sentences(estimate, facts.rate_card, LANGUAGE)):
        put(page.sheet, row, 1, sentence)
        page.sheet.cell(row, 1).font = Font(name=FONT, bold=row == 4)
        row += 1
    columns = (Column(f"{estimate.currency} a month", 46), Column("Amount", 18, MONEY))
    lines = [(component_name(component.id, LANGUAGE), component.monthly) for component in fee.components]
    first, after = page.table(row + 1, columns, lines)
    page.row(after, columns, ("Fixed fee a month", Formula(f"=SUM(B{first}:B{after - 1})")), bold=True)
    page.row(after + 1, columns, ("Fixed fee a year", Formula(f"=12*B{after}")))
    page.row(after + 2, columns, ("Seats", work.seats), formats={2: COUNT})
    page.row(after + 3, columns, ("A seat and month", Formula(f'=IF(B{after + 2}>0,B{after}/B{after + 2},"")')))
    page.row(after + 4, columns, ("Onboarding, once", fee.onboarding))
    ours = (Column("Our side", 46), Column("A year", 18, MONEY))
    first, end = page.table(after + 6, ours, [("Fee", Formula(f"=B{after + 1}"))])
    page.row(end, ours, ("Expected cost", provider.expected_annual_cost))
    page.row(end + 1, ours, ("Cost of a bad year (P90)", provider.p90_annual_cost))
    page.row(end + 2, ours, ("Gross margin, expected year", Formula(f"=1-B{end}/B{first}")), formats={2: PERCENT})
    page.row(end + 3, ours, ("Gross margin, bad year", Formula(f"=1-B{end + 1}/B{first}")), formats={2: PERCENT})
    page.row(end + 4, ours, ("Chance of a loss", provider.probability_of_loss), formats={2: PERCENT})
    page.row(end + 5, ours, ("What binds the fee", fee.binding))


def _plans(page: Page, estimate: Estimate, facts: Facts) -> None:
    page.title(f"Fixed or hourly, {estimate.currency} a month on average over the year")
    columns = (
        Column("Plan", 16),
        Column("Level reached", 14),
        Column("Monthly price", 14, MONEY),
        Column("P10", 12, MONEY),
        Column("Expected", 12, MONEY),
        Column("P90", 12, MONEY),
        Column("Fixed fee", 12, MONEY),
        Column("Fee less expected", 18, MONEY),
        Column("Chance above fee", 17, PERCENT),
    )
    rows = [_plan_row(plan, number, estimate, facts) for number, plan in enumerate(estimate.plans, 4)]
    _, after = page.table(3, columns, rows)
    put(page.sheet, after + 1, 1, "Every plan carries the same tools and the same update schedule as the fixed fee.")
    page.sheet.freeze_panes = "B4"
    page.sheet.add_chart(_chart(page.sheet, after - 1), f"A{after + 3}")


def _plan_row(plan: PlanYear, row: int, estimate: Estimate, facts: Facts) -> tuple[CellValue | Formula, ...]:
    return (
        plan_name(facts.rate_card, plan.plan, LANGUAGE),
        "yes" if plan.meets_service_level else "weaker",
        plan.monthly_price,
        plan.p10_annual / 12,
        plan.expected_annual / 12,
        plan.p90_annual / 12,
        estimate.fee.monthly,
        Formula(f"=G{row}-E{row}"),
        plan.probability_above_fee,
    )


def _chart(sheet: Worksheet, last_row: int) -> BarChart:
    """Bars of P10, expectation and P90 of every plan, the fixed fee as a line across."""
    names = Reference(sheet, min_col=1, min_row=4, max_row=last_row)
    bars = BarChart()
    bars.type, bars.title, bars.height, bars.width = "col", "A month under every plan", 9.5, 22
    bars.add_data(Reference(sheet, min_col=4, max_col=6, min_row=3, max_row=last_row), titles_from_data=True)
    bars.set_categories(names)
    for series, colour in zip(bars.series, ("B4CCDD", ACCENT, "7FA3BE"), strict=True):
        series.graphicalProperties.solidFill = colour
    line = LineChart()
    line.add_data(Reference(sheet, min_col=7, min_row=3, max_row=last_row), titles_from_data=True)
    line.series[0].graphicalProperties.line.solidFill = "B3461E"
    line.series[0].smooth = False
    bars.y_axis.number_format = "#,##0"
    bars.y_axis.title = None
    bars.x_axis.delete = bars.y_axis.delete = False
    bars += line
    return bars


def _workload(page: Page, estimate: Estimate, assessment: Assessment, facts: Facts) -> None:
    page.title("The work of a year")
    columns = (
        Column("Driver or task", 34),
        Column("Location", 20),
        Column("Role", 13),
        Column("Channel", 10),
        Column("Rate band", 15),
        Column("A year", 10, NUMBER),
        Column("Minutes each", 13, NUMBER),
        Column("Hours a year", 13, NUMBER),
        Column("Multiplier", 10, NUMBER),
        Column("Travel each", 12, MONEY),
        Column("Cells", 40),
    )
    names = {place.id: place.name or place.id for place in assessment.locations}
    work = [*_tickets(estimate.workload.streams), *_sessions(estimate.workload.scheduled, facts)]
    rows = [_work_row(alike, row, names) for row, alike in enumerate(work, 4)]
    first, after = page.table(3, columns, rows)
    page.sheet.auto_filter.ref = f"A3:K{after - 1}"
    total = Formula(f"=SUM(H{first}:H{after - 1})") if rows else 0
    page.row(after, columns, ("All work", *[None] * 6, total, *[None] * 3), bold=True)
    page.sheet.freeze_panes = "B4"


@frozen
class _Alike:
    """Work that differs in nothing but its locations."""

    name: str
    role: str
    channel: str
    band: str
    annual_frequency: float
    minutes: float
    band_multiplier: Decimal
    travel_price: Decimal
    locations: tuple[str, ...]
    cells: tuple[Cell, ...]


def _tickets(streams: Iterable[TicketStream]) -> Iterator[_Alike]:
    for alike in _grouped(streams, lambda s: (s.driver, s.role, s.channel, s.band, s.mean_minutes, s.travel_price)):
        frequency = math.fsum(stream.annual_frequency for stream in alike)
        yield _alike(f"Tickets: {alike[0].driver}", alike, frequency, alike[0].mean_minutes)


def _sessions(scheduled: Iterable[ScheduledWork], facts: Facts) -> Iterator[_Alike]:
    """Sessions of one task at their mean length."""
    for alike in _grouped(scheduled, lambda work: (work.task, work.role, work.channel, work.band, work.travel_price)):
        sessions = sum(work.sessions_per_year for work in alike)
        minutes = sum(work.annual_minutes for work in alike) / sessions
        yield _alike(facts.effort.task[alike[0].task].name, alike, sessions, minutes)


def _grouped(works: Iterable[_Work], key: Callable[[_Work], Hashable]) -> Iterable[list[_Work]]:
    groups: dict[Hashable, list[_Work]] = {}
    for work in works:
        groups.setdefault(key(work), []).append(work)
    return groups.values()


def _alike(name: str, alike: Sequence[TicketStream | ScheduledWork], frequency: float, minutes: float) -> _Alike:
    first = alike[0]
    return _Alike(
        name=name,
        role=first.role,
        channel=first.channel,
        band=first.band,
        annual_frequency=frequency,
        minutes=minutes,
        band_multiplier=first.band_multiplier,
        travel_price=first.travel_price,
        locations=tuple(dict.fromkeys(work.location for work in alike)),
        cells=tuple(chain.from_iterable(work.cells for work in alike)),
    )


def _work_row(work: _Alike, row: int, names: Mapping[str, str]) -> tuple[CellValue | Formula, ...]:
    only = work.locations[0]
    return (
        work.name,
        names.get(only, only) if len(work.locations) == 1 else f"{len(work.locations)} locations",
        work.role,
        work.channel,
        work.band,
        work.annual_frequency,
        work.minutes,
        Formula(f"=F{row}*G{row}/60"),
        work.band_multiplier,
        work.travel_price,
        _cells_text(work.cells),
    )


@lru_cache(8)
def _cells_text(cells: tuple[Cell, ...]) -> str:
    ranges = cell_ranges(cells)
    more = len(ranges) - MOST_RANGES
    return ", ".join(ranges[:MOST_RANGES]) + (f" and {more:,} more" if more > 0 else "")


def _assumptions(page: Page, estimate: Estimate) -> None:
    page.title("Figures that no source backs")
    columns = (Column("Figure", 48), Column("Value", 28), Column("Source", 80))
    page.table(3, columns, [(a.key, a.value, a.source) for a in estimate.assumptions])
    page.sheet.freeze_panes = "A4"


def _questions(page: Page, estimate: Estimate) -> None:
    page.title("Open questions, those that can move the fee most first")
    columns = (
        Column("Cell", 18),
        Column("Question", 80),
        Column("Fee, low", 12, MONEY),
        Column("Fee, high", 12, MONEY),
        Column("Span", 12, MONEY),
    )
    rows = [
        (places(question.cells), question.question, question.fee_low, question.fee_high, Formula(f"=D{row}-C{row}"))
        for row, question in enumerate(estimate.questions[:MOST_QUESTIONS], 4)
    ]
    _, after = page.table(3, columns, rows)
    if left_out := questions_left_out(estimate):
        put(page.sheet, after, 1, left_out)
    page.sheet.freeze_panes = "A4"


def _set_up_print(sheet: Worksheet, *, one_page: bool) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    if not one_page:
        sheet.print_title_rows = "3:3"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&A, page &P of &N"))
