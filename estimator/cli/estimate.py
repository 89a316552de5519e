"""`estimator estimate`: the fee, the four hourly plans beside it, the verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.inputs import priced_customer
from estimator.cli.options import (
    facts_options,
    new_file,
    quiet_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import say, tell, told_in_sentences

if TYPE_CHECKING:
    from estimator.pipeline.customer import Priced
    from estimator.render.report import Report


def _share(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        percent = Decimal(value.strip().removesuffix("%"))
    except InvalidOperation:
        percent = Decimal(0)
    if not 0 < percent <= 90:
        raise click.BadParameter(f"'{value}' is no percentage from 1 to 90.")
    return percent / 100


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
@click.option(
    "--vary",
    is_flag=False,
    flag_value="20",
    metavar="[PERCENT]",
    callback=_share,
    help="Only what moves the fee: every assumption that matters, so many percent lower and higher (20).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a file instead of the report: .html, all of it on a page with charts; .svg, the chart of the options"
    " or, with --vary, of what moves the fee; .xlsx with --vary.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    style: str,
    explain: str | None,
    vary: Decimal | None,
    output: Path | None,
    force: bool,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Price the managed contract of FILE.xlsx beside the hourly plans. The report is internal: it shows costs.

    \b
    Examples:
        estimator estimate acme.xlsx
        estimator estimate acme.xlsx --explain support
        estimator estimate acme.xlsx --vary
        estimator estimate acme.xlsx --vary 30 -o what-moves-the-fee.xlsx
        estimator estimate acme.xlsx -o decision.html
        estimator estimate acme.xlsx --set driver.server.tickets_per_unit_month=0.4
        estimator estimate acme.xlsx --overlay ours.toml
    """
    if (explain is not None or vary is not None) and style == "json":
        raise click.UsageError("--explain and --vary are for people: use --format text or markdown.")
    if explain is not None and vary is not None:
        raise click.UsageError("Use either --explain or --vary.")
    if output is not None:
        _refuse_output(output, force, style, explain, vary)
    with told_in_sentences():
        from estimator.cli.terminal import print_json, report_console
        from estimator.pipeline.customer import estimate_json

        job, diagnostics = priced_customer(workbook, files, overrides, today, strict=strict)
        if style == "json":
            print_json(estimate_json(job, diagnostics))
            return
        if not quiet:
            tell(diagnostics)
        if output is not None:
            _write(job, vary, output)
            if not quiet:
                say(f"Wrote {output}.")
            return
        report = _report(job, explain, vary)
        if style == "markdown":
            from estimator.render.markdown import report_markdown

            click.echo(report_markdown(report), nl=False)
        else:
            from estimator.render.text import report_text

            report_console().print(report_text(report))


def _refuse_output(output: Path, force: bool, style: str, explain: str | None, vary: Decimal | None) -> None:
    if explain is not None or style != "text":
        raise click.UsageError("--output writes a chart or a workbook: leave --explain and --format out.")
    kind = output.suffix.lower()
    if vary is None and kind == ".xlsx":
        raise click.UsageError("A workbook is written with --vary; comparison.xlsx comes with estimator build.")
    if vary is not None and kind == ".html":
        raise click.UsageError("The page varies what it shows by itself: leave --vary out.")
    new_file(output, kind if kind in (".xlsx", ".html") else ".svg", force)


def _write(job: Priced, vary: Decimal | None, output: Path) -> None:
    from estimator.pipeline.outputs import write_whole

    if output.suffix.lower() == ".html":
        from estimator.pipeline.customer import decision_html

        write_whole(output, decision_html(job).encode())
        return
    if vary is None:
        from estimator.render.charts import options_svg

        write_whole(output, options_svg(job.estimate, job.facts.rate_card).encode())
        return
    from estimator.pipeline.varying import effects

    found = effects(job, vary)
    if output.suffix.lower() == ".xlsx":
        from estimator.render.sensitivity_xlsx import sensitivity_xlsx

        write_whole(output, sensitivity_xlsx(found, vary, job.estimate, job.facts))
    else:
        from estimator.render.charts import effects_svg

        write_whole(output, effects_svg(found, vary, job.estimate).encode())


def _report(job: Priced, explain: str | None, vary: Decimal | None) -> Report:
    if explain is not None:
        from estimator.pipeline.explaining import explained

        return explained(job, explain)
    if vary is not None:
        from estimator.pipeline.varying import effects
        from estimator.render.sensitivity import sensitivity_report

        return sensitivity_report(effects(job, vary), vary, job.estimate, job.facts)
    from estimator.render.report import estimate_report

    return estimate_report(job.estimate, job.facts, job.advice)
