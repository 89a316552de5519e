"""From model values to what the pages show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from gettext import NullTranslations

from estimator.model.infrastructure import Asset, Location, Service
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.model.schedule import Session
from estimator.render import figures
from estimator.render.effects import effect_of
from estimator.render.fee_words import component_name
from estimator.render.site import words
from estimator.render.site.calendar import date_rows, months_of, works_of
from estimator.render.site.changelog import changes_of
from estimator.render.site.decisions import REMARKS, decisions_of
from estimator.render.site.endings import endings_by_quarter
from estimator.render.site.estate import estate_of
from estimator.render.site.glossary import used_words
from estimator.render.site.inputs import ServiceExample, SiteInputs
from estimator.render.site.lifecycle import lifecycle_of
from estimator.render.site.network import Maps
from estimator.render.site.nobreak import SPACE, catalogue
from estimator.render.site.view import (
    Appointment,
    Device,
    Example,
    Help,
    Network,
    Page,
    PaidFor,
    Place,
    ReplacementGroup,
    SiteView,
    Subscription,
)
from estimator.render.texts import country_name
from estimator.render.verdict_words import plan_name

UNKNOWN = LifecycleStatus(SupportState.UNKNOWN)
URGENT = frozenset({"support-ended"})
MOST_PLACES_ON_A_PAGE = 3
"""More locations than this have a page each."""


def build_view(inputs: SiteInputs, pages: tuple[Page, ...] = ()) -> SiteView:
    """Everything the pages show, in the order in which they show it."""
    return _Builder(inputs).view(pages)


@dataclass
class _Builder:
    """The steps from inputs to a view; each row type has one method that names every field it copies."""

    inputs: SiteInputs

    @cached_property
    def catalogue(self) -> NullTranslations:
        return catalogue(self.inputs.language)

    @cached_property
    def _(self) -> Callable[[str], str]:
        return cache(self.catalogue.gettext)

    @cached_property
    def location_names(self) -> Mapping[str, str]:
        return {location.id: location.name or location.id for location in self.inputs.assessment.locations}

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        anchors = unique_anchors("asset", tuple(asset.id for asset in self.inputs.assessment.assets))
        return tuple(
            self.device(asset, anchor) for asset, anchor in zip(self.inputs.assessment.assets, anchors, strict=True)
        )

    @cached_property
    def device_by_id(self) -> Mapping[str, Device]:
        return {device.id: device for device in self.devices}

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        rows: dict[tuple[date, str, str], str] = {}
        return tuple(self.appointment(session, rows) for session in self.inputs.schedule.sessions)

    @cached_property
    def services(self) -> tuple[Subscription, ...]:
        return tuple(self.service(service) for service in self.inputs.assessment.services)

    def view(self, pages: tuple[Page, ...]) -> SiteView:
        inputs, customer = self.inputs, self.inputs.assessment.customer
        decided = decisions_of(inputs.findings, self.device_by_id, inputs.today, self.catalogue)
        decisions = tuple(decision for decision in decided if decision.kind not in REMARKS)
        coming = tuple(a for a in self.appointments if a.end.date() >= inputs.today)
        quarters = endings_by_quarter(self.devices, self.services, inputs.today, self.catalogue, inputs.language)
        months, dates = months_of(inputs, self.appointments), date_rows(coming)
        return SiteView(
            language=inputs.language,
            written_in=inputs.written_in,
            customer=customer.name,
            today=inputs.today,
            checked_on=customer.assessment_date,
            checked_by=customer.assessor,
            next_review=next((a.start.date() for a in coming if a.review), None),
            review_months=customer.review_months,
            verdict="urgent" if any(d.kind in URGENT for d in decisions) else "attention" if decisions else "fine",
            decisions=decisions,
            remarks=tuple(decision for decision in decided if decision.kind in REMARKS),
            places=self.places,
            devices=self.devices,
            appointments=self.appointments,
            next_date=next((row for row in dates if row.effect.stops), dates[0] if dates else None),
            months=months,
            works=works_of(months),
            freezes=tuple((freeze.first, freeze.last) for freeze in customer.freeze_periods),
            quarters=quarters,
            lifecycle=lifecycle_of(quarters, inputs.today, self.catalogue, inputs.language),
            services=self.services,
            help=self.help(),
            replacements=self.replacements(),
            networks=self.networks(coming),
            estate=estate_of(self.places, self.devices, self.services, self.catalogue, inputs.language),
            places_apart=self.places_apart,
            changes=changes_of(inputs, self.device_by_id, self.places, self.catalogue),
            components=self.components(),
            agreed_fee=self.agreed_fee(),
            current_plan=self.current_plan(),
            words=used_words(inputs),
            contract_start=customer.contract_start,
            term_months=customer.term_months,
            seats=inputs.assessment.seat_count,
            pages=pages,
            states=self.states(),
            dated=sum(device.quantity for device in self.devices if device.managed and device.end_of_support),
        )

    def device(self, asset: Asset, anchor: str) -> Device:
        status = self.inputs.lifecycles.get(asset.id, UNKNOWN)
        replaced = asset.managed and asset.type.is_hardware
        return Device(
            id=asset.id,
            anchor=anchor,
            name=asset.name,
            label=self.inputs.assessment.asset_labels[asset.id],
            type=asset.type,
            type_name=self._(words.ASSET_TYPES[asset.type][0 if asset.quantity == 1 else 1]),
            quantity=asset.quantity,
            location=asset.location,
            location_name=self.location_names.get(asset.location, asset.location),
            maker=" ".join(filter(None, (asset.manufacturer, asset.model))),
            serial_number=asset.serial_number,
            system=" ".join(filter(None, (asset.operating_system, asset.version))),
            address=asset.ip_address,
            state=status.state,
            state_name=self._(words.SUPPORT_STATES[status.state]),
            release=status.release,
            end_of_support=status.end_of_support,
            warranty_until=asset.warranty_until,
            replacement_name=self._(words.REPLACEMENTS[asset.replacement_status][0]) if replaced else "",
            critical=bool(asset.critical),
            managed=asset.managed,
            connected_to=asset.connected_to,
            redundancy_group=asset.redundancy_group,
            notes=asset.notes,
        )

    def appointment(self, session: Session, rows: dict[tuple[date, str, str], str]) -> Appointment:
        """A session; `rows` has the anchors so far, one for all that do the same work on a day with the same effect."""
        task = self.inputs.facts.effort.task[session.task]
        effect, about = effect_of(session, task, self._), self.services_in(session.assets)
        return Appointment(
            anchor=rows.setdefault((session.start.date(), session.task, effect.text), f"d{len(rows) + 1}"),
            start=session.start,
            end=session.end,
            title=self._(task.name),
            done=(session.part,),
            parts=session.parts,
            effect=effect,
            place=self.location_names.get(session.location, "") if task.scope == "location" else "",
            place_id=session.location if task.scope == "location" else "",
            devices=0 if about else session.units,
            services=about if task.anchor == "renewal-date" else (),
            on_site=session.channel == "on-site",
            office_hours=task.window == "office-hours",
            review=task.cadence == "review",
        )

    @cached_property
    def services_in(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        """The names of the services that a session serves. The sessions of a series serve the same."""
        names = {service.id: service.name for service in self.inputs.assessment.services}
        return cache(lambda served: tuple(names[each] for each in served if each in names))

    def service(self, service: Service) -> Subscription:
        return Subscription(
            name=service.name,
            type=service.type,
            type_name=self._(words.SERVICE_TYPES[service.type]),
            provider=service.provider,
            quantity=service.quantity,
            own_sla=bool(service.predefined_sla),
            sla_level=service.sla_level,
            renewal_date=service.renewal_date,
            place=self.location_names.get(service.location) or self.everywhere,
            place_id=service.location,
            notes=service.notes,
        )

    @cached_property
    def everywhere(self) -> str:
        """Where something is that belongs to no location: at the only one, or at all."""
        names = list(self.location_names.values())
        return names[0] if len(names) == 1 else self._("all locations")

    @cached_property
    def places(self) -> tuple[Place, ...]:
        locations = self.inputs.assessment.locations
        anchors = unique_anchors("location", tuple(location.id.casefold() for location in locations))
        named = zip(locations, anchors, strict=True)
        return tuple(self.place(location, anchor, number) for number, (location, anchor) in enumerate(named, 1))

    def place(self, location: Location, anchor: str, number: int) -> Place:
        groups = [group for group in self.inputs.assessment.seats if group.location == location.id]
        window = location.maintenance_window or self.inputs.facts.effort.change_window
        return Place(
            id=location.id,
            anchor=anchor,
            link=location_page(number) if self.places_apart else f"sites.html#{anchor}",
            name=location.name or location.id,
            street=location.street,
            town=SPACE.join(filter(None, (location.postcode, location.city))),
            country=country_name(location.country, self.inputs.language),
            seats=sum(group.count for group in groups),
            seat_groups=tuple((self._(words.SEAT_PROFILES[group.profile]), group.count) for group in groups),
            devices=self.units_at.get((location.id, None), 0),
            ended=self.units_at.get((location.id, SupportState.ENDED), 0),
            ending=self.units_at.get((location.id, SupportState.ENDING), 0),
            supported=self.units_at.get((location.id, SupportState.SUPPORTED), 0),
            on_site=self.inputs.on_site.get(location.id, False),
            window=figures.printed_hours(window, self.inputs.language),
            notes=location.notes,
        )

    @property
    def places_apart(self) -> bool:
        return bool(location_pages(self.inputs))

    @cached_property
    def units_at(self) -> Mapping[tuple[str, SupportState | None], int]:
        """Units by location: all of them (None), and the managed ones by the state of their makers' support."""
        counted: Counter[tuple[str, SupportState | None]] = Counter()
        for device in self.devices:
            counted[device.location, None] += device.quantity
            if device.managed:
                counted[device.location, device.state] += device.quantity
        return counted

    def help(self) -> Help:
        inputs, language = self.inputs, self.inputs.language
        plan = inputs.facts.rate_card.plan[inputs.assessment.customer.service_level]
        return Help(
            plan=plan_name(inputs.facts.rate_card, inputs.assessment.customer.service_level, language),
            contact=words.channels(plan.contact, self.catalogue),
            provider=inputs.provider.name,
            phone=inputs.provider.phone,
            phone_link=re.sub(r"\(0\)|[^+0-9]", "", inputs.provider.phone),
            email=inputs.provider.email,
            chat=inputs.provider.chat,
            support_hours=figures.printed_hours(plan.support_hours, language),
            fault_handling_hours=figures.printed_hours(plan.fault_handling_hours, language),
            response_hours=self.hours(plan.maximum_response_hours),
            intervention_hours=self.hours(plan.maximum_time_to_intervene_hours),
            examples=self.examples(),
            account_manager=inputs.assessment.customer.account_manager,
            contact_person=inputs.assessment.customer.contact_name,
        )

    def hours(self, value: object) -> str:
        return f"{value:f}".rstrip("0").rstrip(".") if value is not None and "." in f"{value:f}" else str(value or "")

    def examples(self) -> tuple[Example, ...]:
        """The worked examples; those that run alike in several countries in one."""
        merged: dict[tuple[object, ...], list[Example]] = {}
        for told in map(self.example, self.inputs.examples):
            same = (told.reported, told.response_due, told.intervention_due, told.closed)
            merged.setdefault(same, []).append(told)
        return tuple(
            replace(alike[0], place=self.places_of(alike), country=", ".join(example.country for example in alike))
            for alike in merged.values()
        )

    def places_of(self, alike: Sequence[Example]) -> str:
        """Where some examples run alike, one a country."""
        everywhere = len(alike) == len(set(self.countries)) and len(self.countries) > 1
        return self._("All locations") if everywhere else ", ".join(example.place for example in alike)

    @cached_property
    def countries(self) -> Sequence[str]:
        """The country of each location."""
        return [location.country for location in self.inputs.assessment.locations]

    def example(self, example: ServiceExample) -> Example:
        location = self.inputs.assessment.location_by_id[example.location]
        first, last = example.reported.date(), example.intervention_due.date()
        holidays = self.inputs.holidays.get(location.country, {})
        country = country_name(location.country, self.inputs.language)
        several = self._("Locations in %(country)s") % {"country": country}
        return Example(
            place=several if self.countries.count(location.country) > 1 else self.location_names[location.id],
            country=country,
            reported=example.reported,
            response_due=example.response_due,
            intervention_due=example.intervention_due,
            closed=tuple((day, self._(holidays[day])) for day in sorted(holidays) if first <= day <= last),
        )

    def replacements(self) -> tuple[ReplacementGroup, ...]:
        return tuple(
            ReplacementGroup(
                name=words.asset_type(counted.type, 2, self.catalogue),
                units=counted.total,
                by_status=counted.units,
            )
            for counted in self.inputs.replacements
        )

    def networks(self, coming: Iterable[Appointment]) -> tuple[Network, ...]:
        by_place: dict[str, list[Device]] = {}
        for device in self.devices:
            by_place.setdefault(device.location, []).append(device)
        at: dict[str, list[Appointment]] = {}
        for appointment in coming:
            at.setdefault(appointment.place_id, []).append(appointment)
        maps = Maps(self.device_by_id, self.catalogue, self.inputs.language, self.inputs.details)
        return tuple(
            maps.network(
                place,
                by_place.get(place.id, []),
                tuple(service for service in self.services if service.place_id == place.id),
                date_rows(at.get(place.id, ())),
            )
            for place in self.places
        )

    def components(self) -> tuple[PaidFor, ...]:
        return tuple(
            PaidFor(
                name=component_name(component, self.inputs.language),
                text=self._(words.PAID_FOR[component]),
                link=words.PAID_FOR_LINKS.get(component, ""),
            )
            for component in self.inputs.components
            if component in words.PAID_FOR
        )

    def agreed_fee(self) -> str:
        fee = self.inputs.agreed_fee
        return "" if fee is None else figures.money(fee, self.inputs.facts.rate_card.currency, self.inputs.language)

    def current_plan(self) -> str:
        plan_id = self.inputs.assessment.customer.current_plan
        return "" if plan_id == "none" else plan_name(self.inputs.facts.rate_card, plan_id, self.inputs.language)

    def states(self) -> dict[SupportState, int]:
        counted: Counter[SupportState] = Counter()
        for device in self.devices:
            if device.managed:
                counted[device.state] += device.quantity
        return {state: counted[state] for state in SupportState}


def location_pages(inputs: SiteInputs) -> list[str]:
    """The pages of single locations, in the order of the locations; none where one page shows them all."""
    count = len(inputs.assessment.locations)
    return [location_page(number) for number in range(1, count + 1)] if count > MOST_PLACES_ON_A_PAGE else []


def location_page(number: int) -> str:
    """The page of the nth location, counted from 1."""
    return f"location-{number}.html"


@lru_cache(maxsize=2)
def unique_anchors(prefix: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """An HTML id for each: the id's letters and digits; ids that would read the same get a number.

    Remembered for the next language.
    """
    used: set[str] = set()
    anchors = []
    for text in ids:
        base = f"{prefix}-" + (re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-") or "x")
        anchor, number = base, 2
        while anchor in used:
            anchor, number = f"{base}--{number}", number + 1
        used.add(anchor)
        anchors.append(anchor)
    return tuple(anchors)
