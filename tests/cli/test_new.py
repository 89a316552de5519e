"""`estimator new` in every language, and that what it writes goes through the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from estimator.read.headings import read_form

LANGUAGES = read_form().languages
TODAY = ("--today", "2026-11-22")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_without_errors_in_every_language(language: str, tmp_path: Path) -> None:
    form = tmp_path / "office.xlsx"
    assert run("new", form, "--language", language, "--example").exit_code == 0
    assert run("check", form, *TODAY).exit_code == 0


def test_the_example_costs_the_same_in_every_language(tmp_path: Path) -> None:
    fees = set()
    for language in LANGUAGES:
        form = tmp_path / f"{language}.xlsx"
        assert run("new", form, "--language", language, "--example").exit_code == 0
        result = run("estimate", form, "--format", "json", *TODAY)
        assert result.exit_code == 0
        fees.add(json.loads(result.stdout)["fee"]["monthly"])
    assert len(fees) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_form_asks_for_what_is_missing_and_says_nothing_of_its_example_rows(
    language: str, tmp_path: Path
) -> None:
    form = tmp_path / "acme.xlsx"
    assert run("new", form, "--language", language).exit_code == 0
    result = run("check", form, *TODAY)
    assert result.exit_code == 1
    assert result.stdout.count("[required]") == 4
    assert result.stdout.count("[no-locations]") == 1
    assert "\n5 errors" in result.stdout
    assert not [tag for tag in read_form().example_tags.values() if tag in result.stdout]
