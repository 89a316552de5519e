"""`estimator site`: the customer's documentation website."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from estimator.cli.options import (
    chosen_files,
    facts_options,
    quiet_option,
    show_fee_option,
    strict_option,
    today_option,
    workbook_argument,
)
from estimator.cli.outcome import tell, told_in_sentences


@click.command("site", short_help="The customer's documentation website.")
@workbook_argument
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR")
@click.option("--zip", "zipped", is_flag=True, help="Also write DIR.zip, to hand over without a server.")
@click.option("--serve", is_flag=True, help="Preview it on this machine until Ctrl-C.")
@click.option("--port", default=8000, show_default=True, help="Port of the preview.")
@show_fee_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="OLD.xlsx",
    help="The workbook of an earlier assessment: the website tells what changed since.",
)
@strict_option
@facts_options
@today_option
@quiet_option
def command(
    *,
    workbook: Path,
    output: Path,
    zipped: bool,
    serve: bool,
    port: int,
    show_fee: bool,
    previous: Path | None,
    strict: bool,
    overrides: tuple[str, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Write the website of FILE.xlsx to DIR; open DIR/index.html, no server needed.

    \b
    Example:
        estimator site assessments/example-office.xlsx -o office-site --zip
    """
    with told_in_sentences():
        from estimator.pipeline.customer import priced, read
        from estimator.pipeline.outputs import write_zip
        from estimator.pipeline.site import Wishes, earlier_assessment, write_site_folder
        from estimator.read.data_files import read_facts

        facts = read_facts(chosen_files(files), overrides)
        assessment, diagnostics = read(workbook, facts, strict)
        if not quiet:
            tell(diagnostics)
        wishes = Wishes(show_fee, earlier_assessment(previous, facts) if previous else None)
        write_site_folder(priced(assessment, facts, today), output, workbook, wishes)
        if zipped:
            write_zip(output, output.with_name(output.name + ".zip"))
        if not quiet:
            click.echo(f"Wrote {output / 'index.html'}{' and ' + output.name + '.zip' if zipped else ''}.", err=True)
        if serve:
            _serve(output, port, quiet)


def _serve(folder: Path, port: int, quiet: bool) -> None:
    """Serves the folder on loopback only."""
    import contextlib
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Requests are of no interest to a consultant."""

    with ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder))) as server:
        if not quiet:
            click.echo(f"Preview on http://127.0.0.1:{server.server_port}/ - stop with Ctrl-C.", err=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
