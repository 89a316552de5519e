"""The customer's website: what it is told, and where it is put."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.diagnostics import Stop
from estimator.maintain.clock import due, example_moments
from estimator.maintain.coverage import replacement_summary
from estimator.maintain.findings import findings
from estimator.maintain.holidays import public_holidays
from estimator.model.brand import PLAIN, Brand
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment, Location
from estimator.model.language import customers_first
from estimator.pipeline.customer import Priced, pages_folder, read
from estimator.pipeline.outputs import STAMP, whole
from estimator.pipeline.workers import WEBSITE, WorkerPool, can_fork, processors, start_early
from estimator.review.changes import changes_between

if TYPE_CHECKING:
    from estimator.render.site.inputs import ServiceExample, SiteInputs

WORTH_WORKERS = 500
"""With fewer rows of devices, starting workers takes as long as the languages they would build."""
EXAMPLE_HORIZON = timedelta(days=500)
"""How far ahead of the first day public holidays must be known for the worked examples."""


@frozen
class Wishes:
    """What a website shows only where it is asked for, and what builds it."""

    show_fee: bool = False
    previous: Assessment | None = None
    """An earlier assessment: what changed since is told."""
    engine: str = "mkdocs"
    languages: Sequence[str] = ()
    """In any order: the customer's comes first. None: the customer's alone."""
    brand: Brand = PLAIN


NO_WISHES = Wishes()


def earlier_assessment(workbook: Path, facts: Facts, today: date) -> Assessment:
    """The assessment to compare with; raises Stop with every problem if it has errors, each with the file's name."""
    try:
        return read(workbook, facts, today)[0]
    except Stop as stop:
        raise Stop(*(replace(found, place=f"{workbook.name} {found.place}") for found in stop.diagnostics)) from stop


def write_site_folder(job: Priced, folder: Path, workbook: Path, wishes: Wishes = NO_WISHES) -> None:
    """The website in `folder`, ready to be opened from disk.

    Raises Stop where the folder holds something that this program did not make.
    """
    with (
        whole(folder) as fresh,
        tempfile.TemporaryDirectory() as source,
        language_workers(job.assessment, wishes.languages, wishes.engine, processors()) as workers,
    ):
        start_site(job, fresh, Path(source), pages_folder(workbook), wishes, workers=workers)()
        (fresh / STAMP).write_text("site\n", encoding="utf-8")


def language_workers(
    assessment: Assessment, languages: Sequence[str], engine: str, most: int, *, busy: bool = False
) -> AbstractContextManager[Executor | None]:
    """Workers for the languages of a website, where that is quicker than making them here.

    `most`: how many processes can be of use. `busy`: this one has work of its own meanwhile, so that a worker is of
    use to a single language as well.
    """
    count = min(len(languages) or 1, most + 1)  # one more than can run at a time: all end together, none waits idle
    alone = most <= 1 or (count <= 1 and not busy)
    if alone or engine != "mkdocs" or len(assessment.assets) < WORTH_WORKERS or not can_fork():
        return nullcontext()
    start_early(WEBSITE)
    return WorkerPool(count, WEBSITE)


def start_site(
    job: Priced, site: Path, source: Path, pages: Path | None, wishes: Wishes, *, workers: Executor | None = None
) -> Callable[[], None]:
    """Begins the customer's website in `site` and its MkDocs project in `source`, two empty folders.

    Returns what waits for the workers, if any, and completes both.
    """
    from estimator.render.site.site import start_site as start

    languages = customers_first(job.assessment.customer.language, wishes.languages)
    return start(site, source, site_inputs(job, pages, wishes), wishes.engine, languages, workers=workers)


def site_inputs(job: Priced, pages: Path | None, wishes: Wishes = NO_WISHES) -> SiteInputs:
    """Everything the website is told of an assessment; `pages` is the folder of hand-written pages."""
    from estimator.render.site.inputs import SiteInputs

    assessment, provider = job.assessment, job.facts.rate_card.provider
    last = max(job.schedule.end, _promised_from(job) + EXAMPLE_HORIZON)
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
        replacements=replacement_summary(assessment),
        components=[line.id for line in job.estimate.fee.components if line.monthly],
        agreed_fee=job.estimate.fee.monthly if wishes.show_fee else None,
        changes=changes_between(wishes.previous, assessment) if wishes.previous else None,
        calendar=job.calendars.in_language,
        today=job.today,
        provider=replace(provider, name=wishes.brand.name or provider.name),
        logo=wishes.brand.logo,
        pages=pages,
    )


def _promised_from(job: Priced) -> date:
    """The first day on which the service level can be called upon."""
    return max(job.today, job.assessment.customer.contract_start)


def _examples(job: Priced, holidays: Mapping[str, Mapping[date, str]]) -> list[ServiceExample]:
    """Worked examples of the service level for the first location of each country."""
    plan = job.facts.rate_card.plan[job.assessment.customer.service_level]
    response, intervention = plan.maximum_response_hours, plan.maximum_time_to_intervene_hours
    if response is None or intervention is None:
        return []
    from estimator.render.site.inputs import ServiceExample

    first_of_country: dict[str, Location] = {}
    for place in job.assessment.locations:
        first_of_country.setdefault(place.country, place)
    opening = plan.fault_handling_hours
    examples = []
    for country, place in first_of_country.items():
        closed = holidays[country]
        zone = job.facts.rate_card.country_rules(country).time_zone
        for reported in example_moments(_promised_from(job), opening, closed, zone):
            dues = (due(reported, hours, opening, closed) for hours in (response, intervention))
            examples.append(ServiceExample(place.id, reported, *dues))
    return examples
