"""Merging an inventory into a workbook: who wrote what, what vanished, and that nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.model.merging import Held, Memory, Merged
from tests.inventories import TODAY, applied, assets, cells, found, held, inventory, merged_with, typed

PC = {"id": "PC-1", "name": "Reception", "type": "workstation", "location": "hq"}
LT = {"id": "LT-1", "name": "Sales", "type": "laptop", "location": "hq", "serial_number": "SN-0001"}
HQ = {"id": "hq", "name": "Head office", "country": "BE"}


def asset_rows(there: Held) -> list[dict[str, Any]]:
    return [cells(row) for row in there.sheets["assets"].rows]


def imported(*exports: Any, start: Held | None = None) -> tuple[Held, Memory, Merged]:
    """The workbook, its memory and the last result after these exports, one after the other."""
    there, memory = start or held(locations=[HQ]), Memory()
    for export in exports:
        result = merged_with(export, there, memory)
        there, memory = applied(result, there), result.memory
    return there, memory, result


def counts(result: Merged) -> tuple[int, int, int, int]:
    return result.added, result.updated, result.unchanged, len(result.not_understood)


# --- which row is which -----------------------------------------------------------------------------------------------


def test_new_rows_are_added_and_known_ones_updated_by_id_in_any_case() -> None:
    start = held(locations=[HQ], assets=[{**PC, "id": "pc-1", "name": ""}])
    there, _, result = imported(assets(PC, LT), start=start)
    assert counts(result) == (1, 1, 0, 0)
    assert asset_rows(there) == [{**PC, "id": "pc-1"}, LT]


def test_a_device_under_another_id_is_found_by_its_serial_number_and_keeps_its_id() -> None:
    start = held(locations=[HQ], assets=[{**LT, "id": "NB-77"}])
    there, _, result = imported(assets({**LT, "model": "T14"}), start=start)
    assert asset_rows(there) == [{**LT, "id": "NB-77", "model": "T14"}]
    assert [(each.found_id, each.row_id, each.by) for each in result.renamed] == [("LT-1", "NB-77", "serial number")]


@pytest.mark.parametrize(
    ("there", "export"),
    [
        ({"serial_number": "To be filled by O.E.M."}, {"serial_number": "To be filled by O.E.M."}),
        ({"serial_number": "0000000"}, {"serial_number": "0000000"}),
        ({"serial_number": "123"}, {"serial_number": "123"}),
        ({"serial_number": "X1234", "manufacturer": "HP"}, {"serial_number": "X1234", "manufacturer": "Dell"}),
        ({"serial_number": "X1234", "quantity": 5}, {"serial_number": "X1234"}),
    ],
)
def test_a_serial_number_that_says_nothing_pairs_nothing(there: dict[str, Any], export: dict[str, Any]) -> None:
    start = held(locations=[HQ], assets=[{**PC, **there}])
    assert counts(imported(assets({**LT, **export}), start=start)[2]) == (1, 0, 0, 0)


def test_two_devices_of_one_serial_number_are_not_paired() -> None:
    start = held(locations=[HQ], assets=[{**LT, "id": "A"}, {**LT, "id": "B"}])
    assert counts(imported(assets(LT), start=start)[2]) == (1, 0, 0, 0)


def test_a_row_that_a_person_gave_another_id_is_updated_all_the_same() -> None:
    there, memory, _ = imported(assets(PC, LT))
    there = typed(there, "assets", 2, id="DESK-01")
    result = merged_with(assets({**PC, "model": "OptiPlex"}, LT), there, memory)
    assert counts(result) == (0, 1, 1, 0)
    there = applied(result, there)
    assert asset_rows(there)[0] == {**PC, "id": "DESK-01", "model": "OptiPlex"}
    again = merged_with(assets({**PC, "model": "OptiPlex"}, LT), there, result.memory)
    assert counts(again) == (0, 0, 2, 0)
    assert not again.changes_something


def test_a_second_row_of_one_id_is_told_with_the_place_of_the_first() -> None:
    _, _, result = imported(assets(PC, {**PC, "id": "pc-1"}))
    assert counts(result) == (1, 0, 0, 1)
    assert "'pc-1' is that of export row PC-1" in result.not_understood[0].reason


def test_connections_use_the_ids_of_the_workbook_and_those_to_nowhere_are_told() -> None:
    start = held(locations=[HQ], assets=[{**LT, "id": "NB-77"}])
    there, _, result = imported(
        assets(LT, {**PC, "connected_to": "lt-1"}, {**PC, "id": "PC-2", "connected_to": "SW-9"}), start=start
    )
    assert asset_rows(there)[1]["connected_to"] == "NB-77"
    assert "connected_to" not in asset_rows(there)[2]
    assert any("'SW-9'" in remark.reason for remark in result.remarks)


# --- who wrote what ---------------------------------------------------------------------------------------------------


def test_a_cell_that_a_person_changed_stays_and_is_told() -> None:
    there, memory, _ = imported(assets(PC))
    there = typed(there, "assets", 2, name="Front desk")
    result = merged_with(assets({**PC, "name": "Desk 1", "model": "M1"}), there, memory)
    assert asset_rows(applied(result, there)) == [{**PC, "name": "Front desk", "model": "M1"}]
    (kept,) = result.kept
    assert (kept.number, kept.key, kept.held, kept.found, kept.writer) == (2, "name", "Front desk", "Desk 1", "")


def test_a_cell_that_an_import_wrote_follows_the_export() -> None:
    there, _, result = imported(assets(PC), assets({**PC, "name": "Desk 1"}))
    assert counts(result) == (0, 1, 0, 0)
    assert asset_rows(there)[0]["name"] == "Desk 1"


def test_a_cell_typed_before_the_first_import_is_a_persons_even_where_it_says_the_same() -> None:
    start = held(locations=[HQ], assets=[PC])
    there, memory, result = imported(assets(PC), start=start)
    assert counts(result) == (0, 0, 1, 0)
    result = merged_with(assets({**PC, "name": "Other"}), there, memory)
    assert [kept.key for kept in result.kept] == ["name"]


def test_an_empty_cell_of_the_export_empties_nothing() -> None:
    there, _, result = imported(assets({**PC, "model": "M1"}), assets(PC))
    assert asset_rows(there)[0]["model"] == "M1"
    assert counts(result) == (0, 0, 1, 0)


def test_another_tool_fills_in_what_is_empty_and_leaves_what_the_first_one_wrote() -> None:
    there, memory, result = imported(
        assets(PC), assets({**PC, "name": "vm1", "model": "M1"}, kind="rvtools", name="r.xlsx")
    )
    assert asset_rows(there)[0] == {**PC, "model": "M1"}
    assert [(kept.key, kept.writer) for kept in result.kept] == [("name", "netbox: devices.csv")]
    assert counts(merged_with(assets(PC), there, memory)) == (0, 0, 1, 0)


def test_formulas_and_error_cells_are_never_written() -> None:
    start = held(locations=[HQ], assets=[PC])
    row = start.sheets["assets"].rows[0]
    object.__setattr__(row, "fixed", frozenset({"model"}))
    result = merged_with(assets({**PC, "model": "M1"}), start)
    assert not result.changes["assets"]
    assert [kept.key for kept in result.kept] == ["model"]


# --- locations --------------------------------------------------------------------------------------------------------


def test_a_location_is_known_by_id_or_name_and_made_where_it_is_neither() -> None:
    rows = ({**PC, "location": "HEAD  office"}, {**LT, "location": "Hq"}, {**PC, "id": "X", "location": "Attic"})
    there, _, result = imported(assets(*rows))
    assert [row["location"] for row in asset_rows(there)] == ["hq", "hq", "Attic"]
    assert [(place.id, place.country) for place in result.new_locations] == [("Attic", "BE")]
    assert counts(result) == (3, 0, 0, 0), "locations that only rows name are counted apart"


def test_an_export_without_locations_uses_the_only_one_there_is() -> None:
    there, _, result = imported(assets({"id": "X", "type": "printer"}))
    assert asset_rows(there)[0]["location"] == "hq"
    assert result.new_locations == ()


@pytest.mark.parametrize(
    ("places", "location", "expected"), [(0, "", "main"), (2, "", "main"), (2, "l1", "l1"), (0, "HQ", "HQ")]
)
def test_else_the_one_that_was_named_or_main(places: int, location: str, expected: str) -> None:
    start = held(locations=[{**HQ, "id": f"l{n}", "name": f"L{n}"} for n in range(places)])
    result = merged_with(assets({"id": "X", "type": "printer"}), start, location=location)
    assert result.additions["assets"][0]["location"] == expected


def test_without_the_customers_country_a_new_location_gets_ours_with_a_remark() -> None:
    result = merged_with(assets(PC), held(country=""))
    assert result.new_locations[0].country == "LU"
    assert "check it" in result.new_locations[0].reason


def test_the_site_list_fills_in_the_locations_that_the_device_list_made() -> None:
    sites = inventory(
        found("locations", id="akron", name="DM-Akron", street="1 Main St", country="US"), name="sites.csv"
    )
    there, memory, result = imported(assets({**PC, "location": "DM-Akron"}), sites, start=held())
    assert counts(result) == (0, 1, 0, 0)
    (place,) = (cells(row) for row in there.sheets["locations"].rows)
    assert place == {"id": "DM-Akron", "name": "DM-Akron", "street": "1 Main St", "country": "US"}
    assert counts(merged_with(assets({**PC, "location": "DM-Akron"}), there, memory)) == (0, 0, 1, 0)


# --- what vanished ----------------------------------------------------------------------------------------------------


def test_a_row_that_the_export_lacks_stays_and_says_so_and_is_counted_once() -> None:
    there, memory, result = imported(assets(PC, LT), assets(PC))
    assert [(gone.row_id, gone.since) for gone in result.vanished] == [("LT-1", TODAY)]
    assert asset_rows(there)[1] == {**LT, "internal_notes": "No longer in the export devices.csv (netbox), 2026-11-22."}
    again = merged_with(assets(PC), there, memory, today=date(2027, 1, 1))
    assert (again.vanished, [gone.row_id for gone in again.still_vanished]) == ((), ["LT-1"])
    assert not again.changes_something


def test_a_row_that_comes_back_loses_the_mark_and_keeps_its_notes() -> None:
    there, memory, _ = imported(assets(PC, {**LT, "internal_notes": "Loan"}), assets(PC, name="december.csv"))
    there = typed(there, "assets", 3, internal_notes="Loan, from March\n" + there.sheets["assets"].rows[1].marks[0])
    result = merged_with(assets(PC, {**LT, "internal_notes": "Loan"}), there, memory)
    assert (result.returned, result.updated) == (1, 1)
    assert asset_rows(applied(result, there))[1]["internal_notes"] == "Loan, from March"


def test_another_list_of_the_same_tool_marks_nothing() -> None:
    machines = assets({"id": "VM-1", "type": "virtual-server", "location": "hq"}, name="machines.csv")
    _, memory, result = imported(assets(PC, LT), machines)
    assert result.vanished == ()
    assert len(memory.lists) == 2


def test_the_next_export_of_a_list_is_known_by_its_rows_whatever_the_file_is_called() -> None:
    _, memory, result = imported(assets(PC, LT, name="devices-11.csv"), assets(LT, name="devices-12.csv"))
    assert [gone.row_id for gone in result.vanished] == ["PC-1"]
    assert [each.name for each in memory.lists] == ["devices-12.csv"]


def test_a_row_that_a_person_deleted_is_no_vanished_one() -> None:
    there, memory, _ = imported(assets(PC, LT))
    rest = held(locations=[HQ], assets=[cells(there.sheets["assets"].rows[0])])
    result = merged_with(assets(PC), rest, memory)
    assert (result.vanished, result.still_vanished) == ((), ())


def test_a_device_that_the_export_gave_another_id_did_not_vanish() -> None:
    there, memory, _ = imported(assets(PC, LT))
    result = merged_with(assets(PC, {**LT, "id": "LT-2026"}), there, memory)
    assert (counts(result), result.vanished) == ((0, 0, 2, 0), ())
    assert list(result.memory.lists[0].rows) == [("assets", "pc-1"), ("assets", "lt-2026")]


def test_the_mark_of_another_list_stays_while_notes_are_written() -> None:
    there, memory, _ = imported(assets(PC, LT), assets(PC))
    mark = there.sheets["assets"].rows[1].marks[0]
    result = merged_with(assets({**LT, "internal_notes": "Loan"}, kind="rvtools", name="r.xlsx"), there, memory)
    assert asset_rows(applied(result, there))[1]["internal_notes"] == f"Loan\n{mark}"


def test_a_memory_that_cannot_be_read_makes_every_filled_cell_a_persons() -> None:
    there, _, _ = imported(assets(PC, LT))
    result = merged_with(assets({**PC, "name": "Other"}), there, Memory(unreadable=True))
    assert [kept.key for kept in result.kept] == ["name"]
    assert result.vanished == ()


# --- laws -------------------------------------------------------------------------------------------------------------

TEXTS = st.sampled_from(["", "a", "b", "Ä", "7"])
EXPORTED = st.fixed_dictionaries(
    {"id": st.sampled_from([f"D{n}" for n in range(6)] + ["d1"])},
    optional={
        "name": st.sampled_from(["n1", "n2", "n3"]),
        "type": st.sampled_from(["laptop", "server"]),
        "location": st.sampled_from(["hq", "Head office", "Attic"]),
        "serial_number": st.sampled_from(["SN-0001", "SN-0002", "SN-0003"]),
        "quantity": st.integers(1, 3),
        "critical": st.booleans(),
        "purchased": st.dates(date(2020, 1, 1), date(2020, 1, 3)),
        "connected_to": st.sampled_from(["D0", "D1", "nowhere"]),
        "internal_notes": st.sampled_from(["x", "y\nz"]),
    },
)
EXPORTS = st.builds(
    lambda rows, kind, name, lost: assets(*rows, kind=kind, name=name, not_understood=lost),
    st.lists(EXPORTED, max_size=7),
    st.sampled_from(["netbox", "rvtools"]),
    st.sampled_from(["a.csv", "b.csv"]),
    st.integers(0, 2),
)
TYPED = st.tuples(
    st.integers(2, 9),
    st.dictionaries(st.sampled_from(["name", "model", "serial_number", "notes", "internal_notes"]), TEXTS, max_size=3),
)
STEPS = st.lists(st.one_of(EXPORTS, TYPED), min_size=1, max_size=6)


@settings(max_examples=300)
@given(STEPS)
def test_whatever_happens_the_account_adds_up_nothing_typed_is_lost_and_a_repetition_changes_nothing(
    steps: list[Any],
) -> None:
    there, memory = held(locations=[HQ]), Memory()
    hands: dict[tuple[int, str], str] = {}
    for step in steps:
        if isinstance(step, tuple):
            number, values = step
            if number <= max((row.number for row in there.sheets["assets"].rows), default=0):
                there = typed(there, "assets", number, **values)
                hands.update({(number, key): text for key, text in values.items()})
            continue
        result = merged_with(step, there, memory)
        assert result.rows == result.added + result.updated + result.unchanged + len(result.not_understood)
        assert result.rows == step.rows_in
        before = {row.number for row in there.sheets["assets"].rows}
        there, memory = applied(result, there), result.memory
        rows = {row.number: row for row in there.sheets["assets"].rows}
        assert before <= rows.keys()
        for (number, key), text in hands.items():
            if text:
                assert str(rows[number].values.get(key, "")).startswith(text), "a cell that a person typed"
        ids = [str(row.values["id"]).casefold() for row in rows.values()]
        assert len(ids) == len(set(ids)), "no device stands there twice"
        places = {row.values["id"] for row in there.sheets["locations"].rows}
        assert {row.values["location"] for row in rows.values()} <= places
        again = merged_with(step, there, memory, today=date(2027, 5, 1))
        assert not again.changes_something
        assert (again.added, again.updated, again.unchanged) == (0, 0, result.added + result.updated + result.unchanged)
