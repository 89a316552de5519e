"""The sheet Billing: from a log-normal number of worked minutes to the expected number of billed ones."""

from __future__ import annotations

from estimator.model.infrastructure import Channel
from estimator.render.comparison.book import Book
from estimator.render.xlsx import CellValue
from estimator.render.xlsx_table import Column, Formula

TITLE = "Billing"
STEPS = 500
"""So many steps are added up one by one; what lies beyond is an integral in closed form."""
RULES_TOP, DRIVERS_TOP = 4, 9


def write_billing(book: Book) -> dict[tuple[str, str], str]:
    """Gives the cell of the expected billed minutes by driver and channel.

    A ticket is billed its first block, and a step for every step it outlasts: the expectation is the sum of the
    chances of outlasting them. Far out the sum is the integral less its first correction (Euler and Maclaurin).
    """
    page, form, inputs = book.page(TITLE), book.formats, book.inputs
    page.title("How worked minutes become billed minutes")
    book.note(page, 2, "Workings: nothing to change here. The minutes of a ticket are log-normal.")
    rules = (
        Column("Channel", 18), Column("Step", 12, form.count), Column("At least", 12, form.count),
        Column("First block", 12, form.count), Column("Summed up to", 14, form.count),
    )  # fmt: skip
    channels: tuple[Channel, ...] = ("remote", "on-site")
    rows: list[tuple[CellValue | Formula, ...]] = []
    for row, channel in enumerate(channels, RULES_TOP + 1):
        step = inputs["billing", channel, "increment_minutes"]
        least = inputs["billing", channel, "minimum_minutes"]
        first = Formula(f"=IF(C{row}>0,C{row},B{row})")
        rows.append(
            (channel, Formula(f"={step}"), Formula(f"={least}"), first, Formula(f"=D{row}+B{row}*{STEPS - 0.5}"))
        )
    page.table(RULES_TOP, rules, rows)
    columns = (
        Column("Driver", 18), Column("Mean", 12, form.number), Column("cv", 12, form.number),
        Column("sigma", 12, "0.000000"), Column("mu", 14, "0.000000"),
        Column("Billed remote", 14, "0.0000"), Column("Billed on site", 14, "0.0000"),
    )  # fmt: skip
    lines: list[tuple[CellValue | Formula, ...]] = []
    for row, driver in enumerate(inputs.drivers, DRIVERS_TOP + 1):
        lines.append(
            (
                driver,
                Formula(f"={inputs['driver', driver, 'mean_minutes']}"),
                Formula(f"={inputs['driver', driver, 'minutes_cv']}"),
                Formula(f"=SQRT(LN(1+C{row}^2))"),
                Formula(f"=LN(B{row})-D{row}^2/2"),
                *(Formula("=" + _expected(row, RULES_TOP + 1 + i)) for i in range(len(channels))),
            )
        )
    page.table(DRIVERS_TOP, columns, lines)
    _steps(book)
    page.sheet.freeze_panes = "B4"
    return {
        (driver, channel): f"{TITLE}!${'FG'[i]}${row}"
        for row, driver in enumerate(inputs.drivers, DRIVERS_TOP + 1)
        for i, channel in enumerate(channels)
    }


def _expected(row: int, rule: int) -> str:
    step, first, end = f"$B${rule}", f"$D${rule}", f"$E${rule}"
    outlasting = f"SUMPRODUCT(NORMSDIST((E{row}-LN({first}+{step}*step_numbers))/D{row}))"
    beyond = f"(E{row}-LN({end}))/D{row}"
    integral = f"(B{row}*NORMSDIST(D{row}+{beyond})-{end}*NORMSDIST({beyond}))/{step}"
    density = f"EXP(-(({beyond})^2)/2)/({end}*D{row}*SQRT(2*PI()))"
    return f"{first}+{step}*({outlasting}+{integral}-{step}/24*{density})"


def _steps(book: Book) -> None:
    page = book.page(TITLE)
    page.sheet["I3"] = "Steps"
    for number in range(STEPS):
        page.sheet.cell(4 + number, 9, number)
    book.name("step_numbers", TITLE, f"I4:I{3 + STEPS}")
