"""The customer's website: what it is told, and where it is put."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.maintain.clock import due
from estimator.maintain.findings import findings
from estimator.maintain.holidays import public_holidays
from estimator.model.infrastructure import Location
from estimator.pipeline.customer import Priced, pages_folder
from estimator.pipeline.outputs import STAMP, whole

if TYPE_CHECKING:
    from estimator.render.site.inputs import ServiceExample, SiteInputs

EXAMPLE_HORIZON = timedelta(days=500)
"""How far ahead of today public holidays must be known for the worked examples."""


def write_site_folder(job: Priced, folder: Path, workbook: Path, engine: str = "mkdocs") -> None:
    """The website in `folder`, ready to be opened from disk.

    Raises Stop where the folder holds something that this program did not make.
    """
    with whole(folder) as fresh, tempfile.TemporaryDirectory() as source:
        write_site(job, fresh, Path(source), pages_folder(workbook), engine)
        (fresh / STAMP).write_text("site\n", encoding="utf-8")


def write_site(job: Priced, site: Path, source: Path, pages: Path | None, engine: str = "mkdocs") -> None:
    """The customer's website in `site` and its MkDocs project in `source`, two empty folders."""
    from estimator.render.site.site import write_site as write

    write(site, source, site_inputs(job, pages), engine)


def site_inputs(job: Priced, pages: Path | None) -> SiteInputs:
    """Everything the website is told of an assessment; `pages` is the folder of hand-written pages."""
    from estimator.render.site.inputs import SiteInputs

    assessment = job.assessment
    last = max(job.schedule.end, job.today + EXAMPLE_HORIZON)
    countries = dict.fromkeys(place.country for place in assessment.locations)
    holidays = {country: public_holidays(country, job.today, last) for country in countries}
    return SiteInputs(
        assessment=assessment,
        facts=job.facts,
        schedule=job.schedule,
        findings=findings(assessment, job.facts, job.today),
        lifecycles=job.around.lifecycles,
        on_site=job.around.on_site,
        holidays=holidays,
        examples=_examples(job, holidays),
        schedule_ics=job.calendar,
        today=job.today,
        provider=job.facts.rate_card.provider,
        pages=pages,
    )


def _examples(job: Priced, holidays: Mapping[str, Mapping[date, str]]) -> list[ServiceExample]:
    """Worked examples of the service level for the first location of each country."""
    plan = job.facts.rate_card.plan[job.assessment.customer.service_level]
    response, intervention = plan.maximum_response_hours, plan.maximum_time_to_intervene_hours
    if response is None or intervention is None:
        return []
    from estimator.render.site.inputs import ServiceExample, example_moments

    first_of_country: dict[str, Location] = {}
    for place in job.assessment.locations:
        first_of_country.setdefault(place.country, place)
    opening = plan.fault_handling_hours
    examples = []
    for country, place in first_of_country.items():
        closed = holidays[country]
        zone = job.facts.rate_card.country_rules(country).time_zone
        for reported in example_moments(job.today, opening, closed, zone):
            dues = (due(reported, hours, opening, closed) for hours in (response, intervention))
            examples.append(ServiceExample(place.id, reported, *dues))
    return examples
