"""What the pages show: customer-safe rows, copied field by field so that nothing internal can reach a template.

No price, cost, internal note or diagnostic has a place in these types; of fees only the agreed one, as a text, and only
where it is to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from typing import Literal

from estimator.model.frozen import frozen
from estimator.model.infrastructure import AssetType, ReplacementStatus, ServiceType
from estimator.model.lifecycle import SupportState
from estimator.render.drawing.timeline import Row, Timeline
from estimator.render.drawing.tree import Drawing
from estimator.render.effects import Effect


@frozen
class Device:
    """A row of the equipment table."""

    id: str
    anchor: str
    """Its place on the equipment page: an HTML id that no other row has."""
    name: str
    label: str
    """What it is called in a text: its name, with its tag where others have the same name."""
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
    replacement_name: str
    """How it is replaced when it fails; empty where the contract does not, or where it cannot break."""
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
    link: str
    """Where the site describes it."""
    name: str
    street: str
    town: str
    country: str
    seats: int
    seat_groups: tuple[tuple[str, int], ...]
    devices: int
    ended: int
    """Managed devices without security fixes."""
    ending: int
    supported: int
    on_site: bool
    window: str
    notes: str


@frozen
class Appointment:
    """A session of maintenance work. `anchor`: its row in the list of dates."""

    anchor: str
    start: datetime
    end: datetime
    title: str
    done: tuple[int, ...]
    """Which of the `parts` of its work in this month it is."""
    parts: int
    effect: Effect
    place: str
    """Empty: everywhere."""
    place_id: str
    devices: int
    services: tuple[str, ...]
    """The names of those whose renewal it checks."""
    on_site: bool
    office_hours: bool
    """Done during working hours, not in the change window."""
    review: bool


@frozen
class DateRow:
    """The appointments of one day that do the same work, as one line: from the first's start to the last's end."""

    anchor: str
    start: datetime
    end: datetime
    title: str
    done: tuple[int, ...]
    """Which of the `parts` of its work are done on that day; empty where locations are at parts of their own."""
    parts: int
    effect: Effect
    places: tuple[str, ...]
    """Empty: everywhere."""
    devices: int
    services: tuple[str, ...]
    on_site: bool
    office_hours: bool

    @property
    def several(self) -> bool:
        """Whether it is about several locations, each of which may be ready earlier."""
        return len(self.places) > 1


@frozen
class Work:
    """A kind of maintenance work: what it stops, when, and on how many dates of the year."""

    title: str
    places: tuple[str, ...]
    """Where it is done, if elsewhere it stops something else; otherwise empty."""
    effect: Effect
    office_hours: bool
    dates: int


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
    last: date
    """The day of the last one, where a row tells of many that end one by one."""
    kind: str
    """`support`, `warranty` or `renewal`."""
    subject: str
    units: int
    concerns: str
    """How many of which kind: `Laptops: 3 of 10`; of a service its kind."""
    where: str


@frozen
class Quarter:
    """Endings of three months; `first` None: those already past; `last` None: all from its first day on."""

    first: date | None
    last: date | None
    endings: tuple[Ending, ...]


@frozen
class LifecycleRow:
    """A row of the lifecycle drawing: what ends, and where it stands."""

    subject: str
    kind: str
    """As of an Ending."""
    state: SupportState
    row: Row


@frozen
class Lifecycle:
    """What ends when, as a drawing; `left_out`: endings that only the tables show."""

    drawing: Timeline
    rows: tuple[LifecycleRow, ...]
    left_out: int


@frozen
class Subscription:
    """A service as the pages show it."""

    name: str
    type: ServiceType
    type_name: str
    provider: str
    quantity: int
    own_sla: bool
    sla_level: str
    renewal_date: date | None
    place: str
    place_id: str
    notes: str


@frozen
class ReplacementGroup:
    """How failed units of one kind are replaced: units by status."""

    name: str
    units: int
    by_status: Mapping[ReplacementStatus, int]


@frozen
class Example:
    """A worked example of the service level; `closed`: public holidays between the report and the start of work.

    `place` and `country` may name several, where the example runs alike.
    """

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
    contact: str
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
    contact_person: str
    """Whom of the customer's people we speak with; in the workbook with that person's consent."""


@frozen
class Day:
    """A day of the calendar. `kinds`: `holiday`, `freeze`, both or none; `title`: what it is, empty for a plain day."""

    day: date
    kinds: tuple[str, ...]
    title: str
    appointments: tuple[Appointment, ...]


@frozen
class Month:
    """A month of the calendar: weeks of seven places from Monday, None outside the month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    rows: tuple[DateRow, ...]


@frozen(kw_only=True)
class Node:
    """A box of a map with what hangs on it, or a frame around several (`twins`, `loose`); keys differ within a map."""

    kind: Literal["device", "group", "twins", "loose", "location", "internet"]
    key: str
    title: str
    subtitle: str = ""
    link: str = ""
    state: SupportState | None = None
    """None: none of it is in our care."""
    state_name: str = ""
    state_brief: str = ""
    """For a box that has no room for all of `state_name`."""
    units: int = 0
    """How many devices the node itself stands for; what hangs on it is not among them."""
    devices: tuple[Device, ...] = ()
    children: tuple[Node, ...] = ()
    wire: Literal["solid", "dashed", "none"] = "solid"
    """The line to what it hangs on; dashed: it stands by."""

    @property
    def shelved(self) -> bool:
        """Whether it may stand with others in one frame, on which one line ends."""
        return self.kind not in {"twins", "loose"} and self.wire == "solid"

    def standing_by(self) -> Node:
        """The same node, hanging on by a dashed line."""
        return replace(self, wire="dashed")


@frozen
class Network:
    """How the devices of one location are connected; `drawing` None: no connection is recorded. `nodes` by key."""

    place: Place
    roots: tuple[Node, ...]
    drawing: Drawing | None
    nodes: Mapping[str, Node]
    services: tuple[Subscription, ...]
    dates: tuple[DateRow, ...]
    """When maintenance is done here, from today on, beside what is done everywhere."""


@frozen
class Link:
    """A connection from a device of one location to a device of another."""

    near: Device
    far: Device
    place: Place
    """Where the far one stands."""


@frozen
class Estate:
    """How the locations are connected: by the internet lines of each, and by links between them. `nodes` by key."""

    roots: tuple[Node, ...]
    drawing: Drawing
    nodes: Mapping[str, Node]
    lines: Mapping[str, tuple[Subscription, ...]]
    """Internet lines by location id."""
    links: Mapping[str, tuple[Link, ...]]
    """By location id."""


@frozen
class FieldRow:
    """A field that changed, with its texts before and after; empty: not recorded."""

    name: str
    before: str
    after: str


@frozen
class ChangeRow:
    """Something new, gone or different; `link` empty where the site does not describe it."""

    title: str
    kind: str
    place: str
    link: str
    fields: tuple[FieldRow, ...]


@frozen
class ChangeLog:
    """What changed since an earlier assessment."""

    since: date
    added: tuple[ChangeRow, ...]
    removed: tuple[ChangeRow, ...]
    altered: tuple[ChangeRow, ...]


@frozen
class PaidFor:
    """A part of what is paid for, in the customer's words."""

    name: str
    text: str
    link: str


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


@frozen(slots=False)
class SiteView:
    """A whole website, ready for the templates."""

    language: str
    written_in: str
    """The language of notes and other words of the customer's own."""
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
    next_date: DateRow | None
    """The next that stops something; where none does, the next."""
    months: tuple[Month, ...]
    works: tuple[Work, ...]
    freezes: tuple[tuple[date, date], ...]
    quarters: tuple[Quarter, ...]
    services: tuple[Subscription, ...]
    help: Help
    replacements: tuple[ReplacementGroup, ...]
    networks: tuple[Network, ...]
    estate: Estate | None
    """None: there is but one location."""
    places_apart: bool
    """Whether every location has a page of its own."""
    lifecycle: Lifecycle
    changes: ChangeLog | None
    """None: there is no earlier assessment to compare with."""
    components: tuple[PaidFor, ...]
    agreed_fee: str
    """Empty: not to be shown."""
    current_plan: str
    """The hourly plan until now; empty: none."""
    words: tuple[Word, ...]
    contract_start: date
    term_months: int
    seats: int
    pages: tuple[Page, ...] = ()
    states: dict[SupportState, int] = field(default_factory=dict)
    """Managed units by the state of their vendor's support."""
    dated: int = 0
    """Managed units whose end of support is known."""

    @property
    def meanings(self) -> dict[str, str]:
        """What the words of the glossary mean, by their ids."""
        return {word.id: word.text for word in self.words}

    @property
    def managed(self) -> int:
        """Units the contract takes care of."""
        return units(self.devices, managed=True)

    @property
    def unmanaged(self) -> tuple[Device, ...]:
        """Devices the contract leaves alone."""
        return tuple(device for device in self.devices if not device.managed)

    @property
    def replacement_statuses(self) -> tuple[ReplacementStatus, ...]:
        """The ways in which some device is replaced: what none has needs neither a column nor an explanation."""
        return tuple(s for s in ReplacementStatus if any(group.by_status[s] for group in self.replacements))

    @property
    def total(self) -> int:
        """Units of every device."""
        return sum(device.quantity for device in self.devices)

    @property
    def first_due(self) -> date | None:
        """The earliest date on which a decision is due; None where none has a date."""
        return min((decision.due for decision in self.decisions if decision.due), default=None)

    @property
    def works_on_holidays(self) -> bool:
        """Whether work is planned at one location on a day that is a holiday at another."""
        days = (day for month in self.months for week in month.weeks for day in week if day)
        return any("holiday" in day.kinds and day.appointments for day in days)


def units(devices: Sequence[Device], managed: bool) -> int:
    """The sum of quantities of managed, or of unmanaged devices."""
    return sum(device.quantity for device in devices if device.managed is managed)
