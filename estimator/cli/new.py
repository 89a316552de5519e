"""`estimator new`: the assessment form."""

from __future__ import annotations

from pathlib import Path

import click

from estimator.cli.options import new_file, quiet_option, workbook_argument
from estimator.cli.outcome import say, told_in_sentences


@click.command("new", short_help="Write the assessment form, empty or as an example.")
@workbook_argument
@click.option(
    "--language", type=click.Choice(["nl", "fr", "de", "en"]), default="en", show_default=True, help="Of the form."
)
@click.option("--example", is_flag=True, help="Fill it in for an invented customer.")
@click.option("--force", is_flag=True, help="Replace a file that is already there.")
@quiet_option
def command(*, workbook: Path, language: str, example: bool, force: bool, quiet: bool) -> None:
    """Write the assessment form to FILE.xlsx, with drop-downs and headings in the chosen language.

    \b
    Example:
        estimator new acme.xlsx --language fr
    """
    new_file(workbook, ".xlsx", force)
    with told_in_sentences():
        from estimator.pipeline.form import write_assessment_form

        write_assessment_form(workbook, language, example)
        if not quiet:
            todo = "It is filled in; try" if example else "Fill it in, then run"
            say(f"Wrote {workbook}. {todo}: estimator check {workbook}")
