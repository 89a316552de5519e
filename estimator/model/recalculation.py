"""What a spreadsheet needs to calculate a price anew: counted units and sessions, not yet met with any assumption."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from estimator.model.effort import ScheduledComponent
from estimator.model.frozen import frozen
from estimator.model.infrastructure import COMPUTER_TYPES, Channel
from estimator.model.source import Cell


@frozen
class Ending:
    """Units whose vendor's support ends inside the term."""

    month: int
    """The first month of the term, counted from 0, that counts as past the end."""
    release: str
    """What they run; empty where nothing is known but the date."""
    units: int
    in_programme: int
    """How many of them are in the guaranteed stock programme."""
    cells: tuple[Cell, ...]


@frozen
class UnitGroup:
    """Units of one driver (and, for seats, one profile) at locations that are travelled to alike."""

    driver: str
    profile: str
    """Seats only."""
    zone: str
    """The travel zone of visits; empty where nobody can go on site."""
    locations: tuple[str, ...]
    units: int
    in_programme: int
    ended: int
    """Past the end of support from the first month of the term on."""
    ended_in_programme: int
    endings: tuple[Ending, ...]
    cells: tuple[Cell, ...]

    @property
    def grows(self) -> bool:
        """Whether there are more of them when there are more people: seats themselves, and computers."""
        return bool(self.profile) or self.driver in COMPUTER_TYPES

    def past_support(self, month: int) -> tuple[int, int]:
        """Units past the end of support in a month of the term, and those of them in the stock programme."""
        later = [ending for ending in self.endings if ending.month <= month]
        return (
            self.ended + sum(ending.units for ending in later),
            self.ended_in_programme + sum(ending.in_programme for ending in later),
        )


@frozen
class SessionGroup:
    """Sessions of a year that are billed alike and last equally long."""

    task: str
    component: ScheduledComponent
    role: str
    channel: Channel
    band: str
    zone: str
    """The travel zone of visits; empty for remote work."""
    locations: tuple[str, ...]
    sessions_per_year: int
    minutes_per_session: int
    cells: tuple[Cell, ...]


@frozen
class Upkeep:
    """Scheduled minutes a year that belong to computers themselves, without any session's set-up."""

    component: ScheduledComponent
    role: str
    annual_minutes: float


@frozen
class Recalculation:
    """Everything that is counted in an assessment and priced by assumptions."""

    term_months: int
    units: tuple[UnitGroup, ...]
    sessions: tuple[SessionGroup, ...]
    upkeep: tuple[Upkeep, ...]
    endpoints: int
    computers: int
    """Endpoints that people work at."""
    travel: Mapping[str, Decimal]
    """Price of a visit by travel zone."""
