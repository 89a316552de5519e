"""The `estimator` command: its sub-commands in the order of the work."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from io import TextIOWrapper
from keyword import iskeyword

import click

from estimator import __version__

COMMANDS = ("new", "import", "check", "estimate", "quote", "site", "build", "diff")


class InOrderOfWork(click.Group):
    """Commands as the work goes, each imported only when it is used or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a file of the same name in this folder; `import`, which no module may be called, has a `_`."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"estimator.cli.{cmd_name}{'_' if iskeyword(cmd_name) else ''}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named, or a refusal that suggests one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as refusal:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            if not close:
                raise
            raise click.UsageError(f"{refusal.message} Did you mean '{close[0]}'?", ctx) from None


@click.group(cls=InOrderOfWork, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="estimator")
def main() -> None:
    """Price managed IT: an assessment workbook in; a fixed monthly fee beside the hourly plans, and the
    customer's own documentation website out.

    \b
    A first run:
        estimator new acme.xlsx --example
        estimator import devices.csv acme.xlsx
        estimator check acme.xlsx
        estimator estimate acme.xlsx
        estimator build acme.xlsx -o out
        estimator diff acme-last-year.xlsx acme.xlsx
    """
    # A command makes many values and hardly a circle of them: looking for circles is a twentieth of its time, and
    # looking once more for them as the process ends, when all memory is given back anyway, is another tenth.
    gc.set_threshold(500_000, 20, 20)
    atexit.register(gc.freeze)
    # Nothing here multiplies matrices: numpy need not start a thread for each processor to do so.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # an old code page must not end a report at a customer's name
            stream.reconfigure(errors="replace")
