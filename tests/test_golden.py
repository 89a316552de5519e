"""What the example office's reports say, word for word: a change of any figure is seen and must be meant.

`pytest tests/test_golden.py --update-golden` writes the files anew.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from rich.console import Console

from estimator.pipeline.customer import Priced, estimate_json, priced
from estimator.read.data_files import read_facts
from estimator.render.diagnostics_text import diagnostics_text
from estimator.render.example_office import example_office
from estimator.render.markdown import report_markdown
from estimator.render.report import estimate_report
from estimator.render.text import report_text

Golden = Callable[[str, str], None]


@pytest.fixture(scope="module")
def job() -> Priced:
    return priced(example_office(), read_facts({}, ()), date(2026, 11, 22))


def without_hashes(text: str) -> str:
    """Hashes follow the data files' bytes, which the rest of the report shows well enough."""
    return re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text)


def test_the_terminal_report_of_the_example_office(job: Priced, golden: Golden) -> None:
    console = Console(width=80, color_system=None, record=True, file=io.StringIO())
    console.print(report_text(estimate_report(job.estimate, job.facts, job.advice)))
    golden("example-office.txt", without_hashes(console.export_text()))


def test_the_markdown_report_of_the_example_office(job: Priced, golden: Golden) -> None:
    golden("example-office.md", without_hashes(report_markdown(estimate_report(job.estimate, job.facts, job.advice))))


def test_the_estimate_json_of_the_example_office(job: Priced, golden: Golden) -> None:
    golden("example-office.json", without_hashes(estimate_json(job, ())))


def test_the_open_questions_of_the_example_office(job: Priced, golden: Golden) -> None:
    golden("example-office-diagnostics.txt", diagnostics_text((), job.estimate))
