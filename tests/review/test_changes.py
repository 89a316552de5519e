"""What changed between two assessments: nothing is told twice, and nothing that did not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from estimator.model.infrastructure import Assessment, Asset, AssetType, SeatGroup, SeatProfile
from estimator.review.changes import FIELDS, changes_between
from tests.builders import office

TYPES = st.sampled_from(AssetType)
ASSETS = st.lists(
    st.builds(
        Asset,
        id=st.sampled_from([f"A{n}" for n in range(12)]),
        type=TYPES,
        location=st.sampled_from(["HQ", "ARL"]),
        serial_number=st.sampled_from(["", "SN-1", "sn-1", "SN-2", "SN-3", "n/a"]),
        quantity=st.integers(1, 3),
        critical=st.sampled_from([None, False, True]),
    ),
    max_size=10,
    unique_by=lambda asset: asset.id,
)


def of_assets(*assets: Asset) -> Assessment:
    return office(assets=assets)


def test_the_same_assessment_has_not_changed() -> None:
    changes = changes_between(office(), office())
    assert not changes
    assert changes.since == date(2026, 11, 10)


def test_new_gone_and_different_rows_are_told_apart() -> None:
    stays = Asset("A1", AssetType.LAPTOP, "HQ", version="23H2")
    old = of_assets(stays, Asset("A2", AssetType.PRINTER, "HQ"))
    new = of_assets(replace(stays, version="25H2", warranty_until=date(2029, 1, 1)), Asset("A3", AssetType.NAS, "HQ"))
    changes = changes_between(old, new)
    assert [change.after for change in changes.added] == [new.assets[1]]
    assert [change.before for change in changes.removed] == [old.assets[1]]
    assert [(f.field, f.before, f.after) for f in changes.altered[0].fields] == [
        ("version", "23H2", "25H2"),
        ("warranty_until", None, date(2029, 1, 1)),
    ]


def test_an_asset_with_another_tag_is_recognised_by_its_serial_number() -> None:
    old = of_assets(Asset("PC-1", AssetType.LAPTOP, "HQ", serial_number="ABCD"))
    new = of_assets(Asset("LUX-001", AssetType.LAPTOP, "ARL", serial_number="abcd"))
    changes = changes_between(old, new)
    assert (changes.added, changes.removed) == ((), ())
    assert [f.field for f in changes.altered[0].fields] == ["id", "location", "serial_number"]


def test_what_is_connected_to_a_device_with_another_tag_has_not_changed() -> None:
    switch = Asset("SW", AssetType.SWITCH, "HQ", serial_number="ABCD")
    laptop = Asset("A1", AssetType.LAPTOP, "HQ", connected_to="SW")
    changes = changes_between(
        of_assets(switch, laptop), of_assets(replace(switch, id="LUX-SW"), replace(laptop, connected_to="LUX-SW"))
    )
    assert [change.after.id for change in changes.altered] == ["LUX-SW"]  # type: ignore[union-attr]


def test_serial_numbers_that_several_devices_share_recognise_nothing() -> None:
    old = of_assets(*(Asset(f"A{n}", AssetType.LAPTOP, "HQ", serial_number="Default string") for n in range(2)))
    new = of_assets(*(Asset(f"B{n}", AssetType.LAPTOP, "HQ", serial_number="Default string") for n in range(2)))
    changes = changes_between(old, new)
    assert (len(changes.added), len(changes.removed), len(changes.altered)) == (2, 2, 0)


def test_seats_are_added_up_by_place_and_profile() -> None:
    old = office(seats=(SeatGroup("HQ", SeatProfile.OFFICE, 4), SeatGroup("HQ", SeatProfile.OFFICE, 6)))
    new = office(seats=(SeatGroup("HQ", SeatProfile.OFFICE, 12), SeatGroup("HQ", SeatProfile.VIP, 1)))
    changes = changes_between(old, new)
    assert [(f.before, f.after) for f in changes.altered[0].fields] == [(10, 12)]
    assert len(changes.added) == 1


def test_notes_are_never_compared() -> None:
    assert not {name for fields in FIELDS.values() for name in fields if "note" in name}
    office_now = office()
    noted = tuple(replace(asset, notes="x", internal_notes="y") for asset in office_now.assets)
    assert not changes_between(office_now, office(assets=noted))


@given(ASSETS, ASSETS)
def test_every_asset_of_both_sides_is_told_once_or_unchanged(old: list[Asset], new: list[Asset]) -> None:
    changes = changes_between(of_assets(*old), of_assets(*new))
    told_old = [change.before for change in (*changes.removed, *changes.altered)]
    told_new = [change.after for change in (*changes.added, *changes.altered)]
    assert len({id(asset) for asset in told_old}) == len(told_old)
    unchanged = len(old) - len(told_old)
    assert unchanged == len(new) - len(told_new)
    assert len(new) - len(old) == len(changes.added) - len(changes.removed)


@given(ASSETS, ASSETS)
def test_backwards_new_becomes_gone(old: list[Asset], new: list[Asset]) -> None:
    there, back = (changes_between(of_assets(*a), of_assets(*b)) for a, b in ((old, new), (new, old)))
    assert len(there.added) == len(back.removed)
    assert len(there.altered) == len(back.altered)
