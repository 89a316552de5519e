"""`estimator check`: every problem of a workbook, then what is still to be asked."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from estimator.cli.options import chosen_files, facts_options, strict_option, today_option, workbook_argument
from estimator.cli.outcome import FINDINGS, told_in_sentences


@click.command("check", short_help="Every problem with its cell, and the open questions by euro.")
@workbook_argument
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@strict_option
@facts_options
@today_option
@click.option("-q", "--quiet", is_flag=True, expose_value=False, help="As everywhere; a check has no chatter.")
def command(
    *, workbook: Path, style: str, strict: bool, overrides: tuple[str, ...], today: date, **files: Path | None
) -> None:
    """Tell every problem of FILE.xlsx with sheet, cell and remedy, then the open questions, those that can move
    the fee most first. Exit 1 if there are errors (with --strict: or warnings).

    \b
    Example:
        estimator check assessments/example-office.xlsx
    """
    with told_in_sentences():
        from estimator.cli.terminal import print_json, report_console
        from estimator.diagnostics import has_errors
        from estimator.pipeline.customer import priced
        from estimator.read.data_files import read_facts
        from estimator.read.workbook import read_assessment

        facts = read_facts(chosen_files(files), overrides)
        assessment, diagnostics = read_assessment(workbook, facts.rate_card, facts.lifecycle)
        estimate = priced(assessment, facts, today).estimate if assessment else None
        if style == "json":
            from estimator.render.json_estimate import check_document

            print_json(json.dumps(check_document(diagnostics, estimate), indent=1, ensure_ascii=False) + "\n")
        else:
            from estimator.render.text import check_text

            report_console().print(check_text(diagnostics, estimate), soft_wrap=True)
        if has_errors(diagnostics, strict):
            sys.exit(FINDINGS)
