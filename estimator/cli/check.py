"""`estimator check`: every problem of a workbook, then what is still to be asked."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click

from estimator.cli.options import (
    chosen_files,
    facts_options,
    new_file,
    quiet_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import FINDINGS, told_in_sentences


@click.command("check", short_help="Every problem with its cell, and the open questions by euro.")
@workbook_argument
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--annotate",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.xlsx",
    help="Write a copy with coloured, commented cells and a checklist.",
)
@click.option("--force", is_flag=True, help="Replace OUT.xlsx where it is already there.")
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    style: str,
    annotate: Path | None,
    force: bool,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Tell every problem of FILE.xlsx with sheet, cell and remedy, then the open questions, those that can move
    the fee most first, and every guard of the folder's estimator.toml that is broken. Exit 1 if there are errors
    (with --strict: or warnings). docs/messages.md explains every message.

    \b
    Examples:
        estimator check acme.xlsx
        estimator check acme.xlsx --annotate acme-to-do.xlsx
        estimator check acme.xlsx --format json
    """
    from estimator.read.cells import reading_ahead

    with told_in_sentences(), reading_ahead(workbook):
        from estimator.cli.terminal import print_json, report_console
        from estimator.diagnostics import has_errors
        from estimator.pipeline.checking import check, refuse_overwriting
        from estimator.pipeline.guarding import rules_for
        from estimator.pipeline.outputs import write_whole

        if annotate is not None:
            refuse_overwriting(workbook, annotate)
            new_file(annotate, ".xlsx", force)
        rules = rules_for(workbook, chosen_files(files), overrides)
        checked = check(workbook, rules, today, annotate=annotate is not None)
        if annotate is not None and checked.annotated is not None:
            write_whole(annotate, checked.annotated)
            if not quiet:
                click.echo(f"Wrote {annotate}.", err=True)
        if style == "json":
            from estimator.render.json_estimate import check_document

            document = check_document(checked.diagnostics, checked.estimate)
            print_json(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        else:
            from estimator.render.text import check_text

            console = report_console()
            console.print(check_text(checked.diagnostics, checked.estimate), soft_wrap=not console.is_terminal)
        if has_errors(checked.diagnostics, strict):
            sys.exit(FINDINGS)
