from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.maintain.jobs import Item, Job
from estimator.maintain.parts import Split, split
from estimator.maintain.windows import BandSegments, Segment
from estimator.model.source import Cell
from tests.builders import HEAD_OFFICE, facts

EVENINGS = {"day": tuple(Segment(weekday, 1080, 1200) for weekday in range(5))}
"""Two hours on every working day."""


def item(name: str, minutes: float, count: int = 1, group: str = "") -> Item:
    return Item(name, count, minutes, Cell("Assets", 4, 1), group)


def job(*items: Item, set_up: float = 15) -> Job:
    task = replace(facts().effort.task["server-updates"], set_up_minutes=set_up)
    return Job("server-updates", task, HEAD_OFFICE, "remote", items, "spread")


def cut(*items: Item, set_up: float = 15, windows: BandSegments = EVENINGS) -> Split:
    return split(job(*items, set_up=set_up), windows, facts().rate_card)


def test_a_job_that_fits_is_one_session_with_one_set_up() -> None:
    (part,) = cut(item("A", 50), item("B", 50)).parts
    assert (part.minutes, part.assets) == (115, ("A", "B"))


def test_a_job_too_long_for_its_window_is_parted_and_every_part_is_set_up() -> None:
    assert [part.minutes for part in cut(item("A", 50), item("B", 50), item("C", 50)).parts] == [115, 65]


def test_a_row_of_many_units_is_shared_out_over_sessions() -> None:
    parts = cut(item("PHONES", 1, count=400)).parts
    assert [part.minutes for part in parts] == [120, 120, 120, 100]
    assert {part.assets for part in parts} == {("PHONES",)}
    assert sum(part.units for part in parts) == 400


def test_fractions_of_minutes_are_rounded_up_once_per_session() -> None:
    assert [part.minutes for part in cut(item("A", 0.25, count=3), set_up=10).parts] == [11]


def test_redundant_units_are_never_in_one_session() -> None:
    pair = cut(item("FW", 10, count=2, group="firewalls"), item("RT", 10))
    assert [part.assets for part in pair.parts] == [("FW", "RT"), ("FW",)]
    assert [part.members for part in pair.parts] == [{"firewalls": "FW#0"}, {"firewalls": "FW#1"}]


def test_a_unit_longer_than_any_window_is_kept_whole_and_counted_as_oversized() -> None:
    found = cut(item("BIG", 300), item("SMALL", 5))
    assert [(part.minutes, part.assets) for part in found.parts] == [(315, ("BIG",)), (20, ("SMALL",))]
    assert found.oversized == 1


def test_the_band_in_which_the_work_costs_least_is_chosen() -> None:
    windows = {"day": (Segment(4, 1080, 1200),), "off-hours": (Segment(4, 1200, 1320),)}
    assert cut(item("A", 50), windows=windows).band == "day"


def test_a_cheap_band_too_short_for_the_work_is_left_for_a_dearer_one() -> None:
    windows = {"day": (Segment(4, 1170, 1200),), "off-hours": (Segment(4, 1200, 1320),)}
    assert cut(item("A", 50), windows=windows).band == "off-hours"


def test_more_short_sessions_than_a_month_has_days_are_left_for_a_dearer_band() -> None:
    windows = {"day": (Segment(4, 1170, 1200),), "off-hours": (Segment(5, 480, 1320),)}
    assert cut(item("AP", 15, count=40), windows=windows).band == "off-hours"


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 40), st.sampled_from([0, 0.5, 1, 3, 17, 50, 105, 130]), st.sampled_from(["", "", "g", "h"])
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_unit_is_lost_and_no_session_is_longer_than_its_window(rows: list[tuple[int, float, str]]) -> None:
    items = [item(f"A{n}", minutes, count, group) for n, (count, minutes, group) in enumerate(rows)]
    found = cut(*items)
    assert {asset for part in found.parts for asset in part.assets} == {each.id for each in items}
    assert sum(part.units for part in found.parts) == sum(each.count for each in items)
    work = sum(each.count * each.minutes for each in items)
    assert work + 15 * len(found.parts) <= found.minutes < work + 16 * len(found.parts)
    assert sum(part.minutes > 120 for part in found.parts) == found.oversized
    members = Counter(unit for part in found.parts for unit in part.members.values())
    assert set(members.values()) <= {1}
    assert len(members) == sum(each.count for each in items if each.group)
