"""Frozen classes behave as frozen dataclasses with slots do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from estimator.model.frozen import frozen


@frozen
class Room:
    """A room with its doors."""

    name: str
    doors: int = 1
    seen_by: list[str] = field(default_factory=list)

    @property
    def wide(self) -> bool:
        """Whether it has more than one door."""
        return self.doors > 1


@dataclass(frozen=True, slots=True)
class Model:
    """The same as the standard library makes it."""

    name: str
    doors: int = 1
    seen_by: list[str] = field(default_factory=list)


@frozen
class Noted:
    """A number with a note that makes no difference."""

    number: int
    note: str = field(default="", compare=False)


@frozen
class Checked:
    """Refuses what is negative."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("negative")


@pytest.mark.parametrize("given", [("hall",), ("hall", 3), ("hall", 2, ["me"])])
def test_it_is_made_and_shown_as_a_dataclass_is(given: tuple[object, ...]) -> None:
    ours, theirs = Room(*given), Model(*given)  # type: ignore[arg-type]
    assert asdict(ours) == asdict(theirs)  # type: ignore[call-overload]
    assert repr(ours) == repr(theirs).replace("Model", "Room")
    assert [each.name for each in fields(Room)] == [each.name for each in fields(Model)]  # type: ignore[arg-type]


def test_defaults_of_one_object_are_not_those_of_another() -> None:
    first, second = Room("a"), Room("b")
    first.seen_by.append("x")
    assert second.seen_by == []


def test_a_missing_argument_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="name"):
        Room()  # type: ignore[call-arg]


def test_objects_are_equal_by_content_and_class() -> None:
    assert Room("a", 2) == Room("a", 2) != Room("a", 3)
    assert Room("a") != Model("a")
    assert hash(Checked(3)) == hash(Checked(3))


def test_fields_that_are_not_compared_make_no_difference_and_are_kept() -> None:
    assert Noted(1, "a") == Noted(1, "b")
    assert hash(Noted(1, "a")) == hash(Noted(1, "b"))
    assert pickle.loads(pickle.dumps(Noted(1, "a"))).note == "a"


@pytest.mark.parametrize("name", ["doors", "anything"])
def test_nothing_can_be_changed_added_or_deleted(name: str) -> None:
    room = Room("a")
    with pytest.raises(FrozenInstanceError):
        setattr(room, name, 2)
    with pytest.raises(FrozenInstanceError):
        delattr(room, name)
    assert not hasattr(room, "__dict__")


def test_replace_copy_and_pickle_give_equal_objects() -> None:
    room = Room("a", 2, ["me"])
    assert replace(room, doors=5) == Room("a", 5, ["me"])  # type: ignore[type-var]
    assert copy.deepcopy(room) == room == pickle.loads(pickle.dumps(room))
    assert room.wide


def test_what_is_checked_after_making_is_checked() -> None:
    with pytest.raises(ValueError, match="negative"):
        Checked(-1)
