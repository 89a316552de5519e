"""How value added tax stands on an offer: the customer's country decides, and its VAT number."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from estimator.model.customer import Customer
from estimator.model.frozen import frozen
from estimator.model.money import to_cents
from estimator.model.rate_card import RateCard

_EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


@frozen
class Vat:
    """How an offer is taxed. `rate` is a share; None where none is charged or none is known."""

    kind: Literal["charged", "reverse-charge", "outside-union", "unknown"]
    rate: Decimal | None = None

    def on(self, amount: Decimal) -> Decimal:
        """The tax on an amount, in cents."""
        return to_cents(amount * self.rate) if self.rate is not None else Decimal("0.00")


def vat_of(customer: Customer, rate_card: RateCard) -> Vat:
    """The tax on what we sell a customer.

    At home the home rate; a business (it has a VAT number) in another country of the European Union accounts for the
    tax itself (Directive 2006/112/EC, article 196); without a number its country's rate; outside the Union none.
    """
    if customer.country not in _EUROPEAN_UNION.split():
        return Vat("outside-union")
    if customer.country != rate_card.provider.country and customer.vat_number.strip():
        return Vat("reverse-charge")
    rate = rate_card.country_rules(customer.country).vat_rate
    return Vat("unknown") if rate is None else Vat("charged", rate)
