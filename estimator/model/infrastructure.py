"""What the customer has: locations, seats, assets, services, and the tickets of the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Literal

from estimator.model.customer import Customer
from estimator.model.frozen import frozen
from estimator.model.service_level import OpeningHours
from estimator.model.source import FileReference, Row

NO_ROW = Row("", 1)
OnSite = Literal["auto", "yes", "no"]
Channel = Literal["remote", "on-site"]


class AssetType(StrEnum):
    """The kinds of asset the workbook knows; each is also the name of its effort driver."""

    WORKSTATION = "workstation"
    LAPTOP = "laptop"
    SERVER = "server"
    VIRTUAL_SERVER = "virtual-server"
    HYPERVISOR = "hypervisor"
    SWITCH = "switch"
    ROUTER = "router"
    FIREWALL = "firewall"
    ACCESS_POINT = "access-point"
    NAS = "nas"
    PRINTER = "printer"
    UPS = "ups"
    IP_PHONE = "ip-phone"
    PBX = "pbx"
    CAMERA = "camera"
    OTHER = "other"

    @property
    def is_hardware(self) -> bool:
        """Whether it can break and be replaced."""
        return self is not AssetType.VIRTUAL_SERVER


COMPUTER_TYPES = frozenset({AssetType.WORKSTATION, AssetType.LAPTOP})
"""What people work at."""
SERVER_TYPES = frozenset({AssetType.SERVER, AssetType.VIRTUAL_SERVER, AssetType.HYPERVISOR})
ENDPOINT_TYPES = COMPUTER_TYPES | SERVER_TYPES
"""Assets that carry an agent: the *endpoints* of tools and of reactive hours per endpoint and month."""


class SeatProfile(StrEnum):
    """How a person uses IT; the effort table has a factor for each."""

    OFFICE = "office"
    FRONTLINE = "frontline"
    SHARED = "shared"
    VIP = "vip"


class ServiceType(StrEnum):
    """The kinds of service the workbook knows."""

    INTERNET = "internet"
    VOIP = "voip"
    MICROSOFT_365 = "microsoft-365"
    BACKUP = "backup"
    DOMAIN = "domain"
    CERTIFICATE = "certificate"
    HOSTING = "hosting"
    SECURITY = "security"
    OTHER = "other"

    @property
    def driver(self) -> str:
        """Its name in the effort table, where `other` alone is an asset type."""
        return "other-service" if self is ServiceType.OTHER else self.value


class ReplacementStatus(StrEnum):
    """How a failed unit is replaced; every asset has exactly one."""

    IN_PROGRAMME = "in-programme"
    SUBSTITUTE_AVAILABLE = "substitute-available"
    SPARE_ON_SITE = "spare-on-site"
    BEST_EFFORT = "best-effort"


@frozen
class Location:
    """A place of the customer's. `travel_zone` and `maintenance_window` empty: the rate card's defaults."""

    id: str
    name: str
    country: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    travel_zone: str = ""
    on_site: OnSite = "auto"
    maintenance_window: tuple[OpeningHours, ...] = ()
    notes: str = ""
    row: Row = NO_ROW


@frozen
class SeatGroup:
    """People of one profile at one location, counted and never listed."""

    location: str
    profile: SeatProfile
    count: int
    notes: str = ""
    row: Row = NO_ROW


@frozen
class Asset:
    """A device, or several alike (`quantity`). None on a yes/no field means that nobody answered it."""

    id: str
    type: AssetType
    location: str
    name: str = ""
    quantity: int = 1
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    operating_system: str = ""
    version: str = ""
    ip_address: str = ""
    purchased: date | None = None
    warranty_until: date | None = None
    in_stock_programme: bool | None = None
    substitute_available: bool | None = None
    spare_on_site: bool | None = None
    managed: bool = True
    critical: bool | None = None
    connected_to: str = ""
    redundancy_group: str = ""
    notes: str = ""
    internal_notes: str = ""
    """Ours alone: never in anything a customer receives."""
    row: Row = NO_ROW
    left_blank: frozenset[str] = field(default=frozenset(), compare=False)
    """Which of `quantity` and `managed` were empty, so that a default stands in for them."""

    @property
    def replacement_status(self) -> ReplacementStatus:
        """The best way the workbook knows to replace a failed unit."""
        if self.in_stock_programme:
            return ReplacementStatus.IN_PROGRAMME
        if self.substitute_available:
            return ReplacementStatus.SUBSTITUTE_AVAILABLE
        if self.spare_on_site:
            return ReplacementStatus.SPARE_ON_SITE
        return ReplacementStatus.BEST_EFFORT


@frozen
class Service:
    """A subscription or line; with a predefined SLA it stands outside the contract."""

    id: str
    name: str
    type: ServiceType
    provider: str = ""
    quantity: int = 1
    predefined_sla: bool | None = None
    sla_level: str = ""
    renewal_date: date | None = None
    location: str = ""
    notes: str = ""
    internal_notes: str = ""
    """Ours alone: never in anything a customer receives."""
    row: Row = NO_ROW


@frozen
class Ticket:
    """A support ticket of the past; `minutes` are worked, not elapsed."""

    opened: datetime
    minutes: float
    channel: Channel
    responded: datetime | None = None
    started: datetime | None = None
    resolved: datetime | None = None
    role: str = "technician"
    subject: str = ""
    """Driver or asset id."""
    location: str = ""
    summary: str = ""
    row: Row = NO_ROW


@frozen(slots=False)
class Assessment:
    """A whole workbook, read and checked."""

    customer: Customer
    locations: tuple[Location, ...]
    seats: tuple[SeatGroup, ...] = ()
    assets: tuple[Asset, ...] = ()
    services: tuple[Service, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    workbook: FileReference = field(default=FileReference("", "", ""))

    @cached_property
    def location_by_id(self) -> dict[str, Location]:
        """Locations by their id."""
        return {location.id: location for location in self.locations}

    @cached_property
    def managed_assets(self) -> tuple[Asset, ...]:
        """Assets the contract takes care of."""
        return tuple(asset for asset in self.assets if asset.managed)

    @cached_property
    def twinned(self) -> frozenset[str]:
        """Ids of the assets with a twin: another unit of their redundancy group at the same location."""
        members: dict[tuple[str, str], list[Asset]] = {}
        for asset in self.assets:
            if asset.redundancy_group:
                members.setdefault((asset.location, asset.redundancy_group), []).append(asset)
        return frozenset(asset.id for group in members.values() if units(group) > 1 for asset in group)

    @cached_property
    def asset_labels(self) -> dict[str, str]:
        """What each asset is called in a text, by its id: its name, with the id where others have the same name."""
        alike = Counter(asset.name for asset in self.assets)
        told_apart = {a.id: a.name if alike[a.name] == 1 else f"{a.name} ({a.id})" for a in self.assets if a.name}
        return {asset.id: told_apart.get(asset.id, asset.id) for asset in self.assets}

    @cached_property
    def seat_count(self) -> int:
        """People who may ask for support."""
        return sum(group.count for group in self.seats)

    @cached_property
    def endpoint_count(self) -> int:
        """Managed units that carry an agent."""
        return units(asset for asset in self.managed_assets if asset.type in ENDPOINT_TYPES)


def units(assets: Iterable[Asset]) -> int:
    """The sum of the assets' quantities."""
    return sum(asset.quantity for asset in assets)
