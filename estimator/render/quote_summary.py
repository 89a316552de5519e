"""The proposal's first page: what is offered, and in short the advice, the busy year, what is not covered, the term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from estimator.render.figures import count, day
from estimator.render.quote_inputs import QuoteInputs
from estimator.render.verdict_words import verdict_headline


def cover_sentences(inputs: QuoteInputs) -> Iterator[str]:
    """What is offered to whom, and what the proposal shows; where hourly suits the customer better, it says so here."""
    catalogue, assessment, language = inputs.catalogue, inputs.assessment, inputs.language
    _, ngettext = catalogue.gettext, catalogue.ngettext
    seats, devices, places = assessment.seat_count, inputs.estimate.workload.assets, len(assessment.locations)
    hourly = inputs.estimate.verdict.choice == "hourly"
    offer = (
        _(
            "We have worked out the one fixed amount a month for which we would take care of your IT: {people} and "
            "{devices} at {places}, with the service level {level}. For you, hourly billing is the better choice."
        )
        if hourly
        else _(
            "For one fixed amount a month we take care of your IT: {people} and {devices} at {places}, "
            "with the service level {level}."
        )
    )
    yield offer.format(
        people=ngettext("{n} person", "{n} people", seats).format(n=count(seats, language)),
        devices=ngettext("{n} device", "{n} devices", devices).format(n=count(devices, language)),
        places=ngettext("{n} location", "{n} locations", places).format(n=count(places, language)),
        level=inputs.level_name,
    )
    yield _(
        "This proposal shows what the fee is made of, what it covers and what not, and what the same work would have "
        "cost by the hour, so that you can decide which suits you better."
    )


def headline_view(inputs: QuoteInputs) -> dict[str, Any]:
    """The fee in large figures; beside it the hourly plan, where that suits the customer better."""
    _, texts = inputs.catalogue.gettext, inputs.texts
    notes = [_("{amount} a year").format(amount=texts.fee_annual)]
    if texts.fee_per_seat:
        notes.append(_("{amount} a person and month").format(amount=texts.fee_per_seat))
    beside = ""
    if inputs.estimate.verdict.choice == "hourly":
        expected = texts.plans[inputs.estimate.verdict.best_hourly_plan].expected
        beside = _("Hourly with the plan {plan}: {amount} in an expected month").format(
            plan=inputs.best_plan_name, amount=expected
        )
    return {
        "label": _("The fixed fee"),
        "amount": texts.fee,
        "unit": _("a month, without VAT"),
        "notes": notes,
        "beside": beside,
    }


def summary_view(inputs: QuoteInputs) -> dict[str, Any]:
    """What a reader of one page must know."""
    _ = inputs.catalogue.gettext
    return {
        "title": _("In short"),
        "rows": [
            [_("Our advice"), advice(inputs), _compared(inputs)],
            [_("In a busy year"), "", _busy_year(inputs)],
            [_("Not covered"), "", _not_covered(inputs)],
            [_("Term"), "", _term(inputs)],
        ],
    }


def advice(inputs: QuoteInputs) -> str:
    """The verdict in a few words; where it is hourly, with the plan to take."""
    if inputs.estimate.verdict.choice == "hourly":
        return inputs.catalogue.gettext("Stay hourly, with the plan {plan}").format(plan=inputs.best_plan_name)
    return verdict_headline(inputs.estimate.verdict.choice, inputs.language)


def valid_until(inputs: QuoteInputs) -> date:
    """The last day on which the proposal may be accepted."""
    return inputs.estimate.today + timedelta(days=inputs.facts.pricing.validity_days)


def _compared(inputs: QuoteInputs) -> str:
    _, texts = inputs.catalogue.gettext, inputs.texts
    dearer = _(
        "We compare with our hourly plan {plan}, the cheapest that reaches the service level {level}. In an expected "
        "year it would cost {expected}, {difference} more than the fixed fee of {fee}."
    )
    cheaper = _(
        "We compare with our hourly plan {plan}, the cheapest that reaches the service level {level}. In an expected "
        "year it would cost {expected}, {difference} less than the fixed fee of {fee}."
    )
    return (dearer if inputs.estimate.verdict.choice == "fixed" else cheaper).format(
        plan=inputs.best_plan_name,
        level=inputs.level_name,
        expected=texts.plans[inputs.estimate.verdict.best_hourly_plan].expected_annual,
        difference=texts.difference,
        fee=texts.fee_annual_short,
    )


def _busy_year(inputs: QuoteInputs) -> str:
    _, texts = inputs.catalogue.gettext, inputs.texts
    busier = _(
        "However often you need us, the fixed fee stays {fee} a year. With the plan {plan}, one year out of ten "
        "would cost {busy} or more."
    )
    still_cheaper = _(
        "With the plan {plan}, one year out of ten would cost {busy} or more; {busy} is still {gap} less than the "
        "fixed fee, which stays {fee} a year however often you need us."
    )
    return (still_cheaper if inputs.estimate.verdict.choice == "hourly" else busier).format(
        fee=texts.fee_annual_short,
        plan=inputs.best_plan_name,
        busy=texts.plans[inputs.estimate.verdict.best_hourly_plan].busy_annual,
        gap=texts.gap,
    )


def _not_covered(inputs: QuoteInputs) -> str:
    catalogue, assessment, language = inputs.catalogue, inputs.assessment, inputs.language
    _, ngettext = catalogue.gettext, catalogue.ngettext
    own = len({service.name or service.id for service in assessment.services if service.predefined_sla})
    unmanaged = sum(asset.quantity for asset in assessment.assets if not asset.managed)
    parts = [_("new hardware, licences and subscriptions"), _("projects")]
    if own:
        text = ngettext("{n} service with an agreement of its own", "{n} services with agreements of their own", own)
        parts.append(text.format(n=count(own, language)))
    if unmanaged:
        text = ngettext(
            "{n} device that you look after yourself", "{n} devices that you look after yourself", unmanaged
        )
        parts.append(text.format(n=count(unmanaged, language)))
    listed = ", ".join(parts)
    return _("{things}. The whole list is under “{title}”.").format(
        things=listed[0].upper() + listed[1:], title=_("What is covered, and what is not")
    )


def _term(inputs: QuoteInputs) -> str:
    catalogue, customer, language = inputs.catalogue, inputs.assessment.customer, inputs.language
    text = catalogue.ngettext(
        "{n} month from {start}. This proposal is valid until {until}.",
        "{n} months from {start}. This proposal is valid until {until}.",
        customer.term_months,
    )
    return text.format(
        n=customer.term_months, start=day(customer.contract_start, language), until=day(valid_until(inputs), language)
    )
