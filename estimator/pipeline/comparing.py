"""What `estimator diff` does: the way from one fee to the other, by cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from estimator.diagnostics import Stop
from estimator.maintain.lifecycle import lifecycles
from estimator.model.facts import Facts
from estimator.model.fee_change import Aged, FeeChange, Population
from estimator.model.infrastructure import Assessment, units
from estimator.model.money import to_cents
from estimator.model.workload import Workload
from estimator.pipeline.comparing_saved import with_a_saved_one
from estimator.pipeline.sides import DATA_FILES, Assessed, Opened, other_currency, plan_names, ratio, work_of
from estimator.price.change import UNSCALED, Contract, Scale, fee_of_work
from estimator.price.exposure import month_ends, share_past_support
from estimator.review.changes import changes_between
from estimator.review.data_changes import figures_changed
from estimator.review.fee_split import linked, split_fee
from estimator.review.inventory import inventory

ASKED_FOR = ("service_level", "term_months", "review_months", "freeze_periods")
"""What of the customer's sheet is the contract that is asked for."""


def fee_change(old: Opened, new: Opened, at_hand: Sequence[Facts]) -> FeeChange:
    """The way from one fee to the other. `at_hand`: data files among which those of a saved estimate are looked for.

    Raises Stop where the two are in different currencies.
    """
    if old.read is None or new.read is None:
        return with_a_saved_one(old, new, at_hand)
    return _between_workbooks(old, new, old.read, new.read)


def _between_workbooks(old: Opened, new: Opened, before: Assessed, after: Assessed) -> FeeChange:
    """Both inventories are known, so that every cause is told apart wherever the data files fit one another."""
    if before.facts.rate_card.currency != after.facts.rate_card.currency:
        raise Stop(other_currency(before.facts.rate_card, after.facts.rate_card))
    populations = _populations(before.assessment, after.assessment)
    scale = Scale(*map(ratio, populations))
    asked = {name: getattr(after.assessment.customer, name) for name in ASKED_FOR}
    # One state after the other, each the one before with one thing as it is on the other side.
    policy = _with_facts(before, pricing=after.facts.pricing)
    card = _with_facts(policy, rate_card=after.facts.rate_card)
    contract = _with_customer(card, **asked)
    effort = _with_facts(contract, effort=after.facts.effort)
    aged = _with_customer(effort, contract_start=after.assessment.customer.contract_start)
    aged = replace(_with_facts(aged, lifecycle=after.facts.lifecycle), today=after.today)
    same = {name: old.hashes[name] == new.hashes[name] for name in DATA_FILES}
    is_as_old = same["lifecycle"] and before.today == after.today and aged.assessment == contract.assessment
    works = {id(before): old.side.work}
    if policy.facts.pricing.tools.included == before.facts.pricing.tools.included:
        works[id(policy)] = old.side.work  # nothing else of a policy changes what is worked

    def amount(state: Assessed, scale: Scale = UNSCALED) -> Decimal | None:
        if not _fits(state):
            return None
        if id(state) not in works:  # planning takes as long as pricing
            works[id(state)] = work_of(state)
        return _amount(state, works[id(state)], scale)

    links = linked(
        old.side.unrounded,
        ("policy", same["pricing"], lambda: amount(policy)),
        ("rate-card", same["rate_card"], lambda: amount(card)),
        ("contract", contract.assessment == before.assessment, lambda: amount(contract)),
        ("quantity", scale == UNSCALED, lambda: amount(contract, scale)),
        ("effort", same["effort"], lambda: amount(effort, scale)),
        ("lifecycle", is_as_old, lambda: amount(aged, scale)),
        ("mix", False, lambda: new.side.unrounded),
    )
    return FeeChange(
        old=old.side,
        new=new.side,
        currency=after.facts.rate_card.currency,
        steps=split_fee(old.side, new.side, links),
        populations=populations,
        figures=figures_changed(before.facts, after.facts),
        aged=tuple(_aged(before, aged)),
        changes=changes_between(before.assessment, after.assessment),
        inventory=inventory(before.assessment, after.assessment),
        plan_names=plan_names(before.facts.rate_card, after.facts.rate_card),
    )


def _populations(before: Assessment, after: Assessment) -> tuple[Population, ...]:
    """What quantity is measured by; services count by row, of those that the contract looks after."""
    return (
        Population("people", before.seat_count, after.seat_count),
        Population("devices", units(before.managed_assets), units(after.managed_assets)),
        Population("services", _looked_after(before), _looked_after(after)),
    )


def _with_facts(state: Assessed, **changes: Any) -> Assessed:
    return replace(state, facts=replace(state.facts, **changes))


def _with_customer(state: Assessed, **changes: Any) -> Assessed:
    return replace(state, assessment=replace(state.assessment, customer=replace(state.assessment.customer, **changes)))


def _amount(state: Assessed, work: Workload, scale: Scale) -> Decimal:
    """The fee before rounding, to the cent."""
    customer, facts = state.assessment.customer, state.facts
    contract = Contract(customer.service_level, customer.term_months)
    card, cv = facts.rate_card, facts.effort.frequency_cv
    fee = fee_of_work(work, contract, card, facts.pricing, cv, scale=scale, effort=facts.effort)
    return to_cents(fee.unrounded)


def _fits(state: Assessed) -> bool:
    """Whether the inventory of one side and the data files of two fit one another, as those of one side do."""
    card, cost, effort = state.facts.rate_card, state.facts.pricing.cost, state.facts.effort
    roles = {role for driver in effort.driver.values() for role in driver.role_mix}
    roles |= {task.role for task in effort.task.values()}
    bands = {band for driver in effort.driver.values() for band in driver.out_of_hours_shares}
    return (
        state.assessment.customer.service_level in card.plan
        and roles <= set(card.roles)
        and roles <= cost.hourly.keys()
        and bands <= card.band.keys()
        and card.band.keys() <= cost.band_multipliers.keys()
    )


def _aged(before: Assessed, after: Assessed) -> Iterable[Aged]:
    """Devices of one inventory of which other shares of the contract's months lie past the end of support."""
    shares = [_shares_past_support(each) for each in (before, after)]
    statuses = lifecycles(after.assessment.managed_assets, after.facts.lifecycle, after.today)
    for asset in after.assessment.managed_assets:
        was, now = (side[asset.id] for side in shares)
        if was != now:
            status = statuses[asset.id]
            yield Aged(asset.id, asset.name, status.release, status.end_of_support, was, now)


def _shares_past_support(state: Assessed) -> dict[str, float]:
    customer, assets = state.assessment.customer, state.assessment.managed_assets
    months = month_ends(customer.contract_start, customer.term_months)
    found = lifecycles(assets, state.facts.lifecycle, state.today)
    return {asset.id: share_past_support(found[asset.id], months) for asset in assets}


def _looked_after(assessment: Assessment) -> int:
    return sum(not service.predefined_sla for service in assessment.services)
