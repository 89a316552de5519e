"""The customer's website: its MkDocs project and the built site, each put in place whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from estimator.render.site.inputs import SiteInputs
from estimator.render.site.view import SiteView


def write_site(out: Path, source_out: Path, inputs: SiteInputs) -> SiteView:
    """Writes the project to `source_out` and the site built from it to `out`; returns what the pages show.

    Both folders appear whole: until both are ready, what lay there stays. Raises Stop for unfit hand-written pages.
    """
    from estimator.render.site.build import build_project
    from estimator.render.site.project import write_project

    with _aside(source_out) as project, _aside(out) as site:
        view = write_project(project, inputs)
        build_project(project, site)
        _swap(site, out)
        _swap(project, source_out)
    return view


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """A temporary folder beside the target, on the same disk; gone afterwards, whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    """Puts the new folder in the target's place; the target's old content goes where the new one was, to be removed."""
    if not target.exists():
        new.rename(target)
        return
    old = new.with_name(new.name + "-old")
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
