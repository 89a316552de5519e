"""The problems of a workbook and its open questions as lines of text: diagnostics.txt and the `check` report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from estimator.diagnostics import Diagnostic, Level, errors_first
from estimator.model.estimate import Estimate, Question
from estimator.model.source import Cell, cell_at, cell_ranges, column_letters
from estimator.render.estimate_texts import estimate_texts
from estimator.render.figures import money, money_range
from estimator.render.safe_text import one_line

LANGUAGE = "en"
MOST_QUESTIONS = 200
"""So many open questions are listed for people, those that move the fee most; estimate.json has all."""
MOST_ALIKE = 10
"""So many problems of one kind in one column are told one by one; of more only the first are."""
SHOWN_OF_MANY = 3
MOST_RANGES = 8
"""Runs of cells that are named for people; the rest is counted."""


def diagnostic_line(diagnostic: Diagnostic) -> str:
    """One problem on one line: `Assets!J14: error: ... [unknown-operating-system]`."""
    return one_line(str(diagnostic))


def diagnostics_text(diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> str:
    """The content of diagnostics.txt: every problem, errors first, then the open questions. Internal."""
    lines = [*map(diagnostic_line, errors_first(diagnostics)), counted_problems(diagnostics)]
    if estimate is not None:
        lines += question_lines(estimate)
    return "\n".join(lines) + "\n"


def folded(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Problems, errors first, of which the many of one kind in one column become a few and one that counts the rest."""
    ranked = [(diagnostic, cell_at(diagnostic.place)) for diagnostic in errors_first(diagnostics)]
    alike: dict[tuple[str, ...], list[Cell]] = {}
    for diagnostic, cell in ranked:
        if cell is not None:
            alike.setdefault(_kind(diagnostic, cell), []).append(cell)
    told: list[Diagnostic] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for diagnostic, cell in ranked:
        if cell is None:
            told.append(diagnostic)
            continue
        kind = _kind(diagnostic, cell)
        cells = alike[kind]
        if len(cells) <= MOST_ALIKE or seen[kind] < SHOWN_OF_MANY:
            told.append(diagnostic)
        elif seen[kind] == SHOWN_OF_MANY:
            rest = cells[SHOWN_OF_MANY:]
            place = places(rest) if len(cell_ranges(rest)) <= MOST_RANGES else f"{rest[0]} to {rest[-1]}"
            told.append(replace(diagnostic, place=place, message=f"{len(rest):,} more like this.", remedy=""))
        seen[kind] += 1
    return told


def _kind(diagnostic: Diagnostic, cell: Cell) -> tuple[str, ...]:
    return diagnostic.check, cell.sheet, column_letters(cell.column)


def places(cells: Iterable[Cell], most: int = MOST_RANGES) -> str:
    """Cells as people read them: `Assets!K5:K18, Assets!K30`, and how many runs are left out."""
    ranges = cell_ranges(cells)
    more = len(ranges) - most
    shown = (*ranges[:most], f"{more:,} more") if more > 0 else ranges
    return one_line(", ".join(shown))


def counted_problems(diagnostics: Sequence[Diagnostic]) -> str:
    """How many problems there are of each level: `2 errors, 1 warning`."""
    nouns = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "remark"}
    counts = {level: sum(diagnostic.level is level for diagnostic in diagnostics) for level in Level}
    parts = [f"{n:,} {nouns[level]}{'' if n == 1 else 's'}" for level, n in counts.items() if n]
    return ", ".join(parts) or "No problems found."


def question_lines(estimate: Estimate) -> list[str]:
    """The open questions, those that move the fee most first, with the fee in the low and the high case."""
    if not estimate.questions:
        return []
    listed = [_question_line(question, estimate) for question in estimate.questions[:MOST_QUESTIONS]]
    return ["", question_title(estimate), *listed, *filter(None, [questions_left_out(estimate)])]


def question_title(estimate: Estimate) -> str:
    """What stands above the open questions: the fee, and how far all answers together can move it."""
    fee, told = estimate.fee, estimate_texts(estimate, LANGUAGE).fee_short
    return (
        f"To ask at the next visit, what moves the fee of {told} a month most first; "
        f"all answers together put it within {money_range(fee.low, fee.high, estimate.currency, LANGUAGE)}:"
    )


def questions_left_out(estimate: Estimate) -> str:
    """How many open questions are not listed, as a sentence; empty where all are."""
    more = len(estimate.questions) - MOST_QUESTIONS
    verb = "moves" if more == 1 else "move"
    return f"{more:,} more {verb} it by less: see questions in estimate.json." if more > 0 else ""


def _question_line(question: Question, estimate: Estimate) -> str:
    span = money_range(question.fee_low, question.fee_high, estimate.currency, LANGUAGE)
    return one_line(f"{places(question.cells)}: {_amount(question.spread, estimate)} ({span}): {question.question}")


def _amount(amount: Decimal, estimate: Estimate) -> str:
    return money(amount, estimate.currency, LANGUAGE, cents=False)
