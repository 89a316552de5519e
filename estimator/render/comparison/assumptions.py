"""The sheet Assumptions: every figure that may be changed, with its name, its key for `--set` and its source."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from estimator.render.comparison.book import Book, changed_rule
from estimator.render.comparison.inputs import Input, Kind
from estimator.render.xlsx import put
from estimator.render.xlsx_formats import Formats
from estimator.render.xlsx_table import Column, Formula

TITLE = "Assumptions"
TOP = 4


def write_assumptions(book: Book) -> None:
    """The inputs under names, then what the data files assume beside them; names the count of changed inputs."""
    page, inputs = book.page(TITLE), book.inputs.all
    page.title("Assumptions: change a yellow cell, and the plans follow")
    columns = (
        Column("Group", 16), Column("Figure", 58), Column("Value", 13, "0.00"), Column("As estimated", 13, "0.00"),
        Column("Changed", 9), Column("Name of the cell", 32), Column("The same at the command line", 62),
        Column("Source", 70),
    )  # fmt: skip
    first, after = TOP + 1, TOP + 1 + len(inputs)
    page.table(TOP, columns, [])
    for row, item in enumerate(inputs, first):
        shown = number_format(item.kind, book.formats)
        # Where a comma parts the decimals, a spreadsheet writes one; the command line wants a point.
        told = f'="--set {_quoted(item.key)}="&SUBSTITUTE(C{row},",",".")'
        setting = Formula(told) if item.key else ""
        changed = Formula(f'=IF(C{row}=D{row},"","changed")')
        values = (item.group, item.label, item.value, item.value, changed, item.name, setting, item.source)
        page.row(row, columns, values, formats={3: shown, 4: shown})
        book.mark_input(page.sheet.cell(row, 3))
        book.name(item.name, TITLE, f"C{row}")
    _guard(book, first)
    page.sheet.conditional_formatting.add(
        f"A{first}:H{after - 1}",
        changed_rule(f"$C{first}<>$D{first}"),
    )
    page.sheet.auto_filter.ref = f"A{TOP}:H{after - 1}"
    page.sheet.freeze_panes = f"C{first}"
    page.row(2, columns[:3], (None, None, Formula(f"=SUMPRODUCT(--(C{first}:C{after - 1}<>D{first}:D{after - 1}))")),
             formats={3: "0"})  # fmt: skip
    put(page.sheet, 2, 1, "Figures changed since the estimate:")
    book.name("changed_figures", TITLE, "C2")
    _others(book, after + 2)


def number_format(kind: Kind, form: Formats) -> str:
    """How an input is shown."""
    return {
        "money": form.money,
        "share": "0.0##%",
        "growth": "0.0##%",
        "number": form.exact,
        "whole": form.count,
        "choice": "",
    }[kind]


def _guard(book: Book, first: int) -> None:
    """Keeps shares between 0 and 1 and everything else from being negative."""
    page = book.page(TITLE)
    share = DataValidation(type="decimal", operator="between", formula1="0", formula2="1")
    growth = DataValidation(type="decimal", operator="between", formula1="-0.5", formula2="1")
    positive = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    choice: dict[str, DataValidation] = {}
    for rule in (share, growth, positive):
        rule.errorTitle, rule.error, rule.showErrorMessage = "Not possible", "A share is from 0 to 1 (100%).", True
        page.sheet.add_data_validation(rule)
    growth.error = "Growth is from -50% to 100% a year."
    positive.error = "Use a number that is not negative."
    for row, item in enumerate(book.inputs.all, first):
        if item.kind == "choice":
            options = ",".join(item.choices)
            if options not in choice:
                choice[options] = DataValidation(type="list", formula1=f'"{options}"', showErrorMessage=True)
                page.sheet.add_data_validation(choice[options])
            choice[options].add(f"C{row}")
        else:
            {"share": share, "growth": growth}.get(item.kind, positive).add(f"C{row}")


def _others(book: Book, top: int) -> None:
    """Figures of the data files without a source that this workbook does not calculate with."""
    page = book.page(TITLE)
    keys = {item.key for item in book.inputs.all}
    rows = [
        ("Data files", a.key, a.value, None, None, None, None, a.source)
        for a in book.subject.estimate.assumptions
        if a.key not in keys
    ]
    put(page.sheet, top - 1, 1, "Other figures that no source backs. They stand behind the calendar, the risk and the "
        "guards; a change of them needs a new estimate (--set).")  # fmt: skip
    columns = (
        Column("Group", 16), Column("Figure", 58), Column("Value", 13), Column("", 13), Column("", 9),
        Column("", 32), Column("", 62), Column("Source", 70),
    )  # fmt: skip
    page.table(top, columns, rows)


def _quoted(text: str) -> str:
    """For the inside of a text in a formula."""
    return text.replace('"', '""')


def input_rows(book: Book) -> dict[str, Input]:
    """The cells of the inputs, as `Assumptions!C5`."""
    return {f"{TITLE}!C{row}": item for row, item in enumerate(book.inputs.all, TOP + 1)}
