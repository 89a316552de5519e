"""Blank and doubtful cells that a fee depends on, those alike in one question, with the answers they may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from estimator.model.effort import SEAT
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import (
    COMPUTER_TYPES,
    ENDPOINT_TYPES,
    Assessment,
    Asset,
    AssetType,
    Location,
    Service,
    ServiceType,
    units,
)
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.model.rate_card import NO_CONTRACT
from estimator.model.source import Cell
from estimator.price.exposure import Surroundings, frequency_factor, month_ends

OS_TYPES = frozenset(
    {
        AssetType.WORKSTATION,
        AssetType.LAPTOP,
        AssetType.SERVER,
        AssetType.VIRTUAL_SERVER,
        AssetType.HYPERVISOR,
        AssetType.FIREWALL,
        AssetType.ROUTER,
        AssetType.NAS,
    }
)
"""Types whose operating system or firmware version decides whether the vendor still patches them."""
OFTEN_UNMANAGED = frozenset({AssetType.PBX, AssetType.CAMERA, AssetType.OTHER})
"""Types that are often in somebody else's care, so that a blank `managed` is no answer."""
OFTEN_UNDER_OWN_SLA = frozenset({ServiceType.BACKUP, ServiceType.HOSTING, ServiceType.SECURITY, ServiceType.OTHER})
ONE_PER_SEAT: Mapping[str, frozenset[AssetType]] = {
    "computer": COMPUTER_TYPES,
    "IP phone": frozenset({AssetType.IP_PHONE}),
}
"""What people have one of: a nameless row without a quantity may stand for all of a location's."""
POSSIBLE_OTHERS = tuple(kind for kind in AssetType if kind not in ENDPOINT_TYPES | {AssetType.OTHER})
"""What a device of type `other` may turn out to be: a computer would have been told as one."""
_MANY: Mapping[AssetType, str] = {
    AssetType.SWITCH: "switches",
    AssetType.NAS: "NAS devices",
    AssetType.UPS: "UPS units",
    AssetType.IP_PHONE: "IP phones",
    AssetType.PBX: "phone systems",
    AssetType.OTHER: "devices of type 'other'",
}


@frozen
class Answer:
    """One way some cells could be filled, told by what it adds to the work that is priced, or by other terms."""

    tickets: tuple[tuple[str, str, float], ...] = ()
    """(driver, location, weighted units) that cause more tickets, or fewer."""
    upkeep: tuple[tuple[str, int], ...] = ()
    """(driver, units) that need more scheduled work and tools, or less."""
    visits: tuple[tuple[str, bool, Decimal], ...] = ()
    """(location, whether on-site work is possible, travel price) in place of what is priced."""
    service_level: str = ""
    term_months: int = 0


@frozen
class Doubt:
    """A question that somebody should answer; the cheapest and the dearest of its answers make the range."""

    cells: tuple[Cell, ...]
    question: str
    answers: tuple[Answer, ...]


def together(answers: Iterable[Answer]) -> Answer:
    """All of these answers at once."""
    tickets: dict[tuple[str, str], float] = defaultdict(float)
    upkeep: dict[str, int] = defaultdict(int)
    visits: dict[str, tuple[str, bool, Decimal]] = {}
    level, term = "", 0
    for answer in answers:
        for driver, location, more in answer.tickets:
            tickets[driver, location] += more
        for driver, count in answer.upkeep:
            upkeep[driver] += count
        visits |= {visit[0]: visit for visit in answer.visits}
        level, term = answer.service_level or level, answer.term_months or term
    return Answer(
        tuple((driver, location, round(more, 9)) for (driver, location), more in sorted(tickets.items())),
        tuple(sorted(upkeep.items())),
        tuple(visits.values()),
        level,
        term,
    )


def doubts(assessment: Assessment, facts: Facts, around: Surroundings) -> tuple[Doubt, ...]:
    """Everything in the workbook that leaves the fee open, in no particular order."""
    return (
        *_contract_doubts(assessment, facts),
        *_site_doubts(assessment.locations, facts, around),
        *_asset_doubts(assessment, facts, around),
        *_count_doubts(assessment),
        *_seat_doubts(assessment, facts),
        *_service_doubts(assessment.services),
    )


# --- contract and locations -------------------------------------------------------------------------------------------


def _contract_doubts(assessment: Assessment, facts: Facts) -> Iterator[Doubt]:
    customer = assessment.customer
    if "service_level" in customer.left_blank:
        yield Doubt(
            (customer.cell("service_level"),),
            f"Which service level is wanted? Priced as '{customer.service_level}'.",
            tuple(Answer(service_level=plan) for plan in facts.rate_card.plan if plan != NO_CONTRACT),
        )
    if "term_months" in customer.left_blank and facts.pricing.commitment.steps:
        yield Doubt(
            (customer.cell("term_months"),),
            f"For how many months is the contract signed? Priced as {customer.term_months}.",
            tuple(Answer(term_months=step.from_months) for step in facts.pricing.commitment.steps),
        )


def _site_doubts(locations: Iterable[Location], facts: Facts, around: Surroundings) -> Iterator[Doubt]:
    for location in locations:
        rules = facts.rate_card.country_rules(location.country)
        if rules.on_site != "regions" or not rules.on_site_postcodes:
            continue
        travel = around.travel[location.id]
        if location.on_site == "auto" and not location.postcode:
            yield Doubt(
                (location.row.cell("postcode"),),
                f"What is the postcode of {location.id}, so that we know whether we work on site there? "
                "Priced as remote only.",
                (Answer(), Answer(visits=((location.id, True, travel),))),
            )
        elif around.on_site[location.id] and not location.travel_zone and not location.postcode:
            zones = facts.rate_card.travel_zone.values()
            yield Doubt(
                (location.row.cell("travel_zone"),),
                f"In which travel zone is {location.id}? Priced as '{rules.travel_zone}'.",
                tuple(Answer(visits=((location.id, True, zone.price),)) for zone in zones),
            )


# --- assets -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Alike:
    """Assets about which the same question is asked: their cells, and the work of each answer."""

    ask: Callable[[str, int], str]
    """The question, from who is asked about (`WS-10`, or `these 14 laptops`) and the number of units."""
    cells: list[Cell] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    answers: list[list[Answer]] = field(default_factory=list)

    def doubt(self) -> Doubt:
        """The question about all of them."""
        question = self.ask(_named(self.assets), units(self.assets))
        return Doubt(tuple(self.cells), question, tuple(together(each) for each in zip(*self.answers, strict=True)))


_Ask = tuple[str, tuple[object, ...], Callable[[str, int], str], tuple[Answer, ...]]
"""A field, what makes its question one with others, how it is asked, and its answers."""


def _asset_doubts(assessment: Assessment, facts: Facts, around: Surroundings) -> Iterator[Doubt]:
    """Tens of thousands of assets are weighed a kind at a time: what the fee depends on is alike for most of them."""
    kinds: dict[tuple[object, ...], list[Asset]] = defaultdict(list)
    for asset in assessment.managed_assets:
        kinds[
            asset.type,
            asset.location,
            asset.operating_system,
            asset.version,
            asset.in_stock_programme,
            "managed" in asset.left_blank,
            _is_unknown(asset),
        ].append(asset)
    months = month_ends(assessment.customer.contract_start, assessment.customer.term_months)
    found: dict[tuple[object, ...], _Alike] = {}
    for assets in kinds.values():
        first = assets[0]
        if first.type not in facts.effort.driver:
            continue
        status = around.lifecycles.get(first.id)

        def factor(asset: Asset, status: LifecycleStatus | None) -> float:
            return frequency_factor(asset, status, facts.effort, months)

        for field_name, key, ask, answers in _questions_about(first, units(assets), status, facts, factor):
            alike = found.setdefault((first.type, field_name, *key), _Alike(ask))
            alike.cells += [asset.row.cell(field_name) for asset in assets]
            alike.assets += assets
            alike.answers.append(list(answers))
    for alike in found.values():
        yield alike.doubt()


def _questions_about(
    asset: Asset,
    count: int,
    status: LifecycleStatus | None,
    facts: Facts,
    factor: Callable[[Asset, LifecycleStatus | None], float],
) -> Iterator[_Ask]:
    """What is open about so many units like this one."""
    now = factor(asset, status)

    def work(more: float) -> Answer:
        return Answer(((asset.type, asset.location, round(count * more, 9)),))

    if asset.type in OS_TYPES and status is not None and status.state is SupportState.UNKNOWN:
        earliest = status.ends_between[0] if status.ends_between else None
        ended = replace(status, state=SupportState.ENDED, end_of_support=earliest, ends_between=None)
        field_name, key, ask = _support_question(asset, status)
        yield field_name, key, ask, (work(0), work(factor(asset, ended) - now))
    unmanaged = (
        (replace(work(-now), upkeep=((asset.type, -count),)),)
        if asset.type in OFTEN_UNMANAGED and "managed" in asset.left_blank
        else ()
    )
    if _is_unknown(asset):
        others = (_other_type(asset, kind, count, now) for kind in POSSIBLE_OTHERS)
        yield "type", (len(unmanaged),), _what_others_are, (work(0), *unmanaged, *others)
        return
    if unmanaged:
        yield "managed", (), _in_the_contract, (work(0), *unmanaged)
        return
    share = facts.effort.driver[asset.type].hardware_failure_share
    if asset.in_stock_programme is None and share > 0:
        yield "in_stock_programme", (), _in_the_programme, (work(0), work(-now * share))


def _is_unknown(asset: Asset) -> bool:
    """Whether nothing tells what a device of type `other` is."""
    return asset.type is AssetType.OTHER and not (asset.name or asset.manufacturer or asset.model)


def _other_type(asset: Asset, kind: AssetType, count: int, now: float) -> Answer:
    return Answer(
        ((asset.type, asset.location, -count * now), (kind, asset.location, count * now)),
        ((asset.type, -count), (kind, count)),
    )


def _support_question(
    asset: Asset, status: LifecycleStatus
) -> tuple[str, tuple[object, ...], Callable[[str, int], str]]:
    """What to ask where it is open until when the vendor supports an asset."""
    runs = " ".join(filter(None, (asset.operating_system, asset.version)))
    if not asset.operating_system:
        return (
            "operating_system",
            (),
            lambda who, n: (
                f"Which operating system and version {_does(n)} {who} run? "
                f"Priced as still supported by {'its' if n == 1 else 'their'} vendor."
            ),
        )
    if not status.release:
        return (
            "operating_system",
            (runs,),
            lambda who, n: (
                f"Until when does the vendor support '{runs}', which {who} {'runs' if n == 1 else 'run'}? "
                "Priced as supported."
            ),
        )
    until = f" until {status.ends_between[1]}" if status.ends_between else ""
    return (
        "version",
        (runs,),
        lambda who, n: f"Which release of '{runs}' {_does(n)} {who} run? Priced as supported{until}.",
    )


def _in_the_contract(who: str, n: int) -> str:
    return f"{_is(n)} {who} in our care? Priced as managed."


def _in_the_programme(who: str, n: int) -> str:
    return f"{_is(n)} {who} in the guaranteed stock programme? Priced as not in it."


def _what_others_are(who: str, n: int) -> str:
    return (
        f"What {_is(n).lower()} {who}, and who looks after {'it' if n == 1 else 'them'}? Priced as 'other' in our care."
    )


def _does(n: int) -> str:
    return "does" if n == 1 else "do"


def _is(n: int) -> str:
    return "Is" if n == 1 else "Are"


def _named(assets: Sequence[Asset]) -> str:
    """`WS-10`, or `these 14 laptops`."""
    count = units(assets)
    kind = assets[0].type
    if count == 1:
        return assets[0].id
    return f"these {count:,} {_MANY.get(kind, kind.replace('-', ' ') + 's')}"


# --- how many there are -----------------------------------------------------------------------------------------------


def _count_doubts(assessment: Assessment) -> Iterator[Doubt]:
    """Rows that name no device and no quantity, at a location with more people than such devices."""
    people: dict[str, int] = defaultdict(int)
    for group in assessment.seats:
        people[group.location] += group.count
    for what, kinds in ONE_PER_SEAT.items():
        known: dict[str, int] = defaultdict(int)
        nameless: dict[str, list[Asset]] = defaultdict(list)
        for asset in assessment.managed_assets:
            if asset.type in kinds:
                known[asset.location] += asset.quantity
                if "quantity" in asset.left_blank and not (asset.serial_number or asset.ip_address or asset.name):
                    nameless[asset.location].append(asset)
        for location, assets in nameless.items():
            missing = people[location] - known[location]
            if missing > 0:
                rows = "Does this row stand for one" if len(assets) == 1 else "Do these rows stand for one each of a"
                yield Doubt(
                    tuple(asset.row.cell("quantity") for asset in assets),
                    f"{rows} {what} only? {location} has {people[location]:,} people and {known[location]:,}. "
                    "Priced as 1 a row.",
                    (Answer(), Answer(((assets[0].type, location, missing),), ((assets[0].type, missing),))),
                )


def _seat_doubts(assessment: Assessment, facts: Facts) -> Iterator[Doubt]:
    """Locations with computers and nobody at them, as long as the customer has fewer people than computers."""
    computers: dict[str, int] = defaultdict(int)
    for asset in assessment.managed_assets:
        if asset.type in COMPUTER_TYPES:
            computers[asset.location] += asset.quantity
    seated = {group.location for group in assessment.seats}
    missing = sum(computers.values()) - assessment.seat_count
    for location in assessment.locations:
        people = min(computers[location.id], missing)
        if location.id not in seated and people > 0:
            factors = facts.effort.seat_profile_factors
            yield Doubt(
                (location.row.cell(),),
                f"How many people work at {location.id}, which has {computers[location.id]:,} computers and no seats? "
                "Priced as nobody.",
                (Answer(), Answer(((SEAT, location.id, people * factors["office"]),))),
            )


def _service_doubts(services: Iterable[Service]) -> Iterator[Doubt]:
    open_ones = [each for each in services if each.predefined_sla is None and each.type in OFTEN_UNDER_OWN_SLA]
    by_type: dict[ServiceType, list[Service]] = defaultdict(list)
    for service in open_ones:
        by_type[service.type].append(service)
    for kind, alike in by_type.items():
        who = alike[0].id if len(alike) == 1 else f"these {len(alike)} services of type '{kind}'"
        yield Doubt(
            tuple(service.row.cell("predefined_sla") for service in alike),
            f"{'Has' if len(alike) == 1 else 'Have'} {who} an SLA of {'its' if len(alike) == 1 else 'their'} own? "
            "Priced as looked after by us.",
            (Answer(), Answer(upkeep=((kind.driver, -len(alike)),))),
        )
