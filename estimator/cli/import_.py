"""`estimator import`: an inventory export into the workbook, every row accounted for."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.options import quiet_option, today_option, workbook_argument
from estimator.cli.outcome import FINDINGS, tell, told_in_sentences

if TYPE_CHECKING:
    from estimator.pipeline.intake import Intake

KINDS = ("netbox", "rvtools", "glpi", "nmap", "snipe-it", "lansweeper", "intune", "tactical", "generic")
"""Those of `read/importers/kinds.py`, known here without reading them: help must be quick."""


@click.command("import", short_help="Bring an inventory export into the workbook.")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="SOURCE")
@workbook_argument
@click.option("--from", "kind", type=click.Choice(KINDS), help="What SOURCE is (default: seen from its content).")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.toml",
    help="Which column is which field, as --save-mapping wrote it.",
)
@click.option(
    "--save-mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.toml",
    help="Write down which column was taken for which field, to correct and use again.",
)
@click.option("--location", default="", metavar="ID", help="The location of rows that name none.")
@click.option(
    "--language",
    type=click.Choice(["nl", "fr", "de", "en"]),
    default="en",
    show_default=True,
    help="Of the form, where FILE.xlsx is not there yet.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be written.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--strict", is_flag=True, help="Exit 1 if a row was not understood.")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@today_option
@quiet_option
def command(
    *,
    source: Path,
    workbook: Path,
    kind: str | None,
    mapping: Path | None,
    save_mapping: Path | None,
    location: str,
    language: str,
    dry_run: bool,
    yes: bool,
    strict: bool,
    style: str,
    today: date,
    quiet: bool,
) -> None:
    """Bring an export of NetBox, RVTools, GLPI, nmap, Snipe-IT, Lansweeper, Intune, Tactical RMM, or any table
    with headings (CSV, xlsx) into FILE.xlsx: rows are updated by id, new ones added, and what people typed by hand
    stays. FILE.xlsx becomes a new form where it is not there yet. Every row of SOURCE is accounted for.

    \b
    Examples:
        estimator import devices.csv acme.xlsx
        estimator import RVTools_export.xlsx acme.xlsx --location HQ --dry-run
    """
    _check_usage(source, workbook)
    from estimator.read.cells import reading_ahead

    with told_in_sentences(), reading_ahead(source):
        from estimator.cli.terminal import print_json, report_console
        from estimator.pipeline.intake import Wanted, keep_mapping, prepared, read_inventory
        from estimator.read.data_files import read_facts
        from estimator.render.import_report import import_document

        facts = read_facts({}, ())
        wanted = Wanted(source, workbook, today, kind, mapping, location, language)
        inventory = read_inventory(wanted, facts)
        if save_mapping is not None:
            keep_mapping(wanted, inventory, save_mapping)
            if not quiet:
                click.echo(f"Wrote {save_mapping}: correct it and use it with --mapping.", err=True)
        with prepared(wanted, inventory, facts) as intake:
            if not quiet:
                tell(intake.remarks)
            if style == "text":
                _show(intake)
            if style == "text" and not dry_run and not yes and intake.merged.changes_something:
                _ask(workbook)
            written = not dry_run and intake.write()
        if style == "json":
            document = import_document(intake.merged, intake.inventory, intake.held, written)
            print_json(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        else:
            report_console().print(_closing(intake, written, dry_run), markup=False, soft_wrap=True)
        if (strict and intake.merged.not_understood) or not inventory.rows:
            sys.exit(FINDINGS)


def _check_usage(source: Path, workbook: Path) -> None:
    if workbook.exists():
        if workbook.samefile(source):
            raise click.UsageError("SOURCE and FILE.xlsx are the same file.")
        return
    if workbook.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{workbook} does not end in .xlsx.")
    if not workbook.parent.is_dir():
        raise click.UsageError(f"There is no folder {workbook.parent}. Make it first, or choose another.")


def _show(intake: Intake) -> None:
    """Prints what is taken for what, and what comes of it."""
    from estimator.cli.terminal import report_console
    from estimator.read.headings import read_form
    from estimator.render.import_report import import_text, mapping_text

    console, form = report_console(), read_form()
    console.print(mapping_text(intake.inventory, form))
    console.print(import_text(intake.merged, intake.held, form))


def _ask(workbook: Path) -> None:
    """Asks whether to go on, where somebody is there to answer; leaves the command where the answer is no."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        click.confirm(f"\nWrite this into {workbook}?", default=True, abort=True)


def _closing(intake: Intake, written: bool, dry_run: bool) -> str:
    workbook = intake.wanted.workbook
    if not intake.inventory.rows:
        return f"\nNo row of {intake.wanted.source} was understood: --from and --mapping say what it is."
    if dry_run:
        return "\nNothing was written (--dry-run)."
    if not written:
        return f"\n{workbook} holds all of this already: nothing was written. Next: estimator check {workbook}"
    return f"\n{'Made' if intake.is_new else 'Wrote'} {workbook}. Next: estimator check {workbook}"
