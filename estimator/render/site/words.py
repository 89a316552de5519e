"""The customer's words for kinds of things: one table each, translated where they are used."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations

from estimator.model.infrastructure import AssetType, ReplacementStatus, SeatProfile, ServiceType
from estimator.model.lifecycle import SupportState


def N_(text: str) -> str:  # noqa: N802  (Babel's keyword for texts that are translated later)
    """The text itself, marked for the catalogues."""
    return text


ASSET_TYPES: dict[AssetType, tuple[str, str]] = {
    AssetType.WORKSTATION: (N_("Desktop computer"), N_("Desktop computers")),
    AssetType.LAPTOP: (N_("Laptop"), N_("Laptops")),
    AssetType.SERVER: (N_("Server"), N_("Servers")),
    AssetType.VIRTUAL_SERVER: (N_("Virtual server"), N_("Virtual servers")),
    AssetType.HYPERVISOR: (N_("Virtualisation host"), N_("Virtualisation hosts")),
    AssetType.SWITCH: (N_("Network switch"), N_("Network switches")),
    AssetType.ROUTER: (N_("Router"), N_("Routers")),
    AssetType.FIREWALL: (N_("Firewall"), N_("Firewalls")),
    AssetType.ACCESS_POINT: (N_("Wi-Fi access point"), N_("Wi-Fi access points")),
    AssetType.NAS: (N_("Network storage unit"), N_("Network storage units")),
    AssetType.PRINTER: (N_("Printer"), N_("Printers")),
    AssetType.UPS: (N_("Emergency power supply"), N_("Emergency power supplies")),
    AssetType.IP_PHONE: (N_("Desk phone"), N_("Desk phones")),
    AssetType.PBX: (N_("Telephone system"), N_("Telephone systems")),
    AssetType.CAMERA: (N_("Camera"), N_("Cameras")),
    AssetType.OTHER: (N_("Other device"), N_("Other devices")),
}
SERVICE_TYPES: dict[ServiceType, str] = {
    ServiceType.INTERNET: N_("Internet access"),
    ServiceType.VOIP: N_("Telephony"),
    ServiceType.MICROSOFT_365: N_("Microsoft 365"),
    ServiceType.BACKUP: N_("Backup"),
    ServiceType.DOMAIN: N_("Domain name"),
    ServiceType.CERTIFICATE: N_("Certificate"),
    ServiceType.HOSTING: N_("Hosting"),
    ServiceType.SECURITY: N_("Security"),
    ServiceType.OTHER: N_("Other service"),
}
SEAT_PROFILES: dict[SeatProfile, str] = {
    SeatProfile.OFFICE: N_("at a desk"),
    SeatProfile.FRONTLINE: N_("on the move"),
    SeatProfile.SHARED: N_("sharing a computer"),
    SeatProfile.VIP: N_("with priority support"),
}
REPLACEMENTS: dict[ReplacementStatus, tuple[str, str]] = {
    ReplacementStatus.IN_PROGRAMME: (
        N_("In programme"),
        N_("This model is in our guaranteed stock programme: we keep some and replace a failed one."),
    ),
    ReplacementStatus.SUBSTITUTE_AVAILABLE: (
        N_("Substitute available"),
        N_("We keep a different model in stock that can take its place."),
    ),
    ReplacementStatus.SPARE_ON_SITE: (
        N_("Spare on site"),
        N_("You have a spare one; we put it into service."),
    ),
    ReplacementStatus.BEST_EFFORT: (
        N_("Best effort"),
        N_("We do what we can, but nobody guarantees a replacement."),
    ),
}
SUPPORT_STATES: dict[SupportState, str] = {
    SupportState.SUPPORTED: N_("Supported"),
    SupportState.ENDING: N_("Ends soon"),
    SupportState.ENDED: N_("Ended"),
    SupportState.UNKNOWN: N_("No date known"),
}
LISTED_AT: dict[str, str] = {
    "support-ended": "equipment.html#support-ended",
    "support-ending": "equipment.html#support-ending",
    "unknown-support": "equipment.html#support-unknown",
    "warranty-ended": "renew.html#quarters",
    "warranty-ending": "renew.html#quarters",
}
"""Where all devices of a kind of finding are listed, with others as the case may be."""
CHANNELS: dict[str, str] = {"e-mail": N_("e-mail"), "phone": N_("phone"), "chat": N_("chat")}
COST_CLASSES: dict[str, str] = {
    "none": N_("no cost"),
    "low": N_("small cost"),
    "medium": N_("medium cost"),
    "high": N_("large cost"),
}
PAID_FOR: dict[str, str] = {
    "support": N_(
        "Help for your people and the repair of faults, remotely and on your premises, however often you call."
    ),
    "maintenance": N_("The work in the calendar: updates, security fixes and checks, before something breaks."),
    "documentation": N_("This website and the inventory behind it, kept up to date and reviewed with you."),
    "service-level": N_(
        "People who are on duty for you, so that we answer and start to work within the promised times."
    ),
    "travel": N_("Our trips to you, however many there are."),
    "tools": N_("Programs on your computers that protect them and tell us early when something goes wrong."),
    "certainty": N_("An amount that stays the same: a month with many faults costs you nothing more."),
    "discount": N_("You stay with us for the whole term, and that makes the amount smaller."),
}
"""What each part of the fee is for; parts that are not here are none to the customer."""
PAID_FOR_LINKS: dict[str, str] = {
    "support": "help.html#covered",
    "maintenance": "updates.html",
    "documentation": "reviews.html",
    "service-level": "help.html#reach",
}
HOLIDAYS = (
    N_("All Saints' Day"),
    N_("Armistice Day"),
    N_("Ascension Day"),
    N_("Assumption Day"),
    N_("Christmas Day"),
    N_("Easter Monday"),
    N_("Easter Sunday"),
    N_("Europe Day"),
    N_("German Unity Day"),
    N_("Good Friday"),
    N_("Labour Day"),
    N_("National Day"),
    N_("New Year's Day"),
    N_("Pentecost"),
    N_("Pentecost Monday"),
    N_("Saint Stephen's Day"),
    N_("Second Day of Christmas"),
    N_("Victory Day"),
)
"""Public holidays of the countries most customers are in; those of others stay in English."""
ON_SITE: dict[str, str] = {
    "auto": N_("where we travel to anyway"),
    "yes": N_("a technician can come"),
    "no": N_("help from a distance only"),
}
FIELDS: dict[str, str] = {
    "id": N_("Tag"),
    "name": N_("Name"),
    "type": N_("Kind"),
    "location": N_("Location"),
    "quantity": N_("How many"),
    "count": N_("How many"),
    "manufacturer": N_("Maker"),
    "model": N_("Model"),
    "serial_number": N_("Serial number"),
    "operating_system": N_("System"),
    "version": N_("Version"),
    "ip_address": N_("Network address"),
    "warranty_until": N_("Warranty until"),
    "replacement_status": N_("If it fails"),
    "managed": N_("In our care"),
    "critical": N_("Vital"),
    "connected_to": N_("Connected to"),
    "redundancy_group": N_("Twins"),
    "street": N_("Street"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "country": N_("Country"),
    "on_site": N_("Visits"),
    "maintenance_window": N_("Change window"),
    "provider": N_("Provider"),
    "predefined_sla": N_("Service level of its own"),
    "sla_level": N_("Service level"),
    "renewal_date": N_("Renewal"),
}
"""Fields of the inventory that a list of changes names."""


def asset_type(kind: AssetType, number: int, catalogue: NullTranslations) -> str:
    """The name of a kind of asset, for one or for several."""
    singular, plural = ASSET_TYPES[kind]
    return catalogue.gettext(singular if number == 1 else plural)


def channels(names: Iterable[str], catalogue: NullTranslations) -> str:
    """The ways to reach us, as a line of its own: `E-mail, phone, chat`."""
    line = ", ".join(catalogue.gettext(CHANNELS.get(name, name)) for name in names)
    return line[:1].upper() + line[1:]


def after_number(name: str, language: str) -> str:
    """The name of a kind as it stands after a number: with a small letter, unless it begins with a noun that has none.

    `8 × laptops`, `2 × Wi-Fi access points`; in German and Luxembourgish `8 × Laptops`, but `2 × sonstige Geräte`.
    """
    first, _, rest = name.partition(" ")
    keeps = not rest[:1].isupper() if language in {"de", "lb"} else first[1:] != first[1:].lower()
    return name if keeps else name[:1].lower() + name[1:]
