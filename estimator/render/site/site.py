"""The customer's website: its MkDocs project, and the site built from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from estimator.render.site.inputs import SiteInputs
from estimator.render.site.view import SiteView


def write_site(
    out: Path, source_out: Path, inputs: SiteInputs, engine: str = "mkdocs", languages: Sequence[str] = ()
) -> SiteView:
    """Writes the project to `source_out` and the site built from it to `out`; returns what the first language shows.

    `languages`: those of the site, the first to be opened first; none: the customer's alone.
    Both folders are made where they are missing and should be empty. Raises Stop for unfit hand-written pages, and
    where the engine (`engines.py`) is not installed.
    """
    from estimator.render.site.engines import build_with
    from estimator.render.site.project import write_project

    for folder in (out, source_out):
        folder.mkdir(parents=True, exist_ok=True)
    view = write_project(source_out, inputs, languages)
    build_with(engine, source_out, out)
    return view
