"""The change of a fee by cause: whatever can be calculated of the chain, the steps add up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from estimator.model.fee_change import Step
from estimator.review.fee_split import Link, linked, split

CENTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
CAUSES = ("policy", "rate-card", "contract", "quantity", "effort", "lifecycle", "mix")


def steps(*links: Link, before: str = "100.00", after: str = "130.00") -> list[tuple[tuple[str, ...], str]]:
    return [(step.causes, str(step.monthly)) for step in split(Decimal(before), links, Decimal(after))]


def test_each_cause_is_the_difference_to_the_one_before() -> None:
    told = steps(Link("policy", Decimal("105.00")), Link("quantity", Decimal("125.50")), Link("mix", Decimal("130.00")))
    assert told == [(("policy",), "5.00"), (("quantity",), "20.50"), (("mix",), "4.50")]


def test_causes_up_to_the_next_known_amount_are_told_together() -> None:
    told = steps(Link("policy", None), Link("rate-card", Decimal("110.00")), Link("lifecycle", None), Link("mix", None))
    assert told == [(("policy", "rate-card"), "10.00"), (("lifecycle", "mix"), "20.00")]


def test_a_cause_in_which_both_agree_is_nought_and_blamed_for_nothing() -> None:
    told = steps(Link("policy", None, is_same=True), Link("rate-card", None), Link("mix", None))
    assert told == [(("policy",), "0"), (("rate-card", "mix"), "30.00")]


def test_a_difference_that_no_cause_makes_is_the_programs() -> None:
    assert steps(Link("mix", None, is_same=True)) == [(("mix",), "0"), (("program",), "30.00")]


def test_what_both_agree_in_is_not_calculated() -> None:
    def never() -> Decimal | None:
        raise AssertionError("calculated")

    links = linked(Decimal(7), ("policy", True, never), ("mix", False, lambda: Decimal(9)))
    assert links == (Link("policy", Decimal(7), True), Link("mix", Decimal(9), False))


@given(
    before=CENTS,
    after=CENTS,
    amounts=st.lists(st.tuples(st.none() | CENTS, st.booleans()), min_size=len(CAUSES), max_size=len(CAUSES)),
)
def test_the_steps_always_add_up(before: Decimal, after: Decimal, amounts: list[tuple[Decimal | None, bool]]) -> None:
    links = [Link(cause, *amount) for cause, amount in zip(CAUSES, amounts, strict=True)]  # type: ignore[arg-type]
    found = split(before, links, after)
    assert before + sum((step.monthly for step in found), Decimal(0)) == after
    told = [cause for step in found for cause in step.causes if cause != "program"]
    assert sorted(told) == sorted(CAUSES), "every cause is told once"
    assert all(isinstance(step, Step) for step in found)
