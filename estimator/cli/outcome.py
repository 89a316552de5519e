"""The whole error policy: findings exit 1, wrong usage 2, a bug keeps its traceback and exits 70."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from estimator.diagnostics import Diagnostic, Stop

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
        place = f"{problem.filename}: " if problem.filename else ""
        click.echo(f"{place}error: {problem.strerror or problem}. [file-system]", err=True)
        sys.exit(FINDINGS)
    except Exception:
        traceback.print_exc()
        click.echo("This is a bug in estimator, not in your input; please report it with the lines above.", err=True)
        sys.exit(INTERNAL_ERROR)


def tell(diagnostics: Iterable[Diagnostic | str]) -> None:
    """Prints one line a diagnostic on stderr, errors first; nothing in it that a terminal would obey."""
    lines = list(diagnostics)
    texts = [line for line in lines if isinstance(line, str)]
    told = errors_first(line for line in lines if isinstance(line, Diagnostic))
    for text in (*texts, *map(str, told)):
        click.echo(one_line(text), err=True)
