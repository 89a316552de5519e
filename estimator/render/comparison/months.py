"""The sheet Months: both options in every month of the term, calculated; the workings of the sheet Term."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from estimator.model.dates import months_later
from estimator.model.frozen import frozen
from estimator.render.comparison.book import Book, summed
from estimator.render.comparison.plans import PlanCells, cents
from estimator.render.comparison.units import UnitCells
from estimator.render.comparison.workload import WorkCells, unit_keys
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue
from estimator.render.xlsx_table import Column, Formula

TITLE = "Months"
TOP = 4
FIRST_PLAN = 7
Row = tuple[CellValue | Formula, ...]


@frozen
class MonthCells:
    """Where the sheet has the months, first row and the row after the last, and the columns of both options."""

    rows: tuple[int, int]
    fee: str
    plans: Mapping[str, str]

    def cells(self, column: str, first: int, count: int) -> str:
        """The cells of so many months from a month (counted from 0) on."""
        top = self.rows[0] + first
        return f"{TITLE}!${column}${top}:${column}${top + count - 1}"


@frozen
class _Causes:
    """Rows, first and after the last, of what tickets cost at the start and of what ends of support add."""

    starts: tuple[int, int]
    ends: tuple[int, int]
    certain: int
    """Row of what a month costs without tickets; the row after it: what doubling the people adds to that."""
    fee_of_growth: str
    belgium: tuple[int, int]
    """Rows of the Belgian factor by year."""


def write_months(book: Book, units: UnitCells, work: WorkCells, plans: PlanCells) -> MonthCells:
    """A row a month; below it what the rows are made of."""
    page, counts, form, card = book.page(TITLE), book.subject.counts, book.formats, book.subject.facts.rate_card
    page.title("The term month by month")
    book.note(page, 2, "Workings of the sheet Term: nothing to change here.")
    columns = {plan: get_column_letter(FIRST_PLAN + i) for i, plan in enumerate(card.plan)}
    after = TOP + 1 + counts.term_months
    causes = _write_causes(book, units, work, plans, after + 2)
    headings = (
        Column("Month", 16), Column("From", 22, form.day), Column("Prices times", 13, "0.000000"),
        Column("Seats times", 13, "0.000000"), Column("Fixed fee", 14, form.money), Column("Millionths", 18, "0"),
        *(Column(plan_name(card, plan, "en"), 14, form.money) for plan in columns),
    )  # fmt: skip
    start = book.subject.estimate.customer.contract_start
    rows: list[Row] = []
    for month in range(counts.term_months):
        row, year = TOP + 1 + month, f"INT((A{TOP + 1 + month}-1)/12)"
        belgium = f"INDEX($B${causes.belgium[0]}:$B${causes.belgium[1] - 1},{year}+1)"
        luxembourg = f"(1+tranche)^INT((A{row}-1)/tranche_months)"
        factor = f'IF(indexation="lu",{luxembourg},IF(indexation="be",{belgium},1))'
        fee = f"=ROUND((fee+(D{row}-1)*{causes.fee_of_growth})*C{row}*1000000,0)"
        rows.append(
            (
                month + 1,
                months_later(start, month),
                Formula("=" + factor),
                Formula(f"=(1+seat_growth)^{year}"),
                Formula("=" + cents(f"F{row}")),
                Formula(fee),
                *(Formula("=" + _month(row, column, causes)) for column in columns.values()),
            )
        )
    page.table(TOP, headings, rows)
    page.sheet.column_dimensions["F"].hidden = True
    page.sheet.freeze_panes = f"C{TOP + 1}"
    return MonthCells((TOP + 1, after), "E", columns)


def _month(row: int, column: str, causes: _Causes) -> str:
    """A plan's month: tickets of what grows and of what does not, and what is certain, at the month's prices."""

    def tickets(grows: int) -> str:
        """At the start, and what ends of support have added until this month."""
        first, after = causes.starts
        terms = []
        if after > first:
            terms.append(_matching(column, first, after, f"$C${first}:$C${after - 1},{grows}"))
        first, after = causes.ends
        if after > first:
            until = f'$D${first}:$D${after - 1},"<="&$A{row}'
            terms.append(_matching(column, first, after, f"$C${first}:$C${after - 1},{grows},{until}"))
        return "(" + summed(terms) + ")"

    certain = f"{column}${causes.certain}+(D{row}-1)*{column}${causes.certain + 1}"
    return f"C{row}*({tickets(1)}*D{row}+{tickets(0)}+{certain})"


def _matching(column: str, first: int, after: int, conditions: str) -> str:
    return f"SUMIFS({column}${first}:{column}${after - 1},{conditions})"


def _write_causes(book: Book, units: UnitCells, work: WorkCells, plans: PlanCells, top: int) -> _Causes:
    starts = _write_starts(book, units, work, top)
    ends = _write_ends(book, units, work, starts[1] + 2)
    certain = _write_certain(book, plans, ends[1] + 2)
    years = -(-book.subject.counts.term_months // 12)
    growth = certain + 3
    page = book.page(TITLE)
    page.row(growth, (Column("", 0), Column("", 0, book.formats.money)),
             ("Doubling the people: the fee", Formula("=" + _fee_of_growth(book, work))))  # fmt: skip
    first = growth + 2
    page.table(first, (Column("Year", 16), Column("Belgian formula: prices times", 22, "0.000000")), [])
    for year in range(years):
        wanted = f"fixed_share+indexed_share*(1+wage_growth)^{year}"
        factor = f"=MIN({wanted},B{first + year}*(1+annual_cap))" if year else "=1"
        page.row(first + 1 + year, (Column("", 0, "0"), Column("", 0, "0.000000")), (year + 1, Formula(factor)))
    return _Causes(starts, ends, certain, f"$B${growth}", (first + 1, first + 1 + years))


def _columns(book: Book, *headings: str) -> tuple[Column, ...]:
    """Six columns that say what it is, then the plans'."""
    card, form = book.subject.facts.rate_card, book.formats
    named = (*headings, *[""] * (6 - len(headings)))
    widths, shown = (16, 22, 13, 13, 14, 18), ("", "", "0", "0", "#,##0.000", "")
    first = tuple(Column(*each) for each in zip(named, widths, shown, strict=True))
    return (*first, *(Column(plan_name(card, plan, "en"), 14, form.money) for plan in card.plan))


def _write_starts(book: Book, units: UnitCells, work: WorkCells, top: int) -> tuple[int, int]:
    """Tickets of the term's first month, by driver and where it stands."""
    counts = book.subject.counts
    rows: list[Row] = []
    for (numbers, of_rows), (driver, _) in zip(_keys(book, work), unit_keys(book), strict=True):
        row = top + 1 + len(rows)
        groups = [counts.units[number] for number in numbers]
        begun = "(" + summed([_at_start(book, units, number) for number in numbers]) + ")"
        where = tuple(dict.fromkeys(place for group in groups for place in group.locations))
        share = f"IF({_weighted(units, numbers)}=0,0,$E{row}/{_weighted(units, numbers)})"
        rows.append(
            (
                driver, book.where(where), int(groups[0].grows), None, Formula("=" + begun), None,
                *_amounts(book, work, of_rows, share),
            )
        )  # fmt: skip
    headings = ("Tickets, month 1", "Where", "Grows", "", "Weighted units")
    return book.page(TITLE).table(top, _columns(book, *headings), rows)


def _write_ends(book: Book, units: UnitCells, work: WorkCells, top: int) -> tuple[int, int]:
    """What every end of support inside the term adds to a month."""
    counts, inputs = book.subject.counts, book.inputs
    rows: list[Row] = []
    for numbers, of_rows in _keys(book, work):
        for number in numbers:
            group = counts.units[number]
            failure = inputs["driver", group.driver, "hardware_failure_share"]
            for end, line in zip(group.endings, units.endings[number], strict=True):
                row = top + 1 + len(rows)
                more = f"({inputs['past_end_of_support_factor',]}-1)*(Units!$E${line}-{failure}*Units!$F${line})"
                share = f"IF({_weighted(units, numbers)}=0,0,$E{row}/{_weighted(units, numbers)})"
                rows.append(
                    (
                        group.driver, end.release, int(group.grows), end.month + 1, Formula("=" + more), None,
                        *_amounts(book, work, of_rows, share),
                    )
                )  # fmt: skip
    headings = ("Support ends", "Runs", "Grows", "From month", "Weighted units")
    return book.page(TITLE).table(top, _columns(book, *headings), rows)


def _write_certain(book: Book, plans: PlanCells, top: int) -> int:
    """A month without tickets under every plan, and what doubling the people would add; gives the first's row."""
    card, inputs, counts = book.subject.facts.rate_card, book.inputs, book.subject.counts
    usual, growing = [], []
    tools = f"+{counts.computers}*{inputs['tools', 'monthly_price']}" if ("tools", "monthly_price") in inputs else ""
    for plan in card.plan:
        parts = "+".join(plans.cell(plan, column) for column in "CDE")
        usual.append(Formula(f"=({parts})/12"))
        growing.append(Formula(f"=({_upkeep(book, plan)})/12{tools}"))
    rows: list[Row] = [
        ("Month", "without tickets", None, None, None, None, *usual),
        ("Doubling", "the people adds", None, None, None, None, *growing),
    ]
    first, _ = book.page(TITLE).table(top, _columns(book, "Certain"), rows)
    return first


def _upkeep(book: Book, plan: str) -> str:
    """A year of the computers' own scheduled minutes."""
    band = book.inputs["band", next(iter(book.subject.facts.rate_card.band)), "multiplier"]
    return summed(
        [
            f"{each.annual_minutes!r}/60*{book.inputs['plan', plan, 'hourly_rates', each.role]}*{band}"
            for each in book.subject.counts.upkeep
        ]
    )


def _fee_of_growth(book: Book, work: WorkCells) -> str:
    inputs, counts = book.inputs, book.subject.counts
    growing = [rows for numbers, rows in _keys(book, work) if counts.units[numbers[0]].grows]
    labour = summed([f"SUM({work.rows(work.labour, rows)})" for rows in growing])
    travel = summed([f"SUM({work.rows(work.travel, rows)})" for rows in growing])
    upkeep = _upkeep(book, book.subject.estimate.customer.service_level)
    tools = f"+{counts.computers}*{inputs['tools', 'monthly_price']}" if ("tools", "monthly_price") in inputs else ""
    return f"(({labour}+{upkeep})*(1-{inputs['commitment', 'discount']})+{travel})/12{tools}"


def _keys(book: Book, work: WorkCells) -> list[tuple[list[int], tuple[int, int]]]:
    """The numbers of the groups of units whose tickets are alike, with the rows of those tickets."""
    return list(zip(unit_keys(book).values(), work.rows_of, strict=True))


def _weighted(units: UnitCells, numbers: list[int]) -> str:
    return "(" + summed([units.weighted[number] for number in numbers]) + ")"


def _at_start(book: Book, units: UnitCells, number: int) -> str:
    """Weighted units of a group in the first month."""
    group, row = book.subject.counts.units[number], units.weighted[number].rpartition("$")[2]
    if group.profile:
        return units.weighted[number]
    more = f"({book.inputs['past_end_of_support_factor',]}-1)"
    failure = book.inputs["driver", group.driver, "hardware_failure_share"]
    return f"(Units!$E${row}+{more}*Units!$G${row}-{failure}*(Units!$F${row}+{more}*Units!$H${row}))"


def _amounts(book: Book, work: WorkCells, of_rows: tuple[int, int], share: str) -> list[Formula]:
    """A month under every plan of a share of the tickets in these rows."""
    return [
        Formula(f"={share}*SUM({work.rows(column, of_rows)})/12")
        for column in (work.plans[plan] for plan in book.subject.facts.rate_card.plan)
    ]
