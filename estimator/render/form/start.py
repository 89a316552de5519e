"""The form's first sheet: steps, sheets, colours, and how values are written."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from estimator.render.form.paper import (
    DUPLICATE,
    INK,
    INTERNAL,
    MISSING,
    OPTIONAL,
    REQUIRED,
    UNDERLINE,
    WHITE,
    Paper,
    fill,
    ink,
    set_up_print,
    write_line,
)

START_SHEET = "Start"
"""The same word in every language, so that reading can pass over it."""
_TITLE = ink(REQUIRED, size=20, bold=True)
_SECTION = ink(REQUIRED, size=13, bold=True)
_STRONG = ink(bold=True)


def write_start(paper: Paper, page: Worksheet) -> None:
    """Write the first sheet."""
    _ = paper.translate
    page.title = START_SHEET
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = INK
    for letter, width in {"A": 3, "B": 28, "C": 92}.items():
        page.column_dimensions[letter].width = width
    write_line(page, 2, 2, _("IT assessment"), _TITLE)
    page.row_dimensions[2].height = 30
    write_line(page, 3, 2, _("What a customer has, recorded once. The fee, the calendar and the website come from it."))
    row = _write_section(page, 5, _("Steps"), _steps(paper))
    row = _write_sheets(paper, page, row)
    row = _write_colours(paper, page, row)
    _write_section(page, row, _("How values are written"), _spelling(paper))
    set_up_print(page, "portrait")


def _write_sheets(paper: Paper, page: Worksheet, row: int) -> int:
    """The sheets with a link to each; returns the next free row."""
    _ = paper.translate
    sheets = [(sheet.titles[paper.language], _(sheet.help)) for sheet in paper.form.sheets]
    for offset, (title, _text) in enumerate(sheets, 1):
        page.cell(row + offset, 2).hyperlink = f"#{quote_sheetname(title)}!A1"
    after = _write_section(page, row, _("Sheets"), sheets)
    for offset in range(1, len(sheets) + 1):
        page.cell(row + offset, 2).font = ink(REQUIRED, bold=True, underlined=True)
    return after


def _write_colours(paper: Paper, page: Worksheet, row: int) -> int:
    """What the colours of headings and cells mean; returns the next free row."""
    legend = _legend(paper)
    after = _write_section(page, row, paper.translate("Colours"), [(heading, text) for heading, text, _shade in legend])
    for offset, (_heading, _text, shade) in enumerate(legend, 1):
        cell = page.cell(row + offset, 2)
        cell.fill = fill(shade)
        cell.font = ink(INK if shade in (MISSING, DUPLICATE) else WHITE, bold=True)
    return after


def _write_section(page: Worksheet, row: int, title: str, lines: list[tuple[str, str]]) -> int:
    """A titled block of two columns; returns the next free row, one left empty between."""
    write_line(page, row, 2, title, _SECTION)
    page.row_dimensions[row].height = 22
    for offset, (heading, text) in enumerate(lines, 1):
        write_line(page, row + offset, 2, heading, _STRONG)
        write_line(page, row + offset, 3, text)
        page.row_dimensions[row + offset].height = 19
        for column in (2, 3):
            cell = page.cell(row + offset, column)
            cell.border = UNDERLINE
            cell.alignment = Alignment(wrap_text=column == 3, vertical="center", horizontal="left", indent=1)
    return row + len(lines) + 2


def _steps(paper: Paper) -> list[tuple[str, str]]:
    _ = paper.translate
    steps = (
        _("Fill in the customer and every location first; give each location a short id."),
        _("Count the people by location and profile. No lists of names are needed, and none belong here."),
        _("List the equipment: one row a device, or one row for several alike with their quantity."),
        _("List the services: lines, licences, backups, domains, certificates, and when they renew."),
        _("Leave a cell empty where nobody knows: the check lists what is still open."),
        _("Save the file, then run: estimator check FILE.xlsx and estimator build FILE.xlsx -o OUT"),
    )
    return [(str(number), text) for number, text in enumerate(steps, 1)]


def _legend(paper: Paper) -> list[tuple[str, str, str]]:
    _ = paper.translate
    return [
        (_("required *"), _("Every row needs a value here."), REQUIRED),
        (_("optional"), _("Helps; the note on the heading says what an empty cell means."), OPTIONAL),
        (_("internal"), _("For us alone: never in anything the customer receives."), INTERNAL),
        (_("missing"), _("The row is begun, and this required cell is still empty."), MISSING),
        (_("twice"), _("This id stands on another row too."), DUPLICATE),
    ]


def _spelling(paper: Paper) -> list[tuple[str, str]]:
    _ = paper.translate
    return [
        (_("Dates"), _("as date cells or as 2027-01-31; 31/01/2027 will do, but 02/03/2027 has two meanings")),
        (_("Maintenance windows"), _("days and hours: Tue 18:00-20:00; Sat 08:00-12:00")),
        (_("Freeze periods"), _("first..last day: 2026-12-20..2027-01-03; 2027-07-15..2027-07-31")),
        (_("Columns"), _("may be moved or left out; columns of your own are reported and ignored")),
    ]
