"""The twelve months of the maintenance calendar, week by week."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from estimator.render.effects import Effect
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
    """The kinds of work in the months, those that stop something first, and on how many dates each is done.

    Work that stops something at some locations and nothing at others is two kinds, one after the other.
    """
    kinds: dict[tuple[str, Effect, bool], list[DateRow]] = {}
    for row in (row for month in months for row in month.rows):
        kinds.setdefault((row.title, row.effect, row.office_hours), []).append(row)
    titles = Counter(title for title, _, _ in kinds)
    works = [
        Work(title, _places(rows) if titles[title] > 1 else (), effect, office_hours, len(rows))
        for (title, effect, office_hours), rows in kinds.items()
    ]
    works.sort(key=lambda work: (not work.effect.stops, -work.dates))
    order = {work.title: number for number, work in reversed([*enumerate(works)])}
    return tuple(sorted(works, key=lambda work: order[work.title]))


def _places(rows: Sequence[DateRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for row in rows for place in row.places))


def date_rows(appointments: Sequence[Appointment]) -> tuple[DateRow, ...]:
    """Some appointments as lines, in the order in which each first begins.

    Work that is done at several locations on a day is at another part at each of them: none of its lines tells parts.
    """
    alike: dict[str, list[Appointment]] = {}
    for appointment in appointments:
        alike.setdefault(appointment.anchor, []).append(appointment)
    scattered = {group[0].title for group in alike.values() if len({each.place for each in group}) > 1}
    return tuple(
        DateRow(
            anchor=anchor,
            start=min(appointment.start for appointment in group),
            end=max(appointment.end for appointment in group),
            title=group[0].title,
            done=() if group[0].title in scattered else tuple(sorted(part for each in group for part in each.done)),
            parts=group[0].parts,
            effect=group[0].effect,
            places=tuple(dict.fromkeys(appointment.place for appointment in group if appointment.place)),
            devices=sum(appointment.devices for appointment in group),
            services=tuple(dict.fromkeys(name for appointment in group for name in appointment.services)),
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
