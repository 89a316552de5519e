"""`estimate --term`: both options over the term, as an account manager asks for them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from tests.test_examples import OFFICE


def term(*words: str) -> Result:
    return CliRunner().invoke(main, ["estimate", str(OFFICE), "--today", "2026-11-22", "-q", *words])


def line(told: Result, start: str) -> list[str]:
    return next(row for row in told.stdout.splitlines() if row.strip().startswith(start)).split()


def test_the_contracts_own_term_is_told_year_by_year_with_what_changes() -> None:
    told = term("--term")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("The term: 36 months from 1 January 2027")
    assert line(told, "36 months")[2:4] == ["€92,088", "€101,487"]  # 36 x 2,558
    assert "Prices stay as they are." in told.stdout
    assert "Support of FortiOS 7.4 has ended" in told.stdout
    assert "Assets!A28:A29" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_the_markdown_has_the_same_figures() -> None:
    assert "€101,487" in term("--term", "--format", "markdown").stdout


def test_a_scenario_is_what_setting_its_figures_gives() -> None:
    short = term("--term", "48", "--indexation", "lu", "--growth", "5%")
    long = term("--term", "48", "--set", "indexation=lu", "--set", "seat_growth=0.05")
    assert short.exit_code == 0, short.output
    assert short.stdout == long.stdout
    assert "rise by 2.5% every 16 months" in short.stdout
    assert "5.0% more seats" in short.stdout


def test_the_belgian_formula_is_told_with_its_cap() -> None:
    told = term("--term", "--indexation", "be", "--set", "belgium.annual_cap=0.01")
    said = " ".join(told.stdout.split())
    assert "P0 x (0.2 + 0.8 x S1/S0), wages 2.0% up a year, at most 1.0%." in said
    assert "Prices are 1.0100 times those of the start." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--term", "11"), "'11' is no number of months from 12 to 60."),
        (("--term", "61"), "'61' is no number of months from 12 to 60."),
        (("--term", "--growth", "many"), "'many' is no percentage from -50 to 100."),
        (("--term", "--growth", "nan"), "'nan' is no percentage from -50 to 100."),
        (("--vary", "nan"), "'nan' is no percentage from 1 to 90."),
        (("--growth", "5"), "use them with --term"),
        (("--indexation", "lu"), "use them with --term"),
        (("--term", "--vary"), "Use either --vary or --term."),
        (("--term", "--format", "json"), "--term is for people"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(words: tuple[str, ...], said: str) -> None:
    told = term(*words)
    assert told.exit_code == 2
    assert said in " ".join(told.stderr.split())
