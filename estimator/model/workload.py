"""The work of a year that every option must pay for: ticket streams and scheduled work."""

from __future__ import annotations

from decimal import Decimal

from estimator.model.effort import ScheduledComponent
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.source import Cell


@frozen
class TicketStream:
    """Tickets of one driver, location, role, channel and band: yearly frequency, log-normal minutes each."""

    driver: str
    location: str
    role: str
    channel: Channel
    band: str
    annual_frequency: float
    mean_minutes: float
    minutes_cv: float
    band_multiplier: Decimal
    travel_price: Decimal
    """Per ticket, in the rate card's currency; 0 for remote streams."""
    cells: tuple[Cell, ...] = ()

    @property
    def annual_minutes(self) -> float:
        """Expected worked minutes a year."""
        return self.annual_frequency * self.mean_minutes


@frozen
class ScheduledWork:
    """The sessions of a year that are alike in everything a bill depends on."""

    task: str
    component: ScheduledComponent
    location: str
    role: str
    channel: Channel
    band: str
    band_multiplier: Decimal
    travel_price: Decimal
    """Per session, in the rate card's currency; 0 for remote work."""
    sessions_per_year: int
    minutes_per_session: int
    cells: tuple[Cell, ...] = ()

    @property
    def annual_minutes(self) -> int:
        """Worked minutes a year."""
        return self.sessions_per_year * self.minutes_per_session


@frozen
class NotPriced:
    """Something of the workbook that causes no euro, and why."""

    cell: Cell
    reason: str


@frozen
class Workload:
    """Everything that is worked in a year, and what it serves."""

    streams: tuple[TicketStream, ...]
    scheduled: tuple[ScheduledWork, ...]
    endpoints: int
    seats: int
    assets: int
    """Managed units of every type."""
    not_priced: tuple[NotPriced, ...] = ()

    @property
    def annual_tickets(self) -> float:
        """Expected tickets a year."""
        return sum(stream.annual_frequency for stream in self.streams)

    @property
    def reactive_hours_per_month(self) -> float:
        """Expected worked hours on tickets a month."""
        return sum(stream.annual_minutes for stream in self.streams) / 60 / 12

    @property
    def scheduled_hours_per_month(self) -> float:
        """Worked hours of the update schedule a month."""
        return sum(work.annual_minutes for work in self.scheduled) / 60 / 12

    @property
    def rhem(self) -> float | None:
        """Reactive hours per endpoint and month; None without endpoints."""
        return self.reactive_hours_per_month / self.endpoints if self.endpoints else None
