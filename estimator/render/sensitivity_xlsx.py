"""What moves the fee as a workbook: every assumption with the fee and the plans, and a tornado as Excel draws it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.sensitivity import Effect
from estimator.render.figures import day, percent
from estimator.render.sensitivity import MOST_ASSUMPTIONS
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue, put, workbook_bytes
from estimator.render.xlsx_table import ACCENT, Column, Formula, Page
from estimator.render.xlsx_values import workbook_values

LANGUAGE = "en"
MONEY = "#,##0.00"
RAISED = "B3461E"
TOP = 4
"""The row of the headings."""


def sensitivity_xlsx(effects: Sequence[Effect], share: Decimal, estimate: Estimate, facts: Facts) -> bytes:
    """The workbook, in English; same input, same bytes. Internal."""
    workbook = Workbook()
    styles: dict[tuple[str, bool, bool], StyleArray] = {}
    first = workbook.active
    assert isinstance(first, Worksheet)
    first.title = "Tornado"
    drawn, fee = Page(first, styles), Page(workbook.create_sheet("Fee"), styles)
    _head(drawn, "What moves the fixed fee", share, estimate)
    _fee(fee, effects, share, estimate)
    if effects:
        chart = _tornado(fee.sheet, min(len(effects), MOST_ASSUMPTIONS), estimate.currency)
        drawn.sheet.add_chart(chart, f"A{TOP}")
    _plans(Page(workbook.create_sheet("Plans"), styles), effects, share, estimate, facts)
    for each in workbook.worksheets:
        _set_up_print(each)
    return workbook_bytes(workbook, workbook_values(workbook))


def _fee(page: Page, effects: Sequence[Effect], share: Decimal, estimate: Estimate) -> None:
    _head(page, "The fixed fee under every assumption", share, estimate)
    by, now = percent(share, LANGUAGE), estimate.fee.monthly
    columns = (
        Column("Assumption", 52),
        Column("Value", 14),
        Column(f"Fee at -{by}", 14, MONEY),
        Column(f"Fee at +{by}", 14, MONEY),
        Column(f"-{by}", 12, MONEY),
        Column(f"+{by}", 12, MONEY),
        Column("Fee moves", 12, MONEY),
    )
    rows = [
        (
            effect.key,
            effect.value,
            effect.lowered.fee,
            effect.raised.fee,
            effect.lowered.fee - now,
            effect.raised.fee - now,
            Formula(f"=ABS(D{row}-C{row})"),
        )
        for row, effect in enumerate(effects, TOP + 1)
    ]
    page.table(TOP, columns, rows)
    page.sheet.freeze_panes = f"B{TOP + 1}"


def _tornado(sheet: Worksheet, rows: int, currency: str) -> BarChart:
    """Bars to both sides of the fee as it is, the first assumption on top."""
    chart = BarChart()
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 40
    chart.title = f"{currency} a month, beside the fee as it is"
    chart.height, chart.width = 2.5 + 0.62 * rows, 26
    chart.add_data(Reference(sheet, min_col=5, max_col=6, min_row=TOP, max_row=TOP + rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=TOP + 1, max_row=TOP + rows))
    for series, colour in zip(chart.series, (ACCENT, RAISED), strict=True):
        series.graphicalProperties.solidFill = colour
        series.invertIfNegative = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.number_format = "#,##0"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    return chart


def _plans(page: Page, effects: Sequence[Effect], share: Decimal, estimate: Estimate, facts: Facts) -> None:
    _head(page, "The hourly plans, a month of an expected year", share, estimate)
    by = percent(share, LANGUAGE)
    plans = [(plan.plan, plan_name(facts.rate_card, plan.plan, LANGUAGE)) for plan in estimate.plans]
    columns = [Column("Assumption", 52), Column("Value", 14)]
    for _, name in plans:
        columns += [Column(f"{name}, -{by}", 18, MONEY), Column(f"{name}, +{by}", 18, MONEY)]
    rows: list[tuple[CellValue, ...]] = [
        (
            effect.key,
            effect.value,
            *(side.plans[plan] for plan, _ in plans for side in (effect.lowered, effect.raised)),
        )
        for effect in effects
    ]
    page.table(TOP, columns, rows)
    page.sheet.freeze_panes = f"B{TOP + 1}"


def _head(page: Page, title: str, share: Decimal, estimate: Estimate) -> None:
    page.title(title)
    by = percent(share, LANGUAGE)
    told = f"{estimate.customer.name}; one assumption at a time, {by} lower and {by} higher; as of "
    put(page.sheet, 2, 1, f"{told}{day(estimate.today, LANGUAGE)}; internal")


def _set_up_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    if sheet.title != "Tornado":
        sheet.print_title_rows = f"{TOP}:{TOP}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
