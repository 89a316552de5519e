"""The path of a contract's term: of the term that is signed, or of a longer or shorter one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from estimator.model.term import TermPath
from estimator.pipeline.customer import Priced
from estimator.price.estimate import basis
from estimator.price.recalculation import recalculation
from estimator.price.term import Contract, term_path


def path_of(job: Priced, months: int | None = None, ranged: Collection[str] | None = None) -> TermPath:
    """The path of so many months, priced as if the contract were signed for them; None: for the contract's own term.

    `ranged`: the plans whose totals get a range; None: all.
    """
    customer, ranged = job.assessment.customer, job.facts.rate_card.plan if ranged is None else ranged
    wanted = months or customer.term_months
    if wanted == customer.term_months:
        estimate = job.estimate
        contract = Contract(customer, estimate.fee.monthly, estimate.workload, estimate.tools_annual, job.counts)
        return term_path(contract, job.facts, job.around, ranged)
    customer = replace(customer, term_months=wanted)
    assessment = replace(job.assessment, customer=customer)
    base = basis(assessment, job.facts, job.planned, job.around)
    counts = recalculation(assessment, job.facts, base.work.scheduled, job.around, job.zones)
    contract = Contract(customer, base.fee.monthly, base.work, base.tools, counts)
    return term_path(contract, job.facts, job.around, ranged)
