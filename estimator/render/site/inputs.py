"""What the website needs to be told: model values, and what other stages worked out from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from estimator.model.facts import Facts
from estimator.model.finding import Finding
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.lifecycle import LifecycleStatus
from estimator.model.rate_card import Provider
from estimator.model.schedule import Schedule
from estimator.model.service_level import OpeningHours


@frozen
class ServiceExample:
    """A worked example of the service level: reported at a moment, answered and begun at the latest when."""

    location: str
    reported: datetime
    response_due: datetime
    intervention_due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInputs:
    """Everything a customer's website is made from. Nothing of it reaches a page but through `view.py`."""

    assessment: Assessment
    facts: Facts
    schedule: Schedule
    findings: Sequence[Finding]
    lifecycles: Mapping[str, LifecycleStatus]
    """By asset id; assets that are missing count as unknown."""
    on_site: Mapping[str, bool]
    """By location id: whether technicians can come."""
    holidays: Mapping[str, Mapping[date, str]]
    """By country code: public holidays of the schedule's months and of the examples."""
    examples: Sequence[ServiceExample]
    schedule_ics: bytes
    today: date
    provider: Provider = field(default_factory=Provider)
    pages: Path | None = None
    """Folder of hand-written pages; None or a folder that is not there: no such pages."""

    @property
    def language(self) -> str:
        """The language of the site's texts."""
        return self.assessment.customer.language


def example_moments(
    today: date, opening: Sequence[OpeningHours], holidays: Mapping[date, str], time_zone: str
) -> tuple[datetime, ...]:
    """When the worked examples are reported: 16:00 on the next Friday, and 16:00 before the next public holiday.

    Only moments inside `opening` are given, none on a holiday; the second is left out where it equals the first.
    """
    friday = next(day for day in _days(today) if day.weekday() == 4 and day not in holidays)
    moments = [friday]
    ahead = sorted(day for day in holidays if today < day and day.weekday() < 5)
    for holiday in ahead[:1]:
        eve = next(day for day in _days(holiday, -1) if _open_at_four(day, opening) and day not in holidays)
        if eve > today:
            moments.append(eve)
    zone = ZoneInfo(time_zone)
    return tuple(
        datetime(day.year, day.month, day.day, 16, tzinfo=zone)
        for day in dict.fromkeys(moments)
        if _open_at_four(day, opening)
    )


def _days(start: date, step: int = 1) -> list[date]:
    return [start + timedelta(days=step * n) for n in range(1, 22)]


def _open_at_four(day: date, opening: Sequence[OpeningHours]) -> bool:
    spans = (hours.minutes_on(day.weekday()) for hours in opening)
    return any(span is not None and span[0] <= 16 * 60 < span[1] for span in spans)
