"""Opening hours, change windows, and the days of the week they are told by."""

from __future__ import annotations

from datetime import time
from typing import Literal

from estimator.model.frozen import frozen

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@frozen
class OpeningHours:
    """A daily stretch of time on certain weekdays; `end` 00:00 means midnight at the end of the day."""

    days: tuple[Weekday, ...]
    start: time
    end: time

    def minutes_on(self, weekday: int) -> tuple[int, int] | None:
        """Minutes of the day at which it opens and closes on a weekday (Monday is 0); None where it stays closed."""
        if WEEKDAYS[weekday] not in self.days:
            return None
        end = self.end.hour * 60 + self.end.minute
        return self.start.hour * 60 + self.start.minute, end or 24 * 60
