"""comparison.xlsx calculated by LibreOffice: the program's cents, also after a cell was changed as `--set` would."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine as calamine

from estimator.pipeline.comparison import comparison
from estimator.pipeline.customer import Priced, priced, read
from estimator.pipeline.terms import path_of
from estimator.read.data_files import read_facts
from estimator.render.comparison import comparison_xlsx

ROOT = Path(__file__).parents[2]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TODAY = date(2026, 11, 22)
CHANGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "nothing": (),
    "tickets": (("tickets_seat", "driver.seat.tickets_per_unit_month", "0.47"),),
    "minutes": (
        ("minutes_virtual_server", "driver.virtual-server.mean_minutes", "87.5"),
        ("cv_switch", "driver.switch.minutes_cv", "2.3"),
    ),
    "share on site": (("on_site_seat", "driver.seat.on_site_share", "0.31"),),
    "price": (
        ("rate_engineer_business", "plan.business.hourly_rates.engineer", "117.37"),
        ("price_standard", "plan.standard.monthly_price", "61.23"),
    ),
    "all other kinds": (
        ("increment_remote", "billing.remote.increment_minutes", "6"),
        ("minimum_on_site", "billing.on-site.minimum_minutes", "30"),
        ("multiplier_off_hours", "band.off-hours.multiplier", "1.7"),
        ("travel_near", "travel_zone.near.price", "51.20"),
        ("role_technician_virtual_server", "driver.virtual-server.role_mix.technician", "0.35"),
        ("role_engineer_virtual_server", "driver.virtual-server.role_mix.engineer", "0.65"),
        ("band_off_hours_seat", "driver.seat.out_of_hours_shares.off-hours", "0.11"),
        ("past_support_factor", "past_end_of_support_factor", "2.25"),
        ("failure_switch", "driver.switch.hardware_failure_share", "0.9"),
        ("tools_price", "tools.monthly_price", "8.35"),
        ("cost_engineer", "cost.hourly.engineer", "77.70"),
    ),
    "tranches and growth": (
        ("indexation", "indexation", "lu"),
        ("tranche_months", "luxembourg.months_between", "11"),
        ("seat_growth", "seat_growth", "0.05"),
    ),
    "formula and decline": (
        ("indexation", "indexation", "be"),
        ("wage_growth", "belgium.wage_growth", "0.031"),
        ("annual_cap", "belgium.annual_cap", "0.02"),
        ("seat_growth", "seat_growth", "-0.1"),
    ),
}
"""Named cell, the key of `--set`, and the value that both are given."""
EXAMPLES = {
    "example-office": tuple(CHANGES),
    "dunder-mifflin": ("nothing", "tickets", "minutes", "share on site", "price", "formula and decline"),
}

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@dataclass(frozen=True)
class Calculated:
    """The sheets of an example's changed workbooks as LibreOffice calculated them."""

    example: str
    folder: Path

    def rows(self, change: str, title: str) -> list[list[Any]]:
        return book_at(self.folder / file_name(change)).get_sheet_by_name(title).to_python()

    @property
    def changes(self) -> list[tuple[str, Priced]]:
        """Every change, with the customer priced as `--set` has it."""
        return [(change, job(self.example, change)) for change in EXAMPLES[self.example]]


@cache
def book_at(path: Path) -> calamine.CalamineWorkbook:
    return calamine.load_workbook(str(path))


def file_name(change: str) -> str:
    return f"{change.replace(' ', '-')}.xlsx"


@cache
def job(example: str, change: str = "nothing") -> Priced:
    facts = read_facts({}, [f"{key}={value}" for _, key, value in CHANGES[change]])
    assessment, _ = read(ROOT / "assessments" / f"{example}.xlsx", facts, TODAY)
    return priced(assessment, facts, TODAY)


@pytest.fixture(scope="module", params=EXAMPLES)
def calculated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Calculated:
    """One run of LibreOffice for all the workbooks of an example."""
    example: str = request.param
    folder = tmp_path_factory.mktemp("comparison")
    written = folder / "written"
    written.mkdir()
    workbook = openpyxl.load_workbook(BytesIO(comparison_xlsx(comparison(job(example)))))
    for change in EXAMPLES[example]:
        places = [next(iter(workbook.defined_names[name].destinations)) for name, _, _ in CHANGES[change]]
        before = [workbook[title][cell].value for title, cell in places]
        for (title, cell), (_, _, value) in zip(places, CHANGES[change], strict=True):
            workbook[title][cell] = value if value.isalpha() else float(value)
        workbook.save(written / file_name(change))
        for (title, cell), value in zip(places, before, strict=True):
            workbook[title][cell] = value
    command = [
        str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "saved"),
        *map(str, sorted(written.iterdir())),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, timeout=300, check=False, env={**os.environ, "HOME": str(folder)}
    )
    assert len(list((folder / "saved").iterdir())) == len(EXAMPLES[example]), done.stderr
    return Calculated(example, folder / "saved")


def by_first(rows: list[list[Any]]) -> dict[str, list[Any]]:
    """The rows of a sheet by what stands in their first cell."""
    return {row[0]: row[1:] for row in rows if isinstance(row[0], str)}


def in_cents(value: Any) -> Decimal:
    """A calculated amount, which must be whole cents."""
    cents = round(Decimal(value), 2)
    assert abs(Decimal(value) - cents) < Decimal("1e-9")
    return cents


def test_a_changed_cell_gives_the_cents_that_setting_the_figure_gives(calculated: Calculated) -> None:
    seen = set()
    for change, done in calculated.changes:
        rows = by_first(calculated.rows(change, "Plans"))
        for plan in done.estimate.plans:
            row = rows[done.facts.rate_card.plan[plan.plan].names["en"]]
            assert in_cents(row[5]) == plan.expected_annual, (change, plan.plan)
            assert in_cents(row[6]) == round(plan.expected_annual / 12, 2), (change, plan.plan)
        seen.add(tuple(plan.expected_annual for plan in done.estimate.plans))
    terms = sum(change in ("tranches and growth", "formula and decline") for change, _ in calculated.changes)
    assert len(seen) == len(calculated.changes) - terms, "a change changed nothing"


def test_our_cost_and_the_list_value_follow_too(calculated: Calculated) -> None:
    for change, done in calculated.changes:
        rows = by_first(calculated.rows(change, "Summary"))
        fee = done.estimate.fee
        assert round(Decimal(rows["Expected cost"][1]), 2) == done.estimate.provider.expected_annual_cost, change
        assert round(Decimal(rows["Margin guard, a month"][1]), 2) == fee.margin_guard, change
        assert fee.binding == "offer"
        lines = {component.id: component.monthly for component in fee.components}
        for line, name in (("support", "Support"), ("travel", "On-site travel"), ("tools", "Tools")):
            # Printed lines add up to the printed fee, so that one may be a cent off.
            assert abs(Decimal(rows[name][1]) - lines[line]) <= Decimal("0.01"), (change, name)


def test_every_year_of_the_term_follows_to_the_cent(calculated: Calculated) -> None:
    signed = job(calculated.example).estimate.fee.monthly
    for change, done in calculated.changes:
        path = path_of(done, None, ())
        rows = by_first(calculated.rows(change, "Term"))
        for number, year in enumerate(path.years, 1):
            row = rows[f"Year {number}"]
            assert [in_cents(value) for value in row[3:7]] == list(year.plans.values()), change
            if path.fee == signed:  # else the workbook goes on with the fee that was signed
                assert in_cents(row[2]) == year.fee, change
        totals = rows[f"{len(path.months)} months"][3:7]
        assert [in_cents(value) for value in totals] == [total.expected for total in path.years[-1].totals.values()]


def test_the_workbook_tells_how_many_figures_were_changed(calculated: Calculated) -> None:
    for change, _ in calculated.changes:
        number = len(CHANGES[change])
        told = calculated.rows(change, "Summary")[2][0]
        assert told.startswith(f"{number} figures are changed" if number else "As estimated on")
        assumptions = calculated.rows(change, "Assumptions")[4:]
        assert [row[4] for row in assumptions].count("changed") == number
        settings = {row[5]: row[6] for row in assumptions}
        for name, key, value in CHANGES[change]:
            assert settings[name].startswith(f"--set {key}={value.rstrip('0').rstrip('.')}")


def test_the_values_that_are_written_beside_the_formulas_are_those_that_they_come_to(calculated: Calculated) -> None:
    content = BytesIO(comparison_xlsx(comparison(job(calculated.example))))
    formulas, written = (openpyxl.load_workbook(content, data_only=values) for values in (False, True))
    saved = openpyxl.load_workbook(calculated.folder / file_name("nothing"), data_only=True)
    differing = [
        f"{sheet.title}!{cell.coordinate}: {value!r}, not {come_to!r}"
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for value, come_to in [(written[sheet.title][cell.coordinate].value, saved[sheet.title][cell.coordinate].value)]
        if value != come_to and value != pytest.approx(come_to, rel=1e-9, abs=1e-9)
    ]
    assert differing == []


def test_nothing_in_the_workbook_is_an_error(calculated: Calculated) -> None:
    path = calculated.folder / file_name(EXAMPLES[calculated.example][-1])
    book = openpyxl.load_workbook(path, data_only=True)
    assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "e"] == []
