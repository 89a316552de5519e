"""The term month by month, against arithmetic by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from estimator.diagnostics import Stop
from estimator.model.customer import Customer
from estimator.model.infrastructure import Assessment, Asset, AssetType, Location, SeatGroup, SeatProfile
from estimator.model.term import TermPath
from estimator.pipeline.customer import Priced, priced
from estimator.pipeline.terms import path_of
from estimator.price.plans import ticket_claims
from estimator.read.data_files import read_facts
from tests.builders import TODAY
from tests.builders import office as large_office
from tests.price.offices import FACTS, office

HQ = Location("HQ", "Head office", "LU", postcode="1111")


def people(count: int = 10, start: date = date(2027, 1, 1), assets: tuple[Asset, ...] = ()) -> Assessment:
    """Seats and nothing else, for three years at Business."""
    customer = Customer("People", "LU", date(2026, 11, 1), start, term_months=36)
    seats = (SeatGroup("HQ", SeatProfile.OFFICE, count),) if count else ()
    return Assessment(customer=customer, locations=(HQ,), seats=seats, assets=assets)


def job(assessment: Assessment, *settings: str) -> Priced:
    return priced(assessment, read_facts({}, settings), TODAY)


def path(assessment: Assessment, *settings: str, months: int | None = None) -> TermPath:
    return path_of(job(assessment, *settings), months)


def test_luxembourgs_tranches_come_every_sixteen_months() -> None:
    term = replace(FACTS.term, indexation="lu")
    factors = [term.price_factor(month) for month in (0, 15, 16, 31, 32)]
    # 1.025 x 1.025 = 1.050625
    assert factors == [1, 1, Decimal("1.025"), Decimal("1.025"), Decimal("1.050625")]


def test_the_belgian_formula_moves_eighty_percent_of_the_price_once_a_year() -> None:
    term = replace(FACTS.term, indexation="be")
    # 0.2 + 0.8 x 1.02 = 1.016; 0.2 + 0.8 x 1.0404 = 1.03232
    assert [term.price_factor(month) for month in (11, 12, 24)] == [1, Decimal("1.016"), Decimal("1.03232")]


def test_a_cap_holds_each_years_rise_down() -> None:
    capped = replace(FACTS.term.belgium, annual_cap=Decimal("0.01"))
    # min(1.016, 1.01) = 1.01; min(1.03232, 1.01 x 1.01 = 1.0201) = 1.0201
    assert [capped.factor(month) for month in (12, 24)] == [Decimal("1.01"), Decimal("1.0201")]


def test_more_than_eighty_percent_of_a_price_is_refused() -> None:
    with pytest.raises(Stop) as stop:
        read_facts({}, ["belgium.indexed_share=0.9", "belgium.fixed_share=0.1"])
    assert [diagnostic.check for diagnostic in stop.value.diagnostics] == ["out-of-range"]


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Stop) as stop:
        read_facts({}, ["belgium.fixed_share=0.3"])
    assert [diagnostic.check for diagnostic in stop.value.diagnostics] == ["wrong-sum"]


def test_without_any_change_every_year_is_the_plans_year() -> None:
    done = job(office())
    years = path_of(done).years
    assert [year.months for year in years] == [12, 12, 12]
    for plan in done.estimate.plans:
        assert {year.plans[plan.plan] for year in years} == {plan.expected_annual}
        assert [year.totals[plan.plan].expected for year in years] == [n * plan.expected_annual for n in (1, 2, 3)]
        first = years[0].totals[plan.plan]
        assert (first.p10, first.p90) == (plan.p10_annual, plan.p90_annual)
    assert [year.fee_total for year in years] == [n * done.estimate.fee.annual for n in (1, 2, 3)]


@pytest.mark.parametrize("months", [12, 18, 60])
def test_ends_of_support_leave_the_terms_average_what_the_estimate_has(months: int) -> None:
    done = job(large_office())
    assert any(group.endings for group in done.counts.units)
    term = path_of(done, months)
    customer = replace(done.assessment.customer, term_months=months)
    signed = job(replace(done.assessment, customer=customer)).estimate
    assert term.fee == signed.fee.monthly
    for plan in signed.plans:
        total = term.years[-1].totals[plan.plan].expected
        assert abs(total - plan.expected_annual * months / 12) <= Decimal("0.05")


def test_support_that_ends_in_january_counts_from_january() -> None:
    """A Windows Server 2016 (until 12 January 2027), a contract from October 2026: months 0, 1, 2 are before."""
    server = Asset("S", AssetType.SERVER, "HQ", operating_system="Windows Server", version="2016")
    term = path(people(0, date(2026, 10, 1), (server,)))
    (event,) = term.events
    assert (event.month, event.first, event.units) == (3, date(2027, 1, 1), 1)
    # 0.2 tickets a unit and month x (1.5 - 1)
    assert event.more_tickets_per_month == pytest.approx(0.1)
    bare = path(people(0, date(2026, 10, 1), (server,)), "driver.server.tickets_per_unit_month=0").months
    tickets = [m.plans["business"] - b.plans["business"] for m, b in zip(term.months, bare, strict=True)]
    assert len(set(tickets[:3])) == 1
    assert len(set(tickets[3:])) == 1
    assert float(tickets[3]) == pytest.approx(1.5 * float(tickets[2]), abs=0.02)


def test_people_who_come_are_added_at_the_list_value_of_their_work() -> None:
    """Ten seats, 10 % more a year.

    Ten seats have 3.5 tickets a month of 24 minutes: 1.4 hours. An hour at Business costs 0.9 x 96 + 0.1 x 111 = 97.50,
    times 0.97 + 0.02 x 1.5 + 0.01 x 2 = 1.02 for the time of day: 139.23. Less 5 % for three years: 132.2685.
    Visits: 3.5 x 6 % x 45 = 9.45. Together 141.7185; a tenth of it 14.17185, and 0.21 x of it 29.760885.
    """
    term = path(people(), "seat_growth=0.10")
    assert term.fee_of_growth == Decimal("141.7185")
    assert [term.months[month].fee - term.fee for month in (11, 12, 24)] == [0, Decimal("14.17"), Decimal("29.76")]
    usual = path(people())
    for plan, price in (("none", 0), ("business", 318)):
        tickets = usual.months[0].plans[plan] - price
        assert float(term.months[12].plans[plan] - price) == pytest.approx(float(tickets) * 1.1, abs=0.011)


def test_a_computer_that_comes_brings_its_tools_and_its_updates() -> None:
    """Tools: 7.00. Updates: 6 minutes a month, and 3 of each of two reviews a year: 78 minutes a year at 96 an hour."""
    laptop = Asset("L", AssetType.LAPTOP, "HQ", operating_system="Windows 11 Pro", version="25H2")
    settings = ("driver.laptop.tickets_per_unit_month=0", "seat_growth=1")
    term = path(people(0, assets=(laptop,)), *settings)
    # 78 / 60 x 96 / 12 = 10.40; in the fee less 5 %: 9.88
    assert term.fee_of_growth == Decimal("7.00") + Decimal("9.88")
    before, after = (term.months[month].plans["business"] for month in (11, 12))
    assert after - before == Decimal("7.00") + Decimal("10.40")


def test_indexation_raises_both_options_alike() -> None:
    usual, indexed = path(office()), path(office(), "indexation=lu")
    # 2028: 4 months at 1, 8 at 1.025: 12.2 months
    fee = usual.fee
    assert indexed.years[1].fee == 4 * fee + 8 * round(fee * Decimal("1.025"), 2)
    for plan in usual.years[1].plans:
        exact = usual.years[1].plans[plan] * Decimal("12.2") / 12
        assert abs(indexed.years[1].plans[plan] - exact) <= Decimal("0.02")


def test_the_range_of_three_years_is_that_of_simulated_customers() -> None:
    """Who is busy stays busy: one gamma factor (shape 1 / 0.25^2 = 16) for all three years of a customer."""
    done = job(people())
    plan = done.facts.rate_card.plan["business"]
    rng = np.random.default_rng(7)
    customers = 40_000
    theta = rng.gamma(16, 1 / 16, customers)
    totals = np.zeros(customers)
    for claim in ticket_claims(done.estimate.workload.streams, plan, done.facts.rate_card):
        counts = rng.poisson(3 * claim.frequency * theta)
        steps = rng.choice(len(claim.steps.probabilities), counts.sum(), p=claim.steps.probabilities)
        amounts = float(claim.first_amount) + float(claim.amount_step) * steps
        totals += np.bincount(np.repeat(np.arange(customers), counts), amounts, customers)
    certain = float(3 * done.estimate.plans[-1].deterministic_annual)
    total = path_of(done).years[-1].totals["business"]
    assert total.p10 is not None
    assert total.p90 is not None
    for ours, probability in ((total.p10, 0.1), (total.p90, 0.9)):
        assert float(ours) == pytest.approx(certain + np.quantile(totals, probability), rel=0.01)


def test_only_plans_that_are_asked_for_get_a_range() -> None:
    totals = path_of(job(people()), None, ["business"]).years[-1].totals
    assert totals["business"].p90 is not None
    assert totals["none"].p90 is None
