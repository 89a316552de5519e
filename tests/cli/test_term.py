"""`estimate --term`: both options over the term, as an account manager asks for them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from tests.test_examples import OFFICE

SCHEMA = Path(__file__).parents[2] / "estimator" / "data" / "estimate.schema.json"
GROWING = ("--term", "40", "--indexation", "lu", "--growth", "5%")


def term(*words: str) -> Result:
    return CliRunner().invoke(main, ["estimate", str(OFFICE), "--today", "2026-11-22", "-q", *words])


def line(told: Result, start: str) -> list[str]:
    return next(row for row in told.stdout.splitlines() if row.strip().startswith(start)).split()


def test_the_contracts_own_term_is_told_year_by_year_with_what_changes() -> None:
    told = term("--term")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("The term: 36 months from 1 January 2027")
    assert line(told, "36 ")[1:3] == ["€92,088", "€101,487"]  # 36 x 2,558
    assert "Prices stay as they are." in told.stdout
    assert "Support of FortiOS 7.4 has ended" in told.stdout
    assert "Assets!A28:A29" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_the_markdown_has_the_same_figures() -> None:
    assert "€101,487" in term("--term", "--format", "markdown").stdout


def test_the_document_has_the_path_only_where_it_is_asked_for_and_says_what_the_report_says() -> None:
    usual, told = (json.loads(term(*words, "--format", "json").stdout) for words in ((), GROWING))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(told)
    path = told.pop("term")
    assert told.keys() == usual.keys()
    assert (path["months"], path["indexation"], path["seat_growth"], len(path["path"])) == (40, "lu", 0.05, 40)
    assert [year["months"] for year in path["years"]] == [12, 12, 12, 4]
    assert sum(Decimal(month["fee"]) for month in path["path"]) == Decimal(path["years"][-1]["fee_total"])
    business = path["years"][-1]["plans"]["business"]
    shown = [f"€{round(Decimal(amount)):,}" for amount in (path["years"][-1]["fee_total"], business["expected_total"])]
    row = line(term(*GROWING), "40 ")
    assert (row[1], row[5]) == tuple(shown)
    assert row[6] == f"€{round(Decimal(business['p10_total'])):,}-{round(Decimal(business['p90_total'])):,}"
    assert {event["kind"] for event in path["events"]} == {"support-ends", "prices", "seats"}


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
        (("--vary", "--format", "json"), "--vary is for people"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(words: tuple[str, ...], said: str) -> None:
    told = term(*words)
    assert told.exit_code == 2
    assert said in " ".join(told.stderr.split())
