"""One customer from workbook to documents: read, maintain, price, render."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.diagnostics import Diagnostic, Level, Stop, has_errors
from estimator.maintain.coverage import can_work_on_site, travel_price, travel_zone
from estimator.maintain.lifecycle import lifecycles
from estimator.maintain.schedule import Work, plan_schedule, planned_sessions, recurring_work
from estimator.model.advice import Advice
from estimator.model.brand import PLAIN, Brand
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.schedule import PlannedSessions, Schedule
from estimator.price.advice import advice
from estimator.price.estimate import estimate
from estimator.price.exposure import Surroundings

if TYPE_CHECKING:
    from estimator.model.recalculation import Recalculation
    from estimator.model.term import TermPath
    from estimator.render.calendar import Calendars

LEVER_SHARE, LEVERS = Decimal("0.2"), 9
"""By how much the page for account managers varies what moves the fee, and how many of these it shows."""


@frozen(slots=False)
class Priced:
    """An assessment with everything that was worked out from it."""

    assessment: Assessment
    facts: Facts
    today: date
    work: Work
    around: Surroundings
    estimate: Estimate

    @cached_property
    def planned(self) -> tuple[PlannedSessions, ...]:
        """The sessions of a year that the fee counts."""
        return planned_sessions(self.assessment, self.work)

    @cached_property
    def counts(self) -> Recalculation:
        """The counted units and sessions that the fee and the plans price."""
        from estimator.price.recalculation import recalculation

        work = self.estimate.workload
        return recalculation(self.assessment, self.facts, work.scheduled, self.around, self.zones)

    @property
    def zones(self) -> dict[str, str]:
        """Travel zones by location id."""
        return {place.id: travel_zone(place, self.facts.rate_card) for place in self.assessment.locations}

    @cached_property
    def schedule(self) -> Schedule:
        """The dated sessions of twelve months; the fee needs only how many there are."""
        return plan_schedule(self.assessment, self.facts, self.today, self.work)

    @cached_property
    def advice(self) -> Advice | None:
        """Which hourly plan is the cheapest at how many hours; None where no tickets are expected."""
        return advice(self.estimate)

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """What could not be planned as wished."""
        return tuple(Diagnostic(Level.INFO, "schedule", "schedule", remark) for remark in self.schedule.remarks)

    @cached_property
    def calendars(self) -> Calendars:
        """The update schedule for the customer's calendar, which the website carries as well."""
        from estimator.render.calendar import Calendars

        return Calendars(self.schedule, self.assessment, self.facts, self.today)


def read(workbook: Path, facts: Facts, today: date, strict: bool = False) -> tuple[Assessment, tuple[Diagnostic, ...]]:
    """The assessment of a workbook and what is worth a look in it; raises Stop with every problem if it has errors.

    `strict`: warnings stop as well.
    """
    from estimator.read.workbook import read_assessment

    assessment, diagnostics = read_assessment(workbook, facts.rate_card, facts.lifecycle, today)
    if assessment is None or has_errors(diagnostics, strict):
        raise Stop(*diagnostics)
    return assessment, diagnostics


def priced(assessment: Assessment, facts: Facts, today: date) -> Priced:
    """The assessment planned and priced on a day."""
    work, around = recurring_work(assessment, facts, today), surroundings(assessment, facts, today)
    planned = planned_sessions(assessment, work)
    return Priced(assessment, facts, today, work, around, estimate(assessment, facts, planned, around, today))


def surroundings(assessment: Assessment, facts: Facts, today: date) -> Surroundings:
    """What pricing must know besides the assessment: support, and where technicians can come, at what price."""
    return Surroundings(
        lifecycles=lifecycles(assessment.assets, facts.lifecycle, today),
        on_site={place.id: can_work_on_site(place, facts.rate_card) for place in assessment.locations},
        travel={place.id: travel_price(place, facts.rate_card) for place in assessment.locations},
    )


def quote_pdf(job: Priced, brand: Brand = PLAIN) -> bytes:
    """The customer's proposal in the provider's colours."""
    from estimator.render.quote import quote_pdf as write
    from estimator.render.quote_inputs import QuoteInputs

    inputs = QuoteInputs(
        estimate=job.estimate,
        assessment=job.assessment,
        schedule=job.schedule,
        facts=job.facts,
        on_site=job.around.on_site,
        provider=job.facts.rate_card.provider,
        brand=brand,
    )
    return write(inputs)


def decision_html(job: Priced) -> str:
    """Fixed or hourly on one page, for account managers. Internal."""
    from estimator.price.levers import lever_effects
    from estimator.render.decision import decision_html as write

    levers = lever_effects(job.estimate, job.facts, LEVER_SHARE, LEVERS)
    return write(job.estimate, job.facts, job.advice, levers, LEVER_SHARE)


def estimate_json(job: Priced, diagnostics: Iterable[Diagnostic], path: TermPath | None = None) -> str:
    """estimate.json as text; with the path of a term where there is one."""
    from estimator.render.json_estimate import document_text, estimate_document

    document = estimate_document(job.estimate, (*diagnostics, *job.remarks))
    if path is not None:
        from estimator.render.json_term import term_entry

        document["term"] = term_entry(path)
    return document_text(document)


def pages_folder(workbook: Path) -> Path | None:
    """The folder of hand-written pages beside a workbook, where there is one: `acme.pages/` for `acme.xlsx`."""
    folder = workbook.with_suffix(".pages")
    return folder if folder.is_dir() else None
