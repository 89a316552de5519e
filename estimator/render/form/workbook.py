"""The form put together: start sheet, sheets to fill, lists behind the drop-downs, properties."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty, StringProperty

from estimator.model.form import FORM_VERSION, LANGUAGE_PROPERTY, VERSION_PROPERTY, Form
from estimator.model.infrastructure import Assessment
from estimator.render.form.checks import write_lists
from estimator.render.form.paper import Paper
from estimator.render.form.sheets import write_fields, write_table
from estimator.render.form.start import write_start
from estimator.render.texts import translations
from estimator.render.xlsx import workbook_bytes


def write_form(
    path: Path, form: Form, language: str, example: Assessment | None = None, example_rows: bool = True
) -> None:
    """Write the form as a workbook, filled where an assessment is given; an existing file is replaced.

    Without one, `example_rows` puts a row on each table that shows how a row is filled, and is never read.
    `language` is one of the form's; same arguments, same bytes. Raises ValueError for another language, OSError where
    the file cannot be written.
    """
    path.write_bytes(form_bytes(form, language, example, example_rows))


def form_bytes(form: Form, language: str, example: Assessment | None = None, example_rows: bool = True) -> bytes:
    """The form's file, see `write_form`."""
    if language not in form.languages:
        raise ValueError(f"no form in {language!r}: there is one in {', '.join(form.languages)}")
    paper = Paper(Workbook(), form, language, translations(language, "form").gettext, example_rows)
    write_start(paper, paper.workbook.worksheets[0])
    for sheet in form.sheets:
        write_sheet = write_fields if sheet.layout == "fields" else write_table
        write_sheet(paper, sheet, example)
    write_lists(paper)
    _describe(paper, example)
    return workbook_bytes(paper.workbook)


def _describe(paper: Paper, example: Assessment | None) -> None:
    properties = paper.workbook.properties
    properties.title = paper.translate("IT assessment") + (f": {example.customer.name}" if example else "")
    properties.language = paper.language
    own = paper.workbook.custom_doc_props  # type: ignore[attr-defined]  # the stubs do not know it
    own.append(IntProperty(name=VERSION_PROPERTY, value=FORM_VERSION))
    own.append(StringProperty(name=LANGUAGE_PROPERTY, value=paper.language))
