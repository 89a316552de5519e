"""The problems of a workbook and its open questions as lines of text: diagnostics.txt and the `check` report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estimator.diagnostics import Diagnostic, Level, errors_first
from estimator.model.estimate import Estimate, Question
from estimator.render.figures import money, money_range
from estimator.render.safe_text import one_line

LANGUAGE = "en"
MOST_QUESTIONS = 200
"""So many open questions are listed for people, those that move the fee most; estimate.json has all."""


def diagnostic_line(diagnostic: Diagnostic) -> str:
    """One problem on one line: `Assets!J14: error: ... [unknown-operating-system]`."""
    return one_line(str(diagnostic))


def diagnostics_text(diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> str:
    """The content of diagnostics.txt: every problem, errors first, then the open questions. Internal."""
    lines = [*map(diagnostic_line, errors_first(diagnostics)), counted_problems(diagnostics)]
    if estimate is not None:
        lines += question_lines(estimate)
    return "\n".join(lines) + "\n"


def counted_problems(diagnostics: Sequence[Diagnostic]) -> str:
    """How many problems there are of each level: `2 errors, 1 warning`."""
    nouns = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "remark"}
    counts = {level: sum(diagnostic.level is level for diagnostic in diagnostics) for level in Level}
    parts = [f"{n} {nouns[level]}{'' if n == 1 else 's'}" for level, n in counts.items() if n]
    return ", ".join(parts) or "No problems found."


def question_lines(estimate: Estimate) -> list[str]:
    """The open questions, those that move the fee most first, with the fee in the low and the high case."""
    if not estimate.questions:
        return []
    title = (
        f"Open questions, by how much the answer can move the fee of {_amount(estimate.fee.monthly, estimate)} a month:"
    )
    listed = [_question_line(question, estimate) for question in estimate.questions[:MOST_QUESTIONS]]
    return ["", title, *listed, *filter(None, [questions_left_out(estimate)])]


def questions_left_out(estimate: Estimate) -> str:
    """How many open questions are not listed, as a sentence; empty where all are."""
    more = len(estimate.questions) - MOST_QUESTIONS
    verb = "moves" if more == 1 else "move"
    return f"{more:,} more {verb} it by less: see questions in estimate.json." if more > 0 else ""


def _question_line(question: Question, estimate: Estimate) -> str:
    span = money_range(question.fee_low, question.fee_high, estimate.currency, LANGUAGE)
    return one_line(f"{question.cell}: {_amount(question.spread, estimate)} ({span}): {question.question}")


def _amount(amount: Decimal, estimate: Estimate) -> str:
    return money(amount, estimate.currency, LANGUAGE, cents=False)
