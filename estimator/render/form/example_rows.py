"""The row on each sheet of an empty form that shows how a row is filled: its tag tells reading to skip it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from estimator.model.form import Field, Sheet
from estimator.model.infrastructure import (
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
)
from estimator.model.service_level import OpeningHours
from estimator.render.form.paper import Paper
from estimator.render.form.values import Typed, typed

EXAMPLE_SHEETS = ("locations", "seats", "assets", "services")


def example_row(paper: Paper, sheet: Sheet) -> Mapping[str, Typed]:
    """What stands in the example row of a sheet, by field; nothing on sheets that have no such row."""
    if sheet.id not in EXAMPLE_SHEETS:
        return {}
    record = _records(paper)[sheet.id]

    def value(field: Field) -> Typed:
        return paper.example_tag if field is sheet.fields[0] else typed(record, field, paper.form, paper.language)

    return {field.key: value(field) for field in sheet.fields}


def _records(paper: Paper) -> Mapping[str, object]:
    _ = paper.translate
    tag, place = paper.example_tag, _("HQ")
    window = OpeningHours(("Tue", "Thu"), time(18), time(20))
    return {
        "locations": Location(
            tag,
            _("Head office"),
            "LU",
            street="12, rue des Cerisiers",
            postcode="L-1322",
            city="Luxembourg",
            maintenance_window=(window,),
            notes=_("The key of the server room is at reception."),
        ),
        "seats": SeatGroup(tag, SeatProfile.OFFICE, 14, _("Accounts and planning")),
        "assets": Asset(
            tag,
            AssetType.SERVER,
            place,
            name=_("File server"),
            manufacturer="HPE",
            model="ProLiant ML350 Gen11",
            serial_number="0CZ24100X7",
            operating_system="Windows Server 2022",
            ip_address="192.168.1.10",
            purchased=date(2024, 3, 15),
            warranty_until=date(2029, 3, 14),
            in_stock_programme=False,
            substitute_available=True,
            spare_on_site=False,
            critical=True,
            connected_to="SW-01",
            notes=_("In the server room, second shelf."),
            internal_notes=_("The customer asked for a second power supply."),
        ),
        "services": Service(
            tag,
            "Microsoft 365 Business Premium",
            ServiceType.MICROSOFT_365,
            "Microsoft",
            quantity=16,
            predefined_sla=False,
            renewal_date=date(2027, 5, 31),
            notes=_("Renewed every year."),
        ),
    }
