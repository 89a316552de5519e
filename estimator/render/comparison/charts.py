"""Native charts of the workbook: they follow the cells they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart, LineChart, Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from estimator.render.xlsx_table import ACCENT

FEE, RANGE = "B3461E", "A9C6DC"
LINES = ("7A8794", "2E7D6B", "8A5A9E", ACCENT, "9C7A1F", "4B4B4B")
"""Colours of the hourly plans, in the rate card's order."""
WIDTH, HEIGHT = 22, 10
"""Centimetres: what fits on a landscape page."""
TITLE_SIZE = 1200
"""Hundredths of a point: a title on one line, and room for what is drawn."""


def plans_chart(sheet: Worksheet, top: int, last: int, lowest: float, money: str) -> BarChart:
    """A bar from P10 to P90 of every plan, its expectation as a mark, the fixed fee as a line across.

    `top` is the row of the headings; columns H, I: expected month and fee; K, P: P10 and the span up to P90.
    """
    names = Reference(sheet, min_col=1, min_row=top + 1, max_row=last)
    bars = BarChart()
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "col", "stacked", 100, 120
    for column in (11, 16):
        bars.add_data(Reference(sheet, min_col=column, min_row=top, max_row=last), titles_from_data=True)
    bars.set_categories(names)
    base, span = bars.series
    base.graphicalProperties = GraphicalProperties(noFill=True)
    base.graphicalProperties.line.noFill = True
    span.graphicalProperties.solidFill = RANGE
    lines = LineChart()
    for column in (8, 9):
        lines.add_data(Reference(sheet, min_col=column, min_row=top, max_row=last), titles_from_data=True)
    expected, fee = lines.series
    _line(expected, ACCENT)
    expected.graphicalProperties.line = LineProperties(noFill=True)
    expected.marker.symbol, expected.marker.size = "diamond", 10
    expected.marker.graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    _line(fee, FEE)
    bars.y_axis.scaling.min = lowest
    bars.legend = Legend(legendEntry=[LegendEntry(idx=0, delete=True)])
    _dress(bars, "A month: 8 of 10 years, expectation, fixed fee", money)
    bars += lines
    return bars


def break_even_chart(
    sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int], most_hours: int, money: str
) -> ScatterChart:
    """A straight line for every plan but the first: what a month of so many hours costs less than under the first.

    Where two lines cross, the plans cost the same. `rows`: headings and the last row; `columns`: the second plan's and
    the last one's. Column A has the hours, `most_hours` at most.
    """
    top, last = rows
    chart = ScatterChart()
    chart.style, chart.scatterStyle = 13, "lineMarker"
    hours = Reference(sheet, min_col=1, min_row=top + 1, max_row=last)
    for number, column in enumerate(range(columns[0], columns[1] + 1), 1):
        values = Reference(sheet, min_col=column, min_row=top, max_row=last)
        series = Series(values, hours, title_from_data=True)
        _line(series, LINES[number % len(LINES)])
        chart.series.append(series)
    chart.x_axis.title = "Hours a month"
    chart.x_axis.number_format = "0"
    chart.x_axis.scaling.min, chart.x_axis.scaling.max = 0, most_hours
    chart.x_axis.majorGridlines = None
    chart.x_axis.tickLblPos = "low"
    _dress(chart, "Saved in a month of so many hours, against the first plan", money)
    return chart


def term_chart(sheet: Worksheet, top: int, last: int, columns: Sequence[int], money: str) -> LineChart:
    """Totals since the start: the fixed fee, the compared plan's expectation, its P10 and its P90, in this order."""
    chart = LineChart()
    for column in columns:
        chart.add_data(Reference(sheet, min_col=column, min_row=top, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    colours, dashes = (FEE, ACCENT, "5B93BC", "5B93BC"), ("solid", "solid", "sysDash", "sysDash")
    for series, colour, dash in zip(chart.series, colours, dashes, strict=True):
        _line(series, colour)
        series.graphicalProperties.line.dashStyle = dash
    _dress(chart, "What both options have cost since the start", money)
    return chart


def _line(series: XYSeries, colour: str) -> None:
    series.graphicalProperties.line.solidFill = colour
    series.graphicalProperties.line.width = 25_400
    series.marker = Marker("none")
    series.smooth = False


def _heading(text: str) -> Title:
    run = RegularTextRun(rPr=CharacterProperties(sz=TITLE_SIZE, b=True), t=text)
    return Title(tx=Text(rich=RichText(p=[Paragraph(r=[run])])), overlay=False)


def _dress(chart: BarChart | LineChart | ScatterChart, title: str, money: str) -> None:
    """Size, title, legend and axes."""
    chart.title, chart.width, chart.height = _heading(title), WIDTH, HEIGHT
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = money
    chart.y_axis.numFmt.sourceLinked = False
    grey = GraphicalProperties()
    grey.line.solidFill = "DDE3E8"
    chart.y_axis.majorGridlines = ChartLines(spPr=grey)
    chart.legend = chart.legend or Legend()
    chart.legend.position = "b"
