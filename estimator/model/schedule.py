"""The update schedule: dated sessions of maintenance work."""

from __future__ import annotations

from datetime import date, datetime

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.source import Cell


@frozen
class Session:
    """One appointment of maintenance work, in the location's time zone; `minutes` are worked and whole.

    `end` is what people are told: the end of the work on the next five minutes, unless its window ends before.
    """

    uid: str
    task: str
    """Id of the maintenance task in the effort table."""
    location: str
    start: datetime
    end: datetime
    minutes: int
    role: str
    channel: Channel
    band: str
    assets: tuple[str, ...] = ()
    """Ids of the assets and services it serves."""
    units: int = 0
    """How many units of them: of a row that stands for several perhaps not all."""
    cells: tuple[Cell, ...] = ()
    part: int = 1
    """Which of the `parts` of its work in this month, in the order of their dates."""
    parts: int = 1
    twins_stand_in: bool = False
    """Whether everything that it serves has a redundant twin, which takes over meanwhile."""

    @property
    def told_minutes(self) -> int:
        """From `start` to `end`, also in the night in which the clock is changed."""
        return round((self.end.timestamp() - self.start.timestamp()) / 60)


@frozen
class PlannedSessions:
    """Sessions of a year that are alike in everything but their dates; `minutes` are those of each."""

    task: str
    location: str
    minutes: int
    role: str
    channel: Channel
    band: str
    per_year: int
    cells: tuple[Cell, ...] = ()


@frozen
class Schedule:
    """All sessions from `first` to the day before `end`, twelve whole months, in the order of their start."""

    first: date
    end: date
    sessions: tuple[Session, ...]
    remarks: tuple[str, ...] = ()
    """What could not be planned as wished, a sentence each (English; internal)."""

    @property
    def minutes(self) -> int:
        """Worked minutes of the twelve months."""
        return sum(session.minutes for session in self.sessions)
