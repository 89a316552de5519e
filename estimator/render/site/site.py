"""The customer's website: its MkDocs project, and the site built from it, one language after the other or beside it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import lru_cache
from pathlib import Path

from estimator.render.site.engines import build_with, write_front_page
from estimator.render.site.handwritten import HandWritten, read_pages
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.project import Project


def write_site(
    out: Path, source_out: Path, inputs: SiteInputs, engine: str = "mkdocs", languages: Sequence[str] = ()
) -> None:
    """Writes the project to `source_out` and the site built from it to `out`.

    `languages`: those of the site, the first to be opened first; none: the customer's alone.
    Both folders are made where they are missing and should be empty. Raises Stop for unfit hand-written pages, and
    where the engine (`engines.py`) is not installed.
    """
    start_site(out, source_out, inputs, engine, languages)()


def start_site(
    out: Path,
    source_out: Path,
    inputs: SiteInputs,
    engine: str = "mkdocs",
    languages: Sequence[str] = (),
    *,
    workers: Executor | None = None,
) -> Callable[[], None]:
    """As `write_site`, but the languages are begun beside one another by the workers, where there are any.

    Returns what waits for them and puts the last things in place.
    """
    for folder in (out, source_out):
        folder.mkdir(parents=True, exist_ok=True)
    project = Project(source_out, tuple(languages) or (inputs.language,))
    written = read_pages(inputs.pages)
    project.write_shared(inputs, written)
    site = out if engine == "mkdocs" else None
    begun = []
    if workers:
        sent = pickle.dumps((inputs, written), pickle.HIGHEST_PROTOCOL)  # once for all languages
        begun = [workers.submit(_write_language_sent, project, site, language, sent) for language in project.languages]
    else:
        for language in project.languages:
            _write_language(project, site, language, inputs, written)

    def finish() -> None:
        for one in begun:
            one.result()
        if engine != "mkdocs":
            build_with(engine, source_out, out)
        elif project.several:
            write_front_page(source_out, out)

    return finish


def _write_language(
    project: Project, site: Path | None, language: str, inputs: SiteInputs, written: HandWritten
) -> None:
    """Writes a language's pages and, where MkDocs makes the site, its part of the site."""
    project.write_language(language, inputs, written)
    if site:
        from estimator.render.site.build import build_project

        build_project(project.configuration(language), site / project.apart(language), bool(project.several))


def _write_language_sent(project: Project, site: Path | None, language: str, sent: bytes) -> None:
    _write_language(project, site, language, *_received(sent))


@lru_cache(maxsize=1)
def _received(sent: bytes) -> tuple[SiteInputs, HandWritten]:
    """What was sent to this process: the same for every language of a customer."""
    inputs, written = pickle.loads(sent)
    return inputs, written
