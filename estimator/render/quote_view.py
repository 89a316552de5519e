"""From model values to what the proposal shows: plain texts, translated, and nothing internal."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from estimator.render.effects import Effect, effect_of
from estimator.render.figures import count, day, duration, hours, opening_hours
from estimator.render.quote_basis import basis_view
from estimator.render.quote_comparison import comparison_view
from estimator.render.quote_coverage import coverage_view
from estimator.render.quote_fee import fee_view
from estimator.render.quote_inputs import IN_A_LIST, ON_A_LINE, QuoteInputs, cell_text
from estimator.render.quote_summary import advice, cover_sentences, headline_view, summary_view, valid_until
from estimator.render.site.words import channels
from estimator.render.texts import country_name
from estimator.render.verdict_words import verdict_sentences

MOST_CONTACT_LINES = 6


def quote_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Everything `templates/quote.typ` sets, as plain JSON values: no cost, margin, guard or internal note."""
    _ = inputs.catalogue.gettext
    customer, today = inputs.assessment.customer, inputs.estimate.today
    name, dated = cell_text(customer.name), day(today, inputs.language)
    return {
        "language": inputs.language,
        "title": _("Managed IT for {customer}").format(customer=name),
        "author": inputs.seller,
        "description": _("Proposal of a managed-IT contract with a fixed monthly fee"),
        "keywords": [_("Proposal"), _("Managed IT"), inputs.level_name, name],
        "date": {"year": today.year, "month": today.month, "day": today.day},
        "dated": dated,
        "kind": _("Proposal"),
        "brand": _brand(inputs),
        "footer": _("Proposal for {customer}, {date}").format(customer=cell_text(customer.name, IN_A_LIST), date=dated),
        "page_of": _("Page {page} of {pages}"),
        "recipient": _recipient(inputs),
        "cover": list(cover_sentences(inputs)),
        "headline": headline_view(inputs),
        "summary": summary_view(inputs),
        "fee": fee_view(inputs),
        "coverage": coverage_view(inputs),
        "level": _level(inputs),
        "comparison": comparison_view(inputs),
        "verdict": _verdict(inputs),
        "schedule": _schedule(inputs),
        "terms": _terms(inputs),
        "basis": basis_view(inputs),
        "agreement": _agreement(inputs, name),
    }


def _brand(inputs: QuoteInputs) -> dict[str, Any]:
    """The letterhead; a logo's bytes as numbers, since JSON has none."""
    brand, provider = inputs.brand, inputs.provider
    logo = brand.logo
    contact = brand.contact or (provider.phone, provider.email)
    return {
        "accent": brand.accent,
        "contact": [text for line in contact[:MOST_CONTACT_LINES] if (text := cell_text(line))],
        "logo": {"kind": logo.kind, "content": list(logo.content)} if logo else None,
    }


def _recipient(inputs: QuoteInputs) -> list[str]:
    customer, locations = inputs.assessment.customer, inputs.assessment.locations
    lines = [customer.name, customer.contact_name, customer.contact_email]
    if locations:
        head = locations[0]
        lines += [head.street, f"{head.postcode} {head.city}", country_name(head.country, inputs.language)]
    return [text for line in lines if (text := cell_text(line, ON_A_LINE))]


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
        [_("Contact"), channels(plan.contact, inputs.catalogue)],
    ]
    return {
        "title": _("Service level {level}").format(level=inputs.level_name),
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
    effects: dict[str, Effect] = {}
    for session in schedule.sessions:
        sessions[session.task] += 1
        minutes[session.task] += session.minutes
        effect = effect_of(session, tasks[session.task], _)
        if effect.stops or session.task not in effects:
            effects[session.task] = effect
    rows: list[dict[str, Any]] = [
        {
            "cells": [_(task.name), count(sessions[name], language), duration(minutes[name], language)],
            "detail": effects[name].text if task.interruption else "",
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


def _verdict(inputs: QuoteInputs) -> dict[str, Any]:
    sentences = list(verdict_sentences(inputs.estimate, inputs.facts.rate_card, inputs.language))
    if inputs.estimate.verdict.choice != "hourly":
        text = inputs.catalogue.gettext("With the fixed fee, such a year costs you nothing more: it stays {fee}.")
        sentences.insert(2, text.format(fee=inputs.texts.fee_annual_short))
    return {"title": advice(inputs), "sentences": sentences}


def _terms(inputs: QuoteInputs) -> dict[str, Any]:
    catalogue, customer, language = inputs.catalogue, inputs.assessment.customer, inputs.language
    _, ngettext = catalogue.gettext, catalogue.ngettext
    rows = [
        [_("Start of the contract"), day(customer.contract_start, language)],
        [_("Term"), ngettext("{n} month", "{n} months", customer.term_months).format(n=customer.term_months)],
        [_("This proposal is valid until"), day(valid_until(inputs), language)],
        [_("To accept"), _("Sign below and send this proposal back to us by that day at the latest.")],
        [
            _("Prices"),
            _("in {currency}, without VAT unless stated otherwise").format(currency=inputs.estimate.currency),
        ],
    ]
    people = (customer.account_manager, inputs.provider.phone, inputs.provider.email)
    if contact := ", ".join(text for part in people if (text := cell_text(part))):
        rows.append([_("Your contact with us"), contact])
    return {"title": _("Term and validity"), "rows": rows}


def _agreement(inputs: QuoteInputs, customer: str) -> dict[str, Any]:
    """Where both sign; with a choice where the advice is not what the proposal offers."""
    _ = inputs.catalogue.gettext
    choices = []
    if inputs.estimate.verdict.choice == "hourly":
        choices = [
            _("hourly billing with the plan {plan}").format(plan=inputs.best_plan_name),
            _("the fixed fee of {amount} a month").format(amount=inputs.texts.fee),
        ]
    return {
        "sentence": _("We choose:") if choices else _("Agreed on the terms of this proposal:"),
        "choices": choices,
        "parties": [customer, inputs.seller],
        "line": _("Date, name and signature"),
    }
