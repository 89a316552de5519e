"""The update schedule as an iCalendar file for the customer's own calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment, Location
from estimator.model.schedule import Schedule, Session
from estimator.render import figures
from estimator.render.effects import effect_of, part_of
from estimator.render.safe_text import one_line
from estimator.render.texts import translations

_NAMED_DEVICES = 12
"""More devices than these are counted, not named."""


@frozen(slots=False)
class Calendars:
    """The update schedule as calendar files (RFC 5545), one a language; `today` stamps them: same input, same bytes.

    An appointment keeps its UID when the schedule is planned again, so that a subscribed calendar moves it. Nothing
    internal is in it: no notes, no remarks, no prices.
    """

    schedule: Schedule
    assessment: Assessment
    facts: Facts
    today: date

    def in_language(self, language: str) -> bytes:
        """The calendar file in a language."""
        head, end_of_file, _rest = self._frame(language).rpartition(b"END:VCALENDAR")
        words = _Words(self.assessment, self.facts, self.names, translations(language), language)
        sessions = zip(self.moments, self.schedule.sessions, strict=True)
        # Written by hand: the library takes a second for a thousand events, of which a large customer has several.
        events = "".join(
            f"BEGIN:VEVENT\r\n{moments}{words.of(session)}\r\nEND:VEVENT\r\n" for moments, session in sessions
        )
        return head + events.encode() + end_of_file + b"\r\n"

    def _frame(self, language: str) -> bytes:
        """The calendar file without its events."""
        from icalendar import Calendar, Timezone  # takes a tenth of a second; a large website is begun before

        calendar = Calendar()
        calendar.add("prodid", "-//estimator//update schedule//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        title = translations(language).gettext("IT maintenance {customer}")
        calendar.add("x-wr-calname", one_line(title.format(customer=self.assessment.customer.name)))
        for zone in _zones(self.schedule, self.assessment, self.facts):
            first, end = self.schedule.first, self.schedule.end
            calendar.add_component(Timezone.from_tzinfo(zone, first_date=first, last_date=end))
        frame: bytes = calendar.to_ical()
        return frame

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """What the events say in every language: which appointment it is, and when."""
        stamp = f"{self.today:%Y%m%d}T000000Z"
        return tuple(
            f"UID:{session.uid}\r\nDTSTAMP:{stamp}\r\n"
            f"DTSTART;TZID={session.start.tzinfo}:{session.start:%Y%m%dT%H%M%S}\r\n"
            f"DTEND;TZID={session.start.tzinfo}:{session.end:%Y%m%dT%H%M%S}\r\n"
            for session in self.schedule.sessions
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What is served, by id."""
        names = {service.id: service.name for service in self.assessment.services}
        return names | self.assessment.asset_labels


def _zones(schedule: Schedule, assessment: Assessment, facts: Facts) -> list[ZoneInfo]:
    used = dict.fromkeys(session.location for session in schedule.sessions)
    countries = [assessment.location_by_id[location].country for location in used]
    return [ZoneInfo(zone) for zone in sorted({facts.rate_card.country_rules(code).time_zone for code in countries})]


@dataclass(slots=True)
class _Words:
    """The texts of appointments, made once for all that are alike."""

    assessment: Assessment
    facts: Facts
    names: Mapping[str, str]
    catalogue: NullTranslations
    language: str
    _made: dict[tuple[object, ...], str] = field(default_factory=dict)

    def of(self, session: Session) -> str:
        """The summary, description and place of an appointment as folded lines."""
        part = session.part, session.parts
        key = (session.task, session.location, session.channel, session.told_minutes, session.assets, *part)
        if key not in self._made:
            self._made[key] = "\r\n".join(_fold(line) for line in self._lines(session))
        return self._made[key]

    def _lines(self, session: Session) -> Iterator[str]:
        task, location = self.facts.effort.task[session.task], self.assessment.location_by_id[session.location]
        title = ", ".join(filter(None, (self.catalogue.gettext(task.name), part_of(session, self.catalogue.gettext))))
        effect, at_location = effect_of(session, task, self.catalogue.gettext), task.scope == "location"
        place = location.name or location.id
        yield f"SUMMARY:{_escaped(one_line(f'{title} - {place}' if at_location else title))}"
        yield f"DESCRIPTION:{_escaped(self._description(session, effect.text))}"
        if at_location or session.channel == "on-site":
            yield f"LOCATION:{_escaped(one_line(_address(location)))}"
        # It is our work and no appointment of the reader's, whose colleagues go on seeing them as free.
        yield "TRANSP:TRANSPARENT"

    def _description(self, session: Session, effect: str) -> str:
        _, ngettext = self.catalogue.gettext, self.catalogue.ngettext
        on_site = session.channel == "on-site"
        how = _("We come to you, for about {time}.") if on_site else _("Done remotely, in about {time}.")
        served = [one_line(self.names.get(asset, asset)) for asset in session.assets]
        total = len(served)
        lines = [
            how.format(time=figures.duration(session.told_minutes, self.language)),
            effect,
        ]
        if 0 < total <= _NAMED_DEVICES:
            lines.append(_("Concerns: {names}").format(names=", ".join(served)))
        elif total:
            lines.append(ngettext("Concerns {count} entry.", "Concerns {count} entries.", total).format(count=total))
        return "\n".join(lines)


def _address(location: Location) -> str:
    town = f"{location.postcode} {location.city}".strip()
    return ", ".join(filter(None, (location.name or location.id, location.street, town)))


def _escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(character, written)
    return text


def _fold(line: str) -> str:
    """A content line in pieces of at most 75 bytes that part no character (RFC 5545, 3.1)."""
    pieces, rest, room = [], line.encode(), 75
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut].decode())
        # The space that marks a continued line takes one byte of it.
        rest, room = rest[cut:], 74
    return "\r\n ".join((*pieces, rest.decode()))
