"""What changed since an earlier assessment, in the customer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from gettext import NullTranslations
from typing import Any

from estimator.model.change import Change, FieldChange
from estimator.model.frozen import frozen
from estimator.model.infrastructure import (
    Asset,
    AssetType,
    Location,
    ReplacementStatus,
    SeatGroup,
    Service,
    ServiceType,
)
from estimator.model.service_level import OpeningHours
from estimator.render import figures
from estimator.render.site import nobreak, words
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.view import ChangeLog, ChangeRow, Device, FieldRow, Place
from estimator.render.texts import country_name


def changes_of(
    inputs: SiteInputs, devices: Mapping[str, Device], places: Sequence[Place], catalogue: NullTranslations
) -> ChangeLog | None:
    """The changes that the inputs hold; None where there is no earlier assessment."""
    changes = inputs.changes
    if changes is None:
        return None
    by_id = {place.id: place for place in places}
    # Places that are gone are called as the earlier assessment called them.
    gone = (change.before for change in changes.removed if isinstance(change.before, Location))
    names = {**{place.id: place.name or place.id for place in gone}, **{place.id: place.name for place in places}}
    writer = _Writer(inputs.language, catalogue, devices, by_id, names)
    return ChangeLog(
        since=changes.since,
        added=tuple(map(writer.row, changes.added)),
        removed=tuple(map(writer.row, changes.removed)),
        altered=tuple(map(writer.row, changes.altered)),
    )


@frozen(slots=False)
class _Writer:
    """Turns changes into rows."""

    language: str
    catalogue: NullTranslations
    devices: Mapping[str, Device]
    places: Mapping[str, Place]
    place_names: Mapping[str, str]

    def row(self, change: Change) -> ChangeRow:
        item = change.after or change.before
        fields = tuple(map(self.field, change.fields))
        if isinstance(item, Location):
            title, kind, link = item.name or item.id, self._("Location"), ""
            if change.after and item.id in self.places:
                link = self.places[item.id].link
            return ChangeRow(title, kind, "", link, fields)
        if isinstance(item, SeatGroup):
            profile = self._(words.SEAT_PROFILES[item.profile])
            text = self.catalogue.ngettext("%(number)s person %(how)s", "%(number)s people %(how)s", item.count)
            title = text % {"number": figures.count(item.count, self.language), "how": profile}
            return ChangeRow(title, self._("People"), self.place(item.location), "", fields)
        if isinstance(item, Asset):
            device = self.devices.get(item.id) if change.after else None
            name = device.label if device else item.name or item.id
            kind = words.asset_type(item.type, item.quantity, self.catalogue)
            link = f"equipment.html#{device.anchor}" if device else ""
            return ChangeRow(name, self._counted(item.quantity, kind), self.place(item.location), link, fields)
        assert isinstance(item, Service)
        return ChangeRow(item.name, self._(words.SERVICE_TYPES[item.type]), self.place(item.location), "", fields)

    def field(self, change: FieldChange) -> FieldRow:
        name = self._(words.FIELDS[change.field])
        return FieldRow(name, self.text(change.field, change.before), self.text(change.field, change.after))

    def text(self, field: str, value: Any) -> str:
        """A field's value as the pages write it."""
        if value in (None, "", ()):
            return ""
        if isinstance(value, bool):
            return self._("yes") if value else self._("no")
        if isinstance(value, date):
            return nobreak.day(value, self.language, "medium")
        if isinstance(value, StrEnum):
            return self._kind(value)
        if isinstance(value, int):
            return figures.count(value, self.language)
        if isinstance(value, tuple) and all(isinstance(item, OpeningHours) for item in value):
            return figures.printed_hours(value, self.language)
        if field == "location":
            return self.place(value)
        if field == "country":
            return country_name(value, self.language)
        if field == "connected_to" and value in self.devices:
            return self.devices[value].label
        if field == "on_site":
            return self._(words.ON_SITE[value])
        return str(value)

    def place(self, location: str) -> str:
        return self.place_names.get(location, location)

    def _kind(self, value: StrEnum) -> str:
        if isinstance(value, AssetType):
            return words.asset_type(value, 1, self.catalogue)
        if isinstance(value, ServiceType):
            return self._(words.SERVICE_TYPES[value])
        if isinstance(value, ReplacementStatus):
            return self._(words.REPLACEMENTS[value][0])
        return value.value

    def _counted(self, quantity: int, kind: str) -> str:
        return kind if quantity == 1 else nobreak.times(quantity, kind, self.language)

    def _(self, text: str) -> str:
        return self.catalogue.gettext(text)
