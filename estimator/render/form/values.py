"""Model values as one types them into the form: labels for ids, days for windows, dates as dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from estimator.model.customer import Customer, FreezePeriod
from estimator.model.form import Choice, Field, Form, Sheet
from estimator.model.infrastructure import Assessment
from estimator.model.service_level import WEEKDAYS, OpeningHours

Typed = str | int | float | date | datetime | None


def typed(record: object, field: Field, form: Form, language: str) -> Typed:
    """What stands in the field's cell for a customer, location, seat group, asset, service or ticket; None: empty."""
    if isinstance(record, Customer) and field.key in record.left_blank:
        return None
    value = getattr(record, field.key)
    if value is None or value in ("", ()):
        return None
    if field.kind == "yes-no":
        return label(field.choices, "yes" if value else "no", language)
    if field.kind == "choice":
        return label(field.choices, str(value), language)
    if field.kind == "windows":
        words = {day: names[0] for day, names in form.weekdays[language].items()}
        return "; ".join(_window(hours, words) for hours in value)
    if field.kind == "periods":
        return "; ".join(_period(period) for period in value)
    if isinstance(value, int | float | date):
        return value
    return str(value)


def records(assessment: Assessment, sheet: Sheet) -> Sequence[object]:
    """The rows an assessment has for a sheet; a sheet of fields has one: the customer."""
    if sheet.layout == "fields":
        return (assessment.customer,)
    rows: Sequence[object] = getattr(assessment, sheet.id)
    return rows


def label(choices: Sequence[Choice], choice_id: str, language: str) -> str:
    """A choice's label; its id where the form does not list it (an id of one's own rate card)."""
    return next((choice.labels[language] for choice in choices if choice.id == choice_id), choice_id)


def _window(hours: OpeningHours, words: Mapping[str, str]) -> str:
    return f"{_days(hours.days, words)} {hours.start:%H:%M}-{hours.end:%H:%M}"


def _days(days: Sequence[str], words: Mapping[str, str]) -> str:
    """`Mon-Fri` for days in a row, else `Mon, Wed`."""
    places = sorted(WEEKDAYS.index(day) for day in WEEKDAYS if day in days)
    in_a_row = places == list(range(places[0], places[-1] + 1))
    if in_a_row and len(places) > 2:
        return f"{words[WEEKDAYS[places[0]]]}-{words[WEEKDAYS[places[-1]]]}"
    return ", ".join(words[WEEKDAYS[place]] for place in places)


def _period(period: FreezePeriod) -> str:
    return f"{period.first.isoformat()}..{period.last.isoformat()}"
