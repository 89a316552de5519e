"""The twelve months of the maintenance calendar, week by week."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from estimator.render.site.inputs import SiteInputs
from estimator.render.site.nobreak import catalogue
from estimator.render.site.view import Appointment, DateRow, Day, Month, Work
from estimator.render.texts import country_name


def months_of(inputs: SiteInputs, appointments: Sequence[Appointment]) -> tuple[Month, ...]:
    """Every month of the schedule with its appointments, public holidays and freeze periods."""
    by_day: dict[date, list[Appointment]] = {}
    for appointment in appointments:
        by_day.setdefault(appointment.start.date(), []).append(appointment)
    translate = catalogue(inputs.language).gettext
    first, months = inputs.schedule.first.replace(day=1), []
    while first < inputs.schedule.end:
        weeks = tuple(
            tuple(_day(inputs, day, by_day, translate) if day.month == first.month else None for day in week)
            for week in Calendar().monthdatescalendar(first.year, first.month)
        )
        listed = [appointment for week in weeks for day in week if day for appointment in day.appointments]
        months.append(Month(first, weeks, date_rows(listed)))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return tuple(months)


def works_of(months: Sequence[Month]) -> tuple[Work, ...]:
    """The kinds of work in the months, those that stop something first, and on how many dates each is done."""
    rows = [row for month in months for row in month.rows]
    dates = Counter((row.title, row.effect, row.office_hours) for row in rows)
    works = (Work(*kind, number) for kind, number in dates.items())
    return tuple(sorted(works, key=lambda work: (not work.effect.stops, -work.dates, work.title)))


def date_rows(appointments: Sequence[Appointment]) -> tuple[DateRow, ...]:
    """Some appointments as lines, in the order in which each first begins."""
    alike: dict[str, list[Appointment]] = {}
    for appointment in appointments:
        alike.setdefault(appointment.anchor, []).append(appointment)
    return tuple(
        DateRow(
            anchor=anchor,
            start=min(appointment.start for appointment in group),
            end=max(appointment.end for appointment in group),
            title=group[0].title,
            part=group[0].part if len({appointment.part for appointment in group}) == 1 else "",
            effect=group[0].effect,
            places=tuple(dict.fromkeys(appointment.place for appointment in group if appointment.place)),
            devices=sum(appointment.devices for appointment in group),
            on_site=any(appointment.on_site for appointment in group),
            office_hours=group[0].office_hours,
        )
        for anchor, group in alike.items()
    )


def _day(inputs: SiteInputs, day: date, by_day: dict[date, list[Appointment]], translate: Callable[[str], str]) -> Day:
    told = {}
    if holidays := _holidays(inputs, day, translate):
        told["holiday"] = holidays
    if any(day in freeze for freeze in inputs.assessment.customer.freeze_periods):
        told["freeze"] = translate("no changes")
    return Day(day, tuple(told), ", ".join(told.values()), tuple(by_day.get(day, ())))


def _holidays(inputs: SiteInputs, day: date, translate: Callable[[str], str]) -> str:
    """The public holidays on a day by their names, each with its country where others have none on that day."""
    countries = tuple(dict.fromkeys(location.country for location in inputs.assessment.locations))
    found = {country: name for country in countries if (name := inputs.holidays.get(country, {}).get(day))}
    if len(found) == len(countries):
        return ", ".join(dict.fromkeys(map(translate, found.values())))
    return ", ".join(f"{translate(name)} ({country_name(code, inputs.language)})" for code, name in found.items())
