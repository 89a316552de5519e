"""The way from one fee to the other as a JSON document; its JSON Schema ships as `diff.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from estimator.diagnostics import Diagnostic
from estimator.model.change import Change, Changes
from estimator.model.fee_change import FeeChange, Side
from estimator.render.diff.words import value_text
from estimator.render.json_estimate import diagnostic_entry, money_text

SCHEMA = "estimator/diff@1"
SCHEMA_FILE = "diff.schema.json"


def change_document(change: FeeChange, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """Everything of the report, and all of what it only counts; `steps` add up to `change.monthly` to the cent."""
    return {
        "schema": SCHEMA,
        "currency": change.currency,
        "old": _side(change.old),
        "new": _side(change.new),
        "change": {
            "monthly": money_text(change.monthly),
            "annual": money_text(12 * change.monthly),
            "share": None if change.increase is None else float(change.increase),
        },
        "steps": [{"causes": list(step.causes), "monthly": money_text(step.monthly)} for step in change.steps],
        "quantity": [{"of": each.name, "old": each.before, "new": each.after} for each in change.populations],
        "figures": [
            {"file": each.file, "key": each.key, "old": each.before, "new": each.after} for each in change.figures
        ],
        "lifecycle": [
            {
                "asset": each.asset,
                "release": each.release,
                "end_of_support": each.end_of_support.isoformat() if each.end_of_support else None,
                "old_share_past_support": each.before,
                "new_share_past_support": each.after,
            }
            for each in change.aged
        ],
        "inventory": None if change.changes is None else _inventory(change.changes, change),
        "notes": list(change.notes),
        "diagnostics": [diagnostic_entry(diagnostic) for diagnostic in diagnostics],
    }


def _side(side: Side) -> dict[str, Any]:
    best = side.best
    return {
        "name": side.name,
        "kind": "estimate" if side.is_saved else "workbook",
        "customer": side.customer,
        "today": side.today.isoformat(),
        "service_level": side.service_level,
        "term_months": side.term_months,
        "inputs": {
            name: {"id": file.id, "name": file.name, "sha256": file.sha256} for name, file in side.files.items()
        },
        "fee": {
            "monthly": money_text(side.fee),
            "before_rounding": money_text(side.unrounded),
            "components": [{"id": line.id, "monthly": money_text(line.monthly)} for line in side.components],
        },
        "hourly": {
            "verdict": best.choice,
            "best_plan": best.plan,
            "expected_monthly": money_text(best.expected_annual / 12),
            "p10_monthly": money_text(best.p10_annual / 12),
            "p90_monthly": money_text(best.p90_annual / 12),
            "probability_above_fee": best.probability_above_fee,
        },
        "workload": {
            "seats": side.work.seats,
            "endpoints": side.work.endpoints,
            "tickets_per_month": side.work.annual_tickets / 12,
            "reactive_hours_per_month": side.work.reactive_hours_per_month,
            "scheduled_hours_per_month": side.work.scheduled_hours_per_month,
        },
    }


def _inventory(changes: Changes, change: FeeChange) -> dict[str, Any]:
    return {
        "since": changes.since.isoformat(),
        "counts": [
            {"kind": each.kind, "type": str(each.type), "old": each.before, "new": each.after}
            for each in change.inventory
        ],
        "added": [_change(each) for each in changes.added],
        "removed": [_change(each) for each in changes.removed],
        "altered": [
            {
                **_change(each),
                "fields": [
                    {"field": field.field, "old": value_text(field.before), "new": value_text(field.after)}
                    for field in each.fields
                ],
            }
            for each in changes.altered
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    item: Any = change.after or change.before
    return {
        "kind": change.kind,
        "id": getattr(item, "id", ""),
        "name": getattr(item, "name", ""),
        "type": value_text(getattr(item, "type", None) or getattr(item, "profile", None)),
        "location": "" if change.kind == "location" else item.location,
        "quantity": getattr(item, "quantity", None) or getattr(item, "count", 1),
        "cell": str(item.row.cell("count" if change.kind == "seats" else "id")),
    }
