"""The sheet Workload: the work of a year and what it comes to under every plan, calculated from the assumptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

from openpyxl.utils import get_column_letter

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.recalculation import SessionGroup, UnitGroup
from estimator.model.source import Cell
from estimator.render.comparison.book import Book, summed
from estimator.render.comparison.units import UnitCells
from estimator.render.diagnostics_text import places
from estimator.render.verdict_words import plan_name
from estimator.render.xlsx import CellValue
from estimator.render.xlsx_table import Column, Formula

TITLE = "Workload"
TOP = 3
FIRST_PLAN = 14
"""The column of the first plan's amounts."""


@frozen
class _Line:
    """A row before it stands in one: tickets or sessions of one kind, with the formulas of its own."""

    name: str
    component: str
    locations: tuple[str, ...]
    role: str
    channel: Channel
    band: str
    zone: str
    a_year: str | int
    minutes: str | int
    billed: str
    cells: tuple[Cell, ...]


@frozen
class WorkCells:
    """Where the sheet has what other sheets add up."""

    tickets: tuple[int, int]
    """First row and the row after the last."""
    sessions: tuple[int, int]
    plans: Mapping[str, str]
    """Columns of the yearly amounts by plan."""
    labour: str
    """Column of the list value of worked hours."""
    travel: str
    cost: str
    rows_of: tuple[tuple[int, int], ...]
    """The rows of the tickets of each group of units that has some of its own, first and after the last."""

    def rows(self, column: str, rows: tuple[int, int]) -> str:
        """The cells of a column in these rows, as a formula adds them up."""
        return f"{TITLE}!${column}${rows[0]}:${column}${rows[1] - 1}" if rows[1] > rows[0] else "0"

    @property
    def all_rows(self) -> tuple[int, int]:
        """Tickets and sessions."""
        return self.tickets[0], self.sessions[1]


def write_workload(book: Book, units: UnitCells, billed: Mapping[tuple[str, str], str]) -> WorkCells:
    """Tickets first, a row for every driver, kind of visit, role, channel and rate band; then the update schedule."""
    page, form, subject = book.page(TITLE), book.formats, book.subject
    card = subject.facts.rate_card
    page.title("The work of a year, and what it comes to")
    book.note(page, 2, "Everything here is calculated: change figures on the sheet Assumptions.")
    plans = {plan: get_column_letter(FIRST_PLAN + i) for i, plan in enumerate(card.plan)}
    last = FIRST_PLAN + len(plans)
    labour, travel, cost = (get_column_letter(last + i) for i in range(3))
    columns = (
        Column("Driver or task", 32), Column("Line of the fee", 15), Column("Where", 20), Column("Role", 12),
        Column("Channel", 10), Column("Rate band", 15), Column("A year", 10, form.number),
        Column("Minutes each", 9, form.number), Column("Billed each", 9, form.number),
        Column("Hours a year", 10, form.number), Column("Billed hours", 10, form.number),
        Column("Times the rate", 9, form.number), Column("Travel each", 11, form.money),
        *(Column(plan_name(card, plan, "en"), 14, form.money) for plan in plans),
        Column("List value", 13, form.money), Column("List travel", 12, form.money),
        Column("Our cost", 13, form.money), Column("Cells", 44),
    )  # fmt: skip
    groups: list[tuple[int, int]] = []
    lines: list[_Line] = []
    for key, weighted in _weighted(book, units).items():
        first = TOP + 1 + len(lines)
        lines += _ticket_lines(key, weighted, book, billed)
        groups.append((first, TOP + 1 + len(lines)))
    ticket_count = len(lines)
    lines += [_session_line(group, TOP + 1 + ticket_count + i, book) for i, group in enumerate(subject.counts.sessions)]
    page.table(TOP, columns, [_row(line, row, book) for row, line in enumerate(lines, TOP + 1)])
    after = TOP + 1 + len(lines)
    book.high_headings(page, TOP)
    page.sheet.auto_filter.ref = f"A{TOP}:{get_column_letter(len(columns))}{after - 1}"
    sums = {"J", "K", *plans.values(), labour, travel, cost}
    total = [
        Formula(f"=SUM({letter}{TOP + 1}:{letter}{after - 1})") if lines else 0
        for letter in map(get_column_letter, range(1, len(columns) + 1))
    ]
    kept = [value if get_column_letter(i) in sums else None for i, value in enumerate(total, 1)]
    page.row(after, columns, ("All work", *kept[1:]), bold=True)
    page.sheet.freeze_panes = f"B{TOP + 1}"
    middle = TOP + 1 + ticket_count
    return WorkCells((TOP + 1, middle), (middle, after), plans, labour, travel, cost, tuple(groups))


def unit_keys(book: Book) -> dict[tuple[str, str], list[int]]:
    """The groups of units, by number, whose tickets are alike: of one driver, travelled to alike."""
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, group in enumerate(book.subject.counts.units):
        alike[group.driver, group.zone].append(number)
    return alike


def _weighted(book: Book, units: UnitCells) -> dict[tuple[str, str], tuple[str, list[UnitGroup]]]:
    groups = book.subject.counts.units
    return {
        key: ("(" + summed([units.weighted[number] for number in numbers]) + ")", [groups[n] for n in numbers])
        for key, numbers in unit_keys(book).items()
    }


def _ticket_lines(
    key: tuple[str, str], weighted: tuple[str, list[UnitGroup]], book: Book, billed: Mapping[tuple[str, str], str]
) -> Iterator[_Line]:
    """One for every role, channel and band that the driver's tickets may have, also where none has at present."""
    (driver, zone), (sum_of_units, groups) = key, weighted
    inputs, effort = book.inputs, book.subject.facts.effort.driver[driver]
    tickets = f"12*{inputs['driver', driver, 'tickets_per_unit_month']}*{sum_of_units}"
    visits = inputs["driver", driver, "on_site_share"]
    shares = {band: inputs["driver", driver, "out_of_hours_shares", band] for band in effort.out_of_hours_shares}
    day = next(iter(book.subject.facts.rate_card.band))
    by_day = "(1-" + "-".join(shares.values()) + ")" if shares else "1"
    channels: dict[Channel, str] = {"remote": f"(1-{visits})", "on-site": visits} if zone else {"remote": "1"}
    locations = tuple(dict.fromkeys(place for group in groups for place in group.locations))
    cells = tuple(cell for group in groups for cell in group.cells)
    bands = [(day, by_day), *((band, name) for band, name in shares.items())]
    for role, (channel, of_channel), (band, of_band) in product(effort.role_mix, channels.items(), bands):
        of_role = inputs["driver", driver, "role_mix", role]
        yield _Line(
            name=f"Tickets: {driver}",
            component="support",
            locations=locations,
            role=role,
            channel=channel,
            band=band,
            zone=zone if channel == "on-site" else "",
            a_year=f"={tickets}*{of_role}*{of_channel}*{of_band}",
            minutes=f"={inputs['driver', driver, 'mean_minutes']}",
            billed=f"={billed[driver, channel]}",
            cells=cells,
        )


def _session_line(group: SessionGroup, row: int, book: Book) -> _Line:
    step = book.inputs["billing", group.channel, "increment_minutes"]
    least = book.inputs["billing", group.channel, "minimum_minutes"]
    first = f"IF({least}>0,{least},{step})"
    return _Line(
        name=book.subject.facts.effort.task[group.task].name,
        component=group.component,
        locations=group.locations,
        role=group.role,
        channel=group.channel,
        band=group.band,
        zone=group.zone,
        a_year=group.sessions_per_year,
        minutes=group.minutes_per_session,
        billed=f"=IF(H{row}>0,{first}+{step}*ROUNDUP(MAX(0,H{row}-{first})/{step},0),0)",
        cells=group.cells,
    )


def _row(line: _Line, row: int, book: Book) -> tuple[CellValue | Formula, ...]:
    inputs, customer = book.inputs, book.subject.estimate.customer
    visit = f"+{inputs['cost', 'travel_per_visit']}" if line.channel == "on-site" else ""
    own_cost = f"{inputs['cost', 'hourly', line.role]}*{inputs['cost', 'band_multipliers', line.band]}"
    rate = {plan: inputs["plan", plan, "hourly_rates", line.role] for plan in book.subject.facts.rate_card.plan}
    return (
        line.name,
        line.component,
        book.where(line.locations),
        line.role,
        line.channel,
        line.band,
        Formula(line.a_year) if isinstance(line.a_year, str) else line.a_year,
        Formula(line.minutes) if isinstance(line.minutes, str) else line.minutes,
        Formula(line.billed),
        Formula(f"=G{row}*H{row}/60"),
        Formula(f"=G{row}*I{row}/60"),
        Formula(f"={inputs['band', line.band, 'multiplier']}"),
        Formula(f"={inputs['travel_zone', line.zone, 'price']}") if line.zone else 0,
        *(Formula(f"=K{row}*L{row}*{name}+G{row}*M{row}") for name in rate.values()),
        Formula(f"=J{row}*L{row}*{rate[customer.service_level]}"),
        Formula(f"=G{row}*M{row}"),
        Formula(f"=G{row}*(H{row}/60*{own_cost}{visit})"),
        places(line.cells),
    )
