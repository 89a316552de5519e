"""`estimate --explain`: from a euro to its rule, as a consultant asks for it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from tests.test_examples import OFFICE


def explain(*words: str) -> Result:
    return CliRunner().invoke(main, ["estimate", str(OFFICE), "--today", "2026-11-22", "-q", "--explain", *words])


@pytest.mark.parametrize("word", ["support", "maintenance", "travel", "tools", "certainty", "business", "ws-10"])
def test_an_explanation_names_its_rule_its_files_and_its_cells(word: str) -> None:
    told = explain(word)
    assert told.exit_code == 0, told.output
    assert "The rule" in told.stdout
    assert "SHA-256" in told.stdout
    if word in ("support", "business"):
        assert "Seats!C2:C6" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100


@pytest.mark.parametrize("word", ["support", "maintenance", "business", "none", "WS-01"])
def test_every_line_can_be_calculated_again_from_what_is_shown(word: str) -> None:
    rows = [row for row in explain(word, "--format", "markdown").stdout.splitlines() if row.startswith("| ")]
    headings = next([cell.strip() for cell in row.split("|")] for row in rows if "| Rate |" in row)
    lines = [dict(zip(headings, (cell.strip(" €") for cell in row.split("|")), strict=False)) for row in rows]
    priced = [line for line in lines if line.get("Rate", "").replace(".", "").isdecimal()]
    assert len(priced) > 3
    for line in priced:
        minutes = line.get("Billed min") or line["Minutes"]
        each = Decimal(minutes) / 60 * Decimal(line["Rate"]) + Decimal(line.get("Travel") or 0)
        assert abs(Decimal(line["x a month"]) * each - Decimal(line["a month"])) <= Decimal("0.011"), line


def test_without_a_word_the_whole_fee_is_explained() -> None:
    told = explain()
    assert told.stdout.startswith("Why the fee is")
    assert "Margin guard" in told.stdout


def test_a_device_that_is_not_managed_causes_no_euro() -> None:
    told = explain("RT-01")
    assert told.exit_code == 1
    assert "causes no euro" in told.stderr


def test_a_misspelt_word_is_refused_with_a_suggestion() -> None:
    told = explain("suport")
    assert told.exit_code == 1
    assert told.stderr.endswith("Did you mean 'support'? [nothing-to-explain]\n")


def test_markdown_has_the_same_and_json_is_refused() -> None:
    assert explain("support", "--format", "markdown").stdout.startswith("# Why Support is")
    assert explain("support", "--format", "json").exit_code == 2


def test_what_moves_the_fee_is_a_table_with_bars() -> None:
    arguments = ["estimate", str(OFFICE), "--today", "2026-11-22", "-q", "--vary"]
    told = CliRunner().invoke(main, [*arguments, "10%"])
    assert told.exit_code == 0, told.output
    first = told.stdout.split("Fee moves\n")[1].splitlines()[0]
    assert first.split()[0] == "driver.seat.tickets_per_unit_month"
    assert first.endswith("\N{FULL BLOCK}" * 12)
    assert "No contract" in told.stdout


def test_a_share_that_is_none_and_two_reports_at_once_are_wrong_usage() -> None:
    arguments = ["estimate", str(OFFICE), "--vary"]
    assert CliRunner().invoke(main, [*arguments, "many"]).exit_code == 2
    assert CliRunner().invoke(main, [*arguments, "20", "--explain", "fee"]).exit_code == 2
