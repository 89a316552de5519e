"""`estimator build`: the main job, every output of one or many customers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.options import (
    brand_option,
    chosen_files,
    engine_option,
    facts_options,
    languages_option,
    quiet_option,
    show_fee_option,
    strict_option,
    today_option,
)
from estimator.cli.outcome import FINDINGS, say, tell, told_in_sentences
from estimator.render.safe_text import one_line

if TYPE_CHECKING:
    from rich.table import Table

    from estimator.pipeline.build import Built, Order


@click.command("build", short_help="Every output of one or many customers, only what changed.")
@click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx...")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR")
@click.option("--jobs", type=click.IntRange(1), help="How many customers at a time (default: one a processor).")
@show_fee_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True),
    metavar="OLD",
    help="An earlier workbook, or a folder of them with the same names: the websites tell what changed since.",
)
@languages_option
@engine_option
@brand_option
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbooks: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    show_fee: bool,
    previous: Path | None,
    languages: tuple[str, ...],
    engine: str,
    brand: Path | None,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Check, price and write everything for each FILE.xlsx into DIR/NAME: the website, the proposal, the calendar,
    and our internal files. A workbook with errors, or one that breaks a guard of its folder's estimator.toml, stops
    no other, and what was built before stays. Exit 1 if any failed.

    \b
    Example:
        estimator build assessments/*.xlsx -o out
    """
    from estimator.pipeline.workers import EVERYTHING, WEBSITE, are_likely, start_early
    from estimator.read.cells import reading_ahead

    several = len(workbooks) > 1
    with told_in_sentences(), nullcontext() if several else reading_ahead(workbooks[0]):
        if jobs != 1 and are_likely(workbooks) and (several or engine == "mkdocs"):
            start_early(EVERYTHING if several else WEBSITE)
        from estimator.cli.terminal import progress_console, report_console
        from estimator.pipeline.build import Order, build
        from estimator.read.brand import read_brand
        from estimator.read.data_files import read_facts

        workbooks = _without_lock_files(workbooks, quiet)
        if previous and previous.is_file() and len(workbooks) > 1:
            raise click.BadParameter(
                "For several workbooks, give a folder with the earlier ones.", param_hint="--previous"
            )
        chosen = chosen_files(files)
        facts = read_facts(chosen, overrides)
        look = read_brand(brand) if brand else None
        order = Order(output, facts, today, strict, show_fee, previous, engine, languages, chosen, overrides, look)
        results = sorted(
            _with_progress(build(workbooks, order, jobs), len(workbooks), quiet), key=lambda built: built.workbook
        )
        for result in results:
            if not quiet or result.outcome == "failed":
                tell(result.diagnostics, result.workbook)
        report_console().print(_table(results, order))
        if not quiet:
            pages = [result.folder / "site" / "index.html" for result in results if result.outcome != "failed"]
            for page in pages:
                say(f"Open {page}")
        if any(result.outcome == "failed" for result in results):
            progress_console(quiet).print("What failed keeps the outputs it had before.")
            sys.exit(FINDINGS)


def _with_progress(results: Iterator[Built], total: int, quiet: bool) -> Iterator[Built]:
    """The results, with a bar on stderr while they come where stderr is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from results
        return
    from rich.markup import escape
    from rich.progress import Progress

    from estimator.cli.terminal import progress_console

    with Progress(console=progress_console(quiet), transient=True) as progress:
        bar = progress.add_task("Building", total=total)
        for result in results:
            progress.update(bar, advance=1, description=escape(one_line(result.workbook.stem)))
            yield result


def _without_lock_files(workbooks: tuple[Path, ...], quiet: bool) -> tuple[Path, ...]:
    """The workbooks without the files that Excel keeps beside open ones: `*.xlsx` finds those too."""
    from estimator.read.cells import is_lock_file

    kept = tuple(workbook for workbook in workbooks if not is_lock_file(workbook))
    if not kept or len(kept) == len(workbooks):
        return workbooks
    for workbook in workbooks:
        if workbook not in kept and not quiet:
            say(f"{workbook}: left out: it only says that a workbook is open in Excel.")
    return kept


def _fee_and_choice(result: Built) -> tuple[Decimal | None, str]:
    """What was priced now, or at the time when an unchanged customer was built."""
    if result.outcome != "unchanged":
        return result.fee, result.choice
    estimate = json.loads((result.folder / "internal" / "estimate.json").read_text(encoding="utf-8"))
    return Decimal(estimate["fee"]["monthly"]), estimate["verdict"]["choice"]


def _table(results: list[Built], order: Order) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from estimator.render.figures import money

    verdicts = {"fixed": "fixed fee is cheaper", "predictability": "fixed fee buys certainty", "hourly": "stay hourly"}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Customer", "Outcome", "Fee a month", "Verdict"):
        table.add_column(heading, justify="right" if heading == "Fee a month" else "left", overflow="fold")
    for result in results:
        monthly, choice = _fee_and_choice(result)
        fee = "" if monthly is None else money(monthly, order.currency_of(result.workbook), "en", cents=False)
        row = (one_line(result.workbook.stem), result.outcome, fee, verdicts.get(choice, ""))
        table.add_row(*(Text(cell) for cell in row))
    return table
