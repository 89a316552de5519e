"""How long the command takes to answer: `--help` beside importing click, `estimate` beside importing numpy."""

from __future__ import annotations

from benchmarks.interleaved import Side, compare, estimator, python

OFFICE = "assessments/example-office.xlsx"

if __name__ == "__main__":
    compare(
        Side("estimator --help", [estimator("--help")]),
        Side("import click", [python("-c", "import click")]),
        rounds=15,
    )
    compare(
        Side("estimator estimate", [estimator("estimate", OFFICE)]),
        Side("import numpy", [python("-c", "import numpy")]),
        rounds=11,
    )
