"""The main job for one or many customers: every output, only what changed, in parallel."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Literal

from estimator import __version__
from estimator.diagnostics import Diagnostic, Level, Stop, file_problem, has_errors
from estimator.model.brand import Brand
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.pipeline.customer import Priced, decision_html, estimate_json, pages_folder, priced, quote_pdf, read
from estimator.pipeline.guarding import Rules, broken, rules_for
from estimator.pipeline.outputs import STAMP, fingerprint, is_current, whole
from estimator.pipeline.site import Wishes, earlier_assessment, language_workers, start_site
from estimator.pipeline.workers import WorkerPool, collect_rarely, processors
from estimator.read.brand import brand_beside
from estimator.read.cells import unfit

OUTPUTS = (
    "site/index.html",
    "site-source/mkdocs.yml",
    "quote.pdf",
    "schedule.ics",
    "internal/estimate.json",
    "internal/comparison.xlsx",
    "internal/decision.html",
    "internal/diagnostics.txt",
)


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
    files: Mapping[str, Path] = field(default_factory=dict)
    """The data files that were named for all workbooks; `facts` are read from them. They win over a folder's policy."""
    overrides: Sequence[str | Path] = ()
    brand: Brand | None = None
    """None: that of each workbook's folder."""

    def rules_of(self, workbook: Path) -> Rules:
        """What a workbook is priced with, and the policy of its folder; raises Stop with every mistake of that."""
        return rules_for(workbook, self.files, self.overrides, self.facts)

    def currency_of(self, workbook: Path) -> str:
        """The currency in which a workbook that was built is priced."""
        return self.rules_of(workbook).facts.rate_card.currency

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

    `workers`: how many processes at a time (None: one a processor), for as many customers, or for the languages of a
    single one. Raises Stop where two workbooks would share an output folder.
    """
    _refuse_shared_folders(workbooks)
    workers = workers or processors()
    if min(workers, len(workbooks)) <= 1:
        for workbook in workbooks:
            yield build_one(workbook, order, workers)
        return
    with WorkerPool(min(workers, len(workbooks))) as pool:
        for finished in as_completed([pool.submit(build_one, workbook, order) for workbook in workbooks]):
            yield finished.result()


def build_one(workbook: Path, order: Order, workers: int = 1) -> Built:
    """Builds one workbook; problems of the input or the disk become part of the result, what was built before stays.

    `workers`: how many processes may build the languages of its website.
    """
    with _collecting_rarely():
        return _build_one(workbook, order, workers)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build_one(workbook: Path, order: Order, workers: int) -> Built:
    folder = order.out / workbook.stem
    try:
        if workbook.exists() and (problem := unfit(workbook)):
            raise Stop(problem)  # before it is read for the stamp, which could go on for ever
        rules, brand = order.rules_of(workbook), order.brand_of(workbook)
        stamp = _stamp(workbook, order, rules, brand)
        if is_current(folder, stamp, OUTPUTS):
            return Built(workbook, folder, "unchanged")
        assessment, diagnostics = read(workbook, rules.facts, order.today, order.strict)
        pool = language_workers(assessment, order.languages, order.engine, workers, busy=True)
        job = priced(assessment, rules.facts, order.today)
        diagnostics = (*diagnostics, *broken(rules, workbook, assessment, job.estimate, order.today))
        if has_errors(diagnostics, order.strict):
            raise Stop(*diagnostics)
        wishes = Wishes(order.show_fee, _previous(workbook, order, rules), order.engine, order.languages, brand)
        with whole(folder) as fresh, pool as started:
            write_outputs(job, diagnostics, fresh, pages_folder(workbook), wishes, workers=started)
            (fresh / STAMP).write_text(stamp + "\n", encoding="utf-8", newline="\n")
    except Stop as stop:
        return Built(workbook, folder, "failed", stop.diagnostics)
    except OSError as error:
        return Built(workbook, folder, "failed", (file_problem(error),))
    return Built(workbook, folder, "built", diagnostics, job.estimate.fee.monthly, job.estimate.verdict.choice)


def _previous(workbook: Path, order: Order, rules: Rules) -> Assessment | None:
    earlier = order.previous_of(workbook)
    return earlier_assessment(earlier, rules.facts, order.today) if earlier else None


def write_outputs(
    job: Priced,
    diagnostics: Sequence[Diagnostic],
    folder: Path,
    pages: Path | None,
    wishes: Wishes,
    *,
    workers: Executor | None = None,
) -> None:
    """Every output of the customer in an empty folder; the workers, if any, make the website meanwhile."""
    finish_site = start_site(job, folder / "site", folder / "site-source", pages, wishes, workers=workers)
    (folder / "quote.pdf").write_bytes(quote_pdf(job, wishes.brand))
    (folder / "schedule.ics").write_bytes(job.calendars.in_language(job.assessment.customer.language))
    write_internal(job, diagnostics, folder / "internal")
    finish_site()


def write_internal(job: Priced, diagnostics: Sequence[Diagnostic], folder: Path) -> None:
    """What is for us: estimate.json, comparison.xlsx, decision.html, diagnostics.txt."""
    from estimator.pipeline.comparison import comparison
    from estimator.render.comparison import write_comparison
    from estimator.render.diagnostics_text import diagnostics_text

    folder.mkdir()
    (folder / "estimate.json").write_text(estimate_json(job, diagnostics), encoding="utf-8")
    write_comparison(folder / "comparison.xlsx", comparison(job))
    (folder / "decision.html").write_text(decision_html(job), encoding="utf-8", newline="\n")
    told = diagnostics_text((*diagnostics, *job.remarks), job.estimate)
    (folder / "diagnostics.txt").write_text(told, encoding="utf-8")


def _stamp(workbook: Path, order: Order, rules: Rules, brand: Brand) -> str:
    """What a customer's outputs depend on, as one fingerprint."""
    facts = [f"{name} {file.sha256}".encode() for name, file in sorted(rules.facts.files.items())]
    pages = pages_folder(workbook)
    wished = f"{order.today} {order.strict} {order.show_fee} {order.engine} {sorted(order.languages)} {brand.sha256}"
    told = f"{wished} {workbook.name}".encode(errors="surrogatepass")
    earlier = order.previous_of(workbook)
    guarded = (b"policy", *rules.guarded_by(workbook))
    return fingerprint(
        [_program(), told, *facts, workbook, *filter(None, (pages, earlier)), b"" if earlier else b"-", *guarded]
    )


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
