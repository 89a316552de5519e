"""What the pages show: customer-safe rows, copied field by field so that nothing internal can reach a template.

No price, cost, fee, internal note or diagnostic has a place in these types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from estimator.model.frozen import frozen
from estimator.model.infrastructure import AssetType, ReplacementStatus
from estimator.model.lifecycle import SupportState


@frozen
class Device:
    """A row of the equipment table."""

    id: str
    anchor: str
    """Its place on the equipment page: an HTML id that no other row has."""
    name: str
    type: AssetType
    type_name: str
    quantity: int
    location: str
    location_name: str
    maker: str
    serial_number: str
    system: str
    address: str
    state: SupportState
    state_name: str
    release: str
    end_of_support: date | None
    warranty_until: date | None
    replacement: ReplacementStatus
    replacement_name: str
    critical: bool
    managed: bool
    connected_to: str
    redundancy_group: str
    notes: str


@frozen
class Place:
    """A location as the pages show it."""

    id: str
    anchor: str
    name: str
    street: str
    town: str
    country: str
    seats: int
    seat_groups: tuple[tuple[str, int], ...]
    devices: int
    on_site: bool
    window: str
    notes: str


@frozen
class Appointment:
    """A session of maintenance work. `interruption` empty: nothing stops; `anchor`: its row in the list of dates."""

    anchor: str
    start: datetime
    end: datetime
    title: str
    interruption: str
    place: str
    devices: int
    on_site: bool
    review: bool


@frozen
class DateRow:
    """The appointments of one day that do the same work, as one line."""

    anchor: str
    start: datetime
    end: datetime
    title: str
    interruption: str
    places: tuple[str, ...]
    """Empty: everywhere."""
    devices: int
    on_site: bool


@frozen
class Decision:
    """Something the customer should decide; `due` None: no date is known."""

    kind: str
    subjects: tuple[str, ...]
    due: date | None
    overdue: bool
    units: int
    of_units: int
    """How many there are alike; 0 where the entry gathers several kinds."""
    cost_class: str
    cost_name: str
    devices: tuple[Device, ...]


@frozen
class Ending:
    """Something that ends on a day: a vendor's support, a warranty, a service's term."""

    day: date
    kind: str
    """`support`, `warranty` or `renewal`."""
    subject: str
    units: int
    of_units: int
    of_name: str
    """What `of_units` counts: `Laptops`."""
    where: str


@frozen
class Quarter:
    """Endings of three months; `first` None: those already past."""

    first: date | None
    last: date | None
    endings: tuple[Ending, ...]


@frozen
class Subscription:
    """A service as the pages show it."""

    name: str
    type_name: str
    provider: str
    quantity: int
    own_sla: bool
    sla_level: str
    renewal_date: date | None
    place: str
    notes: str


@frozen
class ReplacementGroup:
    """How failed units of one kind are replaced: units by status, in the order of `ReplacementStatus`."""

    name: str
    units: int
    by_status: tuple[int, ...]


@frozen
class Example:
    """A worked example of the service level; `closed`: public holidays between the report and the start of work."""

    place: str
    country: str
    reported: datetime
    response_due: datetime
    intervention_due: datetime
    closed: tuple[tuple[date, str], ...]


@frozen
class Help:
    """How to reach us, and what the service level promises."""

    plan: str
    contact: tuple[str, ...]
    provider: str
    phone: str
    phone_link: str
    email: str
    chat: str
    support_hours: str
    fault_handling_hours: str
    response_hours: str
    intervention_hours: str
    examples: tuple[Example, ...]
    account_manager: str


@frozen
class Day:
    """A day of the calendar. `kind`: `` (plain), `holiday`, `freeze`."""

    day: date
    kind: str
    title: str
    appointments: tuple[Appointment, ...]


@frozen
class Month:
    """A month of the calendar: weeks of seven places from Monday, None outside the month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    rows: tuple[DateRow, ...]


@frozen
class Node:
    """A device of a location's network with what hangs on it; `count` devices alike are one node."""

    title: str
    subtitle: str
    anchor: str
    state: SupportState
    state_name: str
    count: int
    redundant: bool
    children: tuple[Node, ...] = ()


@frozen
class Box:
    """A node's place in a drawing, in pixels."""

    node: Node
    x: int
    y: int


@frozen
class Line:
    """A connection's ends in a drawing, in pixels."""

    x1: int
    y1: int
    x2: int
    y2: int
    dashed: bool


@frozen
class Drawing:
    """A location's network as boxes and lines."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@frozen
class Network:
    """How the devices of one location are connected; `drawing` None: none is known, or too many to draw."""

    place: Place
    roots: tuple[Node, ...]
    nodes: int
    unconnected: tuple[tuple[str, int], ...]
    drawing: Drawing | None
    services: tuple[Subscription, ...]
    next_appointment: Appointment | None


@frozen
class Word:
    """An entry of the glossary."""

    id: str
    name: str
    text: str


@frozen
class Page:
    """A hand-written page: its title and its file inside `docs/`."""

    title: str
    path: str


@dataclass(frozen=True)
class SiteView:
    """A whole website, ready for the templates."""

    language: str
    customer: str
    today: date
    checked_on: date
    checked_by: str
    next_review: date | None
    review_months: int
    verdict: str
    """`fine`, `attention` or `urgent`."""
    decisions: tuple[Decision, ...]
    remarks: tuple[Decision, ...]
    """Findings that need knowing, not deciding."""
    places: tuple[Place, ...]
    devices: tuple[Device, ...]
    appointments: tuple[Appointment, ...]
    next_appointment: Appointment | None
    months: tuple[Month, ...]
    freezes: tuple[tuple[date, date], ...]
    quarters: tuple[Quarter, ...]
    later: int
    """Endings further away than the quarters shown."""
    services: tuple[Subscription, ...]
    help: Help
    replacements: tuple[ReplacementGroup, ...]
    networks: tuple[Network, ...]
    words: tuple[Word, ...]
    contract_start: date
    term_months: int
    seats: int
    pages: tuple[Page, ...] = ()
    states: dict[SupportState, int] = field(default_factory=dict)
    """Managed units by the state of their vendor's support."""
    warranty_ended: int = 0

    @property
    def managed(self) -> int:
        """Units the contract takes care of."""
        return units(self.devices, managed=True)

    @property
    def unmanaged(self) -> tuple[Device, ...]:
        """Devices the contract leaves alone."""
        return tuple(device for device in self.devices if not device.managed)

    @property
    def total(self) -> int:
        """Units of every device."""
        return sum(device.quantity for device in self.devices)

    @property
    def first_due(self) -> date | None:
        """The earliest date on which a decision is due; None where none has a date."""
        return min((decision.due for decision in self.decisions if decision.due), default=None)


def units(devices: Sequence[Device], managed: bool) -> int:
    """The sum of quantities of managed, or of unmanaged devices."""
    return sum(device.quantity for device in devices if device.managed is managed)
