"""What blank and doubtful cells do to the fee: which are asked about, together, and within which range."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator.model.estimate import Estimate, Question
from estimator.model.infrastructure import (
    Assessment,
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
)
from estimator.model.source import Row
from tests.price.offices import estimate_of, office

COLUMNS = {
    "id": 1,
    "type": 2,
    "quantity": 3,
    "operating_system": 4,
    "version": 5,
    "in_stock_programme": 6,
    "managed": 7,
}


def asset(number: int, kind: AssetType, **changes: object) -> Asset:
    """A device about which nothing is open."""
    given = Asset(f"A{number}", kind, "HQ", in_stock_programme=False, row=Row("Assets", number, COLUMNS))
    return replace(given, **changes)  # type: ignore[arg-type]


def with_assets(*more: Asset) -> Assessment:
    """An office in which nothing is open but what is added."""
    base = office(servers=0)
    answered = tuple(
        replace(each, in_stock_programme=False, operating_system="Windows 11 Pro", version="25H2")
        for each in base.assets
        if each.type is AssetType.WORKSTATION
    )
    return replace(base, assets=(*answered, *more))


def asked(estimate: Estimate, words: str) -> list[Question]:
    return [question for question in estimate.questions if words in question.question]


def test_an_office_in_which_every_cell_is_filled_has_no_question_and_no_range() -> None:
    estimate = estimate_of(with_assets())
    assert estimate.questions == ()
    assert estimate.fee.low == estimate.fee.monthly == estimate.fee.high


def test_like_cells_are_one_question_whose_effect_is_that_of_answering_all_of_them() -> None:
    laptops = [asset(n, AssetType.LAPTOP, operating_system="Windows 11 Pro") for n in (5, 6, 7, 30)]
    estimate = estimate_of(with_assets(*laptops))
    (question,) = estimate.questions
    assert question.cell == "Assets!E5:E7, Assets!E30"
    assert question.question.startswith("Which release of 'Windows 11 Pro' do these 4 laptops run?")
    for version in ("24H2", "25H2"):
        answered = estimate_of(with_assets(*(replace(each, version=version) for each in laptops)))
        assert question.fee_low <= answered.fee.monthly <= question.fee_high


def test_one_cell_is_asked_about_by_its_id() -> None:
    (question,) = estimate_of(with_assets(asset(5, AssetType.NAS))).questions
    assert question.question == (
        "Which operating system and version does A5 run? Priced as still supported by its vendor."
    )
    assert question.cell == "Assets!D5"


def test_questions_are_ranked_by_euro_and_lie_within_the_total_range() -> None:
    open_ones = [
        *(asset(n, AssetType.PRINTER, in_stock_programme=None) for n in range(5, 25)),
        asset(25, AssetType.PRINTER, in_stock_programme=None, quantity=30),
        asset(26, AssetType.NAS),
        *(asset(n, AssetType.SERVER) for n in (27, 28, 29)),
    ]
    estimate = estimate_of(with_assets(*open_ones))
    spreads = [question.spread for question in estimate.questions]
    assert len(spreads) == 3
    assert spreads == sorted(spreads, reverse=True)
    assert estimate.fee.low <= min(question.fee_low for question in estimate.questions)
    assert estimate.fee.high >= max(question.fee_high for question in estimate.questions)


def test_the_low_end_of_the_stock_programme_is_the_fee_with_it() -> None:
    printers = [asset(n, AssetType.PRINTER, in_stock_programme=None) for n in range(5, 45)]
    estimate = estimate_of(with_assets(*printers))
    (question,) = estimate.questions
    inside = estimate_of(with_assets(*(replace(each, in_stock_programme=True) for each in printers)))
    assert question.fee_high == estimate.fee.monthly
    assert abs(question.fee_low - inside.fee.monthly) <= 1


def test_a_camera_that_nobody_said_is_ours_may_not_be() -> None:
    blank = [asset(n, AssetType.CAMERA, left_blank=frozenset({"managed"})) for n in range(5, 45)]
    estimate = estimate_of(with_assets(*blank))
    (question,) = estimate.questions
    assert question.question == "Are these 40 cameras in our care? Priced as managed."
    without = estimate_of(with_assets(*(replace(each, managed=False) for each in blank)))
    assert float(question.fee_low) == pytest.approx(float(without.fee.monthly), rel=0.02)
    assert estimate_of(with_assets(*(replace(each, left_blank=frozenset()) for each in blank))).questions == ()


def test_what_a_nameless_device_of_type_other_is_is_asked() -> None:
    unknown = asset(5, AssetType.OTHER, quantity=20)
    (question,) = estimate_of(with_assets(unknown)).questions
    assert question.question.startswith("What are these 20 devices of type 'other'")
    assert question.fee_low < estimate_of(with_assets(unknown)).fee.monthly < question.fee_high
    assert estimate_of(with_assets(replace(unknown, name="Door station"))).questions == ()


def test_a_row_without_quantity_name_and_number_may_stand_for_all_computers_of_a_location() -> None:
    base = office(servers=0)
    row = asset(5, AssetType.WORKSTATION, operating_system="Windows 11 Pro", version="25H2")
    blank = replace(row, left_blank=frozenset({"quantity"}))
    (question,) = estimate_of(replace(base, assets=(blank,))).questions
    assert question.cell == "Assets!C5"
    assert "HQ has 25 people and 1" in question.question
    for known in (replace(blank, serial_number="CZ1"), replace(blank, name="Reception"), row):
        assert estimate_of(replace(base, assets=(known,))).questions == ()
    all_of_them = estimate_of(replace(base, assets=(replace(row, quantity=25),)))
    assert float(question.fee_high) == pytest.approx(float(all_of_them.fee.monthly), rel=0.05)  # set-up time aside


def test_computers_at_a_location_without_people_are_asked_about_while_people_are_missing() -> None:
    base = with_assets()
    branch = Location("BR", "Branch", "LU", row=Row("Locations", 5, COLUMNS))
    laptops = asset(5, AssetType.LAPTOP, operating_system="Windows 11 Pro", version="25H2", quantity=6, location="BR")
    both = replace(base, locations=(*base.locations, branch), assets=(*base.assets, laptops))
    (question,) = estimate_of(both).questions
    assert question.question.startswith("How many people work at BR, which has 6 computers and no seats?")
    seated = replace(both, seats=(*both.seats, SeatGroup("BR", SeatProfile.OFFICE, 6)))
    assert estimate_of(seated).questions == ()
    assert float(question.fee_high) == pytest.approx(float(estimate_of(seated).fee.monthly), abs=2)


@pytest.mark.parametrize(
    ("country", "asked_about"), [("LU", False), ("BE", False), ("FR", True), ("DE", True), ("NL", False)]
)
def test_a_location_without_postcode_is_asked_about_where_we_work_in_some_regions_only(
    country: str, asked_about: bool
) -> None:
    base = with_assets()
    abroad = replace(base, locations=(Location("HQ", "Head office", country, row=Row("Locations", 4, COLUMNS)),))
    estimate = estimate_of(abroad)
    assert bool(asked(estimate, "What is the postcode of HQ")) == asked_about
    if asked_about:
        near = replace(abroad.locations[0], postcode={"FR": "57100", "DE": "54290"}[country])
        (question,) = estimate.questions
        fees = (question.fee_low, question.fee_high)
        assert estimate_of(replace(abroad, locations=(near,))).fee.monthly in [
            fee + step for fee in fees for step in (Decimal(-1), Decimal(0), Decimal(1))
        ]


def test_the_cheapest_service_level_is_the_low_end_whatever_its_monthly_price() -> None:
    base = office(seats=400, servers=0)
    blank = replace(base, customer=replace(base.customer, left_blank=frozenset({"service_level"})))
    (question,) = asked(estimate_of(blank), "Which service level is wanted?")
    fees = [
        estimate_of(replace(base, customer=replace(base.customer, service_level=level))).fee.monthly
        for level in ("standard", "office", "business")
    ]
    assert abs(question.fee_low - min(fees)) <= 1
    assert abs(question.fee_high - max(fees)) <= 1


def test_a_backup_may_have_an_sla_of_its_own() -> None:
    base = with_assets()
    many = tuple(
        Service(f"B{n}", "Backup", ServiceType.BACKUP, row=Row("Services", n, {"predefined_sla": 6}))
        for n in range(5, 65)
    )
    (question,) = estimate_of(replace(base, services=many)).questions
    assert question.cell == "Services!F5:F64"
    answered = tuple(replace(each, predefined_sla=False) for each in many)
    assert estimate_of(replace(base, services=answered)).questions == ()
