"""`estimator diff`: what changed between two assessments or estimates, and what each cause does to the fee."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.options import (
    chosen_files,
    facts_options,
    old_facts_options,
    percent_option,
    quiet_option,
    strict_option,
    today_option,
)
from estimator.cli.outcome import FINDINGS, say, tell, told_in_sentences

if TYPE_CHECKING:
    from estimator.diagnostics import Diagnostic
    from estimator.model.fee_change import FeeChange

STYLES = {".txt": "text", ".json": "json", ".md": "markdown", ".html": "html", ".htm": "html"}


@click.command("diff", short_help="What changed since, and what each cause does to the fee.")
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="NEW")
@click.option("--format", "style", type=click.Choice(["text", "json", "markdown", "html"]), help="Default: text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it there; .html, .md, .json and .txt say the format.",
)
@percent_option("--max-increase", "Exit 1 where the fee rises by more than this.")
@strict_option
@facts_options
@old_facts_options
@today_option
@quiet_option
def command(
    *,
    old: Path,
    new: Path,
    style: str | None,
    output: Path | None,
    max_increase: Decimal | None,
    strict: bool,
    overrides: tuple[str, ...],
    old_overrides: tuple[str, ...],
    old_today: date | None,
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Tell what changed from OLD to NEW, and split the change of the fee by cause, to the cent. Each is a workbook or
    a saved estimate.json. OLD is priced as of its own assessment with the data files of NEW, unless told otherwise.
    The report is internal: it names the pricing policy.

    \b
    Examples:
        estimator diff 2025/acme.xlsx 2026/acme.xlsx
        estimator diff 2025/acme.xlsx acme.xlsx --rate-card ours-2027.toml --old-rate-card ours-2026.toml
        estimator diff saved/acme.json acme.xlsx --max-increase 10%
        estimator diff 2025/acme.xlsx acme.xlsx -o acme-renewal.html
    """
    style = style or _style_of(output)
    with told_in_sentences():
        from estimator.diagnostics import has_errors
        from estimator.pipeline.diff import Asked, diff

        new_files = {name: path for name, path in chosen_files(files).items() if not name.startswith("old_")}
        old_files = {name[4:]: path for name, path in chosen_files(files).items() if name.startswith("old_")}
        asked = Asked(
            today=today,
            files=new_files,
            overrides=overrides,
            old_files=old_files,
            old_overrides=old_overrides,
            old_today=old_today,
            maximum_increase=max_increase,
        )
        if output is not None:
            from estimator.pipeline.checking import refuse_overwriting

            for source in (old, new):
                refuse_overwriting(source, output)
        change, diagnostics = diff(old, new, asked)
        if output is not None:
            from estimator.pipeline.outputs import write_whole

            write_whole(output, _text(change, diagnostics, style).encode())
            if not quiet:
                say(f"Wrote {output}.")
        elif style == "json":
            from estimator.cli.terminal import print_json

            print_json(_text(change, diagnostics, style))
        elif style == "text":
            from estimator.cli.terminal import report_console
            from estimator.render.diff.report import change_report
            from estimator.render.text import report_text

            report_console().print(report_text(change_report(change)))
        else:
            click.echo(_text(change, diagnostics, style), nl=False)
        tell(each for each in diagnostics if not quiet or has_errors([each], strict))
        if has_errors(diagnostics, strict):
            sys.exit(FINDINGS)


def _style_of(output: Path | None) -> str:
    """The format that a file's ending says; text without a file."""
    if output is None:
        return "text"
    if output.suffix.lower() not in STYLES:
        raise click.UsageError(
            f"{output} does not say its format: end it in .html, .md, .json or .txt, or use --format."
        )
    return STYLES[output.suffix.lower()]


def _text(change: FeeChange, diagnostics: Sequence[Diagnostic], style: str) -> str:
    """The report in a format, without colours."""
    if style == "json":
        from estimator.render.diff.document import change_document
        from estimator.render.safe_text import plain_json

        return plain_json(json.dumps(change_document(change, diagnostics), indent=1, ensure_ascii=False) + "\n")
    if style == "html":
        from estimator.render.diff.page import change_page

        return change_page(change)
    from estimator.render.diff.report import change_report

    if style == "markdown":
        from estimator.render.markdown import report_markdown

        return report_markdown(change_report(change))
    from estimator.cli.terminal import plain_text
    from estimator.render.text import report_text

    return plain_text(report_text(change_report(change)))
