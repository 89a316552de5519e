"""The whole error policy: findings exit 1, wrong usage 2, a bug keeps its traceback and exits 70."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from estimator.diagnostics import Diagnostic, Stop, file_problem
from estimator.render.safe_text import one_line

FINDINGS = 1
INTERNAL_ERROR = 70


@contextmanager
def told_in_sentences() -> Iterator[None]:
    """Everything inside ends in one of the documented ways; no expected failure shows a traceback."""
    try:
        yield
    except Stop as stop:
        tell(stop.diagnostics)
        sys.exit(FINDINGS)
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except OSError as problem:
        tell([file_problem(problem)])
        sys.exit(FINDINGS)
    except Exception:
        traceback.print_exc()
        click.echo("This is a bug in estimator, not in your input; please report it with the lines above.", err=True)
        sys.exit(INTERNAL_ERROR)


def tell(diagnostics: Iterable[Diagnostic], workbook: Path | None = None) -> None:
    """Prints one line a diagnostic on stderr, errors first, repetition folded; nothing that a terminal would obey.

    A workbook's name stands in front where several are told of.
    """
    from estimator.render.diagnostics_text import folded

    for diagnostic in folded(diagnostics):
        line = str(diagnostic)
        if workbook is not None and not diagnostic.place.startswith((str(workbook), workbook.name)):
            line = f"{workbook.name}: {line}"
        say(line)


def say(line: str) -> None:
    """Prints a line on stderr with nothing in it that a terminal would obey, such as the name of a file may have."""
    click.echo(one_line(line), err=True)
