"""The assessment form, empty or filled in for the invented customer."""

from __future__ import annotations

from pathlib import Path


def write_assessment_form(path: Path, language: str, example: bool, example_rows: bool = True) -> None:
    """Writes the form in a language (nl, fr, de, en); `example` fills it in, `example_rows` shows how one does."""
    from estimator.read.headings import read_form
    from estimator.render.example_office import example_office
    from estimator.render.form.workbook import write_form

    write_form(path, read_form(), language, example_office() if example else None, example_rows)
