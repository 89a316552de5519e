"""The way from one fee to the other by cause: worked by hand where one thing changes, adding up whatever does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.diagnostics import Stop
from estimator.model.facts import Facts
from estimator.model.fee_change import FeeChange
from estimator.model.infrastructure import Assessment, AssetType, SeatGroup, SeatProfile, Service, ServiceType
from estimator.model.source import FileReference
from estimator.pipeline.comparing import fee_change
from estimator.pipeline.customer import estimate_json, priced
from estimator.pipeline.sides import Assessed, Opened, opened
from estimator.read.data_files import read_facts
from tests.price.offices import FACTS, TODAY, office

CAUSES = ["policy", "rate-card", "contract", "quantity", "effort", "lifecycle", "mix", "rounding"]
SEATS = {10: (SeatGroup("HQ", SeatProfile.OFFICE, 10),), 20: (SeatGroup("HQ", SeatProfile.OFFICE, 20),)}


def side(assessment: Assessment, facts: Facts = FACTS, today: date = TODAY) -> Opened:
    return opened("acme.xlsx", Assessed(assessment, facts, today))


def compared(old: Opened, new: Opened) -> FeeChange:
    change = fee_change(old, new, [FACTS])
    assert sum((step.monthly for step in change.steps), Decimal(0)) == change.monthly
    return change


def amounts(change: FeeChange) -> Mapping[str, str]:
    """What each step changes, those with nought left out."""
    return {" ".join(step.causes): str(step.monthly) for step in change.steps if step.monthly}


def asked(assessment: Assessment, **changes: Any) -> Assessment:
    return replace(assessment, customer=replace(assessment.customer, **changes))


def test_nothing_changes_between_one_and_the_same() -> None:
    change = compared(side(office()), side(office()))
    assert [step.causes for step in change.steps] == [(cause,) for cause in CAUSES]
    assert amounts(change) == {}
    assert change.changes is not None and not change.changes


def test_a_monthly_price_is_the_rate_cards_and_the_price_of_tools_the_policys() -> None:
    # Business 318 to 340: 22 a month. 28 endpoints (25 workstations, a server, two virtual ones) at 7 to 8: 28.
    facts = read_facts({}, ["plan.business.monthly_price=340", "tools.monthly_price=8"])
    change = compared(side(office()), side(office(), facts))
    assert amounts(change) == {"policy": "28.00", "rate-card": "22.00"}
    assert [(each.file, each.key, each.before, each.after) for each in change.figures] == [
        ("pricing", "tools.monthly_price", "7", "8"),
        ("rate_card", "plan.business.monthly_price", "318", "340"),
    ]


def test_twice_the_people_are_quantity_and_another_kind_of_people_is_mix() -> None:
    ten = replace(office(seats=10), assets=(), services=(), seats=SEATS[10])
    vips = replace(ten, seats=(SeatGroup("HQ", SeatProfile.VIP, 10),))
    assert amounts(compared(side(ten), side(replace(ten, seats=SEATS[20])))).keys() <= {"quantity", "rounding"}
    assert amounts(compared(side(ten), side(vips))).keys() <= {"mix", "rounding"}


def test_another_kind_of_device_in_the_same_number_is_mix() -> None:
    bought = office(seats=8)
    laptops = tuple(
        replace(asset, type=AssetType.LAPTOP) if asset.type is AssetType.SWITCH else asset for asset in bought.assets
    )
    assert amounts(compared(side(bought), side(replace(bought, assets=laptops)))).keys() <= {"mix", "rounding"}


def test_services_count_towards_quantity_where_the_contract_looks_after_them() -> None:
    bought = office(seats=8)
    line = Service("net", "Fibre", ServiceType.INTERNET, predefined_sla=True)
    two = replace(bought, services=(*bought.services, replace(bought.services[0], id="m366"), line))
    change = compared(side(bought), side(two))
    assert {each.name: (each.before, each.after) for each in change.populations}["services"] == (1, 2)
    assert amounts(change).keys() <= {"quantity", "rounding", "mix"}
    assert Decimal(amounts(change)["quantity"]) > 30


def test_a_longer_term_is_the_contracts() -> None:
    # 36 to 48 months: the discount on labour goes from 5 % to 7 %.
    old = side(office())
    labour = sum(line.monthly for line in old.side.components if line.id in ("support", "maintenance", "documentation"))
    change = compared(old, side(asked(office(), term_months=48)))
    assert amounts(change).keys() <= {"contract", "rounding"}
    assert abs(Decimal(amounts(change)["contract"]) + labour * Decimal("0.02")) < Decimal("0.02")


def test_a_later_contract_is_further_past_the_end_of_support() -> None:
    assets = tuple(
        replace(asset, operating_system="Windows Server", version="2016") if asset.type is AssetType.SERVER else asset
        for asset in office().assets
    )
    old = replace(office(), assets=assets)
    change = compared(side(old), side(asked(old, contract_start=date(2030, 1, 1)), today=date(2029, 12, 1)))
    assert amounts(change).keys() <= {"lifecycle", "rounding"}
    # Support ends on 12 January 2027: the first month already, then every month.
    assert [(each.asset, each.before, each.after) for each in change.aged] == [
        ("server", 1.0, 1.0)
    ] or change.aged == ()
    earlier = asked(old, contract_start=date(2025, 2, 1))
    aged = compared(side(earlier), side(old)).aged
    assert [(each.asset, round(36 * each.before), round(36 * each.after)) for each in aged] == [("server", 13, 36)]
    assert Decimal(amounts(compared(side(earlier), side(old)))["lifecycle"]) > 0


def test_an_own_effort_table_is_told_as_such() -> None:
    facts = read_facts({}, ["driver.seat.tickets_per_unit_month=0.7"])
    assert amounts(compared(side(office()), side(office(), facts))).keys() <= {"effort", "rounding"}


def test_a_service_level_that_the_other_rate_card_lacks_is_told_together_with_it() -> None:
    plans = {**FACTS.rate_card.plan, "gold": replace(FACTS.rate_card.plan["business"], monthly_price=Decimal(400))}
    plans.pop("business")
    files = {**FACTS.files, "rate_card": replace(FACTS.files["rate_card"], sha256="1" * 64)}
    facts = replace(FACTS, rate_card=replace(FACTS.rate_card, plan=plans), files=files)
    change = compared(side(office()), side(asked(office(), service_level="gold"), facts))
    assert amounts(change) == {"rate-card contract": "82.00"}


def test_two_currencies_have_no_difference() -> None:
    francs = replace(FACTS, rate_card=replace(FACTS.rate_card, currency="CHF"))
    with pytest.raises(Stop) as stop:
        compared(side(office()), side(office(), francs))
    assert [found.check for found in stop.value.diagnostics] == ["other-currency"]


ASSESSMENTS = st.builds(
    lambda level, seats, servers, term, profile, start, count: replace(
        asked(office(level, seats, servers, term), contract_start=start),
        seats=(SeatGroup("HQ", profile, count),),
    ),
    st.sampled_from(["none", "standard", "office", "business"]),
    st.integers(1, 12),
    st.integers(0, 2),
    st.sampled_from([12, 24, 36, 48]),
    st.sampled_from(SeatProfile),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(0, 12),
)
OVERRIDES = st.lists(
    st.sampled_from(
        [
            "tools.included=false",
            "risk.appetite=2",
            "guards.minimum_gross_margin=0.6",
            "fee_step=0.05",
            "plan.business.hourly_rates.technician=107",
            "plan.standard.monthly_price=61.37",
            "band.off-hours.multiplier=1.75",
            "driver.seat.mean_minutes=31",
            "task.server-updates.set_up_minutes=55",
            "past_end_of_support_factor=2.2",
            "frequency_cv=0",
        ]
    ),
    max_size=4,
    unique=True,
)


@settings(max_examples=20, deadline=None)
@given(old=ASSESSMENTS, new=ASSESSMENTS, before=OVERRIDES, after=OVERRIDES, today=st.dates(TODAY, date(2030, 1, 1)))
def test_the_causes_add_up_to_the_cent_whatever_changes(
    old: Assessment, new: Assessment, before: list[str], after: list[str], today: date
) -> None:
    change = compared(side(old, read_facts({}, before)), side(new, read_facts({}, after), today))
    assert [cause for step in change.steps for cause in step.causes] == CAUSES
    assert all(step.monthly == round(step.monthly, 2) for step in change.steps)


def saved(assessment: Assessment, facts: Facts = FACTS) -> Opened:
    """The estimate as `build` saves it, read again."""
    from estimator.pipeline.sides import opened_saved
    from estimator.read.saved_estimate import saved_estimate_of

    text = estimate_json(priced(assessment, facts, TODAY), ())
    return opened_saved("acme.json", saved_estimate_of(text, "acme.json"))


def test_a_saved_estimate_has_the_same_prices_apart_and_says_what_it_cannot() -> None:
    facts = read_facts({}, ["plan.business.monthly_price=340", "tools.monthly_price=8"])
    change = compared(saved(office()), side(asked(office(), term_months=12), facts))
    told = amounts(change)
    assert (told["policy"], told["rate-card"]) == ("28.00", "22.00")
    assert Decimal(told["contract"]) > 0
    assert set(told) <= {"policy", "rate-card", "contract", "lifecycle mix", "rounding"}
    assert change.changes is None
    assert "told apart only between two workbooks" in change.notes[0]


def test_a_saved_estimate_of_unknown_files_is_split_no_further_than_it_can_be() -> None:
    own = read_facts({}, ["plan.business.monthly_price=340", "tools.monthly_price=8"])
    change = compared(saved(office(), own), side(office()))
    assert amounts(change) == {"program policy rate-card": "-50.00"}
    assert len(change.notes) == 3
    assert "name it with --old-rate-card and, for what was set, --old-set" in change.notes[1]
    assert "name it with --old-pricing and, for what was set, --old-set" in change.notes[2]


def test_a_saved_estimate_of_the_very_same_workbook_has_the_very_same_mix() -> None:
    book = FileReference("workbook", "acme.xlsx", "a" * 64)
    old = replace(office(), workbook=book)
    facts = read_facts({}, ["driver.seat.tickets_per_unit_month=0.7"])
    change = compared(saved(old), side(old, facts))
    assert set(amounts(change)) <= {"effort lifecycle", "rounding"}
    assert "very same workbook" in change.notes[0]


def test_two_saved_estimates_are_compared_without_any_workbook() -> None:
    change = compared(saved(office(seats=10)), saved(office(seats=20)))
    assert set(amounts(change)) <= {"quantity", "lifecycle mix", "rounding"}
    assert {each.name: (each.before, each.after) for each in change.populations} == {
        "people": (10, 20),
        "endpoints": (13, 23),
    }


@settings(max_examples=8, deadline=None)
@given(old=ASSESSMENTS, new=ASSESSMENTS, before=OVERRIDES, after=OVERRIDES)
def test_a_saved_estimate_adds_up_on_either_side(
    old: Assessment, new: Assessment, before: list[str], after: list[str]
) -> None:
    mine, yours = read_facts({}, before), read_facts({}, after)
    first, last = saved(old, mine), side(new, yours)
    forth, back = compared(first, last), compared(last, first)
    assert forth.monthly == -back.monthly
    assert (forth.old.fee, forth.new.fee) == (side(old, mine).side.fee, last.side.fee)


def test_a_fee_that_another_version_calculated_is_told_as_such() -> None:
    was = saved(office())
    dearer = replace(was, side=replace(was.side, fee=was.side.fee + 40, unrounded=was.side.unrounded + 40))
    assert Decimal(amounts(compared(dearer, side(office())))["program"]) == -40
