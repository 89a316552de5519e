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
@click.option(
    "--explain",
    is_flag=False,
    flag_value="fee",
    metavar="[WORD]",
    help="Only how a figure came about: a line of the fee (support, travel ...), a plan, or a device by its id.",
)
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    style: str,
    explain: str | None,
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
        estimator estimate acme.xlsx --explain support
        estimator estimate acme.xlsx --set driver.server.tickets_per_unit_month=0.4
    """
    if explain is not None and style == "json":
        raise click.UsageError("--explain is for people: use --format text or markdown.")
    with told_in_sentences():
        from estimator.cli.terminal import print_json, report_console
        from estimator.pipeline.customer import estimate_json

        job, diagnostics = priced_customer(workbook, files, overrides, today, strict=strict)
        if style == "json":
            print_json(estimate_json(job, diagnostics))
            return
        if not quiet:
            tell(diagnostics)
        from estimator.render.report import estimate_report

        if explain is None:
            report = estimate_report(job.estimate, job.facts)
        else:
            from estimator.pipeline.explaining import explained

            report = explained(job, explain)
        if style == "markdown":
            from estimator.render.markdown import report_markdown

            click.echo(report_markdown(report), nl=False)
        else:
            from estimator.render.text import report_text

            report_console().print(report_text(report))
