"""What `estimate --vary` does: every assumption that matters to this customer, one at a time, lower and higher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from decimal import Decimal
from typing import Any

from estimator.maintain.coverage import travel_price
from estimator.maintain.schedule import planned_sessions, recurring_work
from estimator.model.effort import EVERY_ASSET
from estimator.model.facts import Facts
from estimator.model.recalculation import Recalculation
from estimator.model.sensitivity import Effect, Outcome
from estimator.model.workload import ScheduledWork, TicketStream
from estimator.pipeline.customer import Priced
from estimator.price.exposure import Surroundings, scheduled_work
from estimator.price.recalculation import session_groups
from estimator.price.sensitivity import outcome, scaled

Path = tuple[str, ...]
VARIED_OF_DRIVERS = ("tickets_per_unit_month", "mean_minutes", "minutes_cv", "on_site_share")
VARIED_ALWAYS: tuple[tuple[str, Path], ...] = (
    ("effort", ("frequency_cv",)),
    ("effort", ("past_end_of_support_factor",)),
    ("pricing", ("risk", "appetite")),
    ("pricing", ("tools", "monthly_price")),
    ("pricing", ("cost", "travel_per_visit")),
)
CEILING: Mapping[str, Decimal] = {"on_site_share": Decimal(1)}
"""The most that a figure can be."""


def effects(job: Priced, share: Decimal) -> tuple[Effect, ...]:
    """The effect of every such assumption lowered and raised by a share of itself, the greatest on the fee first.

    Assumptions that move neither the fee nor a plan are left out.
    """
    found = []
    for file, path in _varied(job):
        value = _value_at(getattr(job.facts, file), path)
        lowered, raised = (_outcome_with(job, file, path, value, 1 + sign * share) for sign in (-1, 1))
        if lowered != raised:
            found.append(Effect(".".join(path), str(value), lowered, raised))
    return tuple(sorted(found, key=lambda effect: (-effect.span, effect.key)))


def _varied(job: Priced) -> Iterator[tuple[str, Path]]:
    """The assumptions that this customer's workload rests on, by file and key."""
    work, facts = job.estimate.workload, job.facts
    drivers = dict.fromkeys(stream.driver for stream in work.streams)
    yield from VARIED_ALWAYS
    for driver in drivers:
        yield from (("effort", ("driver", driver, name)) for name in VARIED_OF_DRIVERS)
    profiles = dict.fromkeys(group.profile for group in job.assessment.seats)
    yield from (("effort", ("seat_profile_factors", profile)) for profile in profiles)
    held = {asset.type for asset in job.assessment.managed_assets} | {
        service.type.driver for service in job.assessment.services if not service.predefined_sla
    }
    minutes = "minutes_per_unit" if facts.pricing.tools.included else "minutes_per_unit_without_tools"
    for task_id in dict.fromkeys(each.task for each in work.scheduled):
        task = facts.effort.task[task_id]
        yield "effort", ("task", task_id, "set_up_minutes")
        for driver in task.minutes_per_unit:
            if driver in held or driver == EVERY_ASSET:
                kept = minutes if driver in getattr(task, minutes) else "minutes_per_unit"
                yield "effort", ("task", task_id, kept, driver)
    everything: tuple[TicketStream | ScheduledWork, ...] = (*work.streams, *work.scheduled)
    for role in dict.fromkeys(each.role for each in everything):
        yield "pricing", ("cost", "hourly", role)
    zones = {zone.price: zone_id for zone_id, zone in facts.rate_card.travel_zone.items()}
    for price in dict.fromkeys(each.travel_price for each in everything if each.travel_price):
        if price in zones:
            yield "rate_card", ("travel_zone", zones[price], "price")
    bands = list(facts.rate_card.band)[1:]
    yield from (("rate_card", ("band", band, "multiplier")) for band in bands)


def _outcome_with(job: Priced, file: str, path: Path, value: Any, factor: Decimal) -> Outcome:
    changed = scaled(value, factor)
    if path[-1] in CEILING:
        changed = min(changed, type(changed)(CEILING[path[-1]]))
    facts = replace(job.facts, **{file: _with(getattr(job.facts, file), path, changed)})
    travel = {place.id: travel_price(place, facts.rate_card) for place in job.assessment.locations}
    around = replace(job.around, travel=travel)
    counts = _with_task(job, path[1], facts, around) if path[0] == "task" else job.counts
    return outcome(counts, job.assessment.customer, facts, around)


def _with_task(job: Priced, task: str, facts: Facts, around: Surroundings) -> Recalculation:
    """The counts with one task planned anew: nothing but a task's own figures changes what is planned."""
    alone = replace(facts, effort=replace(facts.effort, task={task: facts.effort.task[task]}))
    planned = planned_sessions(job.assessment, recurring_work(job.assessment, alone, job.today))
    sessions = session_groups(scheduled_work(planned, facts, around), job.zones)
    return replace(job.counts, sessions=(*(each for each in job.counts.sessions if each.task != task), *sessions))


def _value_at(holder: Any, path: Path) -> Any:
    for part in path:
        holder = holder[part] if isinstance(holder, Mapping) else getattr(holder, part)
    return holder


def _with(holder: Any, path: Path, value: Any) -> Any:
    """A copy of a data file's content with one figure changed."""
    if not path:
        return value
    if is_dataclass(holder) and not isinstance(holder, type):
        return replace(holder, **{path[0]: _with(getattr(holder, path[0]), path[1:], value)})
    return {**holder, path[0]: _with(holder[path[0]], path[1:], value)}
