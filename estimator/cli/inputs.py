"""What commands that price a customer begin with: data files and workbook read, and what is worth a look told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.cli.options import chosen_files

if TYPE_CHECKING:
    from estimator.diagnostics import Diagnostic
    from estimator.pipeline.customer import Priced


def priced_customer(
    workbook: Path, files: Mapping[str, Path | None], overrides: Sequence[str | Path], today: date, *, strict: bool
) -> tuple[Priced, tuple[Diagnostic, ...]]:
    """The customer of a workbook, priced, and the warnings; raises Stop where the input has errors."""
    from estimator.pipeline.customer import priced, read
    from estimator.read.data_files import read_facts

    facts = read_facts(chosen_files(files), overrides)
    assessment, diagnostics = read(workbook, facts, today, strict)
    return priced(assessment, facts, today), diagnostics
