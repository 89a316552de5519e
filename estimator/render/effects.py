"""What people notice of a session of maintenance work, in the customer's words."""

from __future__ import annotations

from collections.abc import Callable

from estimator.model.effort import MaintenanceTask
from estimator.model.frozen import frozen
from estimator.model.schedule import Session


@frozen
class Effect:
    """Whether a session stops something, and what: a sentence also where nothing does."""

    stops: bool
    text: str


def effect_of(session: Session, task: MaintenanceTask, _: Callable[[str], str]) -> Effect:
    """What a session of a task stops: nothing where every device has a twin that stands in meanwhile."""
    if not task.interruption:
        return Effect(False, _("Nothing stops."))
    if session.twins_stand_in:
        return Effect(False, _("Nothing stops: a twin stands in meanwhile."))
    return Effect(True, _(task.interruption))


def part_of(session: Session, _: Callable[[str], str]) -> str:
    """Which part of a larger work a session is: `part 2 of 3`; empty where it is the whole of it."""
    if session.parts == 1:
        return ""
    return _("part %(part)s of %(parts)s") % {"part": session.part, "parts": session.parts}
