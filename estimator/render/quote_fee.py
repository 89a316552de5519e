"""The proposal's fee: its lines, the tax by country, and what the start costs once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from estimator.render.fee_words import component_detail, component_name
from estimator.render.figures import percent
from estimator.render.quote_inputs import QuoteInputs, cell_text
from estimator.render.texts import country_name
from estimator.render.vat import Vat, vat_of


def fee_view(inputs: QuoteInputs) -> dict[str, Any]:
    """Two tables, a month's and the one of the start, and a sentence where the tax needs one."""
    _, fee, texts = inputs.catalogue.gettext, inputs.estimate.fee, inputs.texts
    vat = vat_of(inputs.assessment.customer, inputs.facts.rate_card)
    rows: list[dict[str, Any]] = [
        {
            "cells": [component_name(line.id, inputs.language), texts.components[line.id]],
            "detail": component_detail(line.id, inputs.language),
        }
        for line in fee.components
        if line.monthly
    ]
    rows.append({"cells": [_("Fixed fee a month, without VAT"), texts.fee], "strong": True})
    rows += _vat_rows(inputs, vat, fee.monthly, _("Fixed fee a month, VAT included"))
    return {
        "title": _("Your fixed monthly fee"),
        "table": {"headings": [_("What it is made of"), _("A month")], "rows": rows},
        "start": _start(inputs, vat),
        "notes": [note for note in (_vat_sentence(inputs, vat),) if note],
    }


def _start(inputs: QuoteInputs, vat: Vat) -> dict[str, Any]:
    """What is paid once; no rows where it costs nothing."""
    _, amount = inputs.catalogue.gettext, inputs.estimate.fee.onboarding
    rows: list[dict[str, Any]] = []
    if amount:
        onboarding = {
            "cells": [_("Onboarding, without VAT"), inputs.texts.onboarding],
            "detail": _("assessment, documentation and installation of the agents"),
            "strong": vat.rate is None,
        }
        rows = [onboarding, *_vat_rows(inputs, vat, amount, _("Onboarding, VAT included"))]
    return {"headings": [_("At the start"), _("Once")], "rows": rows}


def _vat_rows(inputs: QuoteInputs, vat: Vat, amount: Decimal, total: str) -> list[dict[str, Any]]:
    if vat.kind == "unknown":
        return []
    tax = {"cells": [_vat_name(inputs, vat), inputs.money(vat.on(amount))]}
    if vat.rate is None:
        return [tax]
    return [tax, {"cells": [total, inputs.money(amount + vat.on(amount))], "strong": True}]


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
