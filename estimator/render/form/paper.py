"""What the form's sheets are written with: the language, the colours, a line of text."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Form, Sheet
from estimator.model.frozen import frozen
from estimator.render.xlsx import put

LAST_ROW = 5000
"""Down to which drop-downs, colours and the progress reach; rows below are read all the same."""
INK, QUIET_INK, WHITE, GROUND = "1F2933", "5F6C78", "FFFFFF", "F3F6F8"
REQUIRED, OPTIONAL, INTERNAL = "0B4F6C", "5B8299", "7A5673"
"""Headings of what must be filled, of what may be, and of what is ours alone."""
MISSING, DUPLICATE, DOUBTFUL, COMPLETE = "FBD5D0", "FDE9B8", "E7D6F2", "D3EBD8"
"""A value is missing, stands on another row too, or cannot be right; nothing is missing on a sheet."""
EDGE = Side(style="thin", color="D5DDE3")
UNDERLINE = Border(bottom=EDGE)
GRID = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
GAP = Border(right=Side(style="thin", color=WHITE), bottom=Side(style="thin", color=WHITE))
"""Between headings of one colour."""


@frozen
class Paper:
    """One form in the making."""

    workbook: Workbook
    form: Form
    language: str
    translate: Callable[[str], str]
    example_rows: bool = True
    """Whether an empty table begins with a row that shows how one is filled."""

    def sheet_help(self, sheet: Sheet) -> str:
        """What belongs on the sheet."""
        return self.translate(read_help()[sheet.id]["sheet"])

    def help(self, sheet: Sheet, field: Field) -> str:
        """The field's help, and what an empty cell means."""
        _ = self.translate
        text = _(read_help()[sheet.id][field.key])
        default = next((c.labels[self.language] for c in field.choices if c.id == field.default), field.default)
        if not default:
            return text
        empty = _("Empty means: {default}.").format(default=default)
        return f"{text} {empty}"

    def title(self, sheet: Sheet) -> str:
        """The sheet's name."""
        return sheet.titles[self.language]

    @property
    def example_tag(self) -> str:
        """What stands in the first column of a row that only shows how rows are filled."""
        return self.form.example_tags[self.language]

    def name(self, name: str, refers_to: str, hidden: bool = False) -> None:
        """Give cells, or what a formula finds, a name in the workbook."""
        self.workbook.defined_names[name] = DefinedName(name, attr_text=refers_to, hidden=hidden or None)


@cache
def read_help() -> Mapping[str, Mapping[str, str]]:
    """The English help by sheet and field; `sheet` is the line about the sheet itself."""
    return tomllib.loads((files("estimator.data") / "form_help.toml").read_text("utf-8"))


def write_line(page: Worksheet, row: int, column: int, text: str, font: Font | None = None) -> None:
    """A cell of text in ink or in the font given."""
    put(page, row, column, text)
    page.cell(row, column).font = font or ink()


def ink(color: str = INK, size: int = 11, bold: bool = False, italic: bool = False, underlined: bool = False) -> Font:
    """The form's one typeface; a font without a name would be whatever the program likes."""
    return Font("Calibri", size, bold=bold, italic=italic, color=color, underline="single" if underlined else None)


def fill(shade: str) -> PatternFill:
    """A cell's ground."""
    return PatternFill("solid", fgColor=shade)


def warning_fill(shade: str) -> PatternFill:
    """The ground of a conditional format: those take their colour from the other end of the pattern."""
    return PatternFill("solid", bgColor=shade)


def set_up_print(page: Worksheet, orientation: Literal["landscape", "portrait"], wide: int = 1, high: int = 0) -> None:
    """A4, the sheet on so many pages side by side and below one another; 0: as many as it takes."""
    page.page_setup.orientation = orientation
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, high
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.6, 0.8, 0.35
    page.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
