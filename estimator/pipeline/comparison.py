"""What comparison.xlsx is told of a customer."""

from __future__ import annotations

from estimator.pipeline.customer import Priced
from estimator.pipeline.terms import path_of
from estimator.render.comparison import Comparison


def comparison(job: Priced) -> Comparison:
    """The estimate with its counts, and the path of its term with the range of the plan that the verdict compares."""
    path = path_of(job, None, (job.estimate.verdict.best_hourly_plan,))
    return Comparison(job.estimate, job.assessment, job.facts, job.counts, path)
