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

from estimator.pipeline.customer import Priced, priced, read
from estimator.read.data_files import read_facts
from estimator.render.comparison import Comparison, comparison_xlsx

ROOT = Path(__file__).parents[2]
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TODAY = date(2026, 11, 22)
EXAMPLES = ("example-office", "dunder-mifflin")
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
}
"""Named cell, the key of `--set`, and the value that both are given."""

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@dataclass(frozen=True)
class Calculated:
    """The sheets of every changed workbook as LibreOffice calculated them, by example and change."""

    folder: Path

    def rows(self, example: str, change: str, title: str) -> list[list[Any]]:
        return book_at(self.folder / f"{file_name(example, change)}.xlsx").get_sheet_by_name(title).to_python()


@cache
def book_at(path: Path) -> calamine.CalamineWorkbook:
    return calamine.load_workbook(str(path))


def file_name(example: str, change: str) -> str:
    return f"{example} {change}".replace(" ", "-")


@cache
def job(example: str, change: str = "nothing") -> Priced:
    facts = read_facts({}, [f"{key}={value}" for _, key, value in CHANGES[change]])
    assessment, _ = read(ROOT / "assessments" / f"{example}.xlsx", facts, TODAY)
    return priced(assessment, facts, TODAY)


def comparison(done: Priced) -> bytes:
    return comparison_xlsx(Comparison(done.estimate, done.assessment, done.facts, done.counts))


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Calculated:
    """One run of LibreOffice for all the workbooks."""
    folder = tmp_path_factory.mktemp("comparison")
    written = folder / "written"
    written.mkdir()
    for example in EXAMPLES:
        content = comparison(job(example))
        for change, cells in CHANGES.items():
            workbook = openpyxl.load_workbook(BytesIO(content))
            for name, _, value in cells:
                title, cell = next(iter(workbook.defined_names[name].destinations))
                workbook[title][cell] = float(value)
            workbook.save(written / f"{file_name(example, change)}.xlsx")
    command = [
        str(OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "saved"),
        *map(str, sorted(written.iterdir())),
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, timeout=300, check=False, env={**os.environ, "HOME": str(folder)}
    )
    assert len(list((folder / "saved").iterdir())) == len(EXAMPLES) * len(CHANGES), done.stderr
    return Calculated(folder / "saved")


def by_first(rows: list[list[Any]]) -> dict[str, list[Any]]:
    """The rows of a sheet by what stands in their first cell."""
    return {row[0]: row[1:] for row in rows if isinstance(row[0], str)}


def in_cents(value: Any) -> Decimal:
    """A calculated amount, which must be whole cents."""
    cents = round(Decimal(value), 2)
    assert abs(Decimal(value) - cents) < Decimal("1e-9")
    return cents


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_changed_cell_gives_the_cents_that_setting_the_figure_gives(
    calculated: Calculated, example: str, change: str
) -> None:
    done = job(example, change)
    rows = by_first(calculated.rows(example, change, "Plans"))
    for plan in done.estimate.plans:
        row = rows[done.facts.rate_card.plan[plan.plan].names["en"]]
        year, month = row[5], row[6]
        assert in_cents(year) == plan.expected_annual
        assert in_cents(month) == round(plan.expected_annual / 12, 2)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_our_cost_and_the_list_value_follow_too(calculated: Calculated, example: str, change: str) -> None:
    done = job(example, change)
    rows = by_first(calculated.rows(example, change, "Summary"))
    cost = rows["Expected cost"][1]
    assert round(Decimal(cost), 2) == done.estimate.provider.expected_annual_cost
    guard = rows["Margin guard, a month"][1]
    assert round(Decimal(guard), 2) == done.estimate.fee.margin_guard
    if done.estimate.fee.binding == "offer":
        lines = {component.id: component.monthly for component in done.estimate.fee.components}
        for line, name in (("support", "Support"), ("travel", "On-site travel"), ("tools", "Tools")):
            assert abs(Decimal(rows[name][1]) - lines[line]) <= Decimal("0.01")  # printed lines add up: a cent may move


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_workbook_tells_how_many_figures_were_changed(calculated: Calculated, example: str) -> None:
    for change, cells in CHANGES.items():
        told = calculated.rows(example, change, "Summary")[2][0]
        start = "As estimated on" if not cells else f"{len(cells)} figures are changed"
        assert told.startswith(start)
        shown = [row[4] for row in calculated.rows(example, change, "Assumptions")[4:]]
        assert shown.count("changed") == len(cells)


@pytest.mark.parametrize("example", EXAMPLES)
def test_nothing_in_the_workbook_is_an_error(calculated: Calculated, example: str) -> None:
    path = calculated.folder / f"{file_name(example, 'all other kinds')}.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)
    assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "e"] == []


def test_the_command_line_beside_a_changed_cell_is_the_one_that_does_the_same(calculated: Calculated) -> None:
    rows = {row[5]: row[6] for row in calculated.rows("example-office", "tickets", "Assumptions")[4:]}
    assert rows["tickets_seat"] == "--set driver.seat.tickets_per_unit_month=0.47"
    assert rows["rate_engineer_business"].startswith("--set plan.business.hourly_rates.engineer=111")
