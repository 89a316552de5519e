"""What recurs: maintenance tasks met with the assets and services they serve, one job per task and location."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from estimator.maintain.coverage import can_work_on_site
from estimator.maintain.lifecycle import lifecycle_of
from estimator.model.effort import EVERY_ASSET, MaintenanceTask
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment, Asset, Channel, Location, Service, ServiceType
from estimator.model.source import Cell

"""Driver of the tasks that count every managed unit."""
COUNTED_SERVICES = frozenset({ServiceType.CERTIFICATE, ServiceType.DOMAIN})
"""Services whose quantity is pieces of work; elsewhere it is licences, and a row is one unit."""


@frozen
class Item:
    """An asset or service a job serves, with the minutes each of its units takes."""

    id: str
    count: int
    minutes: float
    cell: Cell
    group: str = ""
    """Redundancy group, whose units must not be worked on together."""


@frozen
class Job:
    """Work that recurs at one location; `service` names the one it is about where each has a session of its own."""

    task_id: str
    task: MaintenanceTask
    location: Location
    channel: Channel
    items: tuple[Item, ...]
    anchor: str
    service: str = ""
    renewal_date: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this job from all others."""
        return self.task_id, self.location.id, self.service

    @property
    def title(self) -> str:
        """The job in the words of a remark."""
        return f"{self.task.name} at {self.location.name or self.location.id}"


def jobs(assessment: Assessment, facts: Facts, today: date) -> tuple[Job, ...]:
    """Every job of an assessment in the order of the effort table and the workbook.

    Only managed assets, and services without a predefined SLA; a job without items does not exist.
    """
    if not assessment.locations:
        return ()
    known = {asset.id: asset for asset in assessment.managed_assets}
    found: list[Job] = []
    for task_id, task in facts.effort.task.items():
        for job in _jobs_of(task_id, task, assessment, facts):
            follows = job.anchor != "second-tuesday" or _follows_patch_day(job, known, facts, today)
            found.append(job if follows else replace(job, anchor="spread"))
    return tuple(found)


def _jobs_of(task_id: str, task: MaintenanceTask, assessment: Assessment, facts: Facts) -> Iterator[Job]:
    minutes = task.minutes_of(facts.pricing.tools.included)
    together: dict[str, list[Item]] = defaultdict(list)
    renewed: dict[str, list[tuple[Service, Item]]] = defaultdict(list)
    for asset in assessment.managed_assets:
        if EVERY_ASSET in minutes or asset.type in minutes:
            together[_home(asset.location, task, assessment)].append(_asset_item(asset, task, minutes))
    for service in assessment.services:
        home = _home(service.location, task, assessment)
        for item in _service_items(service, minutes):
            if task.anchor == "renewal-date":
                renewed[home].append((service, item))
            else:
                together[home].append(item)
    for location in assessment.locations:
        channel = _channel(task, location, facts)
        if items := tuple(together[location.id]):
            alike = "spread" if task.anchor == "renewal-date" else task.anchor
            yield Job(task_id, task, location, channel, items, alike)
        for service, item in renewed[location.id]:
            own = "renewal-date" if service.renewal_date else "spread"
            yield Job(task_id, task, location, channel, (item,), own, service.id, service.renewal_date)


def _home(location_id: str, task: MaintenanceTask, assessment: Assessment) -> str:
    """Where something is looked after: at its location; at the first where it has none, or for the whole customer."""
    if task.scope == "location" and location_id in assessment.location_by_id:
        return location_id
    return assessment.locations[0].id


def _asset_item(asset: Asset, task: MaintenanceTask, minutes: Mapping[str, float]) -> Item:
    each = minutes.get(asset.type, 0) + minutes.get(EVERY_ASSET, 0)
    # Documentation touches nothing, so both members of a pair may be looked at together.
    group = asset.redundancy_group if task.component == "maintenance" else ""
    return Item(asset.id, asset.quantity, each, asset.row.cell("id"), group)


def _service_items(service: Service, minutes: Mapping[str, float]) -> Iterator[Item]:
    if service.predefined_sla:
        return
    driver = service.type.driver
    if driver in minutes:
        count = service.quantity if service.type in COUNTED_SERVICES else 1
        yield Item(service.id, count, minutes[driver], service.row.cell("id"))


def _channel(task: MaintenanceTask, location: Location, facts: Facts) -> Channel:
    if task.channel == "on-site" and can_work_on_site(location, facts.rate_card):
        return "on-site"
    return "remote"


def _follows_patch_day(job: Job, known: Mapping[str, Asset], facts: Facts, today: date) -> bool:
    """Whether the vendor of any unit keeps to the second Tuesday; a release nobody knows is taken to keep to it."""
    for item in job.items:
        if item.id in known:
            status = lifecycle_of(known[item.id], facts.lifecycle, today)
            if status.second_tuesday or not status.release:
                return True
    return False
