"""Worker processes for many customers, or for the languages of one: forked from a server that is warm, where it can."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from pathlib import Path
from types import ModuleType
from typing import NoReturn, ParamSpec, TypeVar

WEBSITE = ("estimator.render.site.site", "estimator.render.site.build", "estimator.render.site.warm", "icalendar")
"""What a worker needs that makes a language of a website, imported once."""
EVERYTHING = (
    "estimator.pipeline.build",
    "estimator.read.workbook",
    "estimator.render.calendar",
    "estimator.render.comparison",
    "estimator.render.decision",
    "estimator.render.quote",
    *WEBSITE,
)
"""What a worker needs that makes all of a customer."""
LARGE_FILE = 80_000
"""So many bytes are a few hundred rows of devices, more or less."""
MOST_WORKERS = 61
"""More processes than these Windows cannot wait for."""
INTERRUPTED = 130
"""Exit code of a process that Ctrl-C ended."""
_P = ParamSpec("_P")
_T = TypeVar("_T")


class WorkerPool(ProcessPoolExecutor):
    """Processes that do what is submitted; leaving its `with` block drops what has not begun and waits for the rest."""

    def __init__(self, workers: int, warm: Sequence[str] = EVERYTHING) -> None:
        super().__init__(min(workers, MOST_WORKERS), context(warm), _prepare)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """As of any executor; Ctrl-C ends the worker in silence."""
        with _caller_unseen():
            return super().submit(_leaving_tidily, fn, *args, **kwargs)

    def __exit__(self, *_: object) -> None:
        self.shutdown(cancel_futures=True)


def processors() -> int:
    """How many workers are of use at a time."""
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether starting a worker is cheap."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def are_likely(workbooks: Sequence[Path]) -> bool:
    """Whether workers will be of use, told before anything is read: customers are several, or one's file is large."""
    return len(workbooks) > 1 or any(path.is_file() and path.stat().st_size > LARGE_FILE for path in workbooks)


def context(warm: Sequence[str]) -> BaseContext:
    """How workers start: forked from a server that has imported what they need, where the system can; else anew.

    Forking from the command itself would be unsafe: the progress bar runs in a thread of it.
    """
    if not can_fork():
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(list(warm))
    return forking


def start_early(warm: Sequence[str] = EVERYTHING) -> None:
    """Lets the server begin to import while this process still reads its files: it answers when it is done."""
    if context(warm).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with _caller_unseen():
            forkserver.ensure_running()


@contextmanager
def _caller_unseen() -> Iterator[None]:
    """Keeps a new process from importing the script that called us, which it does not need, and which would run again
    there where it is not guarded by its name; and from importing anything that lies in the folder we are in."""
    caller, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    safe = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        sys.modules["__main__"] = caller
        if safe is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = safe


def collect_rarely() -> None:
    """Spares Python's search for circles of values: a large customer is a million values and hardly a circle."""
    gc.set_threshold(100_000, 20, 20)


class _LeftError(SystemExit):
    """Ctrl-C in a worker."""


def _prepare() -> None:
    collect_rarely()
    _mind_interrupts()


def _mind_interrupts() -> None:
    """Has a worker answer Ctrl-C, and the pool's order to end when another worker has left, by leaving tidily.

    A command that a script starts in the background ignores Ctrl-C, and so do its workers.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def _leave(*_: object) -> NoReturn:
    """A worker's answer: tidy up and end, in silence. Otherwise it would go on with the next customer."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_leaving)
    raise _LeftError(INTERRUPTED)


def _already_leaving(*_: object) -> None:
    """Nothing may interrupt the tidying. Not SIG_IGN: Python complains where a waiting signal finds that."""


def _leaving_tidily(task: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    try:
        return task(*args, **kwargs)
    except _LeftError:
        os._exit(INTERRUPTED)  # the executor would keep the exception and the worker
