"""docs/messages.md, the gallery of every message, made from the catalogues of checks."""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from estimator.read.checks import GALLERY, Check

PAGE = Path(__file__).parent.parent / "docs" / "messages.md"
HEAD = """# Every message

<!-- made by `make gallery` from the catalogue in estimator/read/checks.py -->

Each problem in the input is one line: place, level, what is wrong, what to do, and the message's id in brackets.

    Assets!C9: error: 'type' is empty. Fill it in. [required]

An *error* stops the run for that workbook (exit code 1); a *warning* is worth a look and stops it only with
`--strict`; a remark (`info`) is only told. `estimator check FILE.xlsx` tells all of them in one run. Many of one kind
in one column are folded: the first three, then a line that counts the rest. `--annotate OUT.xlsx` shows each at its
cell.

`estimator check FILE.xlsx --format json` prints `{"schema", "diagnostics", "questions", "fee"}`. The objects are those
of estimate.json; `fee` is `{"monthly", "low", "high"}`, or null where errors keep the workbook from being priced. Its
JSON Schema is `estimator/data/check.schema.json`.
"""
Groups = tuple[tuple[str, tuple[Check, ...]], ...]


def groups() -> Groups:
    """Every check by what it is about, those of the importers included."""
    name = "estimator.read.importers.checks"
    if importlib.util.find_spec("estimator.read.importers") is None:
        return GALLERY
    return (*GALLERY, ("Inventory exports", importlib.import_module(name).IMPORT_CHECKS))


def page() -> str:
    """The page as Markdown: a list of ids by group, then meaning, example and remedy of each."""
    return "\n".join([HEAD, *_contents(), *(line for title, checks in groups() for line in _group(title, checks))])


def _contents() -> Iterator[str]:
    for title, checks in groups():
        yield f"- [{title}](#{_anchor(title)}): {', '.join(f'[{check.id}](#{check.id})' for check in checks)}"
    yield ""


def _group(title: str, checks: tuple[Check, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    for check in checks:
        yield f"### {check.id}\n"
        yield f"*{check.level.capitalize()}.* {check.description}\n"
        yield f"    {check.example}\n"
        if check.remedy:
            yield f"What to do: {check.remedy}\n"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help=f"write {PAGE.name}")
    if parser.parse_args().update:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
