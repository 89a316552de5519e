"""What the website's tests start from: the example office with everything the other stages work out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from estimator.maintain.clock import due, example_moments
from estimator.maintain.coverage import can_work_on_site, replacement_summary
from estimator.maintain.findings import findings
from estimator.maintain.holidays import public_holidays
from estimator.maintain.lifecycle import lifecycle_of
from estimator.maintain.schedule import plan_schedule
from estimator.model.infrastructure import Assessment, Location
from estimator.render.example_office import example_office
from estimator.render.site.inputs import ServiceExample, SiteInputs
from tests.builders import facts

TODAY = date(2026, 11, 22)
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@cache
def office_inputs() -> SiteInputs:
    """The inputs of the example office."""
    return inputs_of(example_office())


def inputs_of(assessment: Assessment, **changes: Any) -> SiteInputs:
    """The inputs of an assessment on the tests' day; `changes` by field."""
    rate_card = facts().rate_card
    holidays = {
        location.country: public_holidays(location.country, TODAY, TODAY + timedelta(days=500))
        for location in assessment.locations
    }
    first_of_country = {location.country: location for location in reversed(assessment.locations)}
    usual = SiteInputs(
        assessment=assessment,
        facts=facts(),
        schedule=plan_schedule(assessment, facts(), TODAY),
        findings=findings(assessment, facts(), TODAY),
        lifecycles={asset.id: lifecycle_of(asset, facts().lifecycle, TODAY) for asset in assessment.assets},
        on_site={location.id: can_work_on_site(location, rate_card) for location in assessment.locations},
        holidays=holidays,
        examples=[
            example
            for location in first_of_country.values()
            for example in _examples(assessment, location, holidays[location.country])
        ],
        replacements=replacement_summary(assessment),
        components=("support", "maintenance", "service-level", "certainty", "rounding"),
        calendar=lambda _: CALENDAR,
        today=TODAY,
    )
    return replace(usual, **changes)


def _examples(assessment: Assessment, location: Location, holidays: dict[date, str]) -> list[ServiceExample]:
    rate_card = facts().rate_card
    plan = rate_card.plan[assessment.customer.service_level]
    response, intervention = plan.maximum_response_hours, plan.maximum_time_to_intervene_hours
    assert response is not None
    assert intervention is not None
    zone = rate_card.country_rules(location.country).time_zone
    opening = plan.fault_handling_hours
    return [
        ServiceExample(
            location.id,
            moment,
            due(moment, response, opening, holidays),
            due(moment, intervention, opening, holidays),
        )
        for moment in example_moments(TODAY, opening, holidays, zone)
    ]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plain(text: str) -> str:
    """A text with ordinary blanks and hyphens, as a test spells it."""
    return text.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
