"""A 25-seat office by hand: plausible figures whose lines add up, for tests of what people receive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from estimator.model.customer import Customer
from estimator.model.estimate import (
    Assumption,
    BreakEven,
    Estimate,
    Fee,
    FeeComponent,
    PlanYear,
    ProviderYear,
    Question,
    Verdict,
)
from estimator.model.infrastructure import (
    Assessment,
    Asset,
    AssetType,
    Channel,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
)
from estimator.model.schedule import Schedule, Session
from estimator.model.source import Cell, FileReference
from estimator.model.workload import NotPriced, ScheduledWork, TicketStream, Workload
from tests.builders import TODAY, facts

INTERNAL_MARK = "INTERNAL-MARK"
office_facts = facts
COMPONENTS = {
    "support": "1062.40",
    "maintenance": "402.13",
    "documentation": "41.60",
    "service-level": "318.00",
    "travel": "38.25",
    "tools": "196.00",
    "certainty": "166.80",
    "discount": "-75.31",
    "rounding": "0.13",
}


def office_customer(**changes: object) -> Customer:
    """The customer of the office; `changes` by field."""
    values: dict[str, object] = {
        "name": "Bureau Exemple S.à r.l.",
        "country": "LU",
        "assessment_date": date(2026, 11, 10),
        "contract_start": date(2027, 1, 1),
        "vat_number": "LU12345678",
        "contact_name": "Anne Exemple",
        "account_manager": "Jo Beispiel",
        "notes": INTERNAL_MARK,
        **changes,
    }
    return Customer(**values)  # type: ignore[arg-type]


def office_assessment(customer: Customer | None = None) -> Assessment:
    """Two locations, 25 seats, a few assets and services, one of each with an internal note."""
    return Assessment(
        customer=customer or office_customer(),
        locations=(
            Location("lux", "Head office", "LU", street="1, rue de l'Exemple", postcode="L-1234", city="Luxembourg"),
            Location("trier", "Trier", "DE", postcode="54290", city="Trier", notes=INTERNAL_MARK),
        ),
        seats=(
            SeatGroup("lux", SeatProfile.OFFICE, 20, notes=INTERNAL_MARK),
            SeatGroup("trier", SeatProfile.SHARED, 5),
        ),
        assets=(
            Asset("WS", AssetType.LAPTOP, "lux", quantity=25, in_stock_programme=True),
            Asset("SRV1", AssetType.SERVER, "lux", name="File server", internal_notes=INTERNAL_MARK, critical=True),
            Asset("FW1", AssetType.FIREWALL, "lux", substitute_available=True),
            Asset("AP1", AssetType.ACCESS_POINT, "trier", quantity=3, spare_on_site=True),
            Asset("CAM", AssetType.CAMERA, "trier", quantity=2, managed=False),
        ),
        services=(
            Service(
                "NET", "Fibre 1 Gbit/s", ServiceType.INTERNET, provider="Mixvoip", predefined_sla=True, sla_level="Gold"
            ),
            Service("M365", "Microsoft 365", ServiceType.MICROSOFT_365, quantity=25, internal_notes=INTERNAL_MARK),
        ),
        workbook=FileReference("workbook", "office.xlsx", "a" * 64),
    )


def office_schedule() -> Schedule:
    """Monthly server updates and half-yearly reviews of the year 2027."""
    zone = ZoneInfo("Europe/Luxembourg")
    updates = [
        Session(
            f"u{m}",
            "server-updates",
            "lux",
            datetime(2027, m, 14, 18, 0, tzinfo=zone),
            datetime(2027, m, 14, 19, 5, tzinfo=zone),
            65,
            "engineer",
            "remote",
            "day",
        )
        for m in range(1, 13)
    ]
    reviews = [
        Session(
            f"r{m}",
            "inventory-review",
            "lux",
            datetime(2027, m, 20, 9, 0, tzinfo=zone),
            datetime(2027, m, 20, 12, 40, tzinfo=zone),
            216,
            "technician",
            "remote",
            "day",
        )
        for m in (1, 7)
    ]
    sessions = tuple(sorted(updates + reviews, key=lambda session: session.start))
    return Schedule(date(2027, 1, 1), date(2028, 1, 1), sessions, remarks=(INTERNAL_MARK,))


def _stream(
    driver: str, role: str, channel: Channel, cells: list[Cell], *, frequency: float, minutes: float
) -> TicketStream:
    travel = Decimal(45) if channel == "on-site" else Decimal(0)
    return TicketStream(
        driver,
        "lux",
        role,
        channel,
        "day",
        frequency,
        minutes,
        1.0,
        Decimal(1),
        travel,
        tuple(cells),  # type: ignore[arg-type]
    )


def office_workload() -> Workload:
    """Three drivers of tickets and two tasks."""
    seats = [Cell("Seats", row, 3) for row in (4, 5)]
    laptops = [Cell("Assets", row, 3) for row in range(4, 10)]
    return Workload(
        streams=(
            _stream("seat", "technician", "remote", seats, frequency=83.3, minutes=24),
            _stream("seat", "technician", "on-site", seats, frequency=5.3, minutes=24),
            _stream("laptop", "technician", "remote", laptops, frequency=25.1, minutes=35),
            _stream("server", "engineer", "remote", [Cell("Assets", 12, 3)], frequency=2.04, minutes=75),
        ),
        scheduled=(
            ScheduledWork(
                "server-updates",
                "maintenance",
                "lux",
                "engineer",
                "remote",
                "day",
                Decimal(1),
                Decimal(0),
                12,
                65,
                (Cell("Assets", 12, 3),),
            ),
            ScheduledWork(
                "inventory-review",
                "documentation",
                "lux",
                "technician",
                "remote",
                "day",
                Decimal(1),
                Decimal(0),
                2,
                216,
                (Cell("Assets", 4, 3), Cell("Assets", 12, 3)),
            ),
        ),
        endpoints=28,
        seats=25,
        assets=60,
        not_priced=(
            NotPriced(Cell("Services", 4, 1), "It has a predefined SLA of its own."),
            NotPriced(Cell("Assets", 30, 1), "It is not managed."),
            NotPriced(Cell("Assets", 31, 1), "It is not managed."),
        ),
    )


def _plan(plan: str, price: str, expected: str, monthly_range: tuple[str, str, str], *, above: float) -> PlanYear:
    low, middle, high = (Decimal(monthly) * 12 for monthly in monthly_range)
    points = ((low - 900, 0.01), (low, 0.1), (middle, 0.5), (high, 0.9), (high + 1200, 0.99))
    return PlanYear(
        plan,
        plan == "business",
        Decimal(price),
        Decimal(expected) * 12,
        low,
        middle,
        high,
        above,
        Decimal("0.125"),
        True,
        Decimal(9000),
        points,
    )


def _provider(annual_fee: Decimal) -> ProviderYear:
    cost, bad_year = Decimal("18777.70"), Decimal("22100.40")
    return ProviderYear(cost, bad_year, float(1 - cost / annual_fee), float(1 - bad_year / annual_fee), 0.021)


def office_estimate(customer: Customer | None = None, choice: str = "predictability") -> Estimate:
    """The office's estimate; `choice` is the verdict, with figures that fit it."""
    monthly = {"fixed": Decimal(2150), "predictability": Decimal(2350), "hourly": Decimal(2750)}[choice]
    components = dict(COMPONENTS)
    components["support"] = str(Decimal(components["support"]) + monthly - 2150)
    expected, p90 = Decimal("2290.37") * 12, Decimal("2620.50") * 12
    return Estimate(
        inputs={
            "workbook": FileReference("workbook", "office.xlsx", "a" * 64),
            **{
                name: FileReference(f"{name}-2026", f"{name}.toml", "b" * 64)
                for name in ("rate_card", "effort", "pricing", "lifecycle")
            },
        },
        today=TODAY,
        currency="EUR",
        customer=customer or office_customer(),
        workload=office_workload(),
        tools_annual=Decimal("2352.00"),
        frequency_cv=0.25,
        fee=Fee(
            monthly,
            "offer",
            tuple(FeeComponent(name, Decimal(amount)) for name, amount in components.items()),  # type: ignore[arg-type]
            Decimal("1273.25"),
            monthly - 85,
            monthly + 240,
            monthly - Decimal("0.13"),
            Decimal("1801.20"),
            Decimal("2011.40"),
        ),
        plans=(
            _plan("none", "0", "2310.11", ("1950", "2300", "2690"), above=0.61),
            _plan("standard", "58", "2301.90", ("1960", "2290", "2660"), above=0.60),
            _plan("office", "262", "2234.37", ("1919", "2220", "2564.50"), above=0.52),
            _plan("business", "318", "2290.37", ("1975", "2276", "2620.50"), above=0.64),
        ),
        verdict=Verdict(
            choice,
            "business",
            12 * monthly - expected,
            p90 - 12 * monthly,  # type: ignore[arg-type]
            BreakEven({"fixed": 0.88, "predictability": 1.06, "hourly": 1.41}[choice], 11.4, 5.2),
        ),
        provider=_provider(12 * monthly),
        assumptions=(
            Assumption("driver.seat.tickets_per_unit_month", "0.35", "assumption: starting value of the pricing model"),
            Assumption("effort.frequency_cv", "0.25", "assumption"),
        ),
        questions=(
            Question((Cell("Assets", 14, 9),), "Which operating system and version?", Decimal(2141), Decimal(2212)),
            Question((Cell("Locations", 5, 9),), "Can we work on site in Trier?", Decimal(2120), Decimal(2150)),
        ),
    )
