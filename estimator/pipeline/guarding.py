"""A team's policy at work: which data files price a workbook, and which guards its estimate breaks. Internal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimator.diagnostics import Diagnostic, Level
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.source import Cell
from estimator.read.data_files import read_facts

if TYPE_CHECKING:
    from estimator.model.guardrails import GuardLevel
    from estimator.read.guardrails import Policy

POLICY_FILE = "estimator.toml"
LANGUAGE = "en"
LEVELS: Mapping[GuardLevel, Level] = {"warn": Level.WARNING, "error": Level.ERROR}


@frozen
class Limit:
    """By how much a fee may rise, as a share, and who says so."""

    maximum: Decimal
    level: GuardLevel
    named: str


@frozen
class Rules:
    """What a workbook is priced with, and the policy it must keep to; None where its folder has none."""

    facts: Facts
    policy: Policy | None = None

    @property
    def increase(self) -> Limit | None:
        """By how much the fee may rise; None where the policy says nothing."""
        guard = self.policy.guardrails.increase if self.policy else None
        return (
            Limit(guard.maximum, guard.level, _key(self.policy, "increase.maximum")) if self.policy and guard else None
        )

    def guarded_by(self, workbook: Path) -> tuple[bytes | Path, ...]:
        """What decides over a workbook's outputs besides data files: the policy and the saved estimate it names."""
        if self.policy is None:
            return ()
        saved = self.policy.saved_estimate(workbook)
        return (self.policy.content, *([saved] if saved else []))


def policy_of(workbook: Path) -> Policy | None:
    """The policy beside a workbook; None where there is none. Raises Stop with every mistake in it."""
    path = workbook.parent / POLICY_FILE
    if not path.exists():
        return None
    from estimator.read.guardrails import read_policy  # most folders have none, and reading takes time to import

    return read_policy(path)


def rules_for(
    workbook: Path, files: Mapping[str, Path], overrides: Sequence[str | Path], facts: Facts | None = None
) -> Rules:
    """The rules of a workbook: data files named on the command line, else by its folder's policy, else the shipped.

    `facts`: what `files` and `overrides` come to without a policy, where that is read already. Raises Stop with every
    mistake of the policy or of a data file.
    """
    policy = policy_of(workbook)
    own = {**policy.files, **files} if policy else files
    if facts is not None and own == files:
        return Rules(facts, policy)
    states = tuple((name, path, _state(path)) for name, path in sorted(own.items()))
    return Rules(_facts(states, tuple(overrides)), policy)


def broken(rules: Rules, workbook: Path, assessment: Assessment, estimate: Estimate, today: date) -> list[Diagnostic]:
    """Every guard that a priced workbook breaks, and what keeps one from being checked."""
    if rules.policy is None:
        return []
    return [
        *_margin(rules.policy, workbook, estimate),
        *_loss(rules.policy, workbook, estimate),
        *_increase(rules, workbook, estimate),
        *broken_by_workbook(rules, assessment, today),
    ]


def broken_by_workbook(rules: Rules, assessment: Assessment, today: date) -> list[Diagnostic]:
    """Every guard that a workbook breaks before it is priced: blank fields and its age."""
    if rules.policy is None:
        return []
    return [*_blank(rules.policy, assessment), *_old(rules.policy, assessment, today)]


def increase_problem(place: str, before: Decimal, after: Decimal, currency: str, limit: Limit) -> Iterator[Diagnostic]:
    """The problem of a fee that rises by more than a share of itself; none where it keeps to that."""
    from estimator.render.figures import money, percent_change

    if after - before <= limit.maximum * before:
        return
    old, new = (money(amount, currency, LANGUAGE) for amount in (before, after))
    by = f" ({percent_change((after - before) / before, LANGUAGE)})" if before else ""
    allowed = percent_change(limit.maximum, LANGUAGE)
    message = f"The fee rises from {old} to {new} a month{by}; {limit.named} allows {allowed}."
    remedy = "`estimator diff` splits the rise by cause."
    yield Diagnostic(LEVELS[limit.level], place, "fee-increase", message, remedy)


def _margin(policy: Policy, workbook: Path, estimate: Estimate) -> Iterator[Diagnostic]:
    from estimator.render.figures import percent

    guard, margin = policy.guardrails.margin, estimate.provider.gross_margin
    if guard is None or margin >= guard.minimum:
        return
    shown, wanted = percent(margin, LANGUAGE, 1), percent(guard.minimum, LANGUAGE, 1)
    message = f"An expected year leaves {shown} of the fee, less than the {wanted} of {_key(policy, 'margin.minimum')}."
    remedy = "Raise the price, or ask who set the limit."
    yield Diagnostic(LEVELS[guard.level], workbook.name, "margin-too-low", message, remedy)


def _loss(policy: Policy, workbook: Path, estimate: Estimate) -> Iterator[Diagnostic]:
    from estimator.render.figures import percent

    guard, probability = policy.guardrails.loss, estimate.provider.probability_of_loss
    if guard is None or probability <= guard.maximum_probability:
        return
    shown, wanted = percent(probability, LANGUAGE, 1), percent(guard.maximum_probability, LANGUAGE, 1)
    key = _key(policy, "loss.maximum_probability")
    message = f"A year costs more than the fee with a probability of {shown}, above the {wanted} of {key}."
    remedy = "Raise the price or the risk loading, or ask who set the limit."
    yield Diagnostic(LEVELS[guard.level], workbook.name, "loss-too-likely", message, remedy)


def _increase(rules: Rules, workbook: Path, estimate: Estimate) -> Iterator[Diagnostic]:
    limit, path = rules.increase, rules.policy.saved_estimate(workbook) if rules.policy else None
    if limit is None or path is None:
        return
    if not path.exists():
        message = f"There is no saved estimate {path} to compare the fee with."
        remedy = "Right for a new customer; else copy the agreed estimate.json there."
        yield Diagnostic(Level.INFO, workbook.name, "nothing-saved", message, remedy)
        return
    from estimator.read.saved_estimate import read_saved_estimate

    saved = read_saved_estimate(path)
    yield from increase_problem(workbook.name, saved.fee.monthly, estimate.fee.monthly, estimate.currency, limit)


def _blank(policy: Policy, assessment: Assessment) -> Iterator[Diagnostic]:
    guard = policy.guardrails.required
    if guard is None:
        return
    wanted = _key(policy, "required.fields")
    for sheet, key in policy.required:
        for cell in _blank_cells(assessment, sheet, key):
            message = f"'{key.replace('_', ' ')}' is empty, which {wanted} does not allow."
            yield Diagnostic(LEVELS[guard.level], str(cell), "required-by-policy", message, "Fill it in.")


def _blank_cells(assessment: Assessment, sheet: str, key: str) -> Iterable[Cell]:
    if sheet == "customer":
        customer = assessment.customer
        if key in customer.left_blank or _is_blank(getattr(customer, key)):
            yield customer.cell(key)
        return
    items: tuple[Any, ...] = getattr(assessment, sheet)
    for item in items:
        if key in getattr(item, "left_blank", ()) or _is_blank(getattr(item, key)):
            yield item.row.cell(key)


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", ())


def _old(policy: Policy, assessment: Assessment, today: date) -> Iterator[Diagnostic]:
    guard, customer = policy.guardrails.age, assessment.customer
    days = (today - customer.assessment_date).days
    if guard is not None and days > guard.maximum_days:
        key = _key(policy, "age.maximum_days")
        message = f"The assessment is {days:,} days old; {key} allows {guard.maximum_days:,}."
        cell = str(customer.cell("assessment_date"))
        yield Diagnostic(
            LEVELS[guard.level], cell, "assessment-too-old", message, "Visit again, or confirm it and its date."
        )


def _key(policy: Policy, key: str) -> str:
    """A guard as the policy file has it: `margin.minimum in estimator.toml`."""
    return f"{key} in {policy.path.name}"


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)  # told when it is read
    return (state.st_mtime_ns, state.st_size)


@lru_cache(8)
def _facts(files: tuple[tuple[str, Path, tuple[int, int]], ...], overrides: tuple[str | Path, ...]) -> Facts:
    """The data files of a policy; customers of one folder have the same, as long as none changes on the disk."""
    return read_facts({name: path for name, path, _ in files}, overrides)
