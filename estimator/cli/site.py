"""`estimator site`: the customer's documentation website."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from estimator.cli.inputs import priced_customer, stop_if_broken
from estimator.cli.options import (
    brand_option,
    engine_option,
    facts_options,
    languages_option,
    quiet_option,
    show_fee_option,
    strict_option,
    today_option,
)
from estimator.cli.outcome import FINDINGS, say, tell, told_in_sentences
from estimator.diagnostics import has_errors


@click.command("site", short_help="The customer's documentation website.")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE.xlsx")
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
@click.option(
    "--host-config",
    type=click.Choice(["nginx"]),
    help="Instead of a site: the web server's configuration for a folder that `build` wrote, one login each.",
)
@click.option(
    "--passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --host-config: `name password` lines; new passwords are added there instead of shown once.",
)
@click.option(
    "--sites-at",
    default="",
    metavar="PATH",
    help="With --host-config: where the folder will lie on the server (default: where it is here).",
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
    source: Path,
    output: Path,
    zipped: bool,
    serve: bool,
    port: int,
    show_fee: bool,
    previous: Path | None,
    host_config: str | None,
    passwords: Path | None,
    sites_at: str,
    languages: tuple[str, ...],
    engine: str,
    brand: Path | None,
    strict: bool,
    overrides: tuple[str | Path, ...],
    today: date,
    quiet: bool,
    **files: Path | None,
) -> None:
    """Write the website of FILE.xlsx to DIR; open DIR/index.html, no server needed.

    \b
    Example:
        estimator site assessments/example-office.xlsx -o office-site --zip
        estimator site out --host-config nginx -o hosting
    """
    _refuse_strangers(source, host_config, zipped=zipped, serve=serve, passwords=passwords, sites_at=sites_at)
    with told_in_sentences():
        if host_config:
            _write_host_config(source, output, sites_at, passwords, quiet)
            return
        from estimator.pipeline.outputs import write_zip
        from estimator.pipeline.site import Wishes, earlier_assessment, write_site_folder
        from estimator.read.brand import brand_beside, read_brand

        look = read_brand(brand) if brand else brand_beside(source)
        job, diagnostics = priced_customer(source, files, overrides, today, strict=strict)
        stop_if_broken(diagnostics, strict)
        if not quiet:
            tell(diagnostics)
        earlier = earlier_assessment(previous, job.facts, today) if previous else None
        write_site_folder(job, output, source, Wishes(show_fee, earlier, engine, languages, look))
        if zipped:
            write_zip(output, output.with_name(output.name + ".zip"))
        if not quiet:
            say(f"Wrote {output / 'index.html'}{' and ' + output.name + '.zip' if zipped else ''}.")
        if serve:
            _serve(output, port, quiet)


def _refuse_strangers(source: Path, host_config: str | None, **options: object) -> None:
    """Wrong usage: an option of the other of the command's two jobs, or a file where a folder is meant."""
    others = ("zipped", "serve") if host_config else ("passwords", "sites_at")
    names = {"zipped": "--zip", "serve": "--serve", "passwords": "--passwords", "sites_at": "--sites-at"}
    for option in others:
        if options[option]:
            raise click.UsageError(f"{names[option]} goes {'not' if host_config else 'only'} with --host-config.")
    if host_config and not source.is_dir():
        raise click.UsageError(f"With --host-config, name the folder that `estimator build` wrote; '{source}' is none.")
    if not host_config and source.is_dir():
        raise click.UsageError(f"'{source}' is a folder, not an assessment workbook.")


def _write_host_config(sites: Path, folder: Path, sites_at: str, passwords: Path | None, quiet: bool) -> None:
    """Writes the configuration; passwords that are kept nowhere else are the report on stdout."""
    from estimator.pipeline.hosting import write_host_config

    hosted = write_host_config(sites, folder, sites_at, passwords)
    tell(hosted.diagnostics)
    if not passwords:
        for name, password in hosted.new_passwords.items():
            click.echo(f"{name}\t{password}")
    if not quiet:
        where = f"are in {passwords}" if passwords else "stand above and are shown this once"
        new = f" {len(hosted.new_passwords)} new passwords {where}." if hosted.new_passwords else ""
        click.echo(f"{len(hosted.customers)} customers.{new} Next: {folder / 'README.md'}", err=True)
    if has_errors(hosted.diagnostics):
        sys.exit(FINDINGS)


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
