"""Every hostile file is told in one sentence or read right, and nothing crashes.

The heavy ones are read in `tests/test_hostile_files.py`, by the whole command within its limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from estimator.diagnostics import Diagnostic, Level
from estimator.model.infrastructure import Assessment, Asset
from estimator.read.workbook import read_assessment
from tests.builders import facts
from tests.read.hostile import CASES, TODAY, Case, office
from tests.read.raw_workbooks import packed


def told(diagnostics: Sequence[Diagnostic], path: Path) -> list[str]:
    """`place: check` of each, the file's name as `file`."""
    return [f"{d.place if d.place != path.name else 'file'}: {d.check}" for d in diagnostics]


CHANGED_ON_PURPOSE = {
    "a command as a formula",
    "a formula whose text is empty",
    "an error in a text",
    "assets under another name",
    "days from 1904",
    "escaped control characters",
    "escaped half characters",
    "headings that come again",
}
"""Cases in which the assets are read right, and are others than the office's."""


def read(path: Path) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
    return read_assessment(path, facts().rate_card, facts().lifecycle, TODAY)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asset, ...]:
    """The assets of the office with which nothing is wrong."""
    path = tmp_path_factory.mktemp("office") / "office.xlsx"
    path.write_bytes(packed(office()))
    assessment, _ = read(path)
    assert assessment is not None
    return assessment.assets


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES if not case.heavy])
def test_a_hostile_file_is_told_or_read_right(case: Case, undisturbed: tuple[Asset, ...], tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(case.make())
    assessment, diagnostics = read(path)
    assert sorted(told(diagnostics, path)) == sorted(case.told), list(map(str, diagnostics))
    for diagnostic in diagnostics:
        assert str(diagnostic).isprintable()
        assert len(str(diagnostic)) < 400
    assert (assessment is None) == any(diagnostic.level is Level.ERROR for diagnostic in diagnostics)
    if assessment is not None:
        assert len(assessment.assets) == case.assets
        if case.name not in CHANGED_ON_PURPOSE:
            assert assessment.assets[:4] == undisturbed
