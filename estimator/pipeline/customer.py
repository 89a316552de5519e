"""One customer from workbook to outputs: read, maintain, price, render."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop, has_errors
from estimator.maintain.coverage import can_work_on_site, travel_price
from estimator.maintain.lifecycle import lifecycle_of
from estimator.maintain.schedule import plan_schedule
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.infrastructure import Assessment
from estimator.model.schedule import Schedule
from estimator.price.estimate import estimate
from estimator.price.exposure import Surroundings


@dataclass(frozen=True, slots=True)
class Priced:
    """An assessment with everything that was worked out from it."""

    assessment: Assessment
    facts: Facts
    today: date
    schedule: Schedule
    around: Surroundings
    estimate: Estimate


def read(workbook: Path, facts: Facts, strict: bool = False) -> tuple[Assessment, tuple[Diagnostic, ...]]:
    """The assessment of a workbook and what is worth a look in it; raises Stop with every problem if it has errors.

    `strict`: warnings stop as well.
    """
    from estimator.read.workbook import read_assessment

    assessment, diagnostics = read_assessment(workbook, facts.rate_card, facts.lifecycle)
    if assessment is None or has_errors(diagnostics):
        raise Stop(*diagnostics)
    if strict and any(diagnostic.level is Level.WARNING for diagnostic in diagnostics):
        raise Stop(*diagnostics)
    return assessment, diagnostics


def priced(assessment: Assessment, facts: Facts, today: date) -> Priced:
    """The assessment planned and priced on a day."""
    schedule = plan_schedule(assessment, facts, today)
    around = Surroundings(
        lifecycles={asset.id: lifecycle_of(asset, facts.lifecycle, today) for asset in assessment.assets},
        on_site={place.id: can_work_on_site(place, facts.rate_card) for place in assessment.locations},
        travel={place.id: travel_price(place, facts.rate_card) for place in assessment.locations},
    )
    return Priced(assessment, facts, today, schedule, around, estimate(assessment, facts, schedule, around, today))


def write_site(job: Priced, site: Path, source: Path, pages: Path | None) -> None:
    """The customer's website in `site` and its MkDocs project in `source`; both appear whole."""
    from estimator.maintain.clock import due
    from estimator.maintain.findings import findings
    from estimator.maintain.holidays import public_holidays
    from estimator.render.site.inputs import ServiceExample, SiteInputs, example_moments
    from estimator.render.site.site import write_site as write

    assessment, card = job.assessment, job.facts.rate_card
    plan = card.plan[assessment.customer.service_level]
    last = max(job.schedule.end, job.today + timedelta(days=366))
    holidays = {
        country: public_holidays(country, job.today, last)
        for country in dict.fromkeys(place.country for place in assessment.locations)
    }
    examples = []
    for place in assessment.locations:
        zone = card.country_rules(place.country).time_zone
        closed = holidays[place.country]
        for reported in example_moments(job.today, plan.fault_handling_hours, closed, zone):
            if plan.maximum_response_hours is None or plan.maximum_time_to_intervene_hours is None:
                continue
            response = due(reported, plan.maximum_response_hours, plan.fault_handling_hours, closed)
            intervention = due(reported, plan.maximum_time_to_intervene_hours, plan.fault_handling_hours, closed)
            examples.append(ServiceExample(place.id, reported, response, intervention))
    inputs = SiteInputs(
        assessment=assessment,
        facts=job.facts,
        schedule=job.schedule,
        findings=findings(assessment, job.facts, job.today),
        lifecycles=job.around.lifecycles,
        on_site=job.around.on_site,
        holidays=holidays,
        examples=examples,
        schedule_ics=schedule_ics(job),
        today=job.today,
        provider=card.provider,
        pages=pages,
    )
    write(site, source, inputs)


def schedule_ics(job: Priced) -> bytes:
    """The update schedule for the customer's calendar."""
    from estimator.render.calendar import schedule_ics as write

    return write(job.schedule, job.assessment, job.facts, job.today)


def quote_pdf(job: Priced) -> bytes:
    """The customer's proposal."""
    from estimator.render.quote import quote_pdf as write
    from estimator.render.quote_inputs import QuoteInputs

    inputs = QuoteInputs(
        estimate=job.estimate,
        assessment=job.assessment,
        schedule=job.schedule,
        facts=job.facts,
        on_site=job.around.on_site,
        provider=job.facts.rate_card.provider,
    )
    return write(inputs)


def write_internal(job: Priced, diagnostics: Sequence[Diagnostic], folder: Path) -> None:
    """What is for us: estimate.json, comparison.xlsx, diagnostics.txt."""
    from estimator.render.comparison import write_comparison
    from estimator.render.diagnostics_text import diagnostics_text

    folder.mkdir()
    (folder / "estimate.json").write_text(estimate_json(job, diagnostics), encoding="utf-8")
    write_comparison(folder / "comparison.xlsx", job.estimate, job.assessment, job.facts)
    (folder / "diagnostics.txt").write_text(diagnostics_text(diagnostics, job.estimate), encoding="utf-8")


def estimate_json(job: Priced, diagnostics: Iterable[Diagnostic]) -> str:
    """estimate.json as text."""
    import json

    from estimator.render.json_estimate import estimate_document

    document = estimate_document(job.estimate, tuple(diagnostics))
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_outputs(job: Priced, diagnostics: Sequence[Diagnostic], folder: Path, pages: Path | None) -> None:
    """Every output of the customer in an empty folder."""
    write_site(job, folder / "site", folder / "site-source", pages)
    (folder / "quote.pdf").write_bytes(quote_pdf(job))
    (folder / "schedule.ics").write_bytes(schedule_ics(job))
    write_internal(job, diagnostics, folder / "internal")


def pages_folder(workbook: Path) -> Path | None:
    """The folder of hand-written pages beside a workbook, where there is one: `acme.pages/` for `acme.xlsx`."""
    folder = workbook.with_suffix(".pages")
    return folder if folder.is_dir() else None
