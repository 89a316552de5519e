"""The workbook while it is written: what it tells of, its sheets, its named cells, how inputs look."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.recalculation import Recalculation
from estimator.model.term import TermPath
from estimator.render.comparison.inputs import Inputs
from estimator.render.xlsx import put
from estimator.render.xlsx_formats import Formats, formats
from estimator.render.xlsx_table import FONT, Page

LANGUAGE = "en"
INPUT_COLOUR, INPUT_FILL, CHANGED_FILL = "0000C0", "FFF9DB", "F6C7A8"
SHEETS = (
    "Summary", "Plans", "Workload", "Assumptions", "Term", "Sources", "Questions", "Months", "Units", "Billing",
)  # fmt: skip
"""In the order in which one asks; the last three are the workings."""


@frozen
class Comparison:
    """What the workbook tells of."""

    estimate: Estimate
    assessment: Assessment
    facts: Facts
    counts: Recalculation
    path: TermPath
    """Of the contract's own term; the best hourly plan's totals have their range."""


class Book:
    """The workbook, its empty pages by title, and the names of its cells."""

    def __init__(self, subject: Comparison) -> None:
        customer = subject.estimate.customer
        self.subject = subject
        self.inputs = Inputs(subject.facts, subject.counts)
        self.formats: Formats = formats(subject.estimate.currency, customer.language, customer.country)
        self.workbook = Workbook()
        self._styles: dict[tuple[str, bool, bool], StyleArray] = {}
        self._input_styles: dict[str, StyleArray] = {}
        first = self.workbook.active
        assert isinstance(first, Worksheet)
        first.title = SHEETS[0]
        for title in SHEETS[1:]:
            self.workbook.create_sheet(title)
        self.places = {place.id: place.name or place.id for place in subject.assessment.locations}

    def page(self, title: str) -> Page:
        """The page of this title."""
        sheet = self.workbook[title]
        assert isinstance(sheet, Worksheet)
        return Page(sheet, self._styles)

    def name(self, name: str, title: str, cells: str) -> str:
        """Gives a cell or a range of a sheet a name of the whole workbook; gives the name back."""
        absolute = ":".join(_absolute(cell) for cell in cells.split(":"))
        self.workbook.defined_names[name] = DefinedName(name, attr_text=f"{title}!{absolute}")
        return name

    def mark_input(self, cell: Any) -> None:
        """Makes a cell look like one that is to be changed."""
        kind = cell.number_format
        if kind not in self._input_styles:
            cell._style = copy(cell._style)  # cells alike share theirs
            cell.font = Font(name=FONT, color=INPUT_COLOUR)
            cell.fill = PatternFill("solid", fgColor=INPUT_FILL)
            self._input_styles[kind] = cell._style
        cell._style = self._input_styles[kind]

    def where(self, locations: Sequence[str]) -> str:
        """A location by its name, or how many there are."""
        return self.places.get(locations[0], locations[0]) if len(locations) == 1 else f"{len(locations)} locations"

    def high_headings(self, page: Page, row: int) -> None:
        """Lets the headings of a table wrap over two or three lines."""
        page.sheet.row_dimensions[row].height = 30
        for cell in page.sheet[row]:
            cell.alignment = Alignment(
                horizontal=cell.alignment.horizontal, indent=cell.alignment.indent, vertical="bottom", wrap_text=True
            )

    def note(self, page: Page, row: int, text: str) -> None:
        """Writes a sentence in grey."""
        put(page.sheet, row, 1, text)
        page.sheet.cell(row, 1).font = Font(name=FONT, italic=True, color="5A6570")


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def changed_rule(formula: str) -> Rule:
    """Colours cells where a formula says that something is no longer as it was estimated."""
    fill = PatternFill("solid", bgColor=CHANGED_FILL)
    return Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[formula])


def set_up_print(sheet: Worksheet, *, one_page: bool, headings: str = "3:3") -> None:
    """Landscape A4 at the width of one page; long sheets repeat their headings."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.35)
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    if not one_page:
        sheet.print_title_rows = headings
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&A, page &P of &N"))


def summed(terms: Sequence[str]) -> str:
    """The terms of a formula added up; `0` where there are none."""
    return "+".join(terms) or "0"
