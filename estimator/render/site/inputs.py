"""What the website needs to be told: model values, and what other stages worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from estimator.model.brand import Logo
from estimator.model.change import Changes
from estimator.model.coverage import ReplacementCount
from estimator.model.estimate import Component
from estimator.model.facts import Facts
from estimator.model.finding import Finding
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.lifecycle import LifecycleStatus
from estimator.model.rate_card import Provider
from estimator.model.schedule import Schedule


@frozen
class ServiceExample:
    """A worked example of the service level: reported at a moment, answered and begun at the latest when."""

    location: str
    reported: datetime
    response_due: datetime
    intervention_due: datetime


@frozen(kw_only=True)
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
    replacements: Sequence[ReplacementCount]
    components: Sequence[Component]
    """What the fee is made of, without any amount."""
    calendar: Callable[[str], bytes]
    """The update schedule as an iCalendar file, in a language."""
    today: date
    agreed_fee: Decimal | None = None
    """A month's, without VAT; None: it is not to be shown."""
    changes: Changes | None = None
    """Since an earlier assessment; None: there is none to compare with."""
    provider: Provider = field(default_factory=Provider)
    logo: Logo | None = None
    """Ours, in the place of the plain one."""
    pages: Path | None = None
    """Folder of hand-written pages; None or a folder that is not there: no such pages."""
    shown_in: str = ""
    """The language of the pages; empty: the customer's."""
    details: dict[str, int] = field(default_factory=dict, compare=False)
    """How detailed each location's map is, found in the first language and used in the others."""

    @property
    def language(self) -> str:
        """The language of the site's texts."""
        return self.shown_in or self.written_in

    @property
    def written_in(self) -> str:
        """The language of what the customer or the consultant wrote."""
        return self.assessment.customer.language
