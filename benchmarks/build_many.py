"""Ten small customers in one `estimator build` beside ten separate `mkdocs build` of their site-source."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.customers import write_small
from benchmarks.interleaved import Side, compare, estimator, python

CUSTOMERS = 10

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        names = [f"customer-{n}" for n in range(CUSTOMERS)]
        for name in names:
            write_small(folder / f"{name}.xlsx", name)
        workbooks = [str(folder / f"{name}.xlsx") for name in names]
        subprocess.run(estimator("build", *workbooks, "-o", str(folder / "sources"), "--quiet"), check=True)
        out = folder / "out"
        compare(
            Side(
                "one build of ten",
                [estimator("build", *workbooks, "-o", str(out), "--quiet")],
                before=lambda: shutil.rmtree(out, ignore_errors=True),
            ),
            Side(
                "ten mkdocs builds",
                [
                    python(
                        "-m",
                        "mkdocs",
                        "build",
                        "-q",
                        "-f",
                        str(folder / "sources" / name / "site-source" / "mkdocs.yml"),
                        "-d",
                        str(folder / "plain" / name),
                    )
                    for name in names
                ],
            ),
            rounds=3,
        )
