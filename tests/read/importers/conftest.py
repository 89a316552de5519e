"""What the tests of importers share: exports written on the spot, read as the command reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from estimator.model.inventory import Inventory
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.read.data_files import read_facts
from estimator.read.importers.kinds import import_source
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.source import read_source

Importing = Callable[..., Inventory]


@pytest.fixture(scope="session")
def lifecycle() -> LifecycleCatalogue:
    """The shipped catalogue of support dates."""
    return read_facts({}, []).lifecycle


@pytest.fixture
def importing(tmp_path: Path, lifecycle: LifecycleCatalogue) -> Importing:
    """A function that writes an export and imports it: `importing("a,b\\n1,2\\n", name="x.csv", kind=None)`.

    The content is text, or the rows of each sheet of a workbook.
    """

    def run(
        content: str | dict[str, Sequence[Sequence[object]]],
        name: str = "",
        kind: str | None = None,
        mapping: ColumnMapping | None = None,
    ) -> Inventory:
        path = tmp_path / (name or ("export.csv" if isinstance(content, str) else "export.xlsx"))
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            book.remove(book.worksheets[0])
            for title, rows in content.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(list(row))
            book.save(path)
        return import_source(read_source(path), kind, mapping, lifecycle)

    return run


@pytest.fixture
def importing_file(lifecycle: LifecycleCatalogue) -> Callable[[Path], Inventory]:
    """A function that imports a file that is there."""
    return lambda path: import_source(read_source(path), None, None, lifecycle)
