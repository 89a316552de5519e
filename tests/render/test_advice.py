"""The advice on hourly plans in words: ranges, where the customer stands, the ways to other plans and to the fee."""

from __future__ import annotations

from dataclasses import replace

from estimator.model.advice import Advice, Choices, MixBreakEven, Stretch
from estimator.render.advice import advice_rows, advice_sentences
from tests.render.estimates import office_estimate, office_facts

EVERY = Choices(
    (
        Stretch("none", 0, 0.25, 0.004),
        Stretch("standard", 0.25, 1.5, 0.846),
        Stretch("office", 1.5, None, 0.15),
    ),
    0.6,
)
ADVICE = Advice(
    hours_per_month=6.0,
    p10_hours_per_month=4.25,
    p90_hours_per_month=8.15,
    tickets_per_month=12.0,
    scheduled_hours_per_month=11.8,
    every=EVERY,
    reaching=Choices((Stretch("business", 0, None, 1),), 0.75),
    break_evens=(MixBreakEven("none", "standard", 0.25),),
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def sentences(advice: Advice = ADVICE) -> list[str]:
    return [plain(sentence) for sentence in advice_sentences(advice, office_facts())]


def test_every_plan_that_is_ever_the_cheapest_has_its_hours() -> None:
    assert advice_rows(ADVICE, office_estimate(), office_facts()) == (
        ("No contract", "up to 1.5 h", "weaker"),
        ("Standard", "1.5-9.0 h", "weaker"),
        ("Office", "from 9.0 h", "weaker"),
        ("Business", "-", "any"),
    )


def test_the_customer_and_the_ways_to_the_neighbours_are_told_in_hours_tickets_and_percent() -> None:
    assert sentences()[0] == (
        "Expected: 6.0 h, 12.0 tickets (8 years of 10: 4.2-8.2 h): Standard."
        " Office is +3.0 h, +6.0 tickets, +50% away; 15% of years are that busy."
        " No contract is -4.5 h, -9.0 tickets, -75% away; <1% of years are that quiet."
    )


def test_the_way_to_the_fixed_fee_is_told_and_so_is_that_there_is_none() -> None:
    assert sentences()[1] == (
        "The fixed fee costs less than any plan at its level from 4.5 h on (-1.5 h, -3.0 tickets, -25%)."
    )
    never, always = (replace(ADVICE, reaching=replace(ADVICE.reaching, fee_share=share)) for share in (None, 0.0))
    assert sentences(never)[1].endswith("however busy the year.")
    assert sentences(always)[1].endswith("however quiet the year.")


def test_where_several_plans_reach_the_level_the_best_of_them_is_named() -> None:
    reaching = Choices((Stretch("office", 0, 2.0, 0.99), Stretch("business", 2.0, None, 0.01)), 0.75)
    told = sentences(replace(ADVICE, reaching=reaching))[0]
    assert ": Standard; at the wanted level Office." in told
    assert "Business is +6.0 h, +12.0 tickets, +100% away; 1% of years are that busy." in told
