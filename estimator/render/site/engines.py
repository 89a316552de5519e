"""Which program turns the project into a website: MkDocs in our processes, or one of its successors beside them."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop

ENGINES = ("mkdocs", "properdocs", "zensical")
"""MkDocs first: the other two are optional extras of the same names."""


def build_with(engine: str, project: Path, site: Path) -> None:
    """Builds the project of a folder into another, existing folder with another of ENGINES than MkDocs.

    Raises Stop where the engine is not installed or refuses the project.
    """
    if find_spec(engine) is None:
        raise _stop(project, f"{engine} is not installed.", f"pip install 'estimator[{engine}]'")
    if engine == "properdocs":
        _run(project, "-m", "properdocs", "build", "--quiet", "--site-dir", str(site.resolve()))
    else:
        _build_with_zensical(project, site)


def write_front_page(project: Path, site: Path) -> None:
    """Writes the page above the languages of a site that were built one by one, with the project's own program."""
    languages = runpy.run_path(str(project / "languages.py"))
    languages["write_front_page"](site, languages["read_languages"](project))


def _build_with_zensical(project: Path, site: Path) -> None:
    """Zensical keeps a cache in the project, writes to a folder inside it and runs no hooks."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(project, copy)
        for configuration in sorted(copy.glob("mkdocs.??.yml")) or [copy / "mkdocs.yml"]:
            _run(copy, "-m", "zensical", "build", "-f", configuration.name)
        shutil.copytree(copy / "site", site, dirs_exist_ok=True)
    _run(project, "finish.py", str(site.resolve()))


def _run(project: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = " ".join((done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}").split())
        raise _stop(project, f"{arguments[1]} cannot build it: {said[-300:].rstrip('.')}.", "")


def _stop(project: Path, message: str, remedy: str) -> Stop:
    return Stop(Diagnostic(Level.ERROR, str(project), "site-build", message, remedy))
