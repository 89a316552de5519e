"""`estimator estimate`: the fee, the four hourly plans beside it, the verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from estimator.cli.inputs import priced_customer
from estimator.cli.options import (
    facts_options,
    quiet_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import tell, told_in_sentences


@click.command("estimate", short_help="The fixed fee, the four hourly plans beside it, the verdict.")
@workbook_argument
@click.option("--format", "style", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    style: str,
    strict: bool,
    overrides: tuple[str, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Price the managed contract of FILE.xlsx beside the hourly plans. The report is internal: it shows costs.

    \b
    Examples:
        estimator estimate acme.xlsx
        estimator estimate acme.xlsx --set driver.server.tickets_per_unit_month=0.4
    """
    with told_in_sentences():
        from estimator.cli.terminal import print_json, report_console
        from estimator.pipeline.customer import estimate_json

        job, diagnostics = priced_customer(workbook, files, overrides, today, strict=strict)
        if style == "json":
            print_json(estimate_json(job, diagnostics))
            return
        if not quiet:
            tell(diagnostics)
        if style == "markdown":
            from estimator.render.markdown import estimate_markdown

            click.echo(estimate_markdown(job.estimate, job.facts), nl=False)
        else:
            from estimator.render.text import estimate_text

            report_console().print(estimate_text(job.estimate, job.facts))
