"""The estimate's report as Markdown, to paste into a ticket or a wiki. Internal, like the terminal report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from estimator.render.report import Report, Section, Table

_MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")


def report_markdown(report: Report) -> str:
    """A report as Markdown; text from cells keeps its characters and never becomes structure, HTML or a link."""
    lines = [f"# {escaped(report.title)}", "", escaped(report.subtitle)]
    for section in report.sections:
        lines += _section(section)
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, addresses not turned into links; for use after other text on the line."""
    marked = _MARKS.sub(r"\\\1", text)
    return marked.replace("://", "&#58;//").replace("@", "&#64;").replace("www.", "www&#46;")


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {escaped(section.title)}")
    for sentence in section.sentences:
        yield from ("", escaped(sentence))
    if section.table is not None:
        yield ""
        yield from _table(section.table)
    for note in section.notes:
        yield from ("", escaped(note))


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headings)
    yield _row(tuple("---:" if i >= table.first_number else "---" for i in range(len(table.headings))), escape=False)
    for i, row in enumerate(table.rows):
        total = table.total and i == len(table.rows) - 1
        yield _row(tuple(f"**{escaped(cell)}**" if cell else "" for cell in row), escape=False) if total else _row(row)


def _row(cells: tuple[str, ...], escape: bool = True) -> str:
    return "| " + " | ".join(escaped(cell) if escape else cell for cell in cells) + " |"
