"""What ends when, as a drawing: one row an ending, the past and the soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from gettext import NullTranslations

from estimator.model.dates import months_later
from estimator.model.lifecycle import SupportState
from estimator.render import figures
from estimator.render.drawing.timeline import Entry, timeline
from estimator.render.site.endings import QUARTERS
from estimator.render.site.view import Ending, Lifecycle, LifecycleRow, Quarter

MOST_ROWS = 20
SOON_MONTHS = 12


def lifecycle_of(quarters: Sequence[Quarter], today: date, catalogue: NullTranslations, language: str) -> Lifecycle:
    """The drawing. Warranties that are over are one row: each alone asks for nothing any more."""
    everything = [ending for quarter in quarters for ending in quarter.endings]
    over = [ending for ending in everything if ending.kind == "warranty" and ending.day < today]
    told = [ending for ending in everything if ending not in over]
    captions = [f"{_days(ending, language)} · {ending.concerns}" for ending in told]
    days = [ending.day for ending in told]
    subjects = [(ending.subject, ending.kind, _state(ending.day, today)) for ending in told]
    if over:
        past = sum(ending.day < today for ending in told)
        captions.insert(past, _over(over, catalogue, language))
        days.insert(past, max(ending.day for ending in over))
        title = catalogue.gettext("Warranties that are over")
        subjects.insert(past, (title, "warranty", SupportState.ENDED))
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    entries = [Entry(_shown(day, first, today), text) for day, text in zip(days, captions, strict=True)][:MOST_ROWS]
    drawing = timeline(entries, today, QUARTERS)
    rows = tuple(LifecycleRow(*subject, row) for subject, row in zip(subjects[:MOST_ROWS], drawing.rows, strict=True))
    return Lifecycle(drawing, rows, len(captions) - len(rows))


def _shown(day: date, first: date, today: date) -> date:
    """What is over stands before the scale, even where it ended in the running quarter."""
    return day if day >= today else min(day, first.replace(year=first.year - 1))


def _days(ending: Ending, language: str) -> str:
    first, last = (figures.day(day, language, "medium") for day in (ending.day, ending.last))
    return first if first == last else f"{first} – {last}"


def _state(day: date, today: date) -> SupportState:
    if day < today:
        return SupportState.ENDED
    return SupportState.ENDING if day <= months_later(today, SOON_MONTHS) else SupportState.SUPPORTED


def _over(endings: Sequence[Ending], catalogue: NullTranslations, language: str) -> str:
    number = sum(ending.units for ending in endings)
    text = catalogue.ngettext("%(number)s device", "%(number)s devices", number)
    return text % {"number": figures.count(number, language)}
