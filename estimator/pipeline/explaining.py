"""What `estimate --explain` answers: a line of the fee, a plan or a device, named by one word."""

from __future__ import annotations

from difflib import get_close_matches
from typing import get_args

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.estimate import Component
from estimator.model.explanation import ExplainedAsset
from estimator.model.infrastructure import Asset
from estimator.pipeline.customer import Priced
from estimator.price import explain
from estimator.render import explanation
from estimator.render.report import Report

THE_FEE = "fee"


def explained(job: Priced, word: str) -> Report:
    """The report on what a word names: the fee, a line of it, a plan or a device, in this order.

    Raises Stop where it names none of them, or a device that causes no euro.
    """
    estimate, facts = job.estimate, job.facts
    folded = word.strip().casefold()
    if folded == THE_FEE:
        return explanation.explain_fee(estimate, facts)
    for component in get_args(Component):
        if folded == component:
            found = explain.explain_component(component, estimate, facts)
            return explanation.explain_component(component, found, estimate, facts)
    if folded in facts.rate_card.plan:
        return explanation.explain_plan(folded, explain.explain_plan(folded, estimate, facts), estimate, facts)
    for asset in job.assessment.assets:
        if asset.id.casefold() == folded:
            return explanation.explain_asset(_priced_asset(job, asset), estimate, facts)
    known = [THE_FEE, *get_args(Component), *facts.rate_card.plan, *(asset.id for asset in job.assessment.assets)]
    close = get_close_matches(folded, [name.casefold() for name in known], n=1)
    named = [name for name in known if close and name.casefold() == close[0]]
    remedy = f"Did you mean '{named[0]}'?" if named else "Name a line of the fee, a plan or the id of a device."
    raise _stop(word, f"'{word}' is nothing that can be explained.", remedy)


def _priced_asset(job: Priced, asset: Asset) -> ExplainedAsset:
    if not asset.managed:
        raise _stop(asset.id, f"{asset.id} is not managed: it causes no euro.", "")
    if asset.type not in job.facts.effort.driver:
        raise _stop(asset.id, f"The effort table has no driver '{asset.type}': {asset.id} causes no euro.", "")
    return explain.explain_asset(asset, job.estimate, job.assessment, job.facts, job.around)


def _stop(word: str, message: str, remedy: str) -> Stop:
    return Stop(Diagnostic(Level.ERROR, f"--explain {word}", "nothing-to-explain", message, remedy))
