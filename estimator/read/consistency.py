"""Whether the rows of a workbook fit together: references, double entries, dates in order, the implausible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import itemgetter

from estimator.model.dates import months_later
from estimator.model.effort import SEAT
from estimator.model.form import Sheet
from estimator.model.frozen import frozen
from estimator.model.infrastructure import (
    COMPUTER_TYPES,
    SERVER_TYPES,
    Assessment,
    Asset,
    AssetType,
    ServiceType,
    units,
)
from estimator.model.lifecycle import LifecycleCatalogue, NoMatch, find_release, suggest
from estimator.read.checks import Problems
from estimator.read.headings import fold
from estimator.read.rows import ParsedRows
from estimator.read.values import quoted
from estimator.read.words import Spelling, did_you_mean

SEATS_PER_COMPUTER = 3
MAXIMUM_UNITS = 200_000
"""Seats, devices and services of one customer: more is a slip of the keyboard, and nobody could plan its work."""
FIRST_PLAUSIBLE_YEAR = 1995
LONGEST_WAIT_MONTHS = 12
"""An older inventory no longer tells what is there when the contract starts."""


# --- ids: checked on the rows, so that a row with other mistakes still counts as there --------------------------------


class Ids:
    """The ids of a sheet; upper and lower case make no difference."""

    def __init__(self, rows: ParsedRows, problems: Problems) -> None:
        self._rows = rows
        self._by_folded: dict[str, tuple[str, int]] = {}
        self._spelling: Spelling | None = None
        for given, row in zip(rows.said("id"), rows.rows, strict=True):
            if not given:
                continue
            _, first = self._by_folded.setdefault(given.casefold(), (given, row.number))
            if first != row.number:
                message = f"The id {quoted(given)} stands in row {first} too."
                problems.add("duplicate-id", row.cell(), message, "Give every row its own id.")

    def get(self, given: str) -> str | None:
        """The id as its own row writes it."""
        found = self._by_folded.get(given.casefold())
        return found[0] if found else None

    def of_name(self, given: str) -> str | None:
        """The id of the first row that has this name."""
        return self._by_name.get(fold(given)) if given else None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Made when somebody asks: few workbooks have a name in the place of an id."""
        found: dict[str, str] = {}
        for given, name in zip(self._rows.said("id"), self._rows.said("name"), strict=True):
            if given is not None:
                found.setdefault(fold(name or ""), given)
        return found

    def suggest(self, given: str) -> str | None:
        """The id that a mistyped one resembles."""
        if self._spelling is None:
            self._spelling = Spelling((written for written, _ in self._by_folded.values()), cutoff=0.6)
        return self._spelling.suggest(given)


def resolve_references(sheet: Sheet, rows: ParsedRows, ids: Mapping[str, Ids], problems: Problems) -> None:
    """Writes every reference of a sheet the way its target writes its id; reports those without a target."""
    lost: list[tuple[int, str, str]] = []
    for field in sheet.fields:
        if field.refers_to and field.key in rows.values:
            given = rows.values[field.key]
            known = {each: ids[field.refers_to].get(each) for each in set(given) if each is not None}
            rows.values[field.key] = [known.get(each) or each for each in given]
            missing = {each for each, found in known.items() if found is None}
            if missing:
                lost += [(index, field.key, field.refers_to) for index, each in enumerate(given) if each in missing]
    for index, key, target in sorted(lost, key=itemgetter(0)):
        given_id, thing = rows.values[key][index], target[:-1]
        own = rows.values["id"][index] if target == sheet.id and "id" in rows.values else None
        message, remedy = f"There is no {thing} {quoted(given_id)}.", _remedy(given_id, ids[target], target, own)
        problems.add(f"unknown-{thing}", rows.rows[index].cell(key), message, remedy)


def _remedy(given: str, ids: Ids, target: str, own: str | None) -> str:
    """The remedy for an id that is not there; no row is to refer to its own."""
    named = ids.of_name(given)
    if named:
        return f"That is a name: write the id, {quoted(named)}."
    suggested = ids.suggest(given)
    otherwise = f"Add it to the {target}, correct the cell, or delete the row."
    return did_you_mean(suggested if suggested != own else None, otherwise)


# --- rules over the values of a whole workbook -----------------------------------------------------------------------


@frozen
class Context:
    """What the rules look at: an assessment in which placeholders stand for required cells with mistakes."""

    assessment: Assessment
    lifecycle: LifecycleCatalogue
    file_name: str
    customer_is_known: bool = True
    rows_are_whole: bool = True
    """False where a required cell of a row is a placeholder, so that totals cannot be judged."""
    today: date | None = None
    """None: nothing is compared with the calendar."""


def check_consistency(context: Context, problems: Problems) -> None:
    """Applies every rule."""
    for rule in RULES:
        rule(context, problems)


def check_operating_systems(context: Context, problems: Problems) -> None:
    """Every operating system should be one whose support dates are known, or at least no misspelling of one."""
    for asset in context.assessment.assets:
        if not asset.operating_system:
            continue
        release = find_release(context.lifecycle, asset.operating_system, asset.version, asset.type)
        if isinstance(release, NoMatch):
            _report_operating_system(asset, release, context.lifecycle, problems)


def _report_operating_system(asset: Asset, why: NoMatch, catalogue: LifecycleCatalogue, problems: Problems) -> None:
    cell, name = asset.row.cell("operating_system"), quoted(asset.operating_system)
    if why.kind == "unknown-system":
        suggestion = suggest(catalogue, asset.operating_system)
        if suggestion:
            message = f"{name} is not a known operating system."
            problems.add("unknown-operating-system", cell, message, did_you_mean(suggestion, ""))
        else:
            message = f"No support dates are known for {name}: it is priced as supported."
            problems.add("operating-system-without-dates", cell, message, "Ask the vendor until when it is supported.")
    elif why.product is not None:
        said = quoted(" ".join(filter(None, (asset.operating_system, asset.version))))
        wrong = (
            "names two different releases of" if why.kind == "contradiction" else "is no release with known dates of"
        )
        remedy = "Check the operating system and the version."
        problems.add("release-without-dates", cell, f"{said} {wrong} {why.product.title}.", remedy)


def check_content(context: Context, problems: Problems) -> None:
    """There should be something to price."""
    assessment = context.assessment
    if (
        context.rows_are_whole
        and assessment.locations
        and not (assessment.seats or assessment.assets or assessment.services)
    ):
        message = "There are no seats, no assets and no services: the fee covers nothing."
        problems.add("nothing-to-price", context.file_name, message, "Fill in the sheets.")


def check_size(context: Context, problems: Problems) -> None:
    """A customer is no country."""
    assessment = context.assessment
    counted = assessment.seat_count + units(assessment.assets) + sum(each.quantity for each in assessment.services)
    if counted > MAXIMUM_UNITS:
        message = (
            f"The sheets count {counted:,} seats, devices and services in all; {MAXIMUM_UNITS:,} are priced at most."
        )
        problems.add("too-many-units", context.file_name, message, "Correct the quantities.")


def check_contract_dates(context: Context, problems: Problems) -> None:
    """A contract starts after the assessment and within a year of it; nobody assesses in the future."""
    customer = context.assessment.customer
    if not context.customer_is_known:
        return
    start, assessed = customer.contract_start, customer.assessment_date
    if start < assessed:
        message = f"The contract starts on {start}, before the assessment on {assessed}."
        problems.add("contract-before-assessment", customer.cell("contract_start"), message, "Correct one of them.")
    elif start > months_later(assessed, LONGEST_WAIT_MONTHS):
        late = f"more than {LONGEST_WAIT_MONTHS} months after the assessment on {assessed}"
        message = f"The contract starts on {start}, {late}."
        remedy = "Look again at what is there, or correct the dates."
        problems.add("contract-long-after-assessment", customer.cell("contract_start"), message, remedy)
    if context.today is not None and assessed > context.today:
        message = f"The assessment is dated {assessed}, after today, {context.today}."
        problems.add("assessment-in-the-future", customer.cell("assessment_date"), message, "Correct the date.")


def check_asset_dates(context: Context, problems: Problems) -> None:
    """A warranty ends after the purchase, which is before the assessment."""
    assessed = context.assessment.customer.assessment_date
    for asset in context.assessment.assets:
        bought, ends = asset.purchased, asset.warranty_until
        if bought and ends and ends < bought:
            message = f"The warranty ends {ends}, before the purchase on {bought}."
            cell = asset.row.cell("warranty_until")
            problems.add("warranty-before-purchase", cell, message, "Correct one of them.")
        if bought and bought > assessed:
            message = f"It was bought on {bought}, after the assessment on {assessed}."
            problems.add("purchased-after-assessment", asset.row.cell("purchased"), message, "Correct one of them.")
        if bought and bought.year < FIRST_PLAUSIBLE_YEAR:
            message = f"It was bought on {bought}, before {FIRST_PLAUSIBLE_YEAR}."
            problems.add("purchased-long-ago", asset.row.cell("purchased"), message, "Check the year.")


def check_renewals(context: Context, problems: Problems) -> None:
    """A service that was to be renewed before anybody looked has another date by now, or is gone."""
    assessed = context.assessment.customer.assessment_date
    for service in context.assessment.services:
        if context.customer_is_known and service.renewal_date and service.renewal_date < assessed:
            message = f"It was to be renewed on {service.renewal_date}, before the assessment on {assessed}."
            remedy = "Write the next date, or delete the service."
            problems.add("renewal-passed", service.row.cell("renewal_date"), message, remedy)


def check_locations(context: Context, problems: Problems) -> None:
    """A location has somebody or something, unless there is nothing at all yet."""
    assessment = context.assessment
    used = {group.location for group in assessment.seats}
    used |= {asset.location for asset in assessment.assets} | {service.location for service in assessment.services}
    for location in assessment.locations:
        if context.rows_are_whole and used and location.id not in used:
            message = f"There are no seats, no assets and no services at {quoted(location.id)}."
            problems.add("empty-location", location.row.cell(), message, "Add what is there, or delete the row.")


def check_names(context: Context, problems: Problems) -> None:
    """No asset is named like the id of another: who reads `SW-02` must know which is meant."""
    rows = {asset.id.casefold(): asset.row.number for asset in context.assessment.assets}
    for asset in context.assessment.assets:
        name = asset.name.casefold()
        if name and name != asset.id.casefold() and name in rows:
            message = f"{quoted(asset.name)} is also the id of the asset in row {rows[name]}."
            remedy = "Give it another name, so that both are told apart."
            problems.add("name-is-another-id", asset.row.cell("name"), message, remedy)


def check_addresses(context: Context, problems: Problems) -> None:
    """An address belongs to one asset of a location; other locations may use the same private range."""
    first: dict[tuple[str, str], int] = {}
    for asset in context.assessment.assets:
        for address in asset.ip_address.replace(",", " ").replace(";", " ").split():
            bare = address.partition("/")[0].casefold()
            if bare == "dhcp":
                continue
            row = first.setdefault((asset.location, bare), asset.row.number)
            if row != asset.row.number:
                message = f"The address {quoted(bare)} stands in row {row} too."
                problems.add("address-used-twice", asset.row.cell("ip_address"), message, "Correct one of them.")


def check_serial_numbers(context: Context, problems: Problems) -> None:
    """A serial number belongs to one device."""
    first: dict[tuple[str, str], int] = {}
    for asset in context.assessment.assets:
        if not asset.serial_number:
            continue
        if asset.quantity > 1:
            message = f"One serial number cannot belong to {asset.quantity} devices."
            cell = asset.row.cell("serial_number")
            problems.add("serial-number-of-several", cell, message, "Give each its own row, or leave it empty.")
        row = first.setdefault((asset.manufacturer.casefold(), asset.serial_number.casefold()), asset.row.number)
        if row != asset.row.number:
            message = f"The serial number {quoted(asset.serial_number)} stands in row {row} too."
            remedy = "Correct one of them, or delete the double row."
            problems.add("serial-number-used-twice", asset.row.cell("serial_number"), message, remedy)


def check_connections(context: Context, problems: Problems) -> None:
    """Assets are not connected in a circle; each circle is told once."""
    by_id = {asset.id: asset for asset in context.assessment.assets if asset.id}
    done: set[str] = set()
    for asset in context.assessment.assets:
        path: dict[str, None] = {}
        current: Asset | None = asset
        while current is not None and current.id not in done and current.id not in path:
            path[current.id] = None
            current = by_id.get(current.connected_to)
        if current is not None and current.id in path:
            ids = list(path)
            circle = [*ids[ids.index(current.id) :], current.id]
            shown = ", ".join(map(quoted, circle if len(circle) <= 8 else [*circle[:4], "...", *circle[-3:]]))
            message = f"The assets are connected in a circle: {shown}."
            cell = by_id[circle[0]].row.cell("connected_to")
            problems.add("connected-in-a-circle", cell, message, "Correct one of the connections.")
        done.update(path)


def check_seats(context: Context, problems: Problems) -> None:
    """People mostly have a computer; many more people than computers means that one of both counts is wrong."""
    assessment = context.assessment
    if not context.rows_are_whole:
        return
    computers = units(asset for asset in assessment.assets if asset.type in COMPUTER_TYPES)
    if assessment.assets and assessment.seat_count > SEATS_PER_COMPUTER * computers:
        message = f"{assessment.seat_count} seats share {computers} workstations and laptops in all."
        problems.add("too-many-seats", assessment.seats[0].row.cell("count"), message, "Check the counts.")


def check_backup(context: Context, problems: Problems) -> None:
    """Who has a server needs a backup."""
    servers = [asset for asset in context.assessment.assets if asset.type in SERVER_TYPES]
    if (
        context.rows_are_whole
        and servers
        and not any(service.type is ServiceType.BACKUP for service in context.assessment.services)
    ):
        remedy = "Add it to the services, or advise the customer."
        problems.add("no-backup", servers[0].row.cell(), "There are servers, but no backup service.", remedy)


def check_ticket_times(context: Context, problems: Problems) -> None:
    """Nothing happens to a ticket before it is opened, and it is not resolved before the work starts."""
    for ticket in context.assessment.tickets:
        for key in ("responded", "started", "resolved"):
            moment = getattr(ticket, key)
            if moment is not None and moment < ticket.opened:
                message = f"The ticket is {key} {moment:%Y-%m-%d %H:%M}, before it was opened."
                problems.add("ticket-out-of-order", ticket.row.cell(key), message, "Correct one of them.")


def check_ticket_subjects(context: Context, problems: Problems) -> None:
    """A ticket is about an asset or about a kind of unit."""
    if not context.assessment.tickets:
        return
    kinds: Sequence[str] = (SEAT, *AssetType, *ServiceType)
    known = {*kinds, *(asset.id for asset in context.assessment.assets)}
    spelling = Spelling(sorted(known), cutoff=0.7)
    for ticket in context.assessment.tickets:
        if ticket.subject and ticket.subject not in known:
            message = f"{quoted(ticket.subject)} is neither an asset nor a kind of unit."
            remedy = did_you_mean(spelling.suggest(ticket.subject), "Correct it, or leave it empty.")
            problems.add("unknown-ticket-subject", ticket.row.cell("subject"), message, remedy)


RULES: tuple[Callable[[Context, Problems], None], ...] = (
    check_content,
    check_size,
    check_contract_dates,
    check_operating_systems,
    check_asset_dates,
    check_renewals,
    check_locations,
    check_names,
    check_addresses,
    check_serial_numbers,
    check_connections,
    check_seats,
    check_backup,
    check_ticket_times,
    check_ticket_subjects,
)
