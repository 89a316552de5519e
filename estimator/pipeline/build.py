"""The main job for one or many customers: every output, only what changed, in parallel."""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Literal, NoReturn

from estimator import __version__
from estimator.diagnostics import Diagnostic, Level, Stop, file_problem
from estimator.model.brand import Brand
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.pipeline.customer import Priced, estimate_json, pages_folder, priced, quote_pdf, read
from estimator.pipeline.outputs import STAMP, fingerprint, is_current, whole
from estimator.pipeline.site import Wishes, earlier_assessment, write_site
from estimator.pipeline.workers import context
from estimator.read.brand import brand_beside
from estimator.read.cells import unfit

OUTPUTS = (
    "site/index.html",
    "site-source/mkdocs.yml",
    "quote.pdf",
    "schedule.ics",
    "internal/estimate.json",
    "internal/comparison.xlsx",
    "internal/diagnostics.txt",
)
MOST_WORKERS = 61
"""More processes than these Windows cannot wait for."""
INTERRUPTED = 130
"""Exit code of a process that Ctrl-C ended."""


@frozen
class Order:
    """What is to be built, with which facts, on which day."""

    out: Path
    facts: Facts
    today: date
    strict: bool = False
    show_fee: bool = False
    """Whether the website names the monthly fee."""
    previous: Path | None = None
    """An earlier workbook, or a folder of workbooks with the same names, with which the website compares."""
    engine: str = "mkdocs"
    languages: tuple[str, ...] = ()
    """Of the website, in any order: the customer's comes first. None: the customer's alone."""
    brand: Brand | None = None
    """None: that of each workbook's folder."""

    def brand_of(self, workbook: Path) -> Brand:
        """What one customer's documents look like; raises Stop where the folder's brand file has mistakes."""
        return brand_beside(workbook) if self.brand is None else self.brand

    def previous_of(self, workbook: Path) -> Path | None:
        """The earlier workbook of one customer; None where there is none."""
        if self.previous is None or not self.previous.is_dir():
            return self.previous
        earlier = self.previous / workbook.name
        return earlier if earlier.is_file() else None


@frozen
class Built:
    """What became of one workbook. `fee` and `choice` are empty where it was not priced now."""

    workbook: Path
    folder: Path
    outcome: Literal["built", "unchanged", "failed"]
    diagnostics: tuple[Diagnostic, ...] = ()
    fee: Decimal | None = None
    choice: str = ""


def build(workbooks: Sequence[Path], order: Order, workers: int | None = None) -> Iterator[Built]:
    """Builds every workbook and yields each result as it is ready; a failing one stops no other.

    Raises Stop where two workbooks would share an output folder.
    """
    _refuse_shared_folders(workbooks)
    workers = min(workers or os.cpu_count() or 1, len(workbooks), MOST_WORKERS)
    if workers <= 1:
        for workbook in workbooks:
            yield build_one(workbook, order)
        return
    pool = ProcessPoolExecutor(workers, context(), _mind_interrupts)
    try:
        running = [pool.submit(_build_in_worker, workbook, order) for workbook in workbooks]
        for finished in as_completed(running):
            yield finished.result()
    finally:
        pool.shutdown(cancel_futures=True)


class _LeftError(SystemExit):
    """Ctrl-C in a worker."""


def _mind_interrupts() -> None:
    """Has a worker answer Ctrl-C, and the pool's order to end when another worker has left, by leaving tidily."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)


def _leave(*_: object) -> NoReturn:
    """A worker's answer: tidy up and end, in silence. Otherwise it would go on with the next customer."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _already_leaving)
    raise _LeftError(INTERRUPTED)


def _already_leaving(*_: object) -> None:
    """Nothing may interrupt the tidying. Not SIG_IGN: Python complains where a waiting signal finds that."""


def _build_in_worker(workbook: Path, order: Order) -> Built:
    try:
        return build_one(workbook, order)
    except _LeftError:
        os._exit(INTERRUPTED)  # the executor would keep the exception and the worker


def build_one(workbook: Path, order: Order) -> Built:
    """Builds one workbook; problems of the input or the disk become part of the result, what was built before stays."""
    with _collecting_rarely():
        return _build_one(workbook, order)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Spares Python's search for circles of values: a large customer is a million values and hardly a circle."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build_one(workbook: Path, order: Order) -> Built:
    folder = order.out / workbook.stem
    try:
        if workbook.exists() and (problem := unfit(workbook)):
            raise Stop(problem)  # before it is read for the stamp, which could go on for ever
        brand = order.brand_of(workbook)
        stamp = _stamp(workbook, order, brand)
        if is_current(folder, stamp, OUTPUTS):
            return Built(workbook, folder, "unchanged")
        assessment, diagnostics = read(workbook, order.facts, order.today, order.strict)
        wishes = Wishes(order.show_fee, _previous(workbook, order), order.engine, order.languages, brand)
        with whole(folder) as fresh:
            job = priced(assessment, order.facts, order.today)
            write_outputs(job, diagnostics, fresh, pages_folder(workbook), wishes)
            (fresh / STAMP).write_text(stamp + "\n", encoding="utf-8", newline="\n")
    except Stop as stop:
        return Built(workbook, folder, "failed", stop.diagnostics)
    except OSError as error:
        return Built(workbook, folder, "failed", (file_problem(error),))
    return Built(workbook, folder, "built", diagnostics, job.estimate.fee.monthly, job.estimate.verdict.choice)


def _previous(workbook: Path, order: Order) -> Assessment | None:
    earlier = order.previous_of(workbook)
    return earlier_assessment(earlier, order.facts, order.today) if earlier else None


def write_outputs(
    job: Priced, diagnostics: Sequence[Diagnostic], folder: Path, pages: Path | None, wishes: Wishes
) -> None:
    """Every output of the customer in an empty folder."""
    write_site(job, folder / "site", folder / "site-source", pages, wishes)
    (folder / "quote.pdf").write_bytes(quote_pdf(job, wishes.brand))
    (folder / "schedule.ics").write_bytes(job.calendar)
    write_internal(job, diagnostics, folder / "internal")


def write_internal(job: Priced, diagnostics: Sequence[Diagnostic], folder: Path) -> None:
    """What is for us: estimate.json, comparison.xlsx, diagnostics.txt."""
    from estimator.render.comparison import write_comparison
    from estimator.render.diagnostics_text import diagnostics_text

    folder.mkdir()
    (folder / "estimate.json").write_text(estimate_json(job, diagnostics), encoding="utf-8")
    write_comparison(folder / "comparison.xlsx", job.estimate, job.assessment, job.facts)
    told = diagnostics_text((*diagnostics, *job.remarks), job.estimate)
    (folder / "diagnostics.txt").write_text(told, encoding="utf-8")


def _stamp(workbook: Path, order: Order, brand: Brand) -> str:
    """What a customer's outputs depend on, as one fingerprint."""
    facts = [f"{name} {file.sha256}".encode() for name, file in sorted(order.facts.files.items())]
    pages = pages_folder(workbook)
    wished = f"{order.today} {order.strict} {order.show_fee} {order.engine} {sorted(order.languages)} {brand.sha256}"
    told = f"{wished} {workbook.name}".encode(errors="surrogatepass")
    earlier = order.previous_of(workbook)
    return fingerprint([_program(), told, *facts, workbook, *filter(None, (pages, earlier)), b"" if earlier else b"-"])


@cache
def _program() -> bytes:
    """The fingerprint of this program, its templates, what every site shares, and the libraries it is made with."""
    from estimator.render.resources import resource_path

    package = Path(__file__).parent.parent
    shared = [resource_path(name) for name in ("templates", "site_src", "mkdocs.yml")]
    libraries = sorted(f"{library.name} {library.version}" for library in metadata.distributions())
    return f"{__version__} {fingerprint([package, *shared])} {libraries}".encode()


def _refuse_shared_folders(workbooks: Sequence[Path]) -> None:
    stems = Counter(workbook.stem for workbook in workbooks)
    problems = [
        Diagnostic(
            Level.ERROR,
            str(workbook),
            "same-output-folder",
            f"Another workbook is also called '{workbook.stem}', and both would be built in the same folder.",
            "Rename one, or build them into different folders.",
        )
        for workbook in workbooks
        if stems[workbook.stem] > 1
    ]
    if problems:
        raise Stop(*problems)
