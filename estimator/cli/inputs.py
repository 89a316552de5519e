"""What commands that price a customer begin with: data files and workbook read, and what is worth a look told."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.cli.options import chosen_files
from estimator.cli.outcome import FINDINGS

if TYPE_CHECKING:
    from estimator.diagnostics import Diagnostic
    from estimator.pipeline.customer import Priced


def priced_customer(
    workbook: Path, files: Mapping[str, Path | None], overrides: Sequence[str | Path], today: date, *, strict: bool
) -> tuple[Priced, tuple[Diagnostic, ...]]:
    """The customer of a workbook, priced, and the warnings; raises Stop where the input has errors.

    The folder's policy chooses the data files that the command line does not; guards of it that are broken are among
    the warnings, whatever their level: whether they stop a command is for the command to say.
    """
    from estimator.pipeline.customer import priced, read
    from estimator.pipeline.guarding import broken, rules_for

    rules = rules_for(workbook, chosen_files(files), overrides)
    assessment, diagnostics = read(workbook, rules.facts, today, strict)
    job = priced(assessment, rules.facts, today)
    return job, (*diagnostics, *broken(rules, workbook, assessment, job.estimate, today))


def stop_if_broken(diagnostics: Sequence[Diagnostic], strict: bool) -> None:
    """Raises Stop with all of them where a guard is among them that must not be broken."""
    from estimator.diagnostics import Stop, has_errors

    if has_errors(diagnostics, strict):
        raise Stop(*diagnostics)


def exit_if_broken(diagnostics: Sequence[Diagnostic], strict: bool) -> None:
    """Exits with findings, after a report, where a guard is broken that must not be."""
    from estimator.diagnostics import has_errors

    if has_errors(diagnostics, strict):
        sys.exit(FINDINGS)
