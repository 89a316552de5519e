"""From model values to what the proposal shows: plain texts, translated, and nothing internal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from estimator.render.fee_words import component_detail, component_name
from estimator.render.figures import count, day, duration, hours, number, opening_hours, percent
from estimator.render.quote_comparison import comparison_view
from estimator.render.quote_coverage import coverage_view
from estimator.render.quote_inputs import QuoteInputs, cell_text
from estimator.render.site.words import CHANNELS
from estimator.render.texts import country_name
from estimator.render.vat import Vat, vat_of
from estimator.render.verdict_words import plan_name, verdict_headline, verdict_sentences


def quote_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Everything `templates/quote.typ` sets, as plain JSON values: no cost, margin, guard or internal note."""
    _ = inputs.catalogue.gettext
    customer, today = inputs.assessment.customer, inputs.estimate.today
    name, dated = cell_text(customer.name), day(today, inputs.language)
    author = cell_text(inputs.provider.name) or _("Your IT service provider")
    return {
        "language": inputs.language,
        "title": _("Managed IT for {customer}").format(customer=name),
        "author": author,
        "description": _("Proposal of a managed-IT contract with a fixed monthly fee"),
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "dated": dated,
        "accent": inputs.accent,
        "footer": _("Proposal for {customer}, {date}").format(customer=name, date=dated),
        "page_of": _("Page {page} of {pages}"),
        "recipient": _recipient(inputs),
        "cover": list(_cover(inputs)),
        "headline": _headline(inputs),
        "fee": _fee(inputs),
        "coverage": coverage_view(inputs),
        "level": _level(inputs),
        "comparison": comparison_view(inputs),
        "verdict": {
            "title": verdict_headline(inputs.estimate, inputs.language),
            "sentences": list(verdict_sentences(inputs.estimate, inputs.facts.rate_card, inputs.language)),
        },
        "schedule": _schedule(inputs),
        "terms": _terms(inputs),
        "assumptions": _assumptions(inputs),
        "agreement": {
            "sentence": _("Agreed on the terms of this proposal:"),
            "parties": [name, author],
            "line": _("Date, name and signature"),
        },
    }


def _recipient(inputs: QuoteInputs) -> list[str]:
    customer, locations = inputs.assessment.customer, inputs.assessment.locations
    lines = [customer.name, customer.contact_name, customer.contact_email]
    if locations:
        head = locations[0]
        lines += [head.street, f"{head.postcode} {head.city}", country_name(head.country, inputs.language)]
    return [text for line in lines if (text := cell_text(line))]


def _cover(inputs: QuoteInputs) -> Iterator[str]:
    catalogue, assessment = inputs.catalogue, inputs.assessment
    _, ngettext, language = catalogue.gettext, catalogue.ngettext, inputs.language
    seats, devices, places = assessment.seat_count, inputs.estimate.workload.assets, len(assessment.locations)
    yield _(
        "For one fixed amount a month we take care of your IT: {people} and {devices} at {places}, "
        "with the service level {level}."
    ).format(
        people=ngettext("{n} person", "{n} people", seats).format(n=count(seats, language)),
        devices=ngettext("{n} device", "{n} devices", devices).format(n=count(devices, language)),
        places=ngettext("{n} location", "{n} locations", places).format(n=count(places, language)),
        level=plan_name(inputs.facts.rate_card, assessment.customer.service_level, language),
    )
    yield _(
        "This proposal shows what the fee is made of, what it covers and what not, and what the same work would have "
        "cost by the hour, so that you can decide which suits you better."
    )


def _headline(inputs: QuoteInputs) -> dict[str, str]:
    _, fee, seats = inputs.catalogue.gettext, inputs.estimate.fee, inputs.estimate.workload.seats
    note = _("{amount} a year").format(amount=inputs.money(fee.annual))
    if seats:
        note += "; " + _("{amount} a person and month").format(amount=inputs.money(fee.monthly / seats))
    return {"amount": inputs.money(fee.monthly), "unit": _("a month, without VAT"), "note": note}


def _fee(inputs: QuoteInputs) -> dict[str, Any]:
    _, fee, language = inputs.catalogue.gettext, inputs.estimate.fee, inputs.language
    vat = vat_of(inputs.assessment.customer, inputs.facts.rate_card)
    rows: list[dict[str, Any]] = [
        {
            "cells": [component_name(line.id, language), inputs.money(line.monthly)],
            "detail": component_detail(line.id, language),
        }
        for line in fee.components
        if line.monthly
    ]
    rows.append({"cells": [_("Fixed fee a month, without VAT"), inputs.money(fee.monthly)], "strong": True})
    rows += _vat_rows(inputs, vat, fee.monthly, _("Fixed fee a month, VAT included"))
    notes = [_vat_sentence(inputs, vat), _onboarding_sentence(inputs, vat)]
    return {
        "title": _("Your fixed monthly fee"),
        "table": {"headings": [_("What it is made of"), _("A month")], "rows": rows},
        "notes": [note for note in notes if note],
    }


def _vat_rows(inputs: QuoteInputs, vat: Vat, amount: Decimal, total: str) -> list[dict[str, Any]]:
    _ = inputs.catalogue.gettext
    if vat.kind == "unknown":
        return []
    if vat.rate is None:
        return [{"cells": [_vat_name(inputs, vat), inputs.money(vat.on(amount))]}]
    return [
        {"cells": [_vat_name(inputs, vat), inputs.money(vat.on(amount))]},
        {"cells": [total, inputs.money(amount + vat.on(amount))], "strong": True},
    ]


def _vat_name(inputs: QuoteInputs, vat: Vat) -> str:
    _ = inputs.catalogue.gettext
    if vat.rate is not None:
        country = country_name(inputs.assessment.customer.country, inputs.language)
        digits = 0 if vat.rate * 100 == int(vat.rate * 100) else 1
        return _("VAT {rate} ({country})").format(rate=percent(vat.rate, inputs.language, digits), country=country)
    return _("VAT: reverse charge") if vat.kind == "reverse-charge" else _("VAT: none")


def _vat_sentence(inputs: QuoteInputs, vat: Vat) -> str:
    _ = inputs.catalogue.gettext
    number_text = cell_text(inputs.assessment.customer.vat_number)
    return {
        "charged": "",
        "reverse-charge": _(
            "Reverse charge: you account for the VAT yourself (article 196 of Directive 2006/112/EC). "
            "Your VAT number: {number}."
        ).format(number=number_text),
        "outside-union": _("No VAT is charged on services to businesses outside the European Union."),
        "unknown": _("VAT is added at the rate that applies in your country."),
    }[vat.kind]


def _onboarding_sentence(inputs: QuoteInputs, vat: Vat) -> str:
    _, amount = inputs.catalogue.gettext, inputs.estimate.fee.onboarding
    if not amount:
        return ""
    price = _("Onboarding, once: {amount} without VAT").format(amount=inputs.money(amount))
    if vat.rate is not None:
        price += _(", {amount} with VAT").format(amount=inputs.money(amount + vat.on(amount)))
    return _("{price}. It covers the assessment, the documentation and the installation of the agents.").format(
        price=price
    )


def _level(inputs: QuoteInputs) -> dict[str, Any]:
    _, card, language = inputs.catalogue.gettext, inputs.facts.rate_card, inputs.language
    plan = card.plan[inputs.assessment.customer.service_level]
    none = _("not guaranteed")
    response, intervention = plan.maximum_response_hours, plan.maximum_time_to_intervene_hours
    rows = [
        [_("Support hours"), opening_hours(plan.support_hours, language) or none],
        [_("Fault-handling hours"), opening_hours(plan.fault_handling_hours, language) or none],
        [_("Maximum response time"), none if response is None else _service_time(response, language)],
        [_("Maximum time to intervene"), none if intervention is None else _service_time(intervention, language)],
        [_("Contact"), ", ".join(_(CHANNELS.get(channel, channel)) for channel in plan.contact)],
    ]
    return {
        "title": _("Service level {level}").format(
            level=plan_name(card, inputs.assessment.customer.service_level, language)
        ),
        "sentence": _(
            "In the support hours you reach us with questions; in the fault-handling hours we work on technical "
            "faults. Both times below run from your report, inside the fault-handling hours only: until we have "
            "answered, and until we have begun to work on it."
        ),
        "rows": rows,
    }


def _service_time(value: Decimal, language: str) -> str:
    return hours(float(value), language, 0 if value == int(value) else 1)


def _schedule(inputs: QuoteInputs) -> dict[str, Any]:
    _, language, schedule = inputs.catalogue.gettext, inputs.language, inputs.schedule
    tasks = inputs.facts.effort.task
    sessions, minutes = Counter[str](), Counter[str]()
    for session in schedule.sessions:
        sessions[session.task] += 1
        minutes[session.task] += session.minutes
    rows: list[dict[str, Any]] = [
        {
            "cells": [_(task.name), count(sessions[name], language), duration(minutes[name], language)],
            "detail": _(task.interruption) if task.interruption else "",
        }
        for name, task in tasks.items()
        if sessions[name]
    ]
    if rows:
        total = [_("All sessions"), count(len(schedule.sessions), language), duration(schedule.minutes, language)]
        rows.append({"cells": total, "strong": True})
    return {
        "title": _("Updates and maintenance in a year"),
        "intro": _(
            "The work below is planned from {first} on, on dated appointments that you receive as a calendar. "
            "Its hours are the hours in the fee."
        ).format(first=day(schedule.first, language))
        if rows
        else _("No regular maintenance is planned."),
        "table": {"headings": [_("What"), _("Sessions"), _("Working time")], "rows": rows},
    }


def _terms(inputs: QuoteInputs) -> dict[str, Any]:
    catalogue, customer, language = inputs.catalogue, inputs.assessment.customer, inputs.language
    _, ngettext = catalogue.gettext, catalogue.ngettext
    until = inputs.estimate.today + timedelta(days=inputs.validity_days)
    rows = [
        [_("Start of the contract"), day(customer.contract_start, language)],
        [_("Term"), ngettext("{n} month", "{n} months", customer.term_months).format(n=customer.term_months)],
        [_("This proposal is valid until"), day(until, language)],
        [
            _("Prices"),
            _("in {currency}, without VAT unless stated otherwise").format(currency=inputs.estimate.currency),
        ],
    ]
    if manager := cell_text(customer.account_manager):
        rows.append([_("Your contact with us"), manager])
    return {"title": _("Term and validity"), "rows": rows}


def _assumptions(inputs: QuoteInputs) -> dict[str, Any]:
    _ = inputs.catalogue.gettext
    return {
        "title": _("What the comparison rests on"),
        "intro": _("These are assumptions: nobody has measured them at your company yet."),
        "items": list(_assumption_sentences(inputs)),
    }


def _assumption_sentences(inputs: QuoteInputs) -> Iterator[str]:
    _, language, card = inputs.catalogue.gettext, inputs.language, inputs.facts.rate_card
    work = inputs.estimate.workload
    yield _(
        "Your people and devices cause about {tickets} tickets and {hours} of support work a month; "
        "one year differs from another by about {spread}."
    ).format(
        tickets=number(work.annual_tickets / 12, 1, language),
        hours=hours(work.reactive_hours_per_month, language),
        spread=percent(inputs.estimate.frequency_cv, language),
    )
    steps = card.billing["remote"].increment_minutes
    yield _(
        "Hourly plans bill the total time of a ticket in steps of {n} minutes; on site at least {m} minutes."
    ).format(n=steps, m=card.billing["on-site"].minimum_minutes)
    for band in card.band.values():
        if band.multiplier != 1:
            yield _("{band}: hourly rates × {factor}.").format(
                band=_(band.name), factor=number(band.multiplier, 1, language)
            )
    prices = sorted({stream.travel_price for stream in work.streams if stream.travel_price})
    if prices:
        amounts = ", ".join(inputs.money(price) for price in prices)
        yield _("A visit on site is charged under the hourly plans with {amounts} for travel.").format(amounts=amounts)
