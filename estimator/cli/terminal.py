"""Where reports and progress are printed: colours only on a terminal, plain text elsewhere."""

from __future__ import annotations

import sys
from io import StringIO

import click
from rich.console import Console, RenderableType

from estimator.render.safe_text import plain_json

PLAIN_WIDTH = 100


def report_console() -> Console:
    """For reports, on stdout; at most 100 columns wide, and just that where it is no terminal."""
    if sys.stdout.isatty():
        console = Console(highlight=False)
        console.width = min(console.width, PLAIN_WIDTH)
        return console
    return Console(highlight=False, width=PLAIN_WIDTH, color_system=None)


def plain_text(report: RenderableType) -> str:
    """A report as the text that a file of it holds: no colours, 100 columns."""
    written = StringIO()
    Console(file=written, highlight=False, width=PLAIN_WIDTH, color_system=None).print(report)
    return written.getvalue()


def print_json(text: str) -> None:
    """JSON on stdout: UTF-8 in files and pipes, whatever code page the console has; nothing a terminal would obey."""
    text = plain_json(text)
    click.echo(text if sys.stdout.isatty() else text.encode(), nl=False)


def progress_console(quiet: bool) -> Console:
    """For progress and chatter, on stderr."""
    return Console(stderr=True, highlight=False, quiet=quiet)
