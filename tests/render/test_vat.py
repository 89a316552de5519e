"""Value added tax: at home is where the provider is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from estimator.render.vat import vat_of
from tests.builders import customer, facts


@pytest.mark.parametrize(("home", "kind"), [("LU", "charged"), ("BE", "reverse-charge")])
def test_a_business_pays_tax_where_its_provider_is_at_home(home: str, kind: str) -> None:
    card = facts().rate_card
    card = replace(card, provider=replace(card.provider, country=home))
    assert vat_of(customer(country="LU", vat_number="LU12345678"), card).kind == kind


def test_the_tax_is_rounded_to_the_cent_and_none_where_there_is_no_rate() -> None:
    assert vat_of(customer(country="LU"), facts().rate_card).on(Decimal("10.03")) == Decimal("1.71")
    assert vat_of(customer(country="CH"), facts().rate_card).on(Decimal("10.03")) == 0
