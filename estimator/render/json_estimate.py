"""The estimate as estimate.json: the machine-readable document that other programs rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from estimator.diagnostics import Diagnostic
from estimator.model.estimate import Estimate, Fee, PlanYear, ProviderYear, Question, Verdict
from estimator.model.money import to_cents
from estimator.model.source import Cell, FileReference, cell_ranges
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.render.safe_text import plain_json

SCHEMA = "estimator/estimate@1"
SCHEMA_FILE = "estimate.schema.json"
"""The JSON Schema, in the package's data folder."""
CHECK_SCHEMA = "estimator/check@1"
CHECK_SCHEMA_FILE = "check.schema.json"


def estimate_document(estimate: Estimate, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The whole estimate as plain JSON values.

    Money is a decimal string in the rate card's currency, hours and minutes are numbers; `streams`, `scheduled` and
    `tools_annual` are complete, so that they reproduce `plans` with nothing but the rate card. Internal.
    """
    customer = estimate.customer
    return {
        "schema": SCHEMA,
        "inputs": _inputs(estimate),
        "customer": {"name": customer.name, "language": customer.language, "country": customer.country},
        "service_level": customer.service_level,
        "term_months": customer.term_months,
        "workload": _workload(estimate.workload),
        "fee": _fee(estimate.fee),
        "plans": [_plan(plan) for plan in estimate.plans],
        "verdict": _verdict(estimate.verdict),
        "provider": _provider(estimate.provider),
        "streams": [_stream(stream) for stream in estimate.workload.streams],
        "frequency_cv": estimate.frequency_cv,
        "tools_annual": _exact(estimate.tools_annual),
        "scheduled": [_scheduled(work) for work in estimate.workload.scheduled],
        "not_priced": [{"cell": str(item.cell), "reason": item.reason} for item in estimate.workload.not_priced],
        "assumptions": [{"key": a.key, "value": a.value, "source": a.source} for a in estimate.assumptions],
        "questions": [_question(question) for question in estimate.questions],
        "diagnostics": [diagnostic_entry(diagnostic) for diagnostic in diagnostics],
    }


def document_text(document: Mapping[str, Any]) -> str:
    """The document as text with a line for every entry of its long lists: small, and compared line by line."""
    members = (f" {_compact(key)}: {_member(value)}" for key, value in document.items())
    return plain_json("{\n" + ",\n".join(members) + "\n}\n")


def _member(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {_compact(entry)}" for entry in value) + "\n ]"
    return _indented(value).replace("\n", "\n ")


_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_indented = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=1).encode


def check_document(diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> dict[str, Any]:
    """The diagnostics, the open questions and the fee's range, as in the whole document.

    Without a price (the workbook has errors) there are no questions, and `fee` is null.
    """
    fee = estimate.fee if estimate else None
    return {
        "schema": CHECK_SCHEMA,
        "diagnostics": [diagnostic_entry(diagnostic) for diagnostic in diagnostics],
        "questions": [_question(question) for question in estimate.questions] if estimate else [],
        "fee": fee and {"monthly": money_text(fee.monthly), "low": money_text(fee.low), "high": money_text(fee.high)},
    }


def _inputs(estimate: Estimate) -> dict[str, Any]:
    return {
        "workbook": _file(estimate.inputs["workbook"], "name"),
        **{name: _file(estimate.inputs[name], "id") for name in ("rate_card", "effort", "pricing", "lifecycle")},
        "today": estimate.today.isoformat(),
    }


def _file(reference: FileReference, known_by: str) -> dict[str, str]:
    return {known_by: getattr(reference, known_by), "sha256": reference.sha256}


def _workload(workload: Workload) -> dict[str, Any]:
    return {
        "endpoints": workload.endpoints,
        "seats": workload.seats,
        "tickets_per_month": workload.annual_tickets / 12,
        "reactive_hours_per_month": workload.reactive_hours_per_month,
        "scheduled_hours_per_month": workload.scheduled_hours_per_month,
        "rhem": workload.rhem,
    }


def _fee(fee: Fee) -> dict[str, Any]:
    return {
        "monthly": money_text(fee.monthly),
        "annual": money_text(fee.annual),
        "binding": fee.binding,
        "low": money_text(fee.low),
        "high": money_text(fee.high),
        "onboarding": money_text(fee.onboarding),
        "components": [{"id": component.id, "monthly": money_text(component.monthly)} for component in fee.components],
    }


def _plan(plan: PlanYear) -> dict[str, Any]:
    years = {
        "expected": plan.expected_annual,
        "p10": plan.p10_annual,
        "p50": plan.p50_annual,
        "p90": plan.p90_annual,
    }
    return {
        "id": plan.plan,
        "meets_service_level": plan.meets_service_level,
        "monthly_price": _exact(plan.monthly_price),
        **{f"{name}_monthly": money_text(amount / 12) for name, amount in years.items()},
        **{f"{name}_annual": money_text(amount) for name, amount in years.items()},
        "probability_above_fee": plan.probability_above_fee,
        "lattice_step": format(plan.lattice_step, "f"),
        "exact": plan.exact,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    even = verdict.break_even
    return {
        "choice": verdict.choice,
        "best_hourly_plan": verdict.best_hourly_plan,
        "annual_difference": money_text(verdict.annual_difference),
        "protected_against": money_text(verdict.protected_against),
        "break_even": even
        and {
            "share_of_expected": even.share_of_expected,
            "tickets_per_month": even.tickets_per_month,
            "reactive_hours_per_month": even.reactive_hours_per_month,
        },
    }


def _provider(provider: ProviderYear) -> dict[str, Any]:
    return {
        "expected_annual_cost": money_text(provider.expected_annual_cost),
        "p90_annual_cost": money_text(provider.p90_annual_cost),
        "gross_margin": provider.gross_margin,
        "bad_year_margin": provider.bad_year_margin,
        "probability_of_loss": provider.probability_of_loss,
    }


def _stream(stream: TicketStream) -> dict[str, Any]:
    return {
        "driver": stream.driver,
        "location": stream.location,
        "role": stream.role,
        "channel": stream.channel,
        "band": stream.band,
        "annual_frequency": stream.annual_frequency,
        "mean_minutes": stream.mean_minutes,
        "cv": stream.minutes_cv,
        "band_multiplier": float(stream.band_multiplier),
        "travel_price": _exact(stream.travel_price),
        "cells": list(_ranges(stream.cells)),
    }


def _scheduled(work: ScheduledWork) -> dict[str, Any]:
    return {
        "task": work.task,
        "location": work.location,
        "role": work.role,
        "channel": work.channel,
        "band": work.band,
        "band_multiplier": float(work.band_multiplier),
        "travel_price": _exact(work.travel_price),
        "sessions_per_year": work.sessions_per_year,
        "minutes_per_session": work.minutes_per_session,
        "cells": list(_ranges(work.cells)),
    }


@lru_cache(16)
def _ranges(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """Cells as text; all streams of a driver at a location come one after the other and from the same cells."""
    return cell_ranges(cells)


def _question(question: Question) -> dict[str, str]:
    return {
        "cell": question.cell,
        "question": question.question,
        "fee_low": money_text(question.fee_low),
        "fee_high": money_text(question.fee_high),
    }


def diagnostic_entry(diagnostic: Diagnostic) -> dict[str, str]:
    """A problem as every document has it."""
    return {
        "level": diagnostic.level.value,
        "cell": diagnostic.place,
        "check": diagnostic.check,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
    }


def money_text(amount: Decimal) -> str:
    """Rounded to the cent."""
    return format(to_cents(amount) + Decimal(0), "f")


def _exact(amount: Decimal) -> str:
    """A price as it is, with at least two decimals: rounding one would keep others from reproducing the figures."""
    rounded = to_cents(amount)
    return money_text(amount) if rounded == amount else format(amount.normalize(), "f")
