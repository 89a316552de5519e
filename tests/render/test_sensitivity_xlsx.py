"""The workbook of what moves the fee: figures as numbers, a native chart on them, the same bytes every time."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl

from estimator.model.sensitivity import Effect, Outcome
from estimator.render.sensitivity_xlsx import sensitivity_xlsx
from tests.render.estimates import office_estimate, office_facts

TWENTY = Decimal("0.2")
HOSTILE = '=HYPERLINK("http://example.com","x")'


def outcome(fee: str, plan: str) -> Outcome:
    return Outcome(Decimal(fee), Decimal(fee), dict.fromkeys(("none", "standard", "office", "business"), Decimal(plan)))


EFFECTS = (
    Effect("driver.seat.tickets_per_unit_month", "0.35", outcome("2270", "2100.10"), outcome("2431", "2500.20")),
    Effect(HOSTILE, HOSTILE, outcome("2317", "2200.30"), outcome("2384", "2200.30")),
)


def written() -> Any:
    return openpyxl.load_workbook(BytesIO(sensitivity_xlsx(EFFECTS, TWENTY, office_estimate(), office_facts())))


def test_fees_and_their_distance_from_the_fee_as_it_is_stand_as_numbers() -> None:
    rows = list(written()["Fee"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("Assumption", "Value", "Fee at -20%", "Fee at +20%", "-20%", "+20%", "Fee moves")
    assert rows[1] == ("driver.seat.tickets_per_unit_month", "0.35", 2270, 2431, -80, 81, "=ABS(D5-C5)")
    assert rows[2][2:6] == (2317, 2384, -33, 34)


def test_every_plan_has_both_sides() -> None:
    rows = list(written()["Plans"].iter_rows(min_row=4, values_only=True))
    assert rows[0][2:6] == ("No contract, -20%", "No contract, +20%", "Standard, -20%", "Standard, +20%")
    assert rows[1][2:4] == (2100.1, 2500.2)


def test_the_chart_draws_both_sides_of_every_assumption() -> None:
    workbook = written()
    assert workbook.sheetnames == ["Tornado", "Fee", "Plans"]
    (chart,) = workbook["Tornado"]._charts
    assert [series.val.numRef.f for series in chart.series] == ["'Fee'!$E$5:$E$6", "'Fee'!$F$5:$F$6"]
    assert chart.series[0].cat.numRef.f == "'Fee'!$A$5:$A$6"
    assert (chart.barDir, chart.overlap) == ("bar", 100)


def test_no_text_becomes_a_formula() -> None:
    fee = written()["Fee"]
    assert (fee["A6"].value, fee["A6"].data_type) == (HOSTILE, "s")
    assert (fee["B6"].value, fee["B6"].data_type) == (HOSTILE, "s")


def test_without_effects_there_is_no_chart_and_the_same_input_gives_the_same_bytes() -> None:
    empty = sensitivity_xlsx((), TWENTY, office_estimate(), office_facts())
    assert openpyxl.load_workbook(BytesIO(empty))["Tornado"]._charts == []
    assert empty == sensitivity_xlsx((), TWENTY, office_estimate(), office_facts())
