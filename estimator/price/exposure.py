"""The work of a year: units and their frequency factors become ticket streams, sessions become scheduled work."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from estimator.model.dates import months_later
from estimator.model.effort import SEAT, DriverEffort, EffortTable
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment, Asset, Channel, Service, units
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.model.rate_card import RateCard
from estimator.model.schedule import PlannedSessions
from estimator.model.source import Cell
from estimator.model.workload import NotPriced, ScheduledWork, TicketStream, Workload


@frozen
class Surroundings:
    """What pricing is told about the locations and assets: results of the maintenance rules, as plain values."""

    lifecycles: Mapping[str, LifecycleStatus]
    """By asset id."""
    on_site: Mapping[str, bool]
    """Whether on-site work is possible, by location id."""
    travel: Mapping[str, Decimal]
    """Travel price of a visit, by location id."""


@dataclass(slots=True)
class Exposure:
    """Weighted units of one driver at one location, with the cells that gave them."""

    units: float
    cells: list[Cell]


def workload(
    assessment: Assessment, facts: Facts, planned: Iterable[PlannedSessions], around: Surroundings
) -> Workload:
    """Everything that is worked in a year: streams in the order of locations and drivers, then scheduled work."""
    return Workload(
        streams=ticket_streams(exposures(assessment, facts.effort, around), facts, around),
        scheduled=scheduled_work(planned, facts, around),
        endpoints=assessment.endpoint_count,
        seats=assessment.seat_count,
        assets=units(assessment.managed_assets),
        not_priced=tuple(_not_priced(assessment, facts.effort, around)),
    )


def exposures(assessment: Assessment, effort: EffortTable, around: Surroundings) -> dict[tuple[str, str], Exposure]:
    """Exposure by (location, driver): units times their frequency factors, averaged over the contract term."""
    found: dict[tuple[str, str], Exposure] = defaultdict(lambda: Exposure(0.0, []))
    months = month_ends(assessment.customer.contract_start, assessment.customer.term_months)
    factors: dict[tuple[object, ...], float] = {}
    for group in assessment.seats:
        exposure = found[group.location, SEAT]
        exposure.units += group.count * effort.seat_profile_factors[group.profile]
        exposure.cells.append(group.row.cell("count"))
    for asset in assessment.managed_assets:
        if asset.type not in effort.driver:
            continue
        exposure = found[asset.location, asset.type]
        status = around.lifecycles.get(asset.id)
        alike = asset.type, asset.in_stock_programme, id(status)  # assets that run the same share their status
        if alike not in factors:
            factors[alike] = frequency_factor(asset, status, effort, months)
        exposure.units += asset.quantity * factors[alike]
        exposure.cells.append(asset.row.cell("id"))
    return dict(found)


def frequency_factor(
    asset: Asset, status: LifecycleStatus | None, effort: EffortTable, months: tuple[date, ...]
) -> float:
    """How many times the driver's tickets one unit causes on average over the months of the term."""
    factor = 1 + (effort.past_end_of_support_factor - 1) * share_past_support(status, months)
    if asset.in_stock_programme:
        factor *= 1 - effort.driver[asset.type].hardware_failure_share
    return factor


def share_past_support(status: LifecycleStatus | None, months: tuple[date, ...]) -> float:
    """The share of months, each given by the day on which the next begins, in or before which support has ended."""
    return (len(months) - first_month_past_support(status, months)) / len(months)


def first_month_past_support(status: LifecycleStatus | None, months: tuple[date, ...]) -> int:
    """The first of the months, counted from 0, in or before which support has ended; their number where there is none.

    Where several releases may be meant, the one that is supported longest counts: saying less never costs less than
    every exact answer.
    """
    if status is None:
        return len(months)
    last_day = status.end_of_support
    if last_day is None and status.ends_between is not None:
        last_day = status.ends_between[1]
    if last_day is None:
        return 0 if status.state is SupportState.ENDED else len(months)
    return bisect_right(months, last_day)


def month_ends(start: date, count: int) -> tuple[date, ...]:
    """For every month of a term, the day on which the next month of it begins."""
    return tuple(months_later(start, index) for index in range(1, count + 1))


def ticket_streams(
    found: Mapping[tuple[str, str], Exposure], facts: Facts, around: Surroundings
) -> tuple[TicketStream, ...]:
    """One stream for every driver, location, role, channel and band that has tickets."""
    streams: list[TicketStream] = []
    for (location, driver), exposure in found.items():
        streams += streams_of(driver, location, exposure, facts, around)
    return tuple(streams)


def streams_of(
    driver: str, location: str, exposure: Exposure, facts: Facts, around: Surroundings
) -> list[TicketStream]:
    """The streams of so many weighted units (negative: to be taken away) of one driver at one location."""
    effort = facts.effort.driver[driver]
    annual = 12 * effort.tickets_per_unit_month * exposure.units
    cells = tuple(exposure.cells)
    return [
        TicketStream(
            driver=driver,
            location=location,
            role=role,
            channel=channel,
            band=band,
            annual_frequency=annual * share,
            mean_minutes=effort.mean_minutes,
            minutes_cv=effort.minutes_cv,
            band_multiplier=facts.rate_card.band[band].multiplier,
            travel_price=around.travel[location] if channel == "on-site" else Decimal(0),
            cells=cells,
        )
        for role, channel, band, share in _shares(effort, facts.rate_card, around.on_site[location])
        if annual * share
    ]


def _shares(effort: DriverEffort, card: RateCard, on_site: bool) -> Iterator[tuple[str, Channel, str, float]]:
    """Share of a driver's tickets by role, channel and band. Where nobody can go on site, all of it is remote."""
    visits = effort.on_site_share if on_site else 0.0
    channels: tuple[tuple[Channel, float], ...] = (("remote", 1 - visits), ("on-site", visits))
    day = 1 - sum(effort.out_of_hours_shares.values())
    day_band = next(iter(card.band))
    bands = [(day_band, day), *effort.out_of_hours_shares.items()]
    for role, role_share in effort.role_mix.items():
        for channel, channel_share in channels:
            for band, band_share in bands:
                yield role, channel, band, role_share * channel_share * band_share


def scheduled_work(planned: Iterable[PlannedSessions], facts: Facts, around: Surroundings) -> tuple[ScheduledWork, ...]:
    """The schedule's sessions, those that are billed alike counted together."""
    alike: dict[tuple[str, str, str, Channel, str, int], list[PlannedSessions]] = defaultdict(list)
    for each in planned:
        alike[each.task, each.location, each.role, each.channel, each.band, each.minutes].append(each)
    return tuple(
        ScheduledWork(
            task=task,
            component=facts.effort.task[task].component,
            location=location,
            role=role,
            channel=channel,
            band=band,
            band_multiplier=facts.rate_card.band[band].multiplier,
            travel_price=around.travel[location] if channel == "on-site" else Decimal(0),
            sessions_per_year=sum(each.per_year for each in sessions),
            minutes_per_session=minutes,
            cells=tuple(dict.fromkeys(cell for each in sessions for cell in each.cells)),
        )
        for (task, location, role, channel, band, minutes), sessions in sorted(alike.items())
    )


def _not_priced(assessment: Assessment, effort: EffortTable, around: Surroundings) -> Iterable[NotPriced]:
    for location in assessment.locations:
        if not around.on_site.get(location.id, False):
            yield NotPriced(
                location.row.cell("on_site"),
                "Nobody can go on site here: all work is done remotely.",
            )
    for asset in assessment.assets:
        if not asset.managed:
            yield NotPriced(asset.row.cell("managed"), "Not managed: stays outside the contract.")
        elif asset.type not in effort.driver:
            yield NotPriced(asset.row.cell("type"), f"The effort table has no driver '{asset.type}'.")
    for service in assessment.services:
        if service.predefined_sla:
            yield NotPriced(service.row.cell("predefined_sla"), "Under its own SLA: needs no support contract.")
        elif not _has_task(service, effort):
            yield NotPriced(service.row.cell("type"), f"No task of the effort table serves type '{service.type}'.")


def _has_task(service: Service, effort: EffortTable) -> bool:
    return any(service.type.driver in task.minutes_per_unit for task in effort.task.values())
