"""The website alone, put in place whole."""

from __future__ import annotations

import tempfile
from pathlib import Path

from estimator.pipeline.customer import Priced, pages_folder, write_site
from estimator.pipeline.outputs import STAMP, whole


def write_site_folder(job: Priced, folder: Path, workbook: Path) -> None:
    """The website in `folder`, ready to be opened from disk.

    Raises Stop where the folder holds something that this program did not make.
    """
    with whole(folder) as fresh, tempfile.TemporaryDirectory() as source:
        write_site(job, fresh / "site", Path(source) / "site-source", pages_folder(workbook))
        for path in sorted((fresh / "site").iterdir()):
            path.rename(fresh / path.name)
        (fresh / "site").rmdir()
        (fresh / STAMP).write_text("site\n", encoding="utf-8")
