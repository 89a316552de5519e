"""What the form's sheets are written with: the language, the colours, a line of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Field, Form
from estimator.render.xlsx import put

INK, QUIET_INK, WHITE, GROUND = "1F2933", "5F6C78", "FFFFFF", "F3F6F8"
REQUIRED, OPTIONAL, INTERNAL = "0B4F6C", "5B8299", "7A5673"
"""Headings of what must be filled, of what may be, and of what is ours alone."""
MISSING, DUPLICATE = "FBD5D0", "FDE9B8"
"""Cells that lack their value, and ids that stand on two rows."""
UNDERLINE = Border(bottom=Side(style="thin", color="D5DDE3"))


@dataclass(frozen=True, slots=True)
class Paper:
    """One form in the making."""

    workbook: Workbook
    form: Form
    language: str
    translate: Callable[[str], str]

    def help(self, field: Field) -> str:
        """The field's help, what an empty cell means, and an example."""
        _ = self.translate
        default = next((c.labels[self.language] for c in field.choices if c.id == field.default), field.default)
        parts = [_(field.help)]
        if default:
            parts.append(_("Empty means: {default}.").format(default=default))
        if field.examples:
            parts.append(_("Example: {example}").format(example=f" {_('or')} ".join(field.examples)))
        return " ".join(parts)


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


def set_up_print(page: Worksheet, orientation: Literal["landscape", "portrait"], pages_wide: int = 1) -> None:
    """A4, the sheet's width on so many pages, as many pages down as it takes."""
    page.page_setup.orientation = orientation
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = pages_wide, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
