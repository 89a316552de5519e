"""A saved estimate.json becomes typed values, or every reason why not, each by file and key."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.saved_estimate import SavedEstimate
from estimator.read.cells import unfit
from estimator.read.tables import INVALID, Problems, Special, read_table
from estimator.read.tables import Path as KeyPath

MAXIMUM_BYTES = 256 * 2**20
"""The largest customers' estimates have some ten."""


def is_json(path: Path) -> bool:
    """Whether a file is meant as a saved estimate, by its name or by how it begins."""
    if path.suffix.lower() == ".json":
        return True
    if unfit(path):
        return False
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_saved_estimate(path: Path) -> SavedEstimate:
    """The estimate in a file; raises Stop with every reason where the file is none."""
    name = str(path)
    if problem := unfit(path):
        raise Stop(problem)
    if path.stat().st_size > MAXIMUM_BYTES:
        raise Stop(_no_estimate(name, "The file is far too large for an estimate."))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(_no_estimate(name, "The file is no saved estimate: it is not UTF-8 text.")) from None
    return saved_estimate_of(text, name)


def saved_estimate_of(text: str, name: str) -> SavedEstimate:
    """The estimate in a text, which a file of that name has; raises Stop with every reason where it is none."""
    try:
        document = json.loads(text, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Stop(_no_estimate(name, "The file is no saved estimate: it is not JSON.")) from None
    if not isinstance(document, dict) or "schema" not in document:
        raise Stop(_no_estimate(name, "The file is no saved estimate: it does not say its schema."))
    problems = Problems(name)
    saved = read_table(SavedEstimate, _known(document, SavedEstimate), problems, SPECIAL)
    if saved is None:
        raise Stop(*problems.found)
    if saved.verdict.best_hourly_plan not in {plan.id for plan in saved.plans}:
        raise Stop(_no_estimate(name, "The saved estimate is damaged: its verdict is on a plan that it does not have."))
    return saved


def _no_estimate(name: str, message: str) -> Diagnostic:
    remedy = "Name an estimate.json, as `build` or --format json writes it."
    return Diagnostic(Level.ERROR, name, "no-saved-estimate", message, remedy)


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _known(value: Any, kind: Any) -> Any:
    """The document without the keys that are not needed, so that what is added later does no harm."""
    if get_origin(kind) in (Union, types.UnionType):
        return value
    if get_origin(kind) is tuple and isinstance(value, list):
        return [_known(entry, get_args(kind)[0]) for entry in value]
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, Mapping):
        hints = get_type_hints(kind)
        return {each.name: _known(value[each.name], hints[each.name]) for each in fields(kind) if each.name in value}
    return value


def _money(value: Any, path: KeyPath, problems: Problems) -> Any:
    """Decimal strings as the document has money, and plain numbers."""
    try:
        amount = Decimal(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        problems.add(path, "wrong-type", f"'{str(value)[:60]}' is not an amount.", "Save the estimate again.")
        return INVALID
    return amount


def _day(value: Any, path: KeyPath, problems: Problems) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        problems.add(path, "wrong-type", f"'{str(value)[:60]}' is not a day.", "Save the estimate again.")
        return INVALID


SPECIAL: Special = ((Decimal, _money), (date, _day))
