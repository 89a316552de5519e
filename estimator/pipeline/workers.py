"""Worker processes for many customers: forked from a server that has imported everything, where the system can."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

WARM = (
    "estimator.pipeline.build",
    "estimator.read.workbook",
    "estimator.render.calendar",
    "estimator.render.comparison",
    "estimator.render.decision",
    "estimator.render.quote",
    "estimator.render.site.build",
    "estimator.render.site.project",
)
"""What every worker needs, imported once."""


def context() -> BaseContext:
    """How workers start: forked from a server that is warm, where the system can; else anew.

    Forking from the command itself would be unsafe: the progress bar runs in a thread of it.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(list(WARM))
    return forking


def start_early() -> None:
    """Lets the server begin to import while the command still reads its data files."""
    if context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()
