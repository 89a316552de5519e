"""`estimator estimate`: the fee, the four hourly plans beside it, the verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.inputs import exit_if_broken, priced_customer
from estimator.cli.options import (
    facts_options,
    new_file,
    quiet_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import say, tell, told_in_sentences
from estimator.model.term import LONGEST, SHORTEST, TermPath

if TYPE_CHECKING:
    from estimator.pipeline.customer import Priced
    from estimator.render.report import Report


def _share(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Decimal | None:
    percent = _percent(value)
    if percent is not None and not 0 < percent <= 90:
        raise click.BadParameter(f"'{value}' is no percentage from 1 to 90.")
    return None if percent is None else percent / 100


def _percent(value: str | None) -> Decimal | None:
    """The number that stands before a percent sign or alone; one out of every range where there is none."""
    if value is None:
        return None
    try:
        percent = Decimal(value.strip().removesuffix("%"))
    except InvalidOperation:
        return Decimal("Infinity")
    return percent if percent.is_finite() else Decimal("Infinity")


def _months(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    """So many months; 0 for those of the contract."""
    if value is None or value == "contract":
        return None if value is None else 0
    if not (value.isascii() and value.isdecimal() and SHORTEST <= int(value) <= LONGEST):
        raise click.BadParameter(f"'{value}' is no number of months from {SHORTEST} to {LONGEST}.")
    return int(value)


def _growth(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Decimal | None:
    percent = _percent(value)
    if percent is not None and not -50 <= percent <= 100:
        raise click.BadParameter(f"'{value}' is no percentage from -50 to 100.")
    return None if percent is None else percent / 100


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
    "--term",
    is_flag=False,
    flag_value="contract",
    metavar="[MONTHS]",
    callback=_months,
    help="Only the term of the contract, year by year: both options, 12 to 60 months (the contract's own).",
)
@click.option(
    "--indexation",
    type=click.Choice(["none", "lu", "be"]),
    help="With --term: prices follow Luxembourg's index tranches or the Belgian formula.",
)
@click.option(
    "--growth", callback=_growth, metavar="PERCENT", help="With --term: how many more seats every year brings."
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
    term: int | None,
    indexation: str | None,
    growth: Decimal | None,
    output: Path | None,
    force: bool,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Price the managed contract of FILE.xlsx beside the hourly plans. The report is internal: it shows costs. Exit 1
    where the input has errors or a guard of the folder's estimator.toml is broken.

    \b
    Examples:
        estimator estimate acme.xlsx
        estimator estimate acme.xlsx --explain support
        estimator estimate acme.xlsx --vary
        estimator estimate acme.xlsx --term 60 --indexation lu --growth 5%
        estimator estimate acme.xlsx --term 60 --format json
        estimator estimate acme.xlsx --vary 30 -o what-moves-the-fee.xlsx
        estimator estimate acme.xlsx -o decision.html
        estimator estimate acme.xlsx --set driver.server.tickets_per_unit_month=0.4
        estimator estimate acme.xlsx --overlay ours.toml
    """
    views = [name for name, value in (("--explain", explain), ("--vary", vary), ("--term", term)) if value is not None]
    if style == "json" and set(views) - {"--term"}:
        raise click.UsageError(f"{views[0]} is for people: use --format text or markdown.")
    if len(views) > 1:
        raise click.UsageError(f"Use either {' or '.join(views)}.")
    if term is None and (indexation is not None or growth is not None):
        raise click.UsageError("--indexation and --growth tell how a term goes: use them with --term.")
    if output is not None:
        _refuse_output(output, force, style, views)
    overrides += (f"indexation={indexation}",) if indexation else ()
    overrides += (f"seat_growth={growth}",) if growth is not None else ()
    with told_in_sentences():
        from estimator.cli.terminal import print_json, report_console
        from estimator.pipeline.customer import estimate_json

        job, diagnostics = priced_customer(workbook, files, overrides, today, strict=strict)
        if style == "json":
            print_json(estimate_json(job, diagnostics, None if term is None else _path(job, term)))
            exit_if_broken(diagnostics, strict)
            return
        if not quiet:
            tell(diagnostics)
        if output is not None:
            _write(job, vary, output)
            if not quiet:
                say(f"Wrote {output}.")
            return
        report = _report(job, explain, vary, term)
        if style == "markdown":
            from estimator.render.markdown import report_markdown

            click.echo(report_markdown(report), nl=False)
        else:
            from estimator.render.text import report_text

            report_console().print(report_text(report))
        exit_if_broken(diagnostics, strict)


def _refuse_output(output: Path, force: bool, style: str, views: list[str]) -> None:
    if style != "text" or set(views) - {"--vary"}:
        raise click.UsageError("--output writes a chart or a workbook: leave --explain, --term and --format out.")
    kind = output.suffix.lower()
    if not views and kind == ".xlsx":
        raise click.UsageError("A workbook is written with --vary; comparison.xlsx comes with estimator build.")
    if views and kind == ".html":
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


def _report(job: Priced, explain: str | None, vary: Decimal | None, term: int | None) -> Report:
    if explain is not None:
        from estimator.pipeline.explaining import explained

        return explained(job, explain)
    if vary is not None:
        from estimator.pipeline.varying import effects
        from estimator.render.sensitivity import sensitivity_report

        return sensitivity_report(effects(job, vary), vary, job.estimate, job.facts)
    if term is not None:
        from estimator.render.term import term_report

        return term_report(_path(job, term), job.estimate, job.facts)
    from estimator.render.report import estimate_report

    return estimate_report(job.estimate, job.facts, job.advice)


def _path(job: Priced, months: int) -> TermPath:
    """The path of so many months, or of the contract's own."""
    from estimator.pipeline.terms import path_of

    return path_of(job, months or None)
