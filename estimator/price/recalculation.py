"""Units and sessions counted for a spreadsheet or a term: alike in everything but the assumptions that price them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from estimator.model.effort import EVERY_ASSET, SEAT
from estimator.model.facts import Facts
from estimator.model.infrastructure import COMPUTER_TYPES, Assessment, units
from estimator.model.recalculation import Ending, Recalculation, SessionGroup, UnitGroup, Upkeep
from estimator.model.source import Cell
from estimator.model.workload import ScheduledWork
from estimator.price.exposure import Surroundings, first_month_past_support, month_ends


@dataclass(slots=True)
class _Counted:
    """Units, and those of them in the stock programme, with their cells."""

    units: int = 0
    in_programme: int = 0
    cells: list[Cell] = field(default_factory=list)

    def add(self, count: int, in_programme: bool, cell: Cell) -> None:
        self.units += count
        self.in_programme += count if in_programme else 0
        self.cells.append(cell)


def recalculation(
    assessment: Assessment,
    facts: Facts,
    scheduled: Iterable[ScheduledWork],
    around: Surroundings,
    zones: Mapping[str, str],
) -> Recalculation:
    """The counts that `workload` and `certain_price` make money of; `zones` are travel zones by location id."""
    computers = units(asset for asset in assessment.managed_assets if asset.type in COMPUTER_TYPES)
    return Recalculation(
        term_months=assessment.customer.term_months,
        units=_unit_groups(assessment, facts, around, zones),
        sessions=session_groups(scheduled, zones),
        upkeep=_upkeep(assessment, facts),
        endpoints=assessment.endpoint_count,
        computers=computers,
        travel={zone: facts.rate_card.travel_zone[zone].price for zone in sorted(set(zones.values()))},
    )


def _unit_groups(
    assessment: Assessment, facts: Facts, around: Surroundings, zones: Mapping[str, str]
) -> tuple[UnitGroup, ...]:
    """In the order of the drivers' first rows, seats first."""
    months = month_ends(assessment.customer.contract_start, assessment.customer.term_months)
    reached = {place: zones[place] if around.on_site[place] else "" for place in zones}
    places: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    counted: dict[tuple[str, str, str], dict[tuple[int, str], _Counted]] = defaultdict(lambda: defaultdict(_Counted))
    for group in assessment.seats:
        key = (SEAT, str(group.profile), reached[group.location])
        places[key][group.location] = None
        counted[key][len(months), ""].add(group.count, False, group.row.cell("count"))
    for asset in assessment.managed_assets:
        if asset.type not in facts.effort.driver:
            continue
        status = around.lifecycles.get(asset.id)
        month = first_month_past_support(status, months)
        release = status.release if status is not None and 0 < month < len(months) else ""
        key = (str(asset.type), "", reached[asset.location])
        places[key][asset.location] = None
        counted[key][month, release].add(asset.quantity, bool(asset.in_stock_programme), asset.row.cell("id"))
    return tuple(_unit_group(key, tuple(places[key]), counted[key], len(months)) for key in counted)


def _unit_group(
    key: tuple[str, str, str], places: tuple[str, ...], counted: Mapping[tuple[int, str], _Counted], term: int
) -> UnitGroup:
    driver, profile, zone = key
    ended = counted.get((0, ""), _Counted())
    return UnitGroup(
        driver=driver,
        profile=profile,
        zone=zone,
        locations=places,
        units=sum(each.units for each in counted.values()),
        in_programme=sum(each.in_programme for each in counted.values()),
        ended=ended.units,
        ended_in_programme=ended.in_programme,
        endings=tuple(
            Ending(month, release, each.units, each.in_programme, tuple(each.cells))
            for (month, release), each in sorted(counted.items())
            if 0 < month < term
        ),
        cells=tuple(cell for each in counted.values() for cell in each.cells),
    )


def session_groups(scheduled: Iterable[ScheduledWork], zones: Mapping[str, str]) -> tuple[SessionGroup, ...]:
    """Sessions that differ in nothing but their location counted together."""
    alike: dict[tuple[object, ...], list[ScheduledWork]] = defaultdict(list)
    for work in scheduled:
        zone = zones[work.location] if work.channel == "on-site" else ""
        alike[work.task, work.role, work.channel, work.band, zone, work.minutes_per_session].append(work)
    return tuple(
        SessionGroup(
            task=works[0].task,
            component=works[0].component,
            role=works[0].role,
            channel=works[0].channel,
            band=works[0].band,
            zone=zones[works[0].location] if works[0].channel == "on-site" else "",
            locations=tuple(dict.fromkeys(work.location for work in works)),
            sessions_per_year=sum(work.sessions_per_year for work in works),
            minutes_per_session=works[0].minutes_per_session,
            cells=tuple(dict.fromkeys(cell for work in works for cell in work.cells)),
        )
        for works in alike.values()
    )


def _upkeep(assessment: Assessment, facts: Facts) -> tuple[Upkeep, ...]:
    """The computers' own minutes of every task that serves them."""
    found = []
    for task in facts.effort.task.values():
        minutes = task.minutes_of(facts.pricing.tools.included)
        each_time = sum(
            asset.quantity * (minutes.get(asset.type, 0) + minutes.get(EVERY_ASSET, 0))
            for asset in assessment.managed_assets
            if asset.type in COMPUTER_TYPES
        )
        if each_time:
            times = task.times_a_year(assessment.customer.review_months)
            found.append(Upkeep(task.component, task.role, float(each_time * times)))
    return tuple(found)
