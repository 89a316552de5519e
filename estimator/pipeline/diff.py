"""What `estimator diff` does: both sides read, compared, and the guards that the change must keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.facts import Facts
from estimator.model.fee_change import FeeChange
from estimator.model.frozen import frozen
from estimator.pipeline.comparing import fee_change
from estimator.pipeline.guarding import Limit, increase_problem, policy_of, rules_for
from estimator.pipeline.sides import Opened, open_workbook, opened_saved
from estimator.read.data_files import read_facts
from estimator.read.saved_estimate import is_json, read_saved_estimate

SHIPPED = Path("shipped")
"""Instead of a data file: the one that comes with the program."""


@frozen(kw_only=True)
class Asked:
    """How the two sides are to be priced. Files are by their name in `Facts`; the old side has the new one's, except
    for those that are named for it. Overrides count for their own side alone.
    """

    today: date
    files: Mapping[str, Path]
    overrides: Sequence[str | Path] = ()
    old_files: Mapping[str, Path]
    old_overrides: Sequence[str | Path] = ()
    old_today: date | None = None
    """None: a workbook is priced as of its own assessment."""
    maximum_increase: Decimal | None = None


def diff(old: Path, new: Path, asked: Asked) -> tuple[FeeChange, tuple[Diagnostic, ...]]:
    """The way from one fee to the other, and what is worth a look, broken guards included.

    Raises Stop with every problem of both sides if there are errors in one.
    """
    facts, old_facts, limit = _priced_with(old, new, asked)
    found: list[Diagnostic] = []
    sides: list[Opened] = []
    old_day: date | Literal["assessment"] = asked.old_today or "assessment"
    for path, own, as_of in ((old, old_facts, old_day), (new, facts, asked.today)):
        try:
            if is_json(path):
                sides.append(opened_saved(path.name, read_saved_estimate(path)))
            else:
                side, told = open_workbook(path, own, asked.today, as_of)
                sides.append(side)
                found += _of_file(path, told)
        except Stop as stop:
            found += _of_file(path, stop.diagnostics)
    if len(sides) < 2:
        raise Stop(*found)
    if old.name == new.name:
        sides = [_with_folder(side, path) for side, path in zip(sides, (old, new), strict=True)]
    shipped = [] if all(side.read for side in sides) else [read_facts({}, ())]
    change = fee_change(sides[0], sides[1], [facts, old_facts, *shipped])
    found += _other_customer(change)
    if limit is not None:
        fees = change.old.fee, change.new.fee
        found += increase_problem(new.name, *fees, change.currency, limit)
    return change, tuple(found)


def _priced_with(old: Path, new: Path, asked: Asked) -> tuple[Facts, Facts, Limit | None]:
    """The data files of the new side and of the old one, and how much the fee may rise.

    Each side has what is named for it, else what its folder's policy names, else what the new side has.
    """
    rules = rules_for(new, asked.files, asked.overrides)
    limit = rules.increase
    if asked.maximum_increase is not None:
        limit = Limit(asked.maximum_increase, "error", "--max-increase")
    own = policy_of(old)
    named = {**(rules.policy.files if rules.policy else {}), **asked.files}
    files = {**named, **(own.files if own else {}), **asked.old_files}
    files = {name: path for name, path in files.items() if path != SHIPPED}
    is_same = files == named and not asked.overrides and not asked.old_overrides
    return rules.facts, rules.facts if is_same else read_facts(files, asked.old_overrides), limit


def _with_folder(side: Opened, path: Path) -> Opened:
    """A side that is told from the other by its folder's name."""
    return replace(side, side=replace(side.side, name=str(Path(path.absolute().parent.name) / path.name)))


def _of_file(path: Path, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Problems with the file's path, as both may have one name."""
    return [
        each if each.place.startswith(str(path)) else replace(each, place=f"{path}: {each.place}") for each in found
    ]


def _other_customer(change: FeeChange) -> list[Diagnostic]:
    old, new = (side.customer.strip() for side in (change.old, change.new))
    if old.casefold() == new.casefold():
        return []
    message = f"'{new}' is compared with '{old}', which may be another customer."
    remedy = "Check the names of the files."
    return [Diagnostic(Level.WARNING, change.new.name, "other-customer", message, remedy)]
