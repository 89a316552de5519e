"""The report as one self-contained page: no script, nothing asked for from elsewhere, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from estimator.model.fee_change import FeeChange
from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.render.diff.report import change_report
from estimator.render.diff.words import LANGUAGE, shown_steps
from estimator.render.figures import money
from estimator.render.resources import resource_path

MARGIN = Decimal("0.4")
"""How much of the drawing's width the unchanged part of a fee takes at most."""


@frozen
class Bar:
    """A bar of the split, in hundredths of the width: a whole fee, or what is more or less."""

    kind: str
    start: str
    width: str


def change_page(change: FeeChange) -> str:
    """The page as HTML."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    start = _start(change)
    return _template().render(
        report=change_report(change),
        bars=tuple(_bars(change, start)),
        begins_at=money(start, change.currency, LANGUAGE) if start else "",
        style=Markup(style),
        policy=Markup(policy),
    )


@cache
def _style() -> str:
    return resource_path("templates/diff.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    loader = FileSystemLoader(resource_path("templates"))
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("diff.html.j2")


def _reached(change: FeeChange) -> list[Decimal]:
    """What the month comes to before the first step and after each."""
    return list(accumulate((step.monthly for step in shown_steps(change)), initial=change.old.fee))


def _start(change: FeeChange) -> Decimal:
    """Where the scale begins: above nought where the fees hardly differ, so that small steps can be seen."""
    low, high = min(_reached(change)), max(_reached(change))
    return max(Decimal(0), to_cents(low - (high - low) * MARGIN)) if high > low else Decimal(0)


def _bars(change: FeeChange, start: Decimal) -> Iterable[Bar]:
    """One a row of the split: both fees from the left, and between them each step where the one before it ended."""
    reached = _reached(change)
    scale = (max(reached) - start) or Decimal(1)

    def bar(kind: str, first: Decimal, last: Decimal) -> Bar:
        left, right = (100 * (max(amount, start) - start) / scale for amount in sorted((first, last)))
        return Bar(kind, f"{left:.2f}", f"{right - left:.2f}")

    yield bar("whole", start, change.old.fee)
    for before, after in pairwise(reached):
        yield bar("more" if after > before else "less", before, after)
    yield bar("whole", start, change.new.fee)
