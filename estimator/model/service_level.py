"""Opening hours, change windows and the service levels that run inside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Literal

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A daily stretch of time on certain weekdays; `end` 00:00 means midnight at the end of the day."""

    days: tuple[Weekday, ...]
    start: time
    end: time

    def minutes_on(self, weekday: int) -> tuple[int, int] | None:
        """First and last minute of the day covered on a weekday (Monday is 0), None where closed."""
        if WEEKDAYS[weekday] not in self.days:
            return None
        end = self.end.hour * 60 + self.end.minute
        return self.start.hour * 60 + self.start.minute, end or 24 * 60
