"""Laws for workbooks of any content: both readers agree, and every row with content is read or told."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from estimator.diagnostics import Level
from estimator.read import cells, worker
from estimator.read.headings import read_form
from estimator.read.values import MAY_BE_UNKNOWN, clean, unless_unknown
from estimator.read.workbook import read_assessment
from tests.builders import facts
from tests.read.fuzz import complaint, difference, exact, mutated, quick
from tests.read.raw_workbooks import packed, raw_workbook

ASSETS = read_form().sheet("assets")
GOOD = {"id": "PC-1", "type": "printer", "location": "hq", "quantity": 2}

values = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(("", " ", "-", "?", "0", "hq", "printer", "2026-11-22", "#REF!", "_x000D_", "=1+1", "\x1b[2J")),
    st.integers(-5, 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[Any]]]:
    """A sheet of assets in one language: some of its columns in any order, and rows of which some are right."""
    language = draw(st.sampled_from(("nl", "fr", "de", "en")))
    optional = [field.key for field in ASSETS.fields if field.key not in GOOD]
    keys = draw(st.permutations([*GOOD, *draw(st.lists(st.sampled_from(optional), unique=True, max_size=6))]))
    rows: list[list[Any]] = [[None]] * draw(st.integers(0, 3))
    rows.append([ASSETS.field(key).headings[language] for key in keys])
    for number in range(draw(st.integers(0, 6))):
        row = GOOD | {"id": f"PC-{number}"} if draw(st.booleans()) else {}
        row |= draw(st.dictionaries(st.sampled_from(keys), values, max_size=3))
        rows.append([row.get(key) for key in keys])
    return ASSETS.titles[language], rows


MAY_BE_SILENT = {heading for key in MAY_BE_UNKNOWN for heading in ASSETS.field(key).headings.values()}
"""Headings of columns in which a dash is as good as an empty cell."""


def says_something(heading: str, value: Any) -> bool:
    text = "" if value is None else clean(str(value))
    return text != "" and (heading not in MAY_BE_SILENT or unless_unknown(str)(text) is not None)


def with_content(rows: Sequence[Sequence[Any]]) -> set[int]:
    """The numbers of the rows below the headings in which something stands."""
    above = next(number for number, row in enumerate(rows, 1) if any(row))
    below = enumerate(rows[above:], above + 1)
    return {number for number, row in below if any(map(says_something, rows[above - 1], row))}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
@example(table=("Assets", [["id", "type", "location", "serial number"], [None, None, None, "-"]]))
def test_every_row_with_content_is_read_or_told(table: tuple[str, list[list[Any]]], tmp_path: Path) -> None:
    title, rows = table
    sheets = raw_workbook({**OTHERS, title: rows})
    path = tmp_path / "acme.xlsx"
    path.write_bytes(packed(sheets))
    answer = worker._answer(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "_ask_child", lambda _path: answer)
        assessment, diagnostics = read_assessment(path, facts().rate_card, facts().lifecycle)
    found = quick(path)
    assert found is None or difference(found, exact(path)) is None
    assert (assessment is None) == any(diagnostic.level is Level.ERROR for diagnostic in diagnostics)
    told = {int(match[1]) for d in diagnostics if (match := re.search(r"![A-Z]+(\d+)$", d.place))}
    read = {asset.row.number for asset in assessment.assets} if assessment else set()
    if assessment is not None:
        assert with_content(rows) <= read | told


OTHERS = {
    "Customer": (("name", "Acme"), ("country", "LU"), ("assessment date", date(2026, 11, 2)),
                 ("contract start", date(2027, 1, 1))),
    "Locations": (("id", "name", "country"), ("hq", "Head office", "LU")),
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each is read in a forked process")
@pytest.mark.parametrize("first", range(1, 101, 20))
def test_a_workbook_mutated_at_random_is_read_alike_by_both_readers_or_told(first: int, tmp_path: Path) -> None:
    found = {seed: complaint(mutated(seed), tmp_path) for seed in range(first, first + 20)}
    assert {seed: told for seed, told in found.items() if told} == {}


def test_cells_that_say_the_same_are_one_object_and_equal_numbers_keep_their_types() -> None:
    portable = worker._Portable()
    texts = [" ".join(("Site", "1 ")) for _ in range(2)]  # two objects
    first, second = (portable[text] for text in texts)
    assert first == "Site 1"
    assert first is second
    assert [portable[value] for value in (1.0, True, 1, datetime(2026, 11, 2))] == [
        1.0,
        True,
        1,
        ("d", "2026-11-02T00:00:00"),
    ]
    assert [type(portable[value]) for value in (1.0, True, 1)] == [float, bool, int]
