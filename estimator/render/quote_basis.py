"""What the proposal's figures rest on: the work that is expected, and the prices of the hourly plan beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from estimator.render.figures import number
from estimator.render.quote_inputs import QuoteInputs, cell_text
from estimator.render.site.words import N_

ROLES = {
    "cabling": N_("cabling"),
    "technician": N_("technician"),
    "engineer": N_("engineer"),
    "consulting": N_("consulting"),
}


def basis_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Two lists: what is assumed, and what the hourly plan costs."""
    _ = inputs.catalogue.gettext
    return {
        "title": _("What the comparison rests on"),
        "items": [*_assumed(inputs), *_prices(inputs)],
    }


def _assumed(inputs: QuoteInputs) -> Iterator[str]:
    _, texts = inputs.catalogue.gettext, inputs.texts
    yield _("The fee is calculated for the people, devices, services and locations that are named as covered.")
    yield _(
        "We assume, as nobody has measured it at your company yet: your people and devices cause about {tickets} "
        "tickets and {hours} of support work a month, and one year differs from another by about {spread}."
    ).format(tickets=texts.tickets, hours=texts.reactive_hours, spread=texts.spread)


def _prices(inputs: QuoteInputs) -> Iterator[str]:
    _, card = inputs.catalogue.gettext, inputs.facts.rate_card
    best = inputs.estimate.best_plan.plan
    rates = ", ".join(
        f"{_(ROLES[role]) if role in ROLES else cell_text(role)}\u00a0{inputs.money(rate)}"
        for role, rate in card.plan[best].hourly_rates.items()
    )
    yield _("The hourly plan {plan} costs {price} a month; an hour of work: {rates}.").format(
        plan=inputs.best_plan_name, price=inputs.texts.plans[best].monthly_price, rates=rates
    )
    yield " ".join(_bands(inputs))
    yield " ".join(_billing(inputs))


def _bands(inputs: QuoteInputs) -> Iterator[str]:
    """When the rates hold, and what an hour costs at other times."""
    _ = inputs.catalogue.gettext
    for band in inputs.facts.rate_card.band.values():
        if band.multiplier == 1:
            yield _("These rates hold: {hours}.").format(hours=_(band.name))
        else:
            factor = number(band.multiplier, 1, inputs.language)
            yield _("{band}: hourly rates × {factor}.").format(band=_(band.name), factor=factor)


def _billing(inputs: QuoteInputs) -> Iterator[str]:
    """How time and travel are billed."""
    _, billing = inputs.catalogue.gettext, inputs.facts.rate_card.billing
    yield _(
        "Hourly plans bill the total time of a ticket in steps of {n} minutes; on site at least {m} minutes."
    ).format(n=billing["remote"].increment_minutes, m=billing["on-site"].minimum_minutes)
    prices = sorted({stream.travel_price for stream in inputs.estimate.workload.streams if stream.travel_price})
    if len(prices) == 1:
        yield _("Hourly plans charge {amount} of travel for a visit on site.").format(amount=inputs.money(prices[0]))
    elif prices:
        yield _("Hourly plans charge {low} to {high} of travel for a visit on site, depending on the place.").format(
            low=inputs.money(prices[0]), high=inputs.money(prices[-1])
        )
