"""A comparison with a saved estimate, which holds work and money but no inventory: told apart as far as that goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from estimator.diagnostics import Stop
from estimator.model.facts import Facts
from estimator.model.fee_change import FeeChange, Population
from estimator.model.money import to_cents
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import RateCard
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.pipeline.sides import DATA_FILES, Opened, other_currency, plan_names, ratio
from estimator.price.change import UNSCALED, Contract, Scale, fee_of_work
from estimator.review.data_changes import COMPARED, figures_changed
from estimator.review.fee_split import linked, split_fee


def with_a_saved_one(old: Opened, new: Opened, at_hand: Sequence[Facts]) -> FeeChange:
    """Prices, contract and quantity are told apart; ageing and mix are not, nor is another effort table.

    What the saved one's data files say is known where files of the same bytes are `at_hand`. Raises Stop where the two
    are in different currencies.
    """
    known = [*(each.read.facts for each in (old, new) if each.read), *at_hand]
    old_card, new_card = (_content("rate_card", each, known) for each in (old, new))
    old_policy, new_policy = (_content("pricing", each, known) for each in (old, new))
    if old_card and new_card and old_card.currency != new_card.currency:
        raise Stop(other_currency(old_card, new_card))
    populations = (
        Population("people", old.side.work.seats, new.side.work.seats),
        Population("endpoints", old.side.work.endpoints, new.side.work.endpoints),
    )
    scale = Scale(*map(ratio, populations))
    effort = _content("effort", old, known) or _content("effort", new, known)
    work = old.side.work
    moved = _at_prices_of(work, new_card, new.side.work) if new_card else work

    def amount(
        work: Workload, contract: Contract, card: RateCard | None, policy: PricingPolicy | None, scale: Scale = UNSCALED
    ) -> Decimal | None:
        if card is None or policy is None or not _fits(work, contract, card, policy):
            return None
        cv = old.frequency_cv
        return to_cents(fee_of_work(work, contract, card, policy, cv, scale=scale, effort=effort).unrounded)

    start, end = _exactly(old, old_card, old_policy), _exactly(new, new_card, new_policy)
    first = old.side if start is None else replace(old.side, unrounded=start)
    last = new.side if end is None else replace(new.side, unrounded=end)
    same = {name: old.hashes[name] == new.hashes[name] for name in DATA_FILES}
    books = [each.side.files["workbook"].sha256 for each in (old, new)]
    is_one_book = books[0] == books[1] != ""
    links = linked(
        first.unrounded,
        ("program", start is not None, lambda: amount(work, old.contract, old_card, old_policy)),
        ("policy", same["pricing"], lambda: amount(work, old.contract, old_card, new_policy)),
        ("rate-card", same["rate_card"], lambda: amount(moved, old.contract, new_card, new_policy)),
        ("contract", old.contract == new.contract, lambda: amount(moved, new.contract, new_card, new_policy)),
        ("quantity", scale == UNSCALED, lambda: amount(moved, new.contract, new_card, new_policy, scale)),
        ("effort", same["effort"], lambda: None),
        ("lifecycle", False, lambda: None),
        ("mix", is_one_book, lambda: None),
    )
    compared = [facts for each in (old, new) if (facts := _facts_of(each, known)) is not None]
    return FeeChange(
        old=first,
        new=last,
        currency=(new_card or old_card or known[0].rate_card).currency,
        steps=split_fee(first, last, links),
        populations=populations,
        figures=figures_changed(*compared) if len(compared) == 2 else (),
        aged=(),
        changes=None,
        inventory=(),
        plan_names=plan_names(*filter(None, (old_card, new_card))),
        notes=tuple(_notes(old, new, known, is_one_book)),
    )


def _content(name: str, of: Opened, known: Sequence[Facts]) -> Any:
    """What a side's data file says; None where no file of these bytes is known."""
    return next((getattr(facts, name) for facts in known if facts.files[name].sha256 == of.hashes[name]), None)


def _notes(old: Opened, new: Opened, known: Sequence[Facts], is_one_book: bool) -> Iterable[str]:
    if is_one_book:
        yield "Both were made from the very same workbook: nothing of the inventory changed."
    else:
        saved = " and ".join(each.side.name for each in (old, new) if each.side.is_saved)
        yield (
            f"A saved estimate ({saved}) holds work and money, not the inventory: what ageing and mix change, and what "
            "is new or gone, is told apart only between two workbooks. Quantity counts people and endpoints here."
        )
    for each, option in ((old, "--old-"), (new, "--")):
        for name, what in (("rate_card", "rate card"), ("pricing", "pricing policy")):
            file = each.side.files[name]
            if _content(name, each, known) is None:
                change = f" and, for what was set, {option}set" if file.id.endswith("+set") else ""
                yield (
                    f"{each.side.name} was made with the {what} '{file.id}' (SHA-256 {file.sha256[:12]}), which is "
                    f"not at hand: name it with {option}{name.replace('_', '-')}{change}, and more is told apart."
                )


def _exactly(opened: Opened, card: RateCard | None, policy: PricingPolicy | None) -> Decimal | None:
    """A side's fee before rounding, to the cent, where this version makes the very fee of it; else None."""
    side = opened.side
    if not side.is_saved:
        return side.unrounded
    if card is None or policy is None or not _fits(side.work, opened.contract, card, policy):
        return None
    fee = fee_of_work(side.work, opened.contract, card, policy, opened.frequency_cv)
    return to_cents(fee.unrounded) if fee.monthly == side.fee else None


def _facts_of(opened: Opened, known: Sequence[Facts]) -> Facts | None:
    """The data files of a side; None where one of those that are compared figure by figure is not known."""
    found = {name: _content(name, opened, known) for name in COMPARED}
    return None if None in found.values() else replace(known[0], **found)


def _fits(work: Workload, contract: Contract, card: RateCard, policy: PricingPolicy) -> bool:
    """Whether a rate card and a policy have what the work of another side needs."""
    parts: tuple[TicketStream | ScheduledWork, ...] = (*work.streams, *work.scheduled)
    roles, bands = {part.role for part in parts}, {part.band for part in parts}
    return (
        contract.service_level in card.plan
        and roles <= set(card.roles)
        and roles <= policy.cost.hourly.keys()
        and bands <= card.band.keys()
        and bands <= policy.cost.band_multipliers.keys()
    )


def _at_prices_of(work: Workload, card: RateCard, other: Workload) -> Workload:
    """The work with another rate card's bands, and with the travel prices of the other side's same places."""
    parts: tuple[TicketStream | ScheduledWork, ...] = (*other.streams, *other.scheduled)
    travel = {part.location: part.travel_price for part in parts if part.channel == "on-site"}

    def moved(part: Any) -> Any:
        band = card.band.get(part.band)
        return replace(
            part,
            band_multiplier=band.multiplier if band else part.band_multiplier,
            travel_price=travel.get(part.location, part.travel_price) if part.channel == "on-site" else Decimal(0),
        )

    return replace(work, streams=tuple(map(moved, work.streams)), scheduled=tuple(map(moved, work.scheduled)))
