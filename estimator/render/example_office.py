"""An invented customer: an architects' office in Luxembourg that shows what an assessment can say."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, time
from importlib.resources import files

from estimator.model.customer import Customer, FreezePeriod
from estimator.model.infrastructure import (
    Assessment,
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
)
from estimator.model.service_level import OpeningHours

_HQ, _BRANCH = "lux", "arlon"
_PROVIDER, _THEIR_SLA = "Mixvoip", "Business"


def example_office() -> Assessment:
    """25 seats at two locations, 60 rows of equipment of mixed age, nine services; a few cells left open on purpose.

    The equipment comes from `data/example_assets.csv`.
    """
    return Assessment(_customer(), _locations(), _seats(), _assets(), _services())


def _customer() -> Customer:
    return Customer(
        name="Kiischtebam Architekten S.à r.l.",
        country="LU",
        assessment_date=date(2026, 11, 12),
        contract_start=date(2027, 1, 1),
        language="en",
        vat_number="LU12345613",
        sector="Architecture and planning",
        contact_name="Office management",
        contact_email="office@kiischtebam.example",
        account_manager="Account desk South",
        assessor="Pre-sales desk",
        term_months=36,
        service_level="business",
        current_plan="standard",
        review_months=6,
        freeze_periods=(
            FreezePeriod(date(2026, 12, 20), date(2027, 1, 3)),
            FreezePeriod(date(2027, 7, 30), date(2027, 8, 22)),
            FreezePeriod(date(2027, 12, 20), date(2028, 1, 2)),
        ),
        notes="Invented for demonstration: company, people and addresses do not exist.",
    )


def _locations() -> tuple[Location, ...]:
    head_office = Location(
        id=_HQ,
        name="Head office",
        country="LU",
        street="12, rue des Cerisiers",
        postcode="1322",
        city="Luxembourg",
        maintenance_window=(OpeningHours(("Mon", "Tue", "Wed", "Thu"), time(18), time(20)),),
        notes="Server room on the first floor; the key is at reception.",
    )
    branch = Location(
        id=_BRANCH,
        name="Arlon office",
        country="BE",
        street="8, rue de la Scierie",
        postcode="6700",
        city="Arlon",
        on_site="yes",
        notes="Ring at the courtyard door.",
    )
    return head_office, branch


def _seats() -> tuple[SeatGroup, ...]:
    return (
        SeatGroup(_HQ, SeatProfile.OFFICE, 14, "Architects, planners, administration"),
        SeatGroup(_HQ, SeatProfile.VIP, 1, "The managing partner, often on building sites"),
        SeatGroup(_HQ, SeatProfile.SHARED, 2, "Plotter desk and meeting room"),
        SeatGroup(_BRANCH, SeatProfile.OFFICE, 5),
        SeatGroup(_BRANCH, SeatProfile.FRONTLINE, 3, "Site managers"),
    )


def _assets() -> tuple[Asset, ...]:
    table = files("estimator.data") / "example_assets.csv"
    return tuple(_asset(row) for row in csv.DictReader(table.read_text("utf-8").splitlines()))


def _asset(row: Mapping[str, str]) -> Asset:
    """An asset from a line that has a column for every field; empty: nobody answered."""

    def day(key: str) -> date | None:
        return date.fromisoformat(row[key]) if row[key] else None

    def answer(key: str) -> bool | None:
        return {"yes": True, "no": False, "": None}[row[key]]

    return Asset(
        id=row["id"],
        type=AssetType(row["type"]),
        location=row["location"],
        name=row["name"],
        quantity=int(row["quantity"] or 1),
        manufacturer=row["manufacturer"],
        model=row["model"],
        serial_number=row["serial_number"],
        operating_system=row["operating_system"],
        version=row["version"],
        ip_address=row["ip_address"],
        purchased=day("purchased"),
        warranty_until=day("warranty_until"),
        in_stock_programme=answer("in_stock_programme"),
        substitute_available=answer("substitute_available"),
        spare_on_site=answer("spare_on_site"),
        managed=row["managed"] != "no",
        critical=answer("critical"),
        connected_to=row["connected_to"],
        redundancy_group=row["redundancy_group"],
        notes=row["notes"],
        internal_notes=row["internal_notes"],
    )


def _services() -> tuple[Service, ...]:
    return (
        _under_its_own_sla("SVC-01", "Fibre Luxembourg", ServiceType.INTERNET, location=_HQ),
        _under_its_own_sla("SVC-02", "Fibre Arlon", ServiceType.INTERNET, location=_BRANCH),
        _under_its_own_sla("SVC-03", "Telephony", ServiceType.VOIP, quantity=22),
        _ours(
            "SVC-04",
            "Microsoft 365 Business Premium",
            ServiceType.MICROSOFT_365,
            "Microsoft",
            quantity=27,
            renews=date(2027, 5, 31),
        ),
        Service(
            id="SVC-05",
            name="Nightly backup",
            type=ServiceType.BACKUP,
            provider=_PROVIDER,
            predefined_sla=False,
            location=_HQ,
            notes="Servers to the NAS, a weekly copy outside the house.",
            internal_notes="The last restore test on record is from 2024.",
        ),
        _ours("SVC-06", "kiischtebam.example", ServiceType.DOMAIN, "DNS Luxembourg", renews=date(2027, 3, 14)),
        _ours("SVC-07", "Certificate time recording", ServiceType.CERTIFICATE, "Sectigo", renews=date(2027, 2, 9)),
        _ours("SVC-08", "Endpoint protection", ServiceType.SECURITY, "ESET", quantity=26, renews=date(2027, 9, 30)),
        Service("SVC-09", "Company website", ServiceType.HOSTING, notes="Provider still to be found out."),
    )


def _under_its_own_sla(
    service_id: str, name: str, service_type: ServiceType, *, quantity: int = 1, location: str = ""
) -> Service:
    """A standard service of the provider: outside the contract."""
    return Service(service_id, name, service_type, _PROVIDER, quantity, True, _THEIR_SLA, location=location)


def _ours(
    service_id: str, name: str, service_type: ServiceType, provider: str, *, quantity: int = 1, renews: date
) -> Service:
    """A subscription that the contract looks after."""
    return Service(service_id, name, service_type, provider, quantity, False, renewal_date=renews)
