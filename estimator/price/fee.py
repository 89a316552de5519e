"""The fixed monthly fee: list value, risk loading, commitment discount, guards; lines that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from estimator.model.estimate import Binding, Component, FeeComponent
from estimator.model.frozen import frozen
from estimator.model.money import round_to_total, round_up, to_cents
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import Plan
from estimator.model.workload import ScheduledWork, TicketStream
from estimator.price.aggregate import Aggregate, to_decimal

LABOUR: tuple[Component, ...] = ("support", "maintenance", "documentation")
ORDER: tuple[Component, ...] = (*LABOUR, "service-level", "travel", "tools", "certainty", "discount", "rounding")


@frozen
class PricedFee:
    """A fee with its printed lines, before the open questions give it a range."""

    monthly: Decimal
    binding: Binding
    components: tuple[FeeComponent, ...]
    offer: Decimal
    margin_guard: Decimal
    bad_year_guard: Decimal

    @property
    def unrounded(self) -> Decimal:
        """The monthly fee before it is rounded up to the policy's step."""
        return max(self.offer, self.margin_guard, self.bad_year_guard)


def list_lines(
    streams: Sequence[TicketStream], scheduled: Sequence[ScheduledWork], plan: Plan, tools_annual: Decimal
) -> dict[Component, Decimal]:
    """The list value of a year by line: worked time (unrounded) at the plan's rates, visits, tools, monthly price."""
    lines: dict[Component, Decimal] = dict.fromkeys((*LABOUR, "service-level", "travel", "tools"), Decimal(0))
    hours: dict[tuple[str, Decimal], float] = defaultdict(float)
    visits: dict[Decimal, float] = defaultdict(float)
    for stream in streams:  # added up before they are rounded: where a ticket comes from must not move a cent
        hours[stream.role, stream.band_multiplier] += stream.annual_minutes / 60
        visits[stream.travel_price] += stream.annual_frequency
    for (role, multiplier), worked in hours.items():
        lines["support"] += to_decimal(worked) * plan.hourly_rates[role] * multiplier
    lines["travel"] += sum((to_decimal(number) * price for price, number in visits.items()), Decimal(0))
    for work in scheduled:
        hourly = plan.hourly_rates[work.role] * work.band_multiplier
        lines[work.component] += Decimal(work.annual_minutes) / 60 * hourly
        lines["travel"] += work.sessions_per_year * work.travel_price
    lines["service-level"] = 12 * plan.monthly_price
    lines["tools"] = tools_annual
    return lines


def tools_of_a_year(endpoints: int | Decimal, policy: PricingPolicy) -> tuple[Decimal, Decimal]:
    """Price and cost of a year of tools; both 0 where the policy leaves tools out of the comparison."""
    months = 12 * endpoints if policy.tools.included else 0
    return months * policy.tools.monthly_price, months * policy.tools.monthly_cost


def fixed_fee(
    list_value: Mapping[Component, Decimal], cost: Aggregate, policy: PricingPolicy, term_months: int
) -> PricedFee:
    """The fee per month, rounded up to the policy's step, and what binds it.

    Each line is rounded to the cent; together they are the fee exactly. A guard's surcharge is spread over the
    labour lines in proportion and never shown.
    """
    lines = dict(list_value)
    labour = sum((lines[line] for line in LABOUR), Decimal(0))
    bad_year = cost.quantile(policy.risk.quantile)
    lines["certainty"] = policy.risk.appetite * max(Decimal(0), bad_year - cost.mean)
    lines["discount"] = -policy.discount(term_months) * labour
    offer = sum(lines.values(), Decimal(0)) / 12
    margin_guard = cost.mean / (1 - policy.guards.minimum_gross_margin) / 12
    bad_year_guard = bad_year / 12 if policy.guards.bad_year else Decimal(0)
    unrounded, binding = _binding(offer, margin_guard, bad_year_guard)
    _spread_surcharge(lines, 12 * (unrounded - offer), labour)
    monthly = round_up(to_cents(unrounded), policy.fee_step)
    lines["rounding"] = 12 * (monthly - unrounded)
    return PricedFee(monthly, binding, _components(lines, monthly), offer, margin_guard, bad_year_guard)


def _binding(offer: Decimal, margin_guard: Decimal, bad_year_guard: Decimal) -> tuple[Decimal, Binding]:
    """The highest of the three; where they are equal, the offer before the guards."""
    unrounded: Decimal = offer
    binding: Binding = "offer"
    if margin_guard > unrounded:
        unrounded, binding = margin_guard, "margin-guard"
    if bad_year_guard > unrounded:
        unrounded, binding = bad_year_guard, "bad-year-guard"
    return unrounded, binding


def _spread_surcharge(lines: dict[Component, Decimal], surcharge: Decimal, labour: Decimal) -> None:
    if surcharge <= 0:
        return
    for line in LABOUR:
        share = lines[line] / labour if labour else Decimal(line == "support")
        lines[line] += surcharge * share


def _components(lines: dict[Component, Decimal], monthly: Decimal) -> tuple[FeeComponent, ...]:
    amounts = round_to_total([lines[line] / 12 for line in ORDER], monthly)
    return tuple(FeeComponent(line, amount) for line, amount in zip(ORDER, amounts, strict=True))
