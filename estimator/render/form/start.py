"""The form's first sheet: how far the form is, what to do when, what the colours mean, how values are written."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from estimator.model.form import Sheet
from estimator.render.form.paper import (
    COMPLETE,
    DOUBTFUL,
    DUPLICATE,
    GROUND,
    INK,
    INTERNAL,
    MISSING,
    OPTIONAL,
    QUIET_INK,
    REQUIRED,
    UNDERLINE,
    WHITE,
    Paper,
    fill,
    ink,
    set_up_print,
    warning_fill,
    write_line,
)
from estimator.render.form.progress import filled_formula, missing_formula
from estimator.render.form.sheets import field_rows

START_SHEET = "Start"
"""The same word in every language, so that reading can pass over it."""
_FIRST, _LAST = 2, 6
"""The columns that are used; those between them are one cell outside the table of progress."""
_WIDTHS = {"A": 3, "B": 27, "C": 74, "D": 13, "E": 15, "F": 17, "G": 3}
_CHARACTERS = 122
"""That fit into the joined columns beside the first."""
_TITLE = ink(REQUIRED, size=20, bold=True)
_SECTION = ink(REQUIRED, size=13, bold=True)


def write_start(paper: Paper, page: Worksheet) -> None:
    """Write the first sheet."""
    _ = paper.translate
    page.title = START_SHEET
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = INK
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    write_line(page, 2, _FIRST, _("IT assessment"), _TITLE)
    page.row_dimensions[2].height = 30
    _write_customer_name(paper, page)
    text = _("What a customer has, recorded once: the fee, the work calendar and the customer's website come from it.")
    write_line(page, 3, _FIRST, text, ink(QUIET_INK))
    row = _write_progress(paper, page, 5)
    for title, steps in _steps(paper):
        row = _write_section(page, row, title, steps)
    row = _write_colours(paper, page, row)
    _write_section(page, row, _("How values are written"), _spelling(paper))
    page.freeze_panes = "A4"
    set_up_print(page, "portrait")


def _write_customer_name(paper: Paper, page: Worksheet) -> None:
    """The customer's name beside the title, as it stands on the customer sheet at that moment."""
    customer = paper.form.sheet("customer")
    cell = page.cell(2, _LAST)
    cell.value = f'={quote_sheetname(paper.title(customer))}!$B${field_rows(customer)["name"]}&""'
    cell.font, cell.alignment = ink(size=13, bold=True), Alignment(horizontal="right", vertical="center")


def _write_progress(paper: Paper, page: Worksheet, row: int) -> int:
    """How far every sheet is, with a link to each; returns the next free row."""
    _ = paper.translate
    headings = (_("Progress"), "", _("Filled in"), _("Still missing"), _("State"))
    for column, heading in enumerate(headings, _FIRST):
        if heading:
            write_line(page, row, column, heading, _SECTION if column == _FIRST else ink(QUIET_INK, bold=True))
        page.cell(row, column).alignment = Alignment(
            horizontal="left" if column == _FIRST else "center", vertical="center"
        )
        page.cell(row, column).border = UNDERLINE
    page.row_dimensions[row].height = 24
    first = row + 1
    for number, sheet in enumerate(paper.form.sheets, first):
        _write_sheet_progress(paper, page, number, sheet)
    last = first + len(paper.form.sheets) - 1
    for shade, formula in (
        (MISSING, f"N($E{first})>0"),
        (GROUND, f"AND($D{first}=0,ISNUMBER($D{first}))"),
        (COMPLETE, f"AND(N($D{first})>0,ISNUMBER($E{first}))"),
    ):
        rule = Rule("expression", formula=[formula], stopIfTrue=True, dxf=DifferentialStyle(fill=warning_fill(shade)))
        page.conditional_formatting.add(f"F{first}:F{last}", rule)
    total = f"SUM($E${first}:$E${last})"
    done, open_ = _quoted(_("Every required cell is filled: run the check.")), _quoted(_("Required cells still empty:"))
    page.cell(last + 1, _FIRST).value = f'=IF({total}=0,{done},{open_}&" "&{total})'
    page.cell(last + 1, _FIRST).font = ink(bold=True)
    page.row_dimensions[last + 1].height = 24
    page.cell(last + 1, _FIRST).alignment = Alignment(vertical="center", indent=1)
    return last + 3


def _write_sheet_progress(paper: Paper, page: Worksheet, row: int, sheet: Sheet) -> None:
    _ = paper.translate
    title = paper.title(sheet)
    write_line(page, row, _FIRST, title, ink(REQUIRED, bold=True, underlined=True))
    cell = page.cell(row, _FIRST)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(title)}!A1", display=title)
    write_line(page, row, 3, paper.sheet_help(sheet))
    page.cell(row, 4).value = filled_formula(paper, sheet)
    page.cell(row, 5).value = missing_formula(paper, sheet)
    needed = _("to be filled") if sheet.required else _("nothing yet")
    states = (_quoted(needed), _quoted(_("complete")), _quoted(_("incomplete")))
    nothing = f"$D{row}=0"
    page.cell(
        row, 6
    ).value = f'=IF(COUNT($D{row}:$E{row})<2,"?",IF({nothing},{states[0]},IF($E{row}=0,{states[1]},{states[2]})))'
    page.row_dimensions[row].height = 21
    for column in range(_FIRST, _LAST + 1):
        cell = page.cell(row, column)
        cell.border = UNDERLINE
        if column > 3:
            cell.number_format, cell.font = "0" if column < 6 else "General", ink(bold=column == 6)
        cell.alignment = Alignment(
            horizontal="center" if column > 3 else "left", vertical="center", indent=1 if column <= 3 else 0
        )


def _quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def _write_colours(paper: Paper, page: Worksheet, row: int) -> int:
    """What the colours of headings and cells mean; returns the next free row."""
    _ = paper.translate
    legend = _legend(paper)
    after = _write_section(page, row, _("Colours"), [(heading, text) for heading, text, _shade in legend])
    for offset, (_heading, _text, shade) in enumerate(legend, 1):
        cell = page.cell(row + offset, _FIRST)
        cell.fill = fill(shade)
        cell.font = ink(WHITE if shade in (REQUIRED, OPTIONAL, INTERNAL) else INK, bold=True)
    return after


def _write_section(page: Worksheet, row: int, title: str, lines: Sequence[tuple[str, str]]) -> int:
    """A titled block of two columns; returns the next free row, one left empty between."""
    write_line(page, row, _FIRST, title, _SECTION)
    page.row_dimensions[row].height = 24
    page.cell(row, _FIRST).alignment = Alignment(vertical="center")
    for offset, (heading, text) in enumerate(lines, 1):
        write_line(page, row + offset, _FIRST, heading, ink(bold=True))
        write_line(page, row + offset, 3, text)
        page.merge_cells(start_row=row + offset, end_row=row + offset, start_column=3, end_column=_LAST)
        page.row_dimensions[row + offset].height = 6 + 15 * (1 + len(text) // _CHARACTERS)
        for column in range(_FIRST, _LAST + 1):
            cell = page.cell(row + offset, column)
            cell.border = UNDERLINE
            cell.alignment = Alignment(wrap_text=column > _FIRST, vertical="center", horizontal="left", indent=1)
    return row + len(lines) + 2


def _steps(paper: Paper) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """What to do when: a title, then words and explanations."""
    _ = paper.translate
    titles = {sheet.id: paper.title(sheet) for sheet in paper.form.sheets}

    def command(text: str, line: str) -> str:
        return text.format(command=line)

    before = [
        (
            _("Inventory"),
            command(
                _("Ask the customer for an export of the inventory; {command} brings it into this file."),
                "estimator import EXPORT FILE.xlsx",
            ),
        ),
        (_("This file"), _("Save it under a short name of the customer: the folder of results is named after it.")),
        (titles["customer"], _("Fill in what is known already: name, country, the plan of today, the wished start.")),
    ]
    during = [
        (titles["locations"], _("First every location, with a short id each; the other sheets offer these ids.")),
        (titles["seats"], _("Count the people by location and profile. No lists of names: none are needed here.")),
        (titles["assets"], _("One row a device, or one row for several alike with their quantity.")),
        (titles["services"], _("Lines, licences, backups, domains and certificates, and when each renews.")),
        (_("Not known"), _("Leave the cell empty where nobody knows: the check lists what is open, dearest first.")),
    ]
    after = [
        (
            _("Check"),
            command(
                _("Save, then run {command}: every problem with its cell, then the questions for the next visit."),
                "estimator check FILE.xlsx",
            ),
        ),
        (
            _("Correct"),
            command(
                _("{command} writes a copy in which those cells are coloured and explained."),
                "estimator check FILE.xlsx --annotate COPY.xlsx",
            ),
        ),
        (
            _("Build"),
            command(
                _("{command} makes the proposal, the website and the calendar."), "estimator build FILE.xlsx -o OUT"
            ),
        ),
    ]
    return [(_("Before the visit"), before), (_("During the visit"), during), (_("After the visit"), after)]


def _legend(paper: Paper) -> Sequence[tuple[str, str, str]]:
    _ = paper.translate
    return [
        (_("required *"), _("Every row needs a value here."), REQUIRED),
        (_("optional"), _("Helps; the note on the heading says what an empty cell means."), OPTIONAL),
        (_("internal"), _("For us alone: never in anything the customer receives."), INTERNAL),
        (_("missing"), _("The row is begun, and this required cell is still empty."), MISSING),
        (_("twice"), _("This id or serial number stands on another row too."), DUPLICATE),
        (_("doubtful"), _("Cannot be right: an id that no sheet has, or a date before the one it follows."), DOUBTFUL),
    ]


def _spelling(paper: Paper) -> Sequence[tuple[str, str]]:
    _ = paper.translate
    days = {day: words[0] for day, words in paper.form.weekdays[paper.language].items()}
    window = f"{days['Tue']} 18:00-20:00; {days['Sat']} 08:00-12:00"
    periods = "2026-12-20..2027-01-03; 2027-07-15..2027-07-31"
    fields = {field.key: field.headings[paper.language] for sheet in paper.form.sheets for field in sheet.fields}
    return [
        (_("Example row"), _("The row {tag} shows how rows are filled and is not read: write over it, or delete it.")
         .format(tag=paper.example_tag)),
        (_("Dates"), _("A date, or year-month-day: 2027-01-31. 31/01/2027 will do too; 02/03/2027 has two meanings.")),
        (_sentence(fields["maintenance_window"]), _("Days and hours: {example}").format(example=window)),
        (_sentence(fields["freeze_periods"]), _("First and last day: {example}").format(example=periods)),
        (_("Columns"), _("May be moved or left out. Columns of your own are reported and not read.")),
    ]  # fmt: skip


def _sentence(text: str) -> str:
    """With a capital at the front."""
    return text[:1].upper() + text[1:]
