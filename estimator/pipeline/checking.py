"""One workbook checked: its problems, its open questions, and the copy that shows both where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.estimate import Estimate
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.pipeline.customer import priced
from estimator.pipeline.guarding import Rules, broken


@frozen
class Checked:
    """What a check found; `estimate` is None where errors keep the workbook from being priced."""

    diagnostics: tuple[Diagnostic, ...]
    estimate: Estimate | None
    annotated: bytes | None = None


def check(workbook: Path, rules: Rules, today: date, *, annotate: bool = False) -> Checked:
    """Every problem of a workbook and, where it has no error, what it costs, which guards of its folder's policy that
    breaks, and what is still to be asked.

    `annotate`: with the copy of its cells. Raises Stop where there are no cells to copy.
    """
    from estimator.read.workbook import read_assessment, read_workbook

    facts = rules.facts
    if not annotate:
        assessment, diagnostics = read_assessment(workbook, facts.rate_card, facts.lifecycle, today)
        return _checked(workbook, rules, today, assessment, diagnostics)
    from estimator.render.annotated import CopiedSheet, annotated_xlsx

    reading = read_workbook(workbook, facts.rate_card, facts.lifecycle, today)
    if reading.sheets is None:
        raise Stop(*reading.diagnostics)
    checked = _checked(workbook, rules, today, reading.assessment, reading.diagnostics)
    sheets = [CopiedSheet(raw.name, raw.hidden, raw.rows) for raw in reading.sheets]
    copy = annotated_xlsx(workbook.name, sheets, checked.diagnostics, checked.estimate)
    return replace(checked, annotated=copy)


def _checked(
    workbook: Path,
    rules: Rules,
    today: date,
    assessment: Assessment | None,
    diagnostics: tuple[Diagnostic, ...],
) -> Checked:
    if assessment is None:
        return Checked(diagnostics, None)
    estimate = priced(assessment, rules.facts, today).estimate
    return Checked((*diagnostics, *broken(rules, workbook, assessment, estimate, today)), estimate)


def refuse_overwriting(workbook: Path, output: Path) -> None:
    """Raises Stop where a file to be written is what is read, by whatever name or link it is reached."""
    if output.exists() and workbook.exists() and output.samefile(workbook):
        what = "the saved estimate" if workbook.suffix.lower() == ".json" else "the workbook"
        raise Stop(
            Diagnostic(
                Level.ERROR,
                str(output),
                "output-is-input",
                f"This is {what} itself, which is never written to.",
                "Choose another name for the copy.",
            )
        )
