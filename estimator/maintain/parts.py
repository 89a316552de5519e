"""Sessions cut to fit: the items of a job shared out over as few sessions as its window asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from estimator.maintain.jobs import Item, Job
from estimator.maintain.windows import Segment
from estimator.model.frozen import frozen
from estimator.model.rate_card import RateCard
from estimator.model.source import Cell

_WEEKS_IN_EVERY_MONTH = 4
_FLOAT_DUST = 1e-6


@frozen
class Part:
    """What one session does: whole minutes with set-up, and the units it must keep apart from their redundant twins."""

    number: int
    minutes: int
    assets: tuple[str, ...]
    units: int
    """How many units of them: of an asset that stands for several perhaps not all."""
    cells: tuple[Cell, ...]
    members: Mapping[str, str]
    """The unit of each redundancy group that this part works on, by group."""


@frozen
class Split:
    """A job cut into parts that all lie in one rate band; `oversized`: parts longer than any segment of it."""

    band: str
    parts: tuple[Part, ...]
    segments: tuple[Segment, ...]
    oversized: int

    @property
    def minutes(self) -> int:
        """Minutes of one occurrence of the job."""
        return sum(part.minutes for part in self.parts)


@dataclass(slots=True)
class _Bin:
    minutes: float
    units: int = 0
    items: list[Item] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)

    def add(self, item: Item, count: int) -> int:
        """Puts so many units of an item in, and says how many."""
        self.minutes += count * item.minutes
        self.units += count
        self.items.append(item)
        return count


def split(job: Job, by_band: Mapping[str, tuple[Segment, ...]], rate_card: RateCard) -> Split:
    """The job cut for the rate band of its window in which it costs least; units that fit nowhere stay whole."""
    splits = [_split_for(job, band, segments) for band, segments in by_band.items()]
    return min(splits, key=lambda each: _reluctance(each, rate_card.band[each.band].multiplier))


def _reluctance(split: Split, multiplier: Decimal) -> tuple[int, bool, Decimal, int]:
    room = _WEEKS_IN_EVERY_MONTH * len({segment.weekday for segment in split.segments})
    return split.oversized, len(split.parts) > room, multiplier * split.minutes, len(split.parts)


def _split_for(job: Job, band: str, segments: tuple[Segment, ...]) -> Split:
    capacity = max(segment.length for segment in segments)
    packing = _Packing(job.task.set_up_minutes, capacity, min(item.minutes for item in job.items))
    for item in job.items:
        packing.put(item)
    whole = [ceil(each.minutes - _FLOAT_DUST) for each in packing.bins]
    parts = tuple(
        Part(
            number,
            minutes,
            tuple(dict.fromkeys(item.id for item in each.items)),
            each.units,
            tuple(item.cell for item in each.items),
            each.members,
        )
        for number, (each, minutes) in enumerate(zip(packing.bins, whole, strict=True), 1)
        if minutes
    )
    return Split(band, parts, segments, sum(minutes > capacity for minutes in whole))


@dataclass(slots=True)
class _Group:
    """The bins without a member of a redundancy group, of those that it has seen."""

    free: list[_Bin] = field(default_factory=list)
    seen: int = 0


@dataclass(slots=True)
class _Packing:
    """First fit in the workbook's order, so that an asset added at its end moves nothing else."""

    set_up: float
    capacity: int
    shortest: float
    """Minutes of the shortest unit: a bin with less room than that is looked at no more."""
    bins: list[_Bin] = field(default_factory=list)
    with_room: list[_Bin] = field(default_factory=list)
    looked_at: int = 8
    """How many had room when all were last looked at: to look at all each time would take the square of the time."""
    groups: dict[str, _Group] = field(default_factory=dict)

    def put(self, item: Item) -> None:
        """Puts all units of an item into bins."""
        if item.group:
            for unit in range(item.count):
                self._put_member(item, f"{item.id}#{unit}")
        else:
            self._put_units(item)
        if len(self.with_room) > 2 * self.looked_at:
            self.with_room = [each for each in self.with_room if self._has_room(each)]
            self.looked_at = max(len(self.with_room), 8)

    def _put_units(self, item: Item) -> None:
        left, shortest, capacity = item.count, self.shortest, self.capacity
        for each in self.with_room:
            if left == 0:
                return
            if each.minutes + shortest <= capacity:  # `_has_room`, without a call for every bin that is full
                left -= self._fill(each, item, left)
        while left > 0:
            left -= self._new_bin(item, left)

    def _put_member(self, item: Item, member: str) -> None:
        group = self.groups.setdefault(item.group, _Group())
        group.free += self.bins[group.seen :]
        group.seen = len(self.bins)
        group.free = [each for each in group.free if self._has_room(each)]
        for place, each in enumerate(group.free):
            if self._fill(each, item, 1):
                each.members[item.group] = member
                del group.free[place]
                return
        self._new_bin(item, 1)
        self.bins[-1].members[item.group] = member
        group.seen += 1

    def _new_bin(self, item: Item, wanted: int) -> int:
        self.bins.append(_Bin(self.set_up))
        self.with_room.append(self.bins[-1])
        # A unit longer than the window still has to be done: it gets a session of its own.
        return self._fill(self.bins[-1], item, wanted) or self.bins[-1].add(item, 1)

    def _has_room(self, target: _Bin) -> bool:
        return target.minutes + self.shortest <= self.capacity

    def _fill(self, target: _Bin, item: Item, wanted: int) -> int:
        """Puts as many units into a bin as fit, and says how many."""
        room = self.capacity - target.minutes + _FLOAT_DUST
        fitting = min(wanted, int(room / item.minutes)) if item.minutes else wanted
        return target.add(item, fitting) if fitting > 0 else 0
