"""The path of a term as a part of estimate.json: only there where it was asked for."""

from __future__ import annotations

from typing import Any

from estimator.model.source import cell_ranges
from estimator.model.term import TermEvent, TermMonth, TermPath, TermYear, Total
from estimator.render.json_estimate import money_text


def term_entry(path: TermPath) -> dict[str, Any]:
    """The path's months, years and events; `fee_monthly` is that of the first month, and months count from 0."""
    return {
        "months": len(path.months),
        "start": path.months[0].first.isoformat(),
        "indexation": path.policy.indexation,
        "seat_growth": float(path.policy.seat_growth),
        "fee_monthly": money_text(path.fee),
        "path": [_month(month) for month in path.months],
        "years": [_year(year) for year in path.years],
        "events": [_event(event) for event in path.events],
    }


def _month(month: TermMonth) -> dict[str, Any]:
    return {
        "first": month.first.isoformat(),
        "price_factor": float(month.price_factor),
        "seat_factor": float(month.seat_factor),
        "fee": money_text(month.fee),
        "plans": {plan: money_text(amount) for plan, amount in month.plans.items()},
    }


def _year(year: TermYear) -> dict[str, Any]:
    return {
        "first": year.first.isoformat(),
        "months": year.months,
        "fee": money_text(year.fee),
        "fee_total": money_text(year.fee_total),
        "plans": {
            plan: {"expected": money_text(year.plans[plan]), **_total(total)} for plan, total in year.totals.items()
        },
    }


def _total(total: Total) -> dict[str, str | None]:
    """What a plan has cost since the start; no range where none was asked for."""
    return {
        "expected_total": money_text(total.expected),
        "p10_total": None if total.p10 is None else money_text(total.p10),
        "p90_total": None if total.p90 is None else money_text(total.p90),
    }


def _event(event: TermEvent) -> dict[str, Any]:
    common = {"month": event.month, "first": event.first.isoformat(), "kind": event.kind}
    if event.kind != "support-ends":
        return {**common, "factor": float(event.factor)}
    return {
        **common,
        "release": event.release,
        "units": event.units,
        "more_tickets_per_month": event.more_tickets_per_month,
        "cells": list(cell_ranges(event.cells)),
    }
