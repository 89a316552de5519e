"""A whole `estimator build` of 5,000 assets beside one of 60: with a site in one language, and in all five."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.customers import write_large, write_small
from benchmarks.interleaved import Side, compare, estimator

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_small(folder / "small.xlsx", "Small customer")
        write_large(folder / "large.xlsx", 5_000)

        def build(name: str, *languages: str) -> Side:
            out = folder / f"out-{name}"
            command = estimator("build", str(folder / f"{name}.xlsx"), "-o", str(out), "--quiet", *languages)
            return Side(f"build {name}", [command], before=lambda: shutil.rmtree(out, ignore_errors=True))

        for languages in (("--languages", "en"), ()):
            print("one language:" if languages else "five languages:")
            compare(build("large", *languages), build("small", *languages), rounds=5)
