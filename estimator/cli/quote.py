"""`estimator quote`: the customer's proposal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from estimator.cli.inputs import priced_customer, stop_if_broken
from estimator.cli.options import (
    brand_option,
    facts_options,
    quiet_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import say, tell, told_in_sentences


@click.command("quote", short_help="The customer's proposal as PDF.")
@workbook_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="quote.pdf")
@brand_option
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    output: Path,
    brand: Path | None,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Write the proposal for the customer of FILE.xlsx; it has no internal figure in it.

    \b
    Example:
        estimator quote assessments/example-office.xlsx -o quote.pdf
    """
    if output.suffix.lower() != ".pdf":
        raise click.UsageError(f"{output} does not end in .pdf: the proposal is a PDF file.")
    with told_in_sentences():
        from estimator.pipeline.customer import quote_pdf
        from estimator.pipeline.outputs import write_whole
        from estimator.read.brand import brand_beside, read_brand

        look = read_brand(brand) if brand else brand_beside(workbook)
        job, diagnostics = priced_customer(workbook, files, overrides, today, strict=strict)
        stop_if_broken(diagnostics, strict)
        if not quiet:
            tell(diagnostics)
        write_whole(output, quote_pdf(job, look))
        if not quiet:
            say(f"Wrote {output}.")
